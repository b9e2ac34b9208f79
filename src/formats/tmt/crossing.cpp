#include "formats/tmt/crossing.h"

#include <algorithm>

namespace bartizan::tmt {
namespace {

struct Extent {
    Point low, high;
};

/// A quadratic Bézier curve lies in the hull of its ends and its control point.
Point control_of(const Curve& curve) {
    return {2 * curve.handle.x - (curve.source.x + curve.target.x) / 2,
            2 * curve.handle.y - (curve.source.y + curve.target.y) / 2};
}

Extent extent_of(const Curve& curve) {
    const Point control = control_of(curve);
    return {{std::min({curve.source.x, control.x, curve.target.x}),
             std::min({curve.source.y, control.y, curve.target.y})},
            {std::max({curve.source.x, control.x, curve.target.x}),
             std::max({curve.source.y, control.y, curve.target.y})}};
}

bool overlap(const Extent& a, const Extent& b) {
    return a.low.x <= b.high.x && b.low.x <= a.high.x && a.low.y <= b.high.y && b.low.y <= a.high.y;
}

/// Twice the signed area of a triangle: its sign says on which side of `a b` the point lies.
double side(Point a, Point b, Point point) {
    return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
}

bool is_between(Point a, Point b, Point point) {
    return std::min(a.x, b.x) <= point.x && point.x <= std::max(a.x, b.x) && std::min(a.y, b.y) <= point.y &&
           point.y <= std::max(a.y, b.y);
}

bool segments_meet(Point a, Point b, Point c, Point d) {
    if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
        std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y))
        return false;
    const double c_side = side(a, b, c), d_side = side(a, b, d);
    const double a_side = side(c, d, a), b_side = side(c, d, b);
    if (((c_side > 0) != (d_side > 0)) && c_side != 0 && d_side != 0 && ((a_side > 0) != (b_side > 0)) &&
        a_side != 0 && b_side != 0)
        return true;
    return (c_side == 0 && is_between(a, b, c)) || (d_side == 0 && is_between(a, b, d)) ||
           (a_side == 0 && is_between(c, d, a)) || (b_side == 0 && is_between(c, d, b));
}

}  // namespace

std::optional<Curve> curve_of(const Line& line) {
    const auto source_x = number_of(line.source_x), source_y = number_of(line.source_y);
    const auto target_x = number_of(line.target_x), target_y = number_of(line.target_y);
    const auto handle_x = number_of(line.handle_x), handle_y = number_of(line.handle_y);
    if (!source_x || !source_y || !target_x || !target_y || !handle_x || !handle_y) return std::nullopt;
    return Curve{{*source_x, *source_y}, {*handle_x, *handle_y}, {*target_x, *target_y}};
}

std::optional<Box> box_of(const Shape& shape) {
    const auto left = number_of(shape.left), top = number_of(shape.top);
    const auto width = number_of(shape.width), height = number_of(shape.height);
    if (!left || !top || !width || !height) return std::nullopt;
    return Box{*left, *top, *width, *height};
}

std::vector<Point> points_of(const Curve& curve) {
    constexpr int pieces = 32;
    const Point control = control_of(curve);
    std::vector<Point> points;
    points.reserve(pieces + 1);
    for (int i = 0; i <= pieces; ++i) {
        // B(t) = (1-t)² S + 2 t (1-t) C + t² T
        const double t = double(i) / pieces, s = 1 - t;
        points.push_back({s * s * curve.source.x + 2 * t * s * control.x + t * t * curve.target.x,
                          s * s * curve.source.y + 2 * t * s * control.y + t * t * curve.target.y});
    }
    return points;
}

Boundaries::Boundaries(const Diagram& diagram) {
    for (const Shape& shape : diagram.borders.items) {
        if (shape.kind != "BorderBoundary") continue;
        if (const auto box = box_of(shape)) boxes_.emplace_back(&shape, *box);
    }
    for (const Line& line : diagram.lines.items) {
        if (line.kind != "LineBoundary") continue;
        if (const auto curve = curve_of(line)) arcs_.push_back({&line, *curve, points_of(*curve)});
    }
}

std::optional<std::pair<Point, Point>> Boundaries::ends_of(const Line& flow) {
    const auto source_x = number_of(flow.source_x), source_y = number_of(flow.source_y);
    const auto target_x = number_of(flow.target_x), target_y = number_of(flow.target_y);
    if (!source_x || !source_y || !target_x || !target_y) return std::nullopt;
    return std::pair(Point{*source_x, *source_y}, Point{*target_x, *target_y});
}

bool Boundaries::crosses(const Curve& flow, const Arc& arc) {
    if (!overlap(extent_of(flow), extent_of(arc.curve))) return false;
    const std::vector<Point> points = points_of(flow);
    for (std::size_t i = 1; i < points.size(); ++i)
        for (std::size_t k = 1; k < arc.points.size(); ++k)
            if (segments_meet(points[i - 1], points[i], arc.points[k - 1], arc.points[k])) return true;
    return false;
}

}  // namespace bartizan::tmt
