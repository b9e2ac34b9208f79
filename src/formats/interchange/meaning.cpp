#include "formats/interchange/meaning.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

#include "analysis/tool_findings.h"
#include "formats/interchange/type_words.h"

namespace bartizan::interchange {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_character(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Where `words` end in `text`, which has hyphens around, at their last occurrence; 0 if they are not there.
std::size_t end_of_words(std::string_view text, std::string_view words) {
    std::size_t at = text.rfind(words);
    while (at != std::string_view::npos && at > 0) {
        if (text[at - 1] == '-' && text[at + words.size()] == '-') return at + words.size();
        at = text.rfind(words, at - 1);
    }
    return 0;
}

/// The last word known says what kind of thing it is (an audit log service is a service); of that kind, the
/// entry that says most is taken.
std::optional<std::string_view> type_in(std::string_view text, std::optional<ElementKind> kind) {
    const std::string words = words_of(text);
    std::size_t last = 0;
    std::optional<ElementKind> meant;
    std::array<std::optional<std::string_view>, 3> first;
    for (const TypeWords& entry : type_words()) {
        if (kind && entry.kind != *kind) continue;
        const std::size_t end = end_of_words(words, entry.words);
        if (end == 0) continue;
        auto& type = first[static_cast<std::size_t>(entry.kind)];
        if (!type) type = entry.type;
        if (end > last) {
            last = end;
            meant = entry.kind;
        }
    }
    if (!meant) return {};
    return first[static_cast<std::size_t>(*meant)];
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 26> protocols{{
    {"https", "https"},       {"http2", "https"},       {"http3", "quic"},           {"http", "http"},
    {"wss", "websocket-tls"}, {"ws", "websocket"},      {"websockets", "websocket"}, {"tls", "tls"},
    {"ssl", "tls"},           {"mtls", "tls"},          {"postgres", "postgresql"},  {"psql", "postgresql"},
    {"mssql", "sql-server"},  {"tds", "sql-server"},    {"smtp-tls", "smtps"},       {"rtsp", "udp"},
    {"mqtt-tls", "mqtts"},    {"rest", "https"},        {"doh", "dns-over-tls"},     {"dot", "dns-over-tls"},
    {"opcua", "opc-ua"},      {"modbus-tcp", "modbus"}, {"can-bus", "can"},          {"ble", "bluetooth"},
    {"amqp-tls", "amqps"},    {"grpcs", "grpc-tls"},
}};

constexpr std::array<std::string_view, 41> native_protocols{
    "websocket", "grpc",      "grpc-tls", "tcp",        "udp",       "dtls",          "quic",
    "webrtc",    "amqp",      "amqps",    "kafka",      "kafka-tls", "nats",          "mqtt",
    "mqtts",     "coap",      "coaps",    "postgresql", "mysql",     "sql-server",    "oracle",
    "mongodb",   "cassandra", "redis",    "redis-tls",  "memcached", "elasticsearch", "ldap",
    "ldaps",     "smtp",      "smtps",    "imap",       "imaps",     "ftp",           "ftps",
    "sftp",      "ssh",       "telnet",   "rdp",        "dns",       "ntp",
};

}  // namespace

std::string words_of(std::string_view text) {
    // A name that is longer than this is a sentence, which says nothing of a type.
    constexpr std::size_t longest = 200;
    std::string words = "-";
    for (char c : text.substr(0, longest)) {
        if (is_word_character(c))
            words += lower(c);
        else if (words.back() != '-')
            words += '-';
    }
    if (words.back() != '-') words += '-';
    return words;
}

std::optional<std::string_view> guess_type(std::string_view foreign_type, std::string_view name,
                                           std::optional<ElementKind> kind) {
    if (auto type = type_in(foreign_type, kind)) return type;
    return type_in(name, kind);
}

std::string_view guess_protocol(std::string_view name) {
    std::string words = words_of(name);
    if (words.size() < 3) return {};
    const std::string_view bare = std::string_view(words).substr(1, words.size() - 2);
    for (const auto& [foreign, native] : protocols)
        if (bare == foreign) return native;
    const auto found = std::ranges::find(native_protocols, bare);
    return found == native_protocols.end() ? std::string_view() : *found;
}

std::optional<Stride> guess_stride(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, Stride>, 24> stems{{
        {"spoof", Stride::spoofing},
        {"repudiat", Stride::repudiation},
        {"disclos", Stride::information_disclosure},
        {"denial", Stride::denial_of_service},
        {"elevat", Stride::elevation_of_privilege},
        {"escalat", Stride::elevation_of_privilege},
        {"privilege", Stride::elevation_of_privilege},
        {"tamper", Stride::tampering},
        {"exfiltrat", Stride::information_disclosure},
        {"leak", Stride::information_disclosure},
        {"exposure", Stride::information_disclosure},
        {"exhaust", Stride::denial_of_service},
        {"outage", Stride::denial_of_service},
        {"availab", Stride::denial_of_service},
        {"impersonat", Stride::spoofing},
        {"phish", Stride::spoofing},
        {"credential", Stride::spoofing},
        {"authenticat", Stride::spoofing},
        {"escape", Stride::elevation_of_privilege},
        {"inject", Stride::tampering},
        {"integrity", Stride::tampering},
        {"audit", Stride::repudiation},
        {"confidential", Stride::information_disclosure},
        {"read", Stride::information_disclosure},
    }};
    std::string small(text.substr(0, 500));
    std::ranges::transform(small, small.begin(), lower);
    for (const auto& [stem, category] : stems)
        if (small.find(stem) != std::string::npos) return category;
    return {};
}

std::optional<int> number_in(std::string_view text) {
    const auto first = std::ranges::find_if(text, is_digit);
    int number = 0;
    std::size_t digits = 0;
    for (auto at = first; at != text.end() && is_digit(*at); ++at) {
        number = number * 10 + (*at - '0');
        if (++digits > 7) return {};
    }
    return digits == 0 ? std::optional<int>() : number;
}

Level level_of_percent(double percent) {
    if (percent < 100.0 / 3) return Level::low;
    return percent < 200.0 / 3 ? Level::medium : Level::high;
}

std::string_view classification_of_percent(double percent) {
    if (percent < 17) return "public";
    if (percent < 50) return "internal";
    return percent < 83 ? "confidential" : "restricted";
}

int percent_of_classification(std::string_view name) {
    if (name == "public") return 0;
    if (name == "confidential") return 66;
    return name == "restricted" ? 100 : 33;
}

std::string_view harm_of_percent(double percent) {
    if (percent < 25) return "low";
    if (percent < 50) return "medium";
    return percent < 75 ? "high" : "critical";
}

int percent_of_harm(std::string_view name) {
    if (name == "low") return 10;
    if (name == "high") return 60;
    return name == "critical" ? 100 : 40;
}

std::optional<Severity> severity_of_word(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, Severity>, 17> words{{
        {"-none-", Severity::info},
        {"-info-", Severity::info},
        {"-informational-", Severity::info},
        {"-very-low-", Severity::info},
        {"-negligible-", Severity::info},
        {"-minimal-", Severity::info},
        {"-low-", Severity::low},
        {"-minor-", Severity::low},
        {"-medium-", Severity::medium},
        {"-moderate-", Severity::medium},
        {"-high-", Severity::high},
        {"-major-", Severity::high},
        {"-very-high-", Severity::high},
        {"-critical-", Severity::critical},
        {"-severe-", Severity::critical},
        {"-extreme-", Severity::critical},
        {"-maximal-", Severity::critical},
    }};
    const std::string text = words_of(word);
    for (const auto& [name, severity] : words)
        if (text == name) return severity;
    return {};
}

std::optional<ThreatStatus> status_of_word(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, ThreatStatus>, 30> words{{
        {"-open-", ThreatStatus::open},
        {"-exposed-", ThreatStatus::open},
        {"-expose-", ThreatStatus::open},
        {"-autogenerated-", ThreatStatus::open},
        {"-auto-generated-", ThreatStatus::open},
        {"-needsinvestigation-", ThreatStatus::open},
        {"-needs-investigation-", ThreatStatus::open},
        {"-identified-", ThreatStatus::open},
        {"-new-", ThreatStatus::open},
        {"-active-", ThreatStatus::open},
        {"-partly-mitigated-", ThreatStatus::open},
        {"-partially-mitigated-", ThreatStatus::open},
        {"-required-", ThreatStatus::open},
        {"-recommended-", ThreatStatus::open},
        {"-mitigated-", ThreatStatus::mitigated},
        {"-mitigate-", ThreatStatus::mitigated},
        {"-implemented-", ThreatStatus::mitigated},
        {"-resolved-", ThreatStatus::mitigated},
        {"-closed-", ThreatStatus::mitigated},
        {"-accepted-", ThreatStatus::accepted},
        {"-accept-", ThreatStatus::accepted},
        {"-wont-do-", ThreatStatus::accepted},
        {"-transferred-", ThreatStatus::transferred},
        {"-transfer-", ThreatStatus::transferred},
        {"-not-applicable-", ThreatStatus::not_applicable},
        {"-notapplicable-", ThreatStatus::not_applicable},
        {"-n-a-", ThreatStatus::not_applicable},
        {"-na-", ThreatStatus::not_applicable},
        {"-hidden-", ThreatStatus::not_applicable},
        {"-false-positive-", ThreatStatus::not_applicable},
    }};
    const std::string text = words_of(word);
    for (const auto& [name, status] : words)
        if (text == name) return status;
    return {};
}

std::string rule_name(std::string_view format, std::string_view id) {
    return plain_rule_name(std::string(format) + "." + std::string(id));
}

Level likelihood_for(Severity severity) {
    return severity >= Severity::critical ? Level::high
           : severity >= Severity::medium ? Level::medium
                                          : Level::low;
}

Level impact_for(Severity severity) {
    return severity >= Severity::high ? Level::high : severity >= Severity::low ? Level::medium : Level::low;
}

std::string_view source_of_id(std::string_view foreign_id, std::string_view name) {
    constexpr std::size_t longest = 60;
    const bool is_letter =
        !foreign_id.empty() && is_word_character(foreign_id[0]) && !is_digit(foreign_id[0]);
    const auto digits = std::ranges::count_if(foreign_id, is_digit);
    const bool is_random =
        foreign_id.size() >= 20 && digits * 4 >= static_cast<std::ptrdiff_t>(foreign_id.size());
    const bool is_written = is_letter && foreign_id.size() <= longest && !is_random &&
                            std::ranges::all_of(foreign_id, [](char c) {
                                return is_word_character(c) || c == '-' || c == '_' || c == '.';
                            });
    const bool has_name = std::ranges::any_of(name, is_word_character);
    return is_written || !has_name ? foreign_id : name;
}

void break_cycles(std::vector<DraftBoundary>& boundaries, Diagnostics& diagnostics) {
    boost::unordered_flat_map<std::string_view, std::size_t> position;
    for (std::size_t i = 0; i < boundaries.size(); ++i) position.try_emplace(boundaries[i].id, i);
    // 0: not visited; else the walk that reached it first.
    std::vector<std::size_t> walk_of(boundaries.size(), 0);
    for (std::size_t start = 0; start < boundaries.size(); ++start) {
        std::size_t at = start;
        while (walk_of[at] == 0) {
            walk_of[at] = start + 1;
            const auto around = position.find(boundaries[at].in);
            if (around == position.end()) break;
            if (walk_of[around->second] == start + 1) {
                diagnostics.add(DiagnosticKind::boundary_cycle, boundaries[at].where,
                                "`" + boundaries[at].id + "` lies, by way of others, in itself");
                boundaries[at].in.clear();
                break;
            }
            at = around->second;
        }
    }
}

bool is_a(const Schema& schema, std::string_view type, std::string_view ancestor) {
    const TypeId id = schema.find_type(type), wanted = schema.find_type(ancestor);
    return id.valid() && wanted.valid() && schema.is(id, wanted);
}

ElementKind kind_of(const Schema& schema, const DraftElement& element) {
    const TypeId type = schema.find_type(element.type);
    return type.valid() ? schema[type].kind : ElementKind::process;
}

std::vector<std::string> assumptions_of(const DraftModel& draft) {
    std::vector<std::string> texts;
    for (const DraftRemark& remark : draft.remarks)
        if (remark.kind == Remark::Kind::assumption) texts.push_back(remark.text);
    return texts;
}

std::string_view value_of(const DraftPlace& place, std::string_view attribute) {
    for (const DraftAttribute& stated : place.attributes)
        if (stated.name == attribute) return stated.value;
    return {};
}

void state(DraftPlace& place, std::string_view attribute, std::string_view value) {
    if (!value.empty()) place.attributes.push_back({std::string(attribute), std::string(value)});
}

}  // namespace bartizan::interchange
