#include "formats/threagile/technologies.h"

#include <algorithm>
#include <array>

namespace bartizan::threagile {
namespace {

using T = Technology;

constexpr std::array<std::string_view, 57> names = {"unknown-technology",
                                                    "ai",
                                                    "application-server",
                                                    "artifact-registry",
                                                    "batch-processing",
                                                    "big-data-platform",
                                                    "block-storage",
                                                    "browser",
                                                    "build-pipeline",
                                                    "cli",
                                                    "client-system",
                                                    "cms",
                                                    "code-inspection-platform",
                                                    "container-platform",
                                                    "data-lake",
                                                    "database",
                                                    "desktop",
                                                    "devops-client",
                                                    "ejb",
                                                    "erp",
                                                    "event-listener",
                                                    "file-server",
                                                    "function",
                                                    "gateway",
                                                    "hsm",
                                                    "identity-provider",
                                                    "identity-store-database",
                                                    "identity-store-ldap",
                                                    "ids",
                                                    "iot-device",
                                                    "ips",
                                                    "ldap-server",
                                                    "library",
                                                    "load-balancer",
                                                    "local-file-system",
                                                    "mail-server",
                                                    "mainframe",
                                                    "message-queue",
                                                    "mobile-app",
                                                    "monitoring",
                                                    "report-engine",
                                                    "reverse-proxy",
                                                    "scheduler",
                                                    "search-engine",
                                                    "search-index",
                                                    "service-mesh",
                                                    "service-registry",
                                                    "sourcecode-repository",
                                                    "stream-processing",
                                                    "task",
                                                    "tool",
                                                    "vault",
                                                    "waf",
                                                    "web-application",
                                                    "web-server",
                                                    "web-service-rest",
                                                    "web-service-soap"};

struct OtherName {
    std::string_view name;
    Technology technology;
};
constexpr std::array other_names = {OtherName{"unknown", T::unknown},
                                    OtherName{"artificial-intelligence", T::ai},
                                    OtherName{"machine-learning", T::ai},
                                    OtherName{"deep-learning", T::ai},
                                    OtherName{"neural-network", T::ai},
                                    OtherName{"ml", T::ai},
                                    OtherName{"dl", T::ai},
                                    OtherName{"app-server", T::application_server},
                                    OtherName{"big-data", T::big_data_platform},
                                    OtherName{"san", T::block_storage},
                                    OtherName{"web-browser", T::browser},
                                    OtherName{"ci", T::build_pipeline},
                                    OtherName{"continuous-integration", T::build_pipeline},
                                    OtherName{"command-line", T::cli},
                                    OtherName{"command-line-tool", T::cli},
                                    OtherName{"command-line-interface", T::cli},
                                    OtherName{"client", T::client_system},
                                    OtherName{"content-management-system", T::cms},
                                    OtherName{"code-inspection", T::code_inspection_platform},
                                    OtherName{"code-analysis", T::code_inspection_platform},
                                    OtherName{"container", T::container_platform},
                                    OtherName{"docker", T::container_platform},
                                    OtherName{"kubernetes", T::container_platform},
                                    OtherName{"db", T::database},
                                    OtherName{"desktop-system", T::desktop},
                                    OtherName{"enterprise-java-beans", T::ejb},
                                    OtherName{"enterprise-resource-planning", T::erp},
                                    OtherName{"file-storage", T::file_server},
                                    OtherName{"hardware-security-module", T::hsm},
                                    OtherName{"idp", T::identity_provider},
                                    OtherName{"identity-store", T::identity_store_database},
                                    OtherName{"intrusion-detection-system", T::ids},
                                    OtherName{"iot", T::iot_device},
                                    OtherName{"intrusion-prevention-system", T::ips},
                                    OtherName{"ldap", T::ldap_server},
                                    OtherName{"lb", T::load_balancer},
                                    OtherName{"local-storage", T::local_file_system},
                                    OtherName{"email-server", T::mail_server},
                                    OtherName{"mq", T::message_queue},
                                    OtherName{"siem", T::monitoring},
                                    OtherName{"reporting", T::report_engine},
                                    OtherName{"cron", T::scheduler},
                                    OtherName{"service-discovery", T::service_registry},
                                    OtherName{"git", T::sourcecode_repository},
                                    OtherName{"job", T::task},
                                    OtherName{"utility", T::tool},
                                    OtherName{"hashicorp-vault", T::vault},
                                    OtherName{"web-application-firewall", T::waf},
                                    OtherName{"web-app", T::web_application},
                                    OtherName{"rest-api", T::web_service_rest},
                                    OtherName{"soap-api", T::web_service_soap}};

constexpr TechnologyTraits released = {
    .web_application = set_of(T::application_server, T::cms, T::erp, T::identity_provider, T::report_engine,
                              T::web_application, T::web_server),
    .web_service = set_of(T::web_service_rest, T::web_service_soap),
    .identity_related = set_of(T::identity_provider, T::identity_store_database, T::identity_store_ldap),
    .identity_store = set_of(T::identity_store_database, T::identity_store_ldap),
    .client =
        set_of(T::browser, T::client_system, T::desktop, T::devops_client, T::iot_device, T::mobile_app),
    .frontend = set_of(T::browser, T::client_system, T::cms, T::desktop, T::devops_client, T::gateway,
                       T::iot_device, T::load_balancer, T::mobile_app, T::reverse_proxy, T::waf),
    .backend = set_of(T::batch_processing, T::big_data_platform, T::block_storage, T::container_platform,
                      T::data_lake, T::database, T::ejb, T::erp, T::event_listener, T::file_server, T::hsm,
                      T::identity_provider, T::identity_store_database, T::identity_store_ldap, T::mainframe,
                      T::message_queue, T::scheduler, T::search_engine, T::search_index, T::service_mesh,
                      T::stream_processing, T::vault, T::web_service_rest, T::web_service_soap),
    .development = set_of(T::artifact_registry, T::build_pipeline, T::code_inspection_platform,
                          T::devops_client, T::sourcecode_repository),
    .traffic_forwarding = set_of(T::load_balancer, T::reverse_proxy, T::waf),
    .propagates_identity =
        set_of(T::application_server, T::browser, T::cli, T::client_system, T::cms, T::desktop,
               T::devops_client, T::ejb, T::erp, T::function, T::gateway, T::identity_provider, T::iot_device,
               T::library, T::load_balancer, T::message_queue, T::mobile_app, T::report_engine,
               T::reverse_proxy, T::search_engine, T::service_mesh, T::task, T::tool, T::waf,
               T::web_application, T::web_server, T::web_service_rest, T::web_service_soap),
    .processes_user_requests =
        set_of(T::application_server, T::ejb, T::erp, T::report_engine, T::web_application, T::web_server,
               T::web_service_rest, T::web_service_soap),
    .stores_user_data = set_of(T::block_storage, T::database, T::erp, T::file_server, T::local_file_system,
                               T::mail_server, T::message_queue, T::stream_processing),
    .less_protected = set_of(
        T::ai, T::application_server, T::artifact_registry, T::browser, T::build_pipeline, T::client_system,
        T::cms, T::code_inspection_platform, T::desktop, T::devops_client, T::ejb, T::iot_device,
        T::mail_server, T::mainframe, T::mobile_app, T::monitoring, T::scheduler, T::sourcecode_repository,
        T::web_application, T::web_server, T::web_service_rest, T::web_service_soap),
    .high_value = set_of(T::application_server, T::erp, T::identity_provider),
    .tolerated_beside_high_value = set_of(T::ids, T::ips, T::load_balancer, T::monitoring, T::reverse_proxy),
    .unprotected_traffic_tolerated = set_of(T::ids, T::ips, T::monitoring),
    .unnecessary_data_tolerated = set_of(T::ids, T::ips, T::monitoring),
    .needs_no_authentication =
        set_of(T::ids, T::ips, T::load_balancer, T::reverse_proxy, T::service_registry, T::waf),
    .needs_no_segmentation = set_of(T::ids, T::ips, T::reverse_proxy, T::service_registry, T::waf),
    .stores_nothing = set_of(T::ids, T::ips, T::library, T::load_balancer, T::reverse_proxy, T::waf),
    .web_from_internet_accepted =
        set_of(T::gateway, T::reverse_proxy, T::waf, T::web_application, T::web_server),
    .transfer_from_internet_accepted = set_of(T::gateway),
    .may_contain_secrets = set_of(T::artifact_registry, T::sourcecode_repository),
    .keeps_files = set_of(T::file_server, T::local_file_system),
    .search = set_of(T::search_engine, T::search_index),
    .open_to_query_injection = set_of(T::database, T::identity_store_database)};

/// A lookup by the wrong name leaves one web application of seven; LDAP servers are new.
constexpr TechnologyTraits development = [] {
    TechnologyTraits traits = released;
    traits.web_application = set_of(T::web_application);
    traits.identity_related |= set_of(T::ldap_server);
    traits.identity_store |= set_of(T::ldap_server);
    traits.backend |= set_of(T::ldap_server);
    return traits;
}();

}  // namespace

std::span<const std::string_view> names_of(Technology) { return names; }

std::optional<Technology> find_technology(std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<Technology>(found - names.begin());
    const auto other = std::ranges::find(other_names, name, &OtherName::name);
    if (other != other_names.end()) return other->technology;
    return std::nullopt;
}

const TechnologyTraits& released_traits() { return released; }
const TechnologyTraits& development_traits() { return development; }

}  // namespace bartizan::threagile
