// What is suggested where the check boxes of an element hold. Internal to this folder.
#pragma once

#include <span>
#include <string_view>

#include "formats/threatdragon/categories.h"
#include "formats/threatdragon/document.h"

namespace bartizan::threatdragon {

/// One rule: for a kind of element, where a condition holds. The keys are of categories of the three methods
/// in which the tool suggests anything by context. Threats with a number are of the OWASP Automated Threats
/// to Web Applications (OAT).
struct ContextRule {
    Kind kind;
    bool (*holds)(const Flags&);
    std::string_view slug;
    std::string_view title;
    std::string_view corrected_title;  // where the tool's belongs to another threat
    std::string_view stride, linddun, cia;
    std::string_view text;
    std::string_view mitigation;
};

/// In the order of the tool.
std::span<const ContextRule> context_rules();

}  // namespace bartizan::threatdragon
