#include "formats/threatdragon/boundaries.h"

#include <algorithm>

namespace bartizan::threatdragon {
namespace {

/// Comparisons of one shape or piece of a line with another that a diagram is worth.
constexpr std::size_t most_comparisons = 4'000'000;
constexpr std::string_view misspelt_curve = "trust-broundary-curve";

/// Twice the signed area of a triangle: on which side of the line a-b the point c is.
double side(Point a, Point b, Point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

bool is_between(Point a, Point b, Point c) {
    return c.x >= std::min(a.x, b.x) && c.x <= std::max(a.x, b.x) && c.y >= std::min(a.y, b.y) &&
           c.y <= std::max(a.y, b.y);
}

/// Touching counts.
bool segments_cross(Point a, Point b, Point c, Point d) {
    const double of_c = side(a, b, c);
    const double of_d = side(a, b, d);
    const double of_a = side(c, d, a);
    const double of_b = side(c, d, b);
    if (((of_c > 0) != (of_d > 0)) && ((of_a > 0) != (of_b > 0)) && of_c != 0 && of_d != 0 && of_a != 0 &&
        of_b != 0)
        return true;
    return (of_c == 0 && is_between(a, b, c)) || (of_d == 0 && is_between(a, b, d)) ||
           (of_a == 0 && is_between(c, d, a)) || (of_b == 0 && is_between(c, d, b));
}

Point middle_of(const Box& box) { return {(box.left + box.right) / 2, (box.top + box.bottom) / 2}; }

std::optional<Point> place_of(const Diagram& diagram, const CellIndex& index, const End& end) {
    if (end.at) return end.at;
    const std::uint32_t at = index.find(end.cell);
    if (at == CellIndex::none || diagram.cells[at].box == Box{}) return std::nullopt;
    return middle_of(diagram.cells[at].box);
}

/// What takes part, in the order of the diagram.
struct Parts {
    std::vector<std::uint32_t> boundaries;
    std::vector<std::uint32_t> nodes;
    std::vector<std::uint32_t> flows;
};

Parts parts_of(const Diagram& diagram, const CellIndex& index, Crossing crossing) {
    Parts parts;
    for (std::uint32_t i = 0; i < diagram.cells.size(); ++i) {
        const Cell& cell = diagram.cells[i];
        if (crossing == Crossing::tool && (index.find(cell.id) != i || cell.shape_name == misspelt_curve))
            continue;
        if (cell.is_boundary()) parts.boundaries.push_back(i);
        if (cell.is_node()) parts.nodes.push_back(i);
        if (cell.shape == Shape::flow) parts.flows.push_back(i);
    }
    return parts;
}

bool are_too_many(const Diagram& diagram, const Parts& parts) {
    std::size_t pieces_of_flows = 0;
    for (std::uint32_t flow : parts.flows) pieces_of_flows += diagram.cells[flow].vertices.size() + 1;
    std::size_t pieces_of_boundaries = 0;
    for (std::uint32_t boundary : parts.boundaries)
        pieces_of_boundaries += diagram.cells[boundary].vertices.size() + 1;
    const std::size_t others = std::max<std::size_t>(parts.nodes.size() + pieces_of_flows, 1);
    return pieces_of_boundaries > most_comparisons / others;
}

class Finder {
public:
    Finder(const Diagram& diagram, Crossing crossing)
        : diagram_(diagram),
          index_(diagram),
          crossing_(crossing),
          parts_(parts_of(diagram, index_, crossing)) {}

    Boundaries find() {
        Boundaries found;
        found.is_too_large = are_too_many(diagram_, parts_);
        if (found.is_too_large) return found;
        ends_of_flows();
        held_by_.assign(diagram_.cells.size(), 0);
        for (std::uint32_t boundary : parts_.boundaries) {
            const Cell& cell = diagram_.cells[boundary];
            const bool is_line = cell.shape == Shape::boundary_curve && crossing_ == Crossing::drawn;
            found.boundaries.push_back(is_line ? as_line(boundary) : as_rectangle(boundary));
        }
        return found;
    }

private:
    void ends_of_flows() {
        for (std::uint32_t flow : parts_.flows) {
            const Cell& cell = diagram_.cells[flow];
            ends_.push_back({index_.find(cell.source.cell), index_.find(cell.target.cell)});
            if (crossing_ == Crossing::drawn) lines_.push_back(drawn_line(diagram_, index_, cell));
        }
    }

    bool is_held(std::uint32_t cell) const { return cell != CellIndex::none && held_by_[cell] == round_; }

    BoundaryContent as_rectangle(std::uint32_t boundary) {
        BoundaryContent content{boundary, {}, {}};
        const Cell& cell = diagram_.cells[boundary];
        const Box box = cell.shape == Shape::boundary_box ? cell.box : box_around(cell);
        ++round_;
        for (std::uint32_t node : parts_.nodes)
            if (box.holds(diagram_.cells[node].box)) {
                content.contained.push_back(node);
                held_by_[node] = round_;
            }
        for (std::size_t i = 0; i < parts_.flows.size(); ++i)
            if (is_held(ends_[i].first) != is_held(ends_[i].second))
                content.crossing.push_back(parts_.flows[i]);
        return content;
    }

    BoundaryContent as_line(std::uint32_t boundary) const {
        BoundaryContent content{boundary, {}, {}};
        const std::vector<Point> line = drawn_line(diagram_, index_, diagram_.cells[boundary]);
        for (std::size_t i = 0; i < parts_.flows.size(); ++i)
            if (lines_cross(line, lines_[i])) content.crossing.push_back(parts_.flows[i]);
        return content;
    }

    const Diagram& diagram_;
    CellIndex index_;
    Crossing crossing_;
    Parts parts_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends_;
    std::vector<std::vector<Point>> lines_;
    /// By cell: the last boundary, counted from 1, that holds it.
    std::vector<std::uint32_t> held_by_;
    std::uint32_t round_ = 0;
};

}  // namespace

CellIndex::CellIndex(const Diagram& diagram) {
    cells_.reserve(diagram.cells.size());
    for (std::uint32_t i = 0; i < diagram.cells.size(); ++i) cells_.try_emplace(diagram.cells[i].id, i);
}

std::uint32_t CellIndex::find(std::string_view id) const {
    const auto found = cells_.find(id);
    return found == cells_.end() ? none : found->second;
}

Box box_around(const Cell& line) {
    std::vector<Point> points = line.vertices;
    if (line.source.at) points.push_back(*line.source.at);
    if (line.target.at) points.push_back(*line.target.at);
    if (points.empty()) return {};
    Box box{points[0].x, points[0].y, points[0].x, points[0].y};
    for (const Point& point : points) {
        box.left = std::min(box.left, point.x);
        box.top = std::min(box.top, point.y);
        box.right = std::max(box.right, point.x);
        box.bottom = std::max(box.bottom, point.y);
    }
    return box;
}

std::vector<Point> drawn_line(const Diagram& diagram, const CellIndex& index, const Cell& line) {
    std::vector<Point> points;
    points.reserve(line.vertices.size() + 2);
    if (const std::optional<Point> source = place_of(diagram, index, line.source)) points.push_back(*source);
    points.insert(points.end(), line.vertices.begin(), line.vertices.end());
    if (const std::optional<Point> target = place_of(diagram, index, line.target)) points.push_back(*target);
    return points;
}

bool lines_cross(const std::vector<Point>& a, const std::vector<Point>& b) {
    for (std::size_t i = 1; i < a.size(); ++i)
        for (std::size_t j = 1; j < b.size(); ++j)
            if (segments_cross(a[i - 1], a[i], b[j - 1], b[j])) return true;
    return false;
}

std::vector<std::uint32_t> innermost_boxes(const Diagram& diagram) {
    std::vector<std::uint32_t> boxes;
    std::size_t nodes = 0;
    for (std::uint32_t i = 0; i < diagram.cells.size(); ++i) {
        if (diagram.cells[i].shape == Shape::boundary_box) boxes.push_back(i);
        nodes += diagram.cells[i].is_node();
    }
    if (boxes.size() > most_comparisons / std::max<std::size_t>(nodes + boxes.size(), 1)) return {};
    const auto area = [&](std::uint32_t box) { return diagram.cells[box].box.area(); };
    std::ranges::stable_sort(boxes, {}, area);
    std::vector<std::uint32_t> innermost(diagram.cells.size(), CellIndex::none);
    const auto place = [&](std::uint32_t cell, std::size_t first) {
        // Of two equal boxes the later one is around the earlier, so that none is around itself.
        for (std::size_t i = first; i < boxes.size() && innermost[cell] == CellIndex::none; ++i)
            if (diagram.cells[boxes[i]].box.holds(diagram.cells[cell].box)) innermost[cell] = boxes[i];
    };
    for (std::size_t i = 0; i < boxes.size(); ++i) place(boxes[i], i + 1);
    for (std::uint32_t i = 0; i < diagram.cells.size(); ++i)
        if (diagram.cells[i].is_node()) place(i, 0);
    return innermost;
}

Boundaries find_boundaries(const Diagram& diagram, Crossing crossing) {
    return Finder(diagram, crossing).find();
}

}  // namespace bartizan::threatdragon
