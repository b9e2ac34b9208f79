// Which elements a boundary holds and which flows cross it: as Threat Dragon computes it, and as it is drawn.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/threatdragon/document.h"

namespace bartizan::threatdragon {

enum class Crossing : std::uint8_t {
    /// As the tool: a curve is taken for the rectangle around it, a misspelt curve for nothing, and of cells
    /// with the same id only the first is there.
    tool,
    /// A curve holds nothing; it is crossed by the flows whose line it cuts.
    drawn,
};

/// Cells by position in the diagram, in its order.
struct BoundaryContent {
    std::uint32_t cell = 0;
    std::vector<std::uint32_t> contained;
    std::vector<std::uint32_t> crossing;
};

struct Boundaries {
    std::vector<BoundaryContent> boundaries;
    /// Work is bounded: a drawing with too many shapes for comparing each with each is not looked at.
    bool is_too_large = false;
};

/// The cell of an id in a diagram; of several the first.
class CellIndex {
public:
    explicit CellIndex(const Diagram& diagram);
    static constexpr std::uint32_t none = 0xFFFF'FFFF;
    std::uint32_t find(std::string_view id) const;

private:
    boost::unordered_flat_map<std::string_view, std::uint32_t> cells_;
};

/// By cell: the smallest box around it, for elements and boxes. Empty if the drawing is too large for it.
std::vector<std::uint32_t> innermost_boxes(const Diagram& diagram);

Boundaries find_boundaries(const Diagram& diagram, Crossing crossing);

/// The rectangle around the points of a line.
Box box_around(const Cell& line);
/// Ends at the middle of the cells they are attached to, where they are; as far as anything is known of it.
std::vector<Point> drawn_line(const Diagram& diagram, const CellIndex& index, const Cell& line);
bool lines_cross(const std::vector<Point>& a, const std::vector<Point>& b);

}  // namespace bartizan::threatdragon
