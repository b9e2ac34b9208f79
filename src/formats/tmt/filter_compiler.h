// From the text of a filter to its instructions.
#pragma once

#include <string>
#include <string_view>

#include "formats/tmt/rules.h"

namespace bartizan::tmt {

/// What a filter says that is wrong.
struct FilterFault {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string message;
};

/// What a filter may name. A rule may ask for an attribute that any stencil has.
struct FilterNames {
    RuleBook& book;
    const boost::unordered_flat_map<std::string_view, bool>& attributes;
};

struct FilterResult {
    CompiledFilter filter;
    std::vector<FilterFault> faults;
};

/// Appends to `names.book.code`. A malformed filter leaves no code and one fault.
FilterResult compile_filter(std::string_view text, FilterNames names);

}  // namespace bartizan::tmt
