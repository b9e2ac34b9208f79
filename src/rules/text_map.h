// Where each byte of a scalar's text stands in the source, so that an error inside a quoted, folded or
// indented condition points at the right column.
#pragma once

#include <cstdint>
#include <vector>

#include "text/source.h"
#include "text/yaml_tree.h"

namespace bartizan {

struct TextMap {
    /// The text from `text` on stands in the source from `source` on, up to the next piece.
    struct Piece {
        std::uint32_t text = 0;
        std::uint32_t source = 0;
    };

    Location whole;
    std::uint32_t length = 0;   // of the text
    std::vector<Piece> pieces;  // sorted; none: only the whole is known

    /// The place of the bytes [begin, end) of the text.
    Location locate(std::uint32_t begin, std::uint32_t end) const;
    /// The map of a part of the text.
    TextMap part(std::uint32_t begin, std::uint32_t end) const;

private:
    std::uint32_t source_of(std::uint32_t text) const;
};

/// For a text that stands in the source as it is; if the lengths differ, only the whole is known.
TextMap map_verbatim(std::uint32_t length, Location where);

/// For the text of a scalar in any style.
TextMap map_scalar(YamlRef scalar);

}  // namespace bartizan
