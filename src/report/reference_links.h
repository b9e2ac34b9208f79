// Where the catalogues that rules and controls refer to can be read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace bartizan {

struct ReferenceLink {
    std::string name;     // "CWE-89", "API4:2023 Unrestricted Resource Consumption"
    std::string address;  // of a page about it
};

ReferenceLink weakness_link(int cwe);

/// All references of a rule: CWE, CAPEC, OWASP, ATT&CK.
std::vector<ReferenceLink> reference_links(const References& references);

/// The page on which all requirements of OWASP ASVS 5.0 and all controls of NIST SP 800-53 can be read; there
/// is none for a single one.
inline constexpr std::string_view asvs_address = "https://github.com/OWASP/ASVS/tree/v5.0.0/5.0/en";
inline constexpr std::string_view nist_address = "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final";

}  // namespace bartizan
