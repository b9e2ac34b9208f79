// Which words of ours stand for which of Threagile's.
#include <algorithm>
#include <array>

#include "formats/threagile/map.h"

namespace bartizan::threagile {
namespace {

/// Element types for a technology, by what the asset is.
struct TechnologyWords {
    Technology technology;
    std::string_view process;
    std::string_view store;
    std::string_view external;
};
using T = Technology;
constexpr std::array technology_words = {
    TechnologyWords{T::unknown, "service", "database", "external-system"},
    TechnologyWords{T::ai, "ai-model", "model-registry", "third-party-api"},
    TechnologyWords{T::application_server, "web-application", "database", "external-system"},
    TechnologyWords{T::artifact_registry, "artefact-store", "artefact-store", "external-system"},
    TechnologyWords{T::batch_processing, "batch-job", "database", "external-system"},
    TechnologyWords{T::big_data_platform, "data-pipeline", "data-warehouse", "external-system"},
    TechnologyWords{T::block_storage, "block-volume", "block-volume", "external-system"},
    TechnologyWords{T::browser, "browser", "browser", "browser"},
    TechnologyWords{T::build_pipeline, "ci-runner", "ci-runner", "external-system"},
    TechnologyWords{T::cli, "command-line-client", "command-line-client", "command-line-client"},
    TechnologyWords{T::client_system, "client", "client", "client"},
    TechnologyWords{T::cms, "content-management-system", "content-management-system", "external-system"},
    TechnologyWords{T::code_inspection_platform, "build-service", "build-service", "external-system"},
    TechnologyWords{T::container_platform, "infrastructure-controller", "infrastructure-controller",
                    "external-system"},
    TechnologyWords{T::data_lake, "data-lake", "data-lake", "external-system"},
    TechnologyWords{T::database, "database", "database", "external-system"},
    TechnologyWords{T::desktop, "desktop-app", "desktop-app", "desktop-app"},
    TechnologyWords{T::devops_client, "client", "client", "client"},
    TechnologyWords{T::ejb, "service", "database", "external-system"},
    TechnologyWords{T::erp, "monolith", "database", "external-system"},
    TechnologyWords{T::event_listener, "message-consumer", "database", "external-system"},
    TechnologyWords{T::file_server, "file-transfer-server", "file-share", "external-system"},
    TechnologyWords{T::function, "function", "database", "external-system"},
    TechnologyWords{T::gateway, "gateway", "gateway", "external-system"},
    TechnologyWords{T::hsm, "hardware-security-module", "hardware-security-module", "external-system"},
    TechnologyWords{T::identity_provider, "identity-provider", "identity-provider", "external-system"},
    TechnologyWords{T::identity_store_database, "directory-service", "database", "external-system"},
    TechnologyWords{T::identity_store_ldap, "directory-service", "directory-service", "external-system"},
    TechnologyWords{T::ids, "monitoring-system", "monitoring-system", "external-system"},
    TechnologyWords{T::iot_device, "device", "device", "device"},
    TechnologyWords{T::ips, "firewall", "firewall", "external-system"},
    TechnologyWords{T::ldap_server, "directory-service", "directory-service", "external-system"},
    TechnologyWords{T::library, "service", "database", "external-system"},
    TechnologyWords{T::load_balancer, "load-balancer", "load-balancer", "external-system"},
    TechnologyWords{T::local_file_system, "file-system", "file-system", "external-system"},
    TechnologyWords{T::mail_server, "mail-server", "mail-server", "email-provider"},
    TechnologyWords{T::mainframe, "legacy-service", "database", "external-system"},
    TechnologyWords{T::message_queue, "queue", "queue", "external-system"},
    TechnologyWords{T::mobile_app, "mobile-app", "mobile-app", "mobile-app"},
    TechnologyWords{T::monitoring, "monitoring-system", "log-store", "external-system"},
    TechnologyWords{T::report_engine, "service", "database", "external-system"},
    TechnologyWords{T::reverse_proxy, "reverse-proxy", "reverse-proxy", "external-system"},
    TechnologyWords{T::scheduler, "scheduler", "scheduler", "external-system"},
    TechnologyWords{T::search_engine, "search-service", "search-index", "external-system"},
    TechnologyWords{T::search_index, "search-index", "search-index", "external-system"},
    TechnologyWords{T::service_mesh, "service-mesh", "service-mesh", "external-system"},
    TechnologyWords{T::service_registry, "service-registry", "service-registry", "external-system"},
    TechnologyWords{T::sourcecode_repository, "source-control", "source-repository", "external-system"},
    TechnologyWords{T::stream_processing, "stream-processor", "stream", "external-system"},
    TechnologyWords{T::task, "worker", "worker", "external-system"},
    TechnologyWords{T::tool, "worker", "worker", "external-system"},
    TechnologyWords{T::vault, "secret-store", "secret-store", "external-system"},
    TechnologyWords{T::waf, "web-application-firewall", "web-application-firewall", "external-system"},
    TechnologyWords{T::web_application, "web-application", "database", "external-system"},
    TechnologyWords{T::web_server, "web-server", "web-server", "external-system"},
    TechnologyWords{T::web_service_rest, "rest-api", "rest-api", "third-party-api"},
    TechnologyWords{T::web_service_soap, "soap-api", "soap-api", "third-party-api"},
};

/// Types of ours that no technology is turned into, or that several are.
struct TypeWords {
    std::string_view type;
    Technology technology;
};
constexpr std::array type_words = {
    TypeWords{"service", T::web_service_rest},
    TypeWords{"api", T::web_service_rest},
    TypeWords{"graphql-api", T::web_service_rest},
    TypeWords{"grpc-api", T::web_service_rest},
    TypeWords{"websocket-api", T::web_service_rest},
    TypeWords{"backend-for-frontend", T::web_service_rest},
    TypeWords{"microservice", T::web_service_rest},
    TypeWords{"web-application", T::web_application},
    TypeWords{"server-rendered-app", T::web_application},
    TypeWords{"single-page-app", T::browser},
    TypeWords{"admin-interface", T::web_application},
    TypeWords{"database", T::database},
    TypeWords{"relational-database", T::database},
    TypeWords{"document-database", T::database},
    TypeWords{"key-value-store", T::database},
    TypeWords{"graph-database", T::database},
    TypeWords{"time-series-database", T::database},
    TypeWords{"wide-column-database", T::database},
    TypeWords{"vector-store", T::database},
    TypeWords{"ledger", T::database},
    TypeWords{"cache", T::database},
    TypeWords{"session-store", T::database},
    TypeWords{"object-store", T::file_server},
    TypeWords{"backup-store", T::file_server},
    TypeWords{"message-broker", T::message_queue},
    TypeWords{"topic", T::message_queue},
    TypeWords{"event-bus", T::message_queue},
    TypeWords{"api-gateway", T::gateway},
    TypeWords{"ingress", T::reverse_proxy},
    TypeWords{"key-store", T::vault},
    TypeWords{"key-management-service", T::hsm},
    TypeWords{"authorization-server", T::identity_provider},
    TypeWords{"container-registry", T::artifact_registry},
    TypeWords{"package-registry", T::artifact_registry},
    TypeWords{"registry", T::artifact_registry},
    TypeWords{"deployment-service", T::build_pipeline},
    TypeWords{"worker", T::task},
    TypeWords{"client", T::client_system},
    TypeWords{"person", T::client_system},
    TypeWords{"user", T::client_system},
    TypeWords{"customer", T::client_system},
    TypeWords{"visitor", T::client_system},
    TypeWords{"employee", T::client_system},
    TypeWords{"administrator", T::client_system},
    TypeWords{"developer", T::devops_client},
    TypeWords{"siem", T::monitoring},
    TypeWords{"directory-service", T::identity_store_ldap},
    TypeWords{"file-share", T::file_server},
    TypeWords{"monitoring-system", T::monitoring},
    TypeWords{"ai-agent", T::ai},
};

struct ProtocolWords {
    Protocol protocol;
    std::string_view word;
    bool encrypted = false;  // where the word does not say it
};
using P = Protocol;
constexpr std::array protocol_words = {
    ProtocolWords{P::unknown, "unknown"},
    ProtocolWords{P::http, "http"},
    ProtocolWords{P::https, "https"},
    ProtocolWords{P::ws, "websocket"},
    ProtocolWords{P::wss, "websocket-tls"},
    ProtocolWords{P::reverse_proxy_web, "http"},
    ProtocolWords{P::reverse_proxy_web_encrypted, "https"},
    ProtocolWords{P::mqtt, "mqtt"},
    ProtocolWords{P::jdbc, "tcp"},
    ProtocolWords{P::jdbc_encrypted, "tls"},
    ProtocolWords{P::odbc, "tcp"},
    ProtocolWords{P::odbc_encrypted, "tls"},
    ProtocolWords{P::sql_access, "tcp"},
    ProtocolWords{P::sql_access_encrypted, "tls"},
    ProtocolWords{P::nosql_access, "tcp"},
    ProtocolWords{P::nosql_access_encrypted, "tls"},
    ProtocolWords{P::binary, "tcp"},
    ProtocolWords{P::binary_encrypted, "tls"},
    ProtocolWords{P::text, "tcp"},
    ProtocolWords{P::text_encrypted, "tls"},
    ProtocolWords{P::ssh, "ssh"},
    ProtocolWords{P::ssh_tunnel, "ssh"},
    ProtocolWords{P::smtp, "smtp"},
    ProtocolWords{P::smtp_encrypted, "smtps"},
    ProtocolWords{P::pop3, "tcp"},
    ProtocolWords{P::pop3_encrypted, "tls"},
    ProtocolWords{P::imap, "imap"},
    ProtocolWords{P::imap_encrypted, "imaps"},
    ProtocolWords{P::ftp, "ftp"},
    ProtocolWords{P::ftps, "ftps"},
    ProtocolWords{P::sftp, "sftp"},
    ProtocolWords{P::scp, "ssh"},
    ProtocolWords{P::ldap, "ldap"},
    ProtocolWords{P::ldaps, "ldaps"},
    ProtocolWords{P::jms, "tcp"},
    ProtocolWords{P::nfs, "nfs"},
    ProtocolWords{P::smb, "smb"},
    ProtocolWords{P::smb_encrypted, "smb", true},
    ProtocolWords{P::local_file_access, "file"},
    ProtocolWords{P::nrpe, "tcp"},
    ProtocolWords{P::xmpp, "tcp"},
    ProtocolWords{P::iiop, "tcp"},
    ProtocolWords{P::iiop_encrypted, "tls"},
    ProtocolWords{P::jrmp, "tcp"},
    ProtocolWords{P::jrmp_encrypted, "tls"},
    ProtocolWords{P::in_process_library_call, "in-process"},
    ProtocolWords{P::inter_process_communication, "local-socket"},
    ProtocolWords{P::container_spawning, "local-socket"},
};

/// Protocols of ours without one of the same name there: in the clear, encrypted.
struct OtherProtocol {
    std::string_view word;
    Protocol plain, encrypted;
};
constexpr std::array other_protocols = {
    OtherProtocol{"tcp", P::binary, P::binary_encrypted},
    OtherProtocol{"tls", P::binary_encrypted, P::binary_encrypted},
    OtherProtocol{"http", P::http, P::https},
    OtherProtocol{"websocket", P::ws, P::wss},
    OtherProtocol{"grpc", P::binary, P::https},
    OtherProtocol{"grpc-tls", P::https, P::https},
    OtherProtocol{"quic", P::https, P::https},
    OtherProtocol{"udp", P::binary, P::binary_encrypted},
    OtherProtocol{"dtls", P::binary_encrypted, P::binary_encrypted},
    OtherProtocol{"amqp", P::binary, P::binary_encrypted},
    OtherProtocol{"amqps", P::binary_encrypted, P::binary_encrypted},
    OtherProtocol{"kafka", P::binary, P::binary_encrypted},
    OtherProtocol{"kafka-tls", P::binary_encrypted, P::binary_encrypted},
    OtherProtocol{"nats", P::binary, P::binary_encrypted},
    OtherProtocol{"mqtts", P::binary_encrypted, P::binary_encrypted},
    OtherProtocol{"postgresql", P::sql_access, P::sql_access_encrypted},
    OtherProtocol{"mysql", P::sql_access, P::sql_access_encrypted},
    OtherProtocol{"sql-server", P::sql_access, P::sql_access_encrypted},
    OtherProtocol{"oracle", P::sql_access, P::sql_access_encrypted},
    OtherProtocol{"mongodb", P::nosql_access, P::nosql_access_encrypted},
    OtherProtocol{"cassandra", P::nosql_access, P::nosql_access_encrypted},
    OtherProtocol{"redis", P::nosql_access, P::nosql_access_encrypted},
    OtherProtocol{"redis-tls", P::nosql_access_encrypted, P::nosql_access_encrypted},
    OtherProtocol{"memcached", P::nosql_access, P::nosql_access_encrypted},
    OtherProtocol{"elasticsearch", P::http, P::https},
    OtherProtocol{"smtps", P::smtp_encrypted, P::smtp_encrypted},
    OtherProtocol{"smb", P::smb, P::smb_encrypted},
    OtherProtocol{"in-process", P::in_process_library_call, P::in_process_library_call},
    OtherProtocol{"file", P::local_file_access, P::local_file_access},
    OtherProtocol{"local-socket", P::binary, P::binary},
};

struct AuthenticationWords {
    std::string_view word;
    Authentication authentication;
};
/// Both ways; the first that fits counts.
constexpr std::array authentication_words = {
    AuthenticationWords{"none", Authentication::none},
    AuthenticationWords{"password", Authentication::credentials},
    AuthenticationWords{"session-cookie", Authentication::session_id},
    AuthenticationWords{"opaque-token", Authentication::token},
    AuthenticationWords{"mtls", Authentication::client_certificate},
    AuthenticationWords{"api-key", Authentication::credentials},
    AuthenticationWords{"basic", Authentication::credentials},
    AuthenticationWords{"ssh-key", Authentication::client_certificate},
    AuthenticationWords{"passkey", Authentication::two_factor},
    AuthenticationWords{"jwt", Authentication::token},
    AuthenticationWords{"oauth2", Authentication::token},
    AuthenticationWords{"oidc", Authentication::token},
    AuthenticationWords{"saml", Authentication::token},
    AuthenticationWords{"kerberos", Authentication::token},
    AuthenticationWords{"signed-request", Authentication::token},
    AuthenticationWords{"workload-identity", Authentication::token},
};

constexpr std::array<std::string_view, 5> classifications = {"public", "internal", "internal", "confidential",
                                                             "restricted"};
constexpr std::array<std::string_view, 5> harms = {"low", "low", "medium", "high", "critical"};

}  // namespace

std::string_view element_type(const TechnicalAsset& asset) {
    const Technology technology = asset.technologies.empty() ? T::unknown : asset.technologies.front();
    const auto words = std::ranges::find(technology_words, technology, &TechnologyWords::technology);
    switch (asset.type) {
        case AssetType::external_entity:
            if (technology == T::unknown && asset.used_as_client_by_human) return "client";
            return words->external;
        case AssetType::datastore:
            return words->store;
        case AssetType::process:
            break;
    }
    return words->process;
}

AssetType nature_of(std::string_view type) {
    constexpr std::array<std::string_view, 16> stores = {
        "database",    "model-registry", "artefact-store",           "data-warehouse",    "block-volume",
        "data-lake",   "file-share",     "hardware-security-module", "file-system",       "queue",
        "log-store",   "search-index",   "service-registry",         "source-repository", "stream",
        "secret-store"};
    constexpr std::array<std::string_view, 9> external = {
        "external-system", "third-party-api", "browser", "command-line-client", "client",
        "desktop-app",     "mobile-app",      "device",  "email-provider"};
    if (std::ranges::find(stores, type) != stores.end()) return AssetType::datastore;
    return std::ranges::find(external, type) != external.end() ? AssetType::external_entity
                                                               : AssetType::process;
}

FlowWords flow_words(Protocol protocol) {
    const auto words = std::ranges::find(protocol_words, protocol, &ProtocolWords::protocol);
    return {words->word, words->encrypted};
}

std::string_view authentication_word(Authentication authentication) {
    if (authentication == Authentication::two_factor || authentication == Authentication::externalized)
        return {};
    return std::ranges::find(authentication_words, authentication, &AuthenticationWords::authentication)
        ->word;
}

std::string_view classification_word(Confidentiality confidentiality) {
    return classifications[static_cast<std::size_t>(confidentiality)];
}

std::string_view harm_word(Criticality criticality) { return harms[static_cast<std::size_t>(criticality)]; }

std::string_view boundary_kind_word(BoundaryType type) {
    switch (type) {
        case BoundaryType::network_cloud_provider:
            return "cloud-account";
        case BoundaryType::network_policy_namespace_isolation:
            return "namespace";
        case BoundaryType::execution_environment:
            return "process";
        default:
            return "network";
    }
}

Technology technology_of(std::string_view type) {
    const auto listed = std::ranges::find(type_words, type, &TypeWords::type);
    if (listed != type_words.end()) return listed->technology;
    for (const TechnologyWords& words : technology_words)
        if (words.technology != T::unknown && (words.process == type || words.store == type))
            return words.technology;
    return T::unknown;
}

Protocol protocol_of(std::string_view word, bool encrypted) {
    const auto other = std::ranges::find(other_protocols, word, &OtherProtocol::word);
    if (other != other_protocols.end()) return encrypted ? other->encrypted : other->plain;
    const auto words = std::ranges::find(protocol_words, word, &ProtocolWords::word);
    return words == protocol_words.end() ? P::unknown : words->protocol;
}

Authentication authentication_of(std::string_view word) {
    const auto words = std::ranges::find(authentication_words, word, &AuthenticationWords::word);
    return words == authentication_words.end() ? Authentication::none : words->authentication;
}

Confidentiality confidentiality_of(std::string_view word) {
    if (word == "public") return Confidentiality::publicly_known;
    if (word == "confidential") return Confidentiality::confidential;
    if (word == "restricted") return Confidentiality::strictly_confidential;
    return Confidentiality::internal;
}

Criticality criticality_of(std::string_view word) {
    if (word == "medium") return Criticality::important;
    if (word == "high") return Criticality::critical;
    if (word == "critical") return Criticality::mission_critical;
    return Criticality::operational;
}

BoundaryType boundary_type_of(std::string_view word) {
    if (word == "cloud-account") return BoundaryType::network_cloud_provider;
    if (word == "namespace" || word == "cluster") return BoundaryType::network_policy_namespace_isolation;
    if (word == "process" || word == "host" || word == "device") return BoundaryType::execution_environment;
    return BoundaryType::network_on_prem;
}

}  // namespace bartizan::threagile
