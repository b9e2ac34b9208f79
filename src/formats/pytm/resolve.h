// What pytm finds in a completed model by a library of rules: the same findings in the same order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pytm/complete.h"
#include "formats/pytm/document.h"
#include "formats/pytm/rules.h"

namespace bartizan::pytm {

struct Finding {
    std::uint32_t rule = 0;  // of the library
    ObjectId element;
    std::uint32_t number = 0;
    const Override* replaced_by = nullptr;   // of the document: its fields replace all of the threat's
    const Assumption* assumption = nullptr;  // that excludes it
};

/// The running number, unless an override replaces it.
std::string id_of(const Finding& finding);
std::string_view severity_of(const Finding& finding, const Library& library);

struct Findings {
    std::vector<Finding> findings;
    std::vector<Finding> excluded;
};

/// 1.3.1 stops where a condition raises an exception: that is reported, and nothing is found.
Findings resolve(const Document& document, const Library& library, Version version, Diagnostics& diagnostics);

}  // namespace bartizan::pytm
