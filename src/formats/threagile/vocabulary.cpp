#include "formats/threagile/vocabulary.h"

namespace bartizan::threagile {
namespace {

using Name = std::string_view;

constexpr std::array<Name, 2> usages = {"business", "devops"};
constexpr std::array<Name, 4> quantities = {"very-few", "few", "many", "very-many"};
constexpr std::array<Name, 5> confidentialities = {"public", "internal", "restricted", "confidential",
                                                   "strictly-confidential"};
constexpr std::array<Name, 5> criticalities = {"archive", "operational", "important", "critical",
                                               "mission-critical"};
constexpr std::array<Name, 3> asset_types = {"external-entity", "process", "datastore"};
constexpr std::array<Name, 4> sizes = {"system", "service", "application", "component"};
constexpr std::array<Name, 4> machines = {"physical", "virtual", "container", "serverless"};
constexpr std::array<Name, 5> encryptions = {"none", "transparent", "data-with-symmetric-shared-key",
                                             "data-with-asymmetric-shared-key",
                                             "data-with-end-user-individual-key"};
constexpr std::array<Name, 7> authentications = {
    "none", "credentials", "session-id", "token", "client-certificate", "two-factor", "externalized"};
constexpr std::array<Name, 3> authorizations = {"none", "technical-user", "end-user-identity-propagation"};
constexpr std::array<Name, 6> data_formats = {"json", "xml", "serialization", "file", "csv", "yaml"};
constexpr std::array<Name, 7> boundary_types = {
    "network-on-prem",        "network-dedicated-hoster",     "network-virtual-lan",
    "network-cloud-provider", "network-cloud-security-group", "network-policy-namespace-isolation",
    "execution-environment"};
constexpr std::array<Name, 48> protocols = {"unknown-protocol",
                                            "http",
                                            "https",
                                            "ws",
                                            "wss",
                                            "reverse-proxy-web-protocol",
                                            "reverse-proxy-web-protocol-encrypted",
                                            "mqtt",
                                            "jdbc",
                                            "jdbc-encrypted",
                                            "odbc",
                                            "odbc-encrypted",
                                            "sql-access-protocol",
                                            "sql-access-protocol-encrypted",
                                            "nosql-access-protocol",
                                            "nosql-access-protocol-encrypted",
                                            "binary",
                                            "binary-encrypted",
                                            "text",
                                            "text-encrypted",
                                            "ssh",
                                            "ssh-tunnel",
                                            "smtp",
                                            "smtp-encrypted",
                                            "pop3",
                                            "pop3-encrypted",
                                            "imap",
                                            "imap-encrypted",
                                            "ftp",
                                            "ftps",
                                            "sftp",
                                            "scp",
                                            "ldap",
                                            "ldaps",
                                            "jms",
                                            "nfs",
                                            "smb",
                                            "smb-encrypted",
                                            "local-file-access",
                                            "nrpe",
                                            "xmpp",
                                            "iiop",
                                            "iiop-encrypted",
                                            "jrmp",
                                            "jrmp-encrypted",
                                            "in-process-library-call",
                                            "inter-process-communication",
                                            "container-spawning"};
constexpr std::array<Name, 6> risk_statuses = {"unchecked",   "in-discussion", "accepted",
                                               "in-progress", "mitigated",     "false-positive"};
constexpr std::array<Name, 4> likelihoods = {"unlikely", "likely", "very-likely", "frequent"};
constexpr std::array<Name, 4> impacts = {"low", "medium", "high", "very-high"};
constexpr std::array<Name, 5> risk_severities = {"low", "medium", "elevated", "high", "critical"};
constexpr std::array<Name, 3> breach_probabilities = {"improbable", "possible", "probable"};
constexpr std::array<Name, 4> risk_functions = {"business-side", "architecture", "development", "operations"};
constexpr std::array<Name, 6> risk_strides = {"spoofing",          "tampering",
                                              "repudiation",       "information-disclosure",
                                              "denial-of-service", "elevation-of-privilege"};

constexpr std::array<RenamedValue, 2> renamed = {
    RenamedValue{"enduser-identity-propagation", "end-user-identity-propagation"},
    RenamedValue{"data-with-enduser-individual-key", "data-with-end-user-individual-key"}};

}  // namespace

std::span<const Name> names_of(Usage) { return usages; }
std::span<const Name> names_of(Quantity) { return quantities; }
std::span<const Name> names_of(Confidentiality) { return confidentialities; }
std::span<const Name> names_of(Criticality) { return criticalities; }
std::span<const Name> names_of(AssetType) { return asset_types; }
std::span<const Name> names_of(Size) { return sizes; }
std::span<const Name> names_of(Machine) { return machines; }
std::span<const Name> names_of(Encryption) { return encryptions; }
std::span<const Name> names_of(Authentication) { return authentications; }
std::span<const Name> names_of(Authorization) { return authorizations; }
std::span<const Name> names_of(DataFormat) { return data_formats; }
std::span<const Name> names_of(BoundaryType) { return boundary_types; }
std::span<const Name> names_of(Protocol) { return protocols; }
std::span<const Name> names_of(RiskStatus) { return risk_statuses; }
std::span<const Name> names_of(Likelihood) { return likelihoods; }
std::span<const Name> names_of(Impact) { return impacts; }
std::span<const Name> names_of(RiskSeverity) { return risk_severities; }
std::span<const Name> names_of(BreachProbability) { return breach_probabilities; }
std::span<const Name> names_of(RiskFunction) { return risk_functions; }
std::span<const Name> names_of(RiskStride) { return risk_strides; }

std::span<const RenamedValue> renamed_values() { return renamed; }

RiskSeverity severity_of(Likelihood likelihood, Impact impact) {
    const int weight = (static_cast<int>(likelihood) + 1) * (static_cast<int>(impact) + 1);
    if (weight <= 1) return RiskSeverity::low;
    if (weight <= 3) return RiskSeverity::medium;
    if (weight <= 8) return RiskSeverity::elevated;
    if (weight <= 12) return RiskSeverity::high;
    return RiskSeverity::critical;
}

bool is_encrypted(Protocol protocol) {
    switch (protocol) {
        case Protocol::https:
        case Protocol::wss:
        case Protocol::reverse_proxy_web_encrypted:
        case Protocol::jdbc_encrypted:
        case Protocol::odbc_encrypted:
        case Protocol::sql_access_encrypted:
        case Protocol::nosql_access_encrypted:
        case Protocol::binary_encrypted:
        case Protocol::text_encrypted:
        case Protocol::ssh:
        case Protocol::ssh_tunnel:
        case Protocol::smtp_encrypted:
        case Protocol::pop3_encrypted:
        case Protocol::imap_encrypted:
        case Protocol::ftps:
        case Protocol::sftp:
        case Protocol::scp:
        case Protocol::ldaps:
        case Protocol::smb_encrypted:
        case Protocol::iiop_encrypted:
        case Protocol::jrmp_encrypted:
            return true;
        default:
            return false;
    }
}

bool is_web(Protocol protocol) {
    switch (protocol) {
        case Protocol::http:
        case Protocol::https:
        case Protocol::ws:
        case Protocol::wss:
        case Protocol::reverse_proxy_web:
        case Protocol::reverse_proxy_web_encrypted:
            return true;
        default:
            return false;
    }
}

bool is_database_only(Protocol protocol) {
    switch (protocol) {
        case Protocol::jdbc:
        case Protocol::jdbc_encrypted:
        case Protocol::odbc:
        case Protocol::odbc_encrypted:
        case Protocol::sql_access:
        case Protocol::sql_access_encrypted:
        case Protocol::nosql_access:
        case Protocol::nosql_access_encrypted:
            return true;
        default:
            return false;
    }
}

bool is_perhaps_database(Protocol protocol) {
    switch (protocol) {
        case Protocol::http:
        case Protocol::https:
        case Protocol::binary:
        case Protocol::binary_encrypted:
            return true;
        default:
            return false;
    }
}

bool is_file_transfer(Protocol protocol) {
    return protocol == Protocol::ftp || protocol == Protocol::ftps || protocol == Protocol::sftp;
}

bool is_network(BoundaryType type) { return type != BoundaryType::execution_environment; }

bool is_within_cloud(BoundaryType type) {
    return type == BoundaryType::network_cloud_provider || type == BoundaryType::network_cloud_security_group;
}

}  // namespace bartizan::threagile
