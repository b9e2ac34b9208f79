#include "formats/threatdragon/words.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "formats/threatdragon/mapping.h"

namespace bartizan::threatdragon {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

template <typename Value>
struct Word {
    std::string_view word;
    Value value;
};

constexpr auto statuses = std::to_array<Word<ThreatStatus>>({
    {"open", ThreatStatus::open},
    {"", ThreatStatus::open},
    {"mitigated", ThreatStatus::mitigated},
    {"notapplicable", ThreatStatus::not_applicable},
    {"na", ThreatStatus::not_applicable},
    {"accepted", ThreatStatus::accepted},
    {"transferred", ThreatStatus::transferred},
    // The cause is gone: nothing is left to be done.
    {"avoided", ThreatStatus::mitigated},
    {"eliminated", ThreatStatus::mitigated},
});

constexpr auto severities = std::to_array<Word<Severity>>({
    {"low", Severity::low},
    {"medium", Severity::medium},
    {"high", Severity::high},
    {"critical", Severity::critical},
});

constexpr auto protocols = std::to_array<Pair>({
    {"http", "http"},
    {"https", "https"},
    {"rest", "https"},
    {"websocket", "websocket"},
    {"ws", "websocket"},
    {"wss", "websocket-tls"},
    {"grpc", "grpc"},
    {"grpcs", "grpc-tls"},
    {"tcp", "tcp"},
    {"tcpip", "tcp"},
    {"tls", "tls"},
    {"ssl", "tls"},
    {"ssltls", "tls"},
    {"mtls", "tls"},
    {"udp", "udp"},
    {"dtls", "dtls"},
    {"quic", "quic"},
    {"webrtc", "webrtc"},
    {"amqp", "amqp"},
    {"amqps", "amqps"},
    {"kafka", "kafka"},
    {"nats", "nats"},
    {"mqtt", "mqtt"},
    {"mqtts", "mqtts"},
    {"coap", "coap"},
    {"coaps", "coaps"},
    {"postgresql", "postgresql"},
    {"postgres", "postgresql"},
    {"mysql", "mysql"},
    {"mariadb", "mysql"},
    {"tds", "sql-server"},
    {"mssql", "sql-server"},
    {"oracle", "oracle"},
    {"mongodb", "mongodb"},
    {"cassandra", "cassandra"},
    {"redis", "redis"},
    {"memcached", "memcached"},
    {"ldap", "ldap"},
    {"ldaps", "ldaps"},
    {"smtp", "smtp"},
    {"smtps", "smtps"},
    {"imap", "imap"},
    {"imaps", "imaps"},
    {"ftp", "ftp"},
    {"ftps", "ftps"},
    {"sftp", "sftp"},
    {"ssh", "ssh"},
    {"scp", "sftp"},
    {"telnet", "telnet"},
    {"rdp", "rdp"},
    {"vnc", "vnc"},
    {"smb", "smb"},
    {"nfs", "nfs"},
    {"dns", "dns"},
    {"ntp", "ntp"},
    {"snmp", "snmp"},
    {"snmpv3", "snmpv3"},
    {"syslog", "syslog"},
    {"ipsec", "ipsec"},
    {"wireguard", "wireguard"},
    {"modbus", "modbus"},
    {"opcua", "opc-ua"},
    {"can", "can"},
    {"canbus", "can"},
    {"bluetooth", "bluetooth"},
    {"ble", "bluetooth"},
    {"zigbee", "zigbee"},
    {"usb", "usb"},
    {"file", "file"},
    {"otlp", "otlp"},
});

/// A word of an actor's name, and what the actor then is. The last that fits counts: an engineer of a
/// platform is no platform.
constexpr auto actor_words = std::to_array<Pair>({
    {"user", "user"},
    {"users", "user"},
    {"engineer", "user"},
    {"customer", "customer"},
    {"admin", "administrator"},
    {"administrator", "administrator"},
    {"developer", "developer"},
    {"browser", "browser"},
    {"client", "client"},
    {"app", "client"},
    {"api", "third-party-api"},
    {"system", "external-system"},
    {"systems", "external-system"},
    {"service", "external-system"},
    {"services", "external-system"},
    {"server", "external-system"},
    {"provider", "external-system"},
    {"platform", "external-system"},
    {"backend", "external-system"},
    {"cloud", "external-system"},
    {"storage", "external-system"},
    {"tools", "external-system"},
    {"phone", "device"},
    {"device", "device"},
    {"sensor", "sensor"},
});

constexpr auto rights = std::to_array<Pair>({
    {"root", "administrator"},
    {"admin", "administrator"},
    {"administrator", "administrator"},
    {"superuser", "administrator"},
    {"system", "administrator"},
    {"high", "broad"},
    {"elevated", "broad"},
    {"broad", "broad"},
    {"user", "user"},
    {"normal", "user"},
    {"standard", "user"},
    {"low", "least"},
    {"least", "least"},
    {"minimal", "least"},
    {"limited", "least"},
    {"unprivileged", "least"},
});

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter_or_digit(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9'); }

template <std::size_t size>
std::string_view find_word(const std::array<Pair, size>& pairs, std::string_view word) {
    const auto found = std::ranges::find(pairs, word, &Pair::first);
    return found == pairs.end() ? std::string_view() : found->second;
}

/// What the words stand for that have a meaning, in their order.
template <std::size_t size>
std::vector<std::string_view> find_words(const std::array<Pair, size>& pairs, std::string_view text) {
    std::vector<std::string_view> meanings;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_letter_or_digit(text[end])) ++end;
        const std::string_view meaning = find_word(pairs, squeezed(text.substr(at, end - at)));
        if (!meaning.empty()) meanings.push_back(meaning);
        at = end + 1;
    }
    return meanings;
}

}  // namespace

