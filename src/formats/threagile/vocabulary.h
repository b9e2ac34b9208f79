// The words of Threagile's schema as enumerations with their names. Knows nothing of how they are judged.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace bartizan::threagile {

enum class Usage : std::uint8_t { business, devops };
enum class Quantity : std::uint8_t { very_few, few, many, very_many };
enum class Confidentiality : std::uint8_t {
    publicly_known,
    internal,
    restricted,
    confidential,
    strictly_confidential
};
/// Of integrity and availability.
enum class Criticality : std::uint8_t { archive, operational, important, critical, mission_critical };
enum class AssetType : std::uint8_t { external_entity, process, datastore };
enum class Size : std::uint8_t { system, service, application, component };
enum class Machine : std::uint8_t { physical, virtual_machine, container, serverless };
enum class Encryption : std::uint8_t {
    none,
    transparent,
    symmetric_shared_key,
    asymmetric_shared_key,
    end_user_individual_key
};
enum class Authentication : std::uint8_t {
    none,
    credentials,
    session_id,
    token,
    client_certificate,
    two_factor,
    externalized
};
enum class Authorization : std::uint8_t { none, technical_user, end_user_identity_propagation };
enum class DataFormat : std::uint8_t { json, xml, serialization, file, csv, yaml };
enum class BoundaryType : std::uint8_t {
    network_on_prem,
    network_dedicated_hoster,
    network_virtual_lan,
    network_cloud_provider,
    network_cloud_security_group,
    network_policy_namespace_isolation,
    execution_environment
};
enum class Protocol : std::uint8_t {
    unknown,
    http,
    https,
    ws,
    wss,
    reverse_proxy_web,
    reverse_proxy_web_encrypted,
    mqtt,
    jdbc,
    jdbc_encrypted,
    odbc,
    odbc_encrypted,
    sql_access,
    sql_access_encrypted,
    nosql_access,
    nosql_access_encrypted,
    binary,
    binary_encrypted,
    text,
    text_encrypted,
    ssh,
    ssh_tunnel,
    smtp,
    smtp_encrypted,
    pop3,
    pop3_encrypted,
    imap,
    imap_encrypted,
    ftp,
    ftps,
    sftp,
    scp,
    ldap,
    ldaps,
    jms,
    nfs,
    smb,
    smb_encrypted,
    local_file_access,
    nrpe,
    xmpp,
    iiop,
    iiop_encrypted,
    jrmp,
    jrmp_encrypted,
    in_process_library_call,
    inter_process_communication,
    container_spawning
};

enum class RiskStatus : std::uint8_t {
    unchecked,
    in_discussion,
    accepted,
    in_progress,
    mitigated,
    false_positive
};
enum class Likelihood : std::uint8_t { unlikely, likely, very_likely, frequent };
enum class Impact : std::uint8_t { low, medium, high, very_high };
enum class RiskSeverity : std::uint8_t { low, medium, elevated, high, critical };
enum class BreachProbability : std::uint8_t { improbable, possible, probable };
enum class RiskFunction : std::uint8_t { business_side, architecture, development, operations };
enum class RiskStride : std::uint8_t {
    spoofing,
    tampering,
    repudiation,
    information_disclosure,
    denial_of_service,
    elevation_of_privilege
};

/// All names of the enumeration that the argument belongs to, in its order.
std::span<const std::string_view> names_of(Usage);
std::span<const std::string_view> names_of(Quantity);
std::span<const std::string_view> names_of(Confidentiality);
std::span<const std::string_view> names_of(Criticality);
std::span<const std::string_view> names_of(AssetType);
std::span<const std::string_view> names_of(Size);
std::span<const std::string_view> names_of(Machine);
std::span<const std::string_view> names_of(Encryption);
std::span<const std::string_view> names_of(Authentication);
std::span<const std::string_view> names_of(Authorization);
std::span<const std::string_view> names_of(DataFormat);
std::span<const std::string_view> names_of(BoundaryType);
std::span<const std::string_view> names_of(Protocol);
std::span<const std::string_view> names_of(RiskStatus);
std::span<const std::string_view> names_of(Likelihood);
std::span<const std::string_view> names_of(Impact);
std::span<const std::string_view> names_of(RiskSeverity);
std::span<const std::string_view> names_of(BreachProbability);
std::span<const std::string_view> names_of(RiskFunction);
std::span<const std::string_view> names_of(RiskStride);

template <typename Enum>
std::string_view name_of(Enum value) {
    return names_of(value)[static_cast<std::size_t>(value)];
}

/// A value whose name differs between version 0.9.1 and the development version; the tables above hold the
/// newer one.
struct RenamedValue {
    std::string_view old_name;
    std::string_view new_name;
};
std::span<const RenamedValue> renamed_values();

/// Severity from likelihood and impact: their weights, 1 to 4 each, are multiplied; up to 1 is low, up to 3
/// medium, up to 8 elevated, up to 12 high.
RiskSeverity severity_of(Likelihood likelihood, Impact impact);

bool is_encrypted(Protocol protocol);
/// What a browser or an HTTP client could speak.
bool is_web(Protocol protocol);
/// Protocols of databases only.
bool is_database_only(Protocol protocol);
/// Protocols that some databases are reached by, besides others: HTTP and own binary ones.
bool is_perhaps_database(Protocol protocol);
bool is_file_transfer(Protocol protocol);

bool is_network(BoundaryType type);
bool is_within_cloud(BoundaryType type);

}  // namespace bartizan::threagile
