// The rules by which Threagile finds risks, re-stated: one function each, with what is said about it in a
// table apart. Figures and ids are those of version 0.9.1; where the development version differs, the rules
// ask Facts::development_version.
#pragma once

#include <span>
#include <string_view>

#include "formats/threagile/risk.h"
#include "text/diagnostic.h"

namespace bartizan::threagile {

struct Rule {
    std::string_view id;
    std::string_view title;
    /// What is wrong and what it leads to; what to do about it.
    std::string_view description;
    std::string_view advice;
    RiskFunction function;
    RiskStride stride;
    int cwe;
    void (*find)(const Facts& facts, Writing& writing);
};

/// In the order of their ids.
std::span<const Rule> rules();

/// What all rules find, and what people wrote into the model, in the order of the rules.
Risks find_risks(const Facts& facts);

/// Sets the status of each risk by what is tracked; reports what tracks nothing.
void apply_tracking(const Document& document, Risks& risks, Diagnostics& diagnostics);

// The rules by theme.
void find_accidental_secret_leak(const Facts&, Writing&);
void find_code_backdooring(const Facts&, Writing&);
void find_container_baseimage_backdooring(const Facts&, Writing&);
void find_container_platform_escape(const Facts&, Writing&);
void find_cross_site_request_forgery(const Facts&, Writing&);
void find_cross_site_scripting(const Facts&, Writing&);
void find_dos_risky_access(const Facts&, Writing&);
void find_incomplete_model(const Facts&, Writing&);
void find_ldap_injection(const Facts&, Writing&);
void find_missing_authentication(const Facts&, Writing&);
void find_missing_second_factor(const Facts&, Writing&);
void find_missing_build_infrastructure(const Facts&, Writing&);
void find_missing_cloud_hardening(const Facts&, Writing&);
void find_missing_file_validation(const Facts&, Writing&);
void find_missing_hardening(const Facts&, Writing&);
void find_missing_identity_propagation(const Facts&, Writing&);
void find_missing_identity_provider_isolation(const Facts&, Writing&);
void find_missing_identity_store(const Facts&, Writing&);
void find_missing_network_segmentation(const Facts&, Writing&);
void find_missing_vault(const Facts&, Writing&);
void find_missing_vault_isolation(const Facts&, Writing&);
void find_missing_waf(const Facts&, Writing&);
void find_mixed_targets(const Facts&, Writing&);
void find_path_traversal(const Facts&, Writing&);
void find_push_deployment(const Facts&, Writing&);
void find_search_query_injection(const Facts&, Writing&);
void find_server_side_request_forgery(const Facts&, Writing&);
void find_service_registry_poisoning(const Facts&, Writing&);
void find_sql_injection(const Facts&, Writing&);
void find_unchecked_deployment(const Facts&, Writing&);
void find_unencrypted_asset(const Facts&, Writing&);
void find_unencrypted_communication(const Facts&, Writing&);
void find_unguarded_access_from_internet(const Facts&, Writing&);
void find_unguarded_datastore_access(const Facts&, Writing&);
void find_unnecessary_link(const Facts&, Writing&);
void find_unnecessary_data(const Facts&, Writing&);
void find_unnecessary_transfer(const Facts&, Writing&);
void find_unnecessary_asset(const Facts&, Writing&);
void find_untrusted_deserialization(const Facts&, Writing&);
void find_wrong_link_content(const Facts&, Writing&);
void find_wrong_boundary_content(const Facts&, Writing&);
void find_xml_external_entity(const Facts&, Writing&);

}  // namespace bartizan::threagile