std::string squeezed(std::string_view text) {
    std::string out;
    for (char c : text)
        if (is_letter_or_digit(c)) out += lower(c);
    return out;
}

ReadStatus status_of(std::string_view written) {
    const auto found = std::ranges::find(statuses, squeezed(written), &Word<ThreatStatus>::word);
    if (found == statuses.end()) return {ThreatStatus::open, false};
    return {found->value, true};
}

std::string_view status_text(ThreatStatus status) {
    switch (status) {
        case ThreatStatus::open:
            return "Open";
        case ThreatStatus::mitigated:
            return "Mitigated";
        case ThreatStatus::accepted:
            return "Accepted";
        case ThreatStatus::transferred:
            return "Transferred";
        case ThreatStatus::not_applicable:
            return "NotApplicable";
    }
    return "Open";
}

Severity severity_of(std::string_view written) {
    const auto found = std::ranges::find(severities, squeezed(written), &Word<Severity>::word);
    return found == severities.end() ? Severity::medium : found->value;
}

std::string_view severity_text(Severity severity) {
    switch (severity) {
        case Severity::info:
        case Severity::low:
            return "Low";
        case Severity::medium:
            return "Medium";
        case Severity::high:
            return "High";
        case Severity::critical:
            return "Critical";
    }
    return "TBD";
}

std::string_view protocol_of(std::string_view written) {
    const std::string_view as_a_whole = find_word(protocols, squeezed(written));
    if (!as_a_whole.empty()) return as_a_whole;
    const std::vector<std::string_view> words = find_words(protocols, written);
    return words.empty() ? std::string_view() : words.front();
}

std::string_view actor_type(std::string_view name) {
    const std::vector<std::string_view> words = find_words(actor_words, name);
    return words.empty() ? "user" : words.back();
}

std::string_view rights_of(std::string_view privilege_level) {
    const std::vector<std::string_view> words = find_words(rights, privilege_level);
    return words.empty() ? std::string_view() : words.front();
}

}  // namespace bartizan::threatdragon
