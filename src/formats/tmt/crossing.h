// Which boundaries a flow crosses on its diagram, by the geometry alone, as the tool has it.
#pragma once

#include <vector>

#include "formats/tmt/document.h"

namespace bartizan::tmt {

struct Point {
    double x = 0, y = 0;
};

/// A line with its handle: it begins at `source`, passes through `handle` and ends at `target`.
struct Curve {
    Point source, handle, target;
};

struct Box {
    double left = 0, top = 0, width = 0, height = 0;
    bool contains(Point point) const {
        return point.x >= left && point.x <= left + width && point.y >= top && point.y <= top + height;
    }
};

/// Nothing where a coordinate is missing.
std::optional<Curve> curve_of(const Line& line);
std::optional<Box> box_of(const Shape& shape);

/// Points along the curve, ends included.
std::vector<Point> points_of(const Curve& curve);

/// Boundaries of one diagram.
class Boundaries {
public:
    explicit Boundaries(const Diagram& diagram);

    /// About how many comparisons the question about one flow takes.
    std::size_t steps() const { return boxes_.size() + arcs_.size() * steps_of_arc; }
    /// Calls `visit` with each boundary, a shape or a line, that the flow crosses.
    template <typename Visit>
    void for_each_crossed(const Line& flow, Visit visit) const {
        const std::optional<Curve> curve = curve_of(flow);
        if (curve)
            for (const Arc& arc : arcs_)
                if (crosses(*curve, arc)) visit(static_cast<const Drawn&>(*arc.line));
        const std::optional<std::pair<Point, Point>> ends = ends_of(flow);
        if (!ends) return;
        for (const auto& [shape, box] : boxes_)
            if (box.contains(ends->first) != box.contains(ends->second))
                visit(static_cast<const Drawn&>(*shape));
    }

private:
    static constexpr std::size_t steps_of_arc = 2000;
    struct Arc {
        const Line* line;
        Curve curve;
        std::vector<Point> points;
    };
    static std::optional<std::pair<Point, Point>> ends_of(const Line& flow);
    static bool crosses(const Curve& flow, const Arc& arc);

    std::vector<std::pair<const Shape*, Box>> boxes_;
    std::vector<Arc> arcs_;
};

}  // namespace bartizan::tmt
