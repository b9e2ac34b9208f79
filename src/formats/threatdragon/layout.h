// Places for what has none in a drawing: boundaries as boxes in boxes, elements in rows, nothing over
// another.
#pragma once

#include <span>
#include <vector>

#include "formats/threatdragon/document.h"

namespace bartizan::threatdragon {

/// Something to be placed. Boxes come in any order; `parent` is a position in the list, or none.
struct LayoutItem {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::size_t parent = none;
    bool is_box = false;
    double width = 0, height = 0;  // of an element; boxes are as large as they need to be
    Box box;                       // the answer
};

/// Parents must not form circles. Everything is placed right of and below `origin`.
void lay_out(std::span<LayoutItem> items, Point origin);

}  // namespace bartizan::threatdragon
