// The technologies of technical assets and what Threagile takes each of them for. A set of technologies is a
// mask, so that a question about an asset is one operation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bartizan::threagile {

enum class Technology : std::uint8_t {
    unknown,
    ai,
    application_server,
    artifact_registry,
    batch_processing,
    big_data_platform,
    block_storage,
    browser,
    build_pipeline,
    cli,
    client_system,
    cms,
    code_inspection_platform,
    container_platform,
    data_lake,
    database,
    desktop,
    devops_client,
    ejb,
    erp,
    event_listener,
    file_server,
    function,
    gateway,
    hsm,
    identity_provider,
    identity_store_database,
    identity_store_ldap,
    ids,
    iot_device,
    ips,
    ldap_server,
    library,
    load_balancer,
    local_file_system,
    mail_server,
    mainframe,
    message_queue,
    mobile_app,
    monitoring,
    report_engine,
    reverse_proxy,
    scheduler,
    search_engine,
    search_index,
    service_mesh,
    service_registry,
    sourcecode_repository,
    stream_processing,
    task,
    tool,
    vault,
    waf,
    web_application,
    web_server,
    web_service_rest,
    web_service_soap
};

/// One bit for each technology.
using TechnologySet = std::uint64_t;

constexpr TechnologySet set_of(Technology technology) {
    return TechnologySet{1} << static_cast<unsigned>(technology);
}
template <typename... Technologies>
constexpr TechnologySet set_of(Technology first, Technologies... others) {
    return (set_of(first) | ... | set_of(others));
}

/// In the order of the enumeration.
std::span<const std::string_view> names_of(Technology);
/// By its name, or by one of the other names that the development version accepts.
std::optional<Technology> find_technology(std::string_view name);

/// Which technologies share a trait. The version of the tool decides.
struct TechnologyTraits {
    TechnologySet web_application = 0;
    TechnologySet web_service = 0;
    TechnologySet identity_related = 0;
    TechnologySet identity_store = 0;
    TechnologySet client = 0;
    TechnologySet frontend = 0;
    TechnologySet backend = 0;
    TechnologySet development = 0;
    TechnologySet traffic_forwarding = 0;
    TechnologySet propagates_identity = 0;
    TechnologySet processes_user_requests = 0;
    TechnologySet stores_user_data = 0;
    TechnologySet less_protected = 0;
    TechnologySet high_value = 0;
    TechnologySet tolerated_beside_high_value = 0;
    TechnologySet unprotected_traffic_tolerated = 0;
    TechnologySet unnecessary_data_tolerated = 0;
    TechnologySet needs_no_authentication = 0;
    TechnologySet needs_no_segmentation = 0;
    TechnologySet stores_nothing = 0;
    TechnologySet web_from_internet_accepted = 0;
    TechnologySet transfer_from_internet_accepted = 0;
    TechnologySet may_contain_secrets = 0;
    TechnologySet keeps_files = 0;
    TechnologySet search = 0;
    TechnologySet open_to_query_injection = 0;
};

/// As version 0.9.1 sees it.
const TechnologyTraits& released_traits();
/// As the development version sees it.
const TechnologyTraits& development_traits();

}  // namespace bartizan::threagile
