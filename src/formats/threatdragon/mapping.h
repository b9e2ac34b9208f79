// What a file of Threat Dragon says, as a draft of a model.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/draft.h"
#include "formats/threatdragon/boundaries.h"
#include "formats/threatdragon/document.h"
#include "text/diagnostic.h"

namespace bartizan::threatdragon {

struct CellPlace {
    std::uint32_t diagram = 0;
    std::uint32_t cell = 0;
    std::string place;  // as Model::place_id writes it
};

struct Mapped {
    DraftModel draft;
    /// Of every cell that has become something, in the order of the file.
    std::vector<CellPlace> places;
};

/// `crossing` says which flows a curve is crossed by.
Mapped map_document(const Document& document, Crossing crossing, Diagnostics& diagnostics);

inline constexpr std::string_view out_of_scope_tag = "out-of-scope";
inline constexpr std::string_view public_network_tag = "public-network";

/// Names and descriptions on one line.
std::string one_line(std::string_view text);

/// The nearest of our protocols; empty if there is none.
std::string_view protocol_of(std::string_view written);

}  // namespace bartizan::threatdragon
