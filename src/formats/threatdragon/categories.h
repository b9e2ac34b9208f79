// The categories of threats that Threat Dragon knows, by method and kind of element. Data that stands on its
// own: usable for every model.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/vocabulary.h"

namespace bartizan::threatdragon {

/// Types of diagrams. Whatever the tool doesn't know is `generic`.
enum class Scheme : std::uint8_t { stride, linddun, cia, cia_die, plot4ai, eop, generic };

enum class Kind : std::uint8_t { actor, process, store, flow };

struct Category {
    Scheme scheme = Scheme::stride;
    std::string_view key;    // as the tool counts them: "informationDisclosure"
    std::string_view label;  // "Information disclosure"
    /// The nearest of our own categories.
    Stride stride = Stride::tampering;
    /// A heading in the tool's list for diagrams of any type, which can be chosen like a category.
    bool is_heading = false;
};

/// `DIE` is an old name of CIADIE. Without regard to case.
Scheme scheme_of(std::string_view diagram_type);
/// What a threat of a diagram of that type says it belongs to: "CIADIE", "default".
std::string_view model_type_of(std::string_view diagram_type);

/// In the order of the tool. Any scheme without categories of its own offers all of them, headings included.
std::span<const Category* const> categories_for(Scheme scheme, Kind kind);

/// Without regard to case; of several schemes the first. Null if there is none.
const Category* find_category(std::string_view label);

/// The category a new threat starts with where nothing was chosen before.
std::string_view first_label(Scheme scheme, Kind kind);

}  // namespace bartizan::threatdragon
