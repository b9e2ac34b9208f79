#include "formats/threatdragon/export.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "formats/threatdragon/layout.h"

namespace bartizan::threatdragon {
namespace {

using Positions = boost::unordered_flat_map<std::string_view, std::size_t>;

template <typename Places>
Positions positions_of(const Places& places) {
    Positions positions;
    for (std::size_t i = 0; i < places.size(); ++i) positions.try_emplace(places[i].id, i);
    return positions;
}

Box box_of(const DraftShape& shape) {
    constexpr double smallest = 10;  // of the tool's schema
    return {shape.left, shape.top, shape.left + std::max(shape.width, smallest),
            shape.top + std::max(shape.height, smallest)};
}

Point usual_size(Shape shape) {
    if (shape == Shape::process) return {100, 100};
    return shape == Shape::store ? Point{150, 75} : Point{150, 80};
}

class Exporter {
public:
    Exporter(const DraftModel& draft, const Schema& schema, Losses& losses, std::int64_t threat_top,
             const StoredThreats& stored)
        : draft_(draft),
          schema_(schema),
          losses_(losses),
          stored_(stored),
          elements_(positions_of(draft.elements)),
          boundaries_(positions_of(draft.boundaries)) {
        document_.threat_top = threat_top;
    }

    Document make() {
        make_head();
        make_diagrams();
        for (const DraftDecision& decision : draft_.decisions)
            decisions_[std::string(place_of(decision))].push_back(&decision);
        add_boxes_and_elements();
        add_flows();
        add_lines();
        report_losses(draft_, losses_);
        if (decisions_.contains("model"))
            losses_.insert("decisions about the whole model have no element to stand at in Threat Dragon");
        return std::move(document_);
    }

private:
    void make_head() {
        document_.title = draft_.name;
        document_.description = draft_.text;
        if (!draft_.owners.empty()) document_.owner = draft_.owners.front();
        for (const DraftRemark& remark : draft_.remarks) take_remark(remark);
    }

    /// What reading makes of a reviewer and contributors goes back to where it came from.
    void take_remark(const DraftRemark& remark) {
        constexpr std::string_view reviewer = "Reviewer: ";
        constexpr std::string_view contributors = "Contributors: ";
        if (remark.text.starts_with(reviewer)) {
            document_.reviewer = remark.text.substr(reviewer.size());
        } else if (remark.text.starts_with(contributors)) {
            std::string_view rest = std::string_view(remark.text).substr(contributors.size());
            for (std::size_t comma = 0; comma != std::string_view::npos;) {
                comma = rest.find(", ");
                document_.contributors.emplace_back(rest.substr(0, comma));
                if (comma != std::string_view::npos) rest.remove_prefix(comma + 2);
            }
        } else if (remark.text.starts_with("Out of scope: ")) {
            reasons_.insert(remark.text);
        } else {
            losses_.insert("assumptions, notes and links have no field in Threat Dragon");
        }
    }

    void make_diagrams() {
        for (const DraftDiagram& diagram : draft_.diagrams) {
            Diagram& made = document_.diagrams.emplace_back();
            made.title = diagram.title.empty() ? draft_.name : diagram.title;
            constexpr std::size_t shortest = 3;  // of the tool's schema
            made.type = diagram.method.size() < shortest ? "STRIDE" : diagram.method;
        }
        if (document_.diagrams.empty()) {
            Diagram& made = document_.diagrams.emplace_back();
            made.title = draft_.name;
            made.type = "STRIDE";
        }
        cell_of_place_.resize(document_.diagrams.size());
    }

    std::size_t known_diagram(std::size_t diagram) const {
        return diagram < document_.diagrams.size() ? diagram : 0;
    }

    void add_boxes_and_elements() {
        for (const DraftShape& shape : draft_.shapes) add_shape(shape);
        std::vector<LayoutItem> items;
        std::vector<std::pair<std::string, Cell>> cells;
        boost::unordered_flat_map<std::string, std::size_t> item_of_boundary;
        for (const DraftBoundary& boundary : draft_.boundaries) {
            const std::string place = "boundary:" + boundary.id;
            if (boundary.is_line || placed_.contains(place)) continue;
            item_of_boundary.emplace(boundary.id, items.size());
            LayoutItem& item = items.emplace_back();
            item.is_box = true;
            cells.emplace_back(place, cell_of(boundary, losses_));
        }
        for (const DraftElement& element : draft_.elements) {
            if (placed_.contains(element.id)) continue;
            cells.emplace_back(element.id, cell_of(element, schema_, losses_));
            LayoutItem& item = items.emplace_back();
            const Point size = usual_size(cells.back().second.shape);
            item.width = size.x;
            item.height = size.y;
        }
        set_parents(items, cells, item_of_boundary);
        lay_out(items, free_corner());
        for (std::size_t i = 0; i < items.size(); ++i) {
            cells[i].second.box = items[i].box;
            add_cell(0, cells[i].first, std::move(cells[i].second));
        }
    }

    void set_parents(std::vector<LayoutItem>& items, const std::vector<std::pair<std::string, Cell>>& cells,
                     const boost::unordered_flat_map<std::string, std::size_t>& item_of_boundary) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            const std::string& in = items[i].is_box
                                        ? draft_.boundaries[boundaries_.at(cells[i].first.substr(9))].in
                                        : draft_.elements[elements_.at(cells[i].first)].in;
            const auto found = item_of_boundary.find(in);
            if (found != item_of_boundary.end()) items[i].parent = found->second;
            if (!in.empty() && found == item_of_boundary.end())
                losses_.insert(
                    "what has no place in the drawing stands outside the boundaries that have one");
        }
        break_circles(items);
    }

    /// Walks up from every item; a walk that meets itself is cut there.
    static void break_circles(std::vector<LayoutItem>& items) {
        std::vector<std::size_t> walk_of(items.size(), LayoutItem::none);
        for (std::size_t start = 0; start < items.size(); ++start)
            for (std::size_t at = start; at != LayoutItem::none && walk_of[at] != start;) {
                if (walk_of[at] != LayoutItem::none) break;
                walk_of[at] = start;
                const std::size_t parent = items[at].parent;
                if (parent != LayoutItem::none && walk_of[parent] == start)
                    items[at].parent = LayoutItem::none;
                at = items[at].parent;
            }
    }

    /// Below everything that has a place in the first diagram.
    Point free_corner() const {
        constexpr double margin = 60;
        Point corner{margin, margin};
        for (const Cell& cell : document_.diagrams[0].cells)
            corner.y = std::max(corner.y, cell.box.bottom + margin);
        return corner;
    }

    void add_shape(const DraftShape& shape) {
        const std::size_t diagram = known_diagram(shape.diagram);
        Cell cell;
        constexpr std::string_view prefix = "boundary:";
        if (shape.place.starts_with(prefix)) {
            const auto found = boundaries_.find(std::string_view(shape.place).substr(prefix.size()));
            if (found == boundaries_.end() || draft_.boundaries[found->second].is_line) return;
            cell = cell_of(draft_.boundaries[found->second], losses_);
        } else {
            const auto found = elements_.find(shape.place);
            if (found == elements_.end()) return;
            cell = cell_of(draft_.elements[found->second], schema_, losses_);
        }
        if (cell_of_place_[diagram].contains(shape.place)) return;
        cell.box = box_of(shape);
        add_cell(diagram, shape.place, std::move(cell));
    }

    std::string reason_of(const Cell& cell) const {
        const std::string beginning = "Out of scope: " + cell.name + ". ";
        const auto found = reasons_.lower_bound(beginning);
        return found != reasons_.end() && found->starts_with(beginning) ? found->substr(beginning.size())
                                                                        : std::string();
    }

    /// Decisions stand where their element is drawn first.
    Cell& add_cell(std::size_t diagram, const std::string& place, Cell cell) {
        Diagram& drawn = document_.diagrams[diagram];
        cell.id = stable_id(placed_.contains(place) ? place + "#" + std::to_string(diagram) : place);
        if (cell.out_of_scope) cell.reason_out_of_scope = reason_of(cell);
        if (!placed_.contains(place)) add_threats(place, cell, drawn.type);
        placed_.insert(place);
        box_of_id_.emplace(cell.id, cell.box);
        cell_of_place_[diagram].emplace(place, drawn.cells.size());
        drawn.cells.push_back(std::move(cell));
        return drawn.cells.back();
    }

    void add_threats(const std::string& place, Cell& cell, const std::string& type) {
        if (const auto stored = stored_.find(place); stored != stored_.end())
            for (Threat threat : stored->second) {
                threat.number = std::to_string(++document_.threat_top);
                if (threat.id.empty()) threat.id = stable_id(place + "#threat-" + threat.number);
                if (threat.model_type.empty()) threat.model_type = type;
                if (threat.status == "Not Applicable") threat.status = "NotApplicable";
                cell.threats.push_back(std::move(threat));
            }
        const auto decisions = decisions_.find(place);
        if (decisions == decisions_.end()) return;
        if (cell.is_boundary()) losses_.insert("decisions about boundaries have no field in Threat Dragon");
        for (const DraftDecision* decision : decisions->second) {
            const bool is_stored = !stored_.empty() && decision->threat.starts_with("threat-dragon.");
            if (!cell.is_boundary() && !is_stored)
                cell.threats.push_back(threat_of(*decision, cell.shape, type, ++document_.threat_top));
        }
    }

    void add_flows() {
        boost::unordered_flat_map<std::string_view, std::vector<const DraftLine*>> lines;
        for (const DraftLine& line : draft_.lines) lines[line.place].push_back(&line);
        for (const DraftFlow& flow : draft_.flows) {
            bool is_drawn = false;
            for (const DraftLine* line : lines[flow.id])
                is_drawn |= add_flow(flow, known_diagram(line->diagram), line);
            for (std::size_t d = 0; d < document_.diagrams.size() && !is_drawn; ++d)
                is_drawn = add_flow(flow, d, nullptr);
            if (!is_drawn)
                losses_.insert("the flow `" + flow.id +
                               "` is between elements that are in no diagram together");
        }
    }

    bool add_flow(const DraftFlow& flow, std::size_t diagram, const DraftLine* line) {
        const auto source = cell_of_place_[diagram].find(flow.source);
        const auto target = cell_of_place_[diagram].find(flow.target);
        if (source == cell_of_place_[diagram].end() || target == cell_of_place_[diagram].end() ||
            cell_of_place_[diagram].contains(flow.id))
            return false;
        const std::vector<Cell>& cells = document_.diagrams[diagram].cells;
        Cell cell = cell_of(flow, losses_);
        cell.source.cell = cells[source->second].id;
        cell.target.cell = cells[target->second].id;
        if (line)
            for (std::size_t i = 1; i + 1 < line->points.size(); ++i)
                cell.vertices.push_back({line->points[i].x, line->points[i].y});
        else
            cell.vertices = way_around(cells[source->second].box, cells[target->second].box);
        add_cell(diagram, flow.id, std::move(cell));
        return true;
    }

    static Point middle_of(const Box& box) {
        return {(box.left + box.right) / 2, (box.top + box.bottom) / 2};
    }

    /// The second flow between two elements takes a bow, the third a wider one.
    std::vector<Point> way_around(const Box& source, const Box& target) {
        const Point a = middle_of(source);
        const Point b = middle_of(target);
        const auto key = std::minmax({std::pair(a.x, a.y), std::pair(b.x, b.y)});
        const std::size_t number = flows_between_[key]++;
        constexpr double bow = 40;
        if (a == b) return {{source.right + bow, source.top - bow * static_cast<double>(number + 1)}};
        if (number == 0) return {};
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        const double away = bow * static_cast<double>((number + 1) / 2) * (number % 2 == 0 ? -1 : 1);
        return {{std::round((a.x + b.x) / 2 - (b.y - a.y) / length * away),
                 std::round((a.y + b.y) / 2 + (b.x - a.x) / length * away)}};
    }

    void add_lines() {
        boost::unordered_flat_map<std::string_view, const DraftLine*> lines;
        for (const DraftLine& line : draft_.lines) lines.try_emplace(line.place, &line);
        for (const DraftBoundary& boundary : draft_.boundaries) {
            if (!boundary.is_line) continue;
            const std::string place = "boundary:" + boundary.id;
            const auto line = lines.find(place);
            std::size_t diagram = 0;
            std::vector<Point> points;
            if (line != lines.end() && line->second->points.size() > 1) {
                diagram = known_diagram(line->second->diagram);
                for (const DraftPoint& point : line->second->points) points.push_back({point.x, point.y});
            } else {
                points = line_across(boundary, diagram);
            }
            Cell cell = cell_of(boundary, losses_);
            cell.source.at = points.front();
            cell.target.at = points.back();
            cell.vertices.assign(points.begin() + 1, points.end() - 1);
            add_cell(diagram, place, std::move(cell));
        }
    }

    /// Through the middle of every flow that it cuts, as far as they are in the first of their diagrams.
    std::vector<Point> line_across(const DraftBoundary& boundary, std::size_t& diagram) const {
        std::vector<Point> points;
        std::optional<std::size_t> chosen;
        for (const std::string& flow : boundary.crossed_by)
            for (std::size_t d = 0; d < document_.diagrams.size(); ++d) {
                const auto found = cell_of_place_[d].find(flow);
                if (found == cell_of_place_[d].end() || (chosen && *chosen != d)) continue;
                chosen = d;
                points.push_back(middle_of_flow(document_.diagrams[d].cells[found->second]));
                break;
            }
        diagram = chosen.value_or(0);
        constexpr double overhang = 60;
        if (points.empty()) {
            const Point corner = free_corner();
            return {corner, {corner.x + 2 * overhang, corner.y}};
        }
        std::ranges::sort(points, {}, [](const Point& point) { return std::pair(point.y, point.x); });
        points.insert(points.begin(), {points.front().x - overhang / 2, points.front().y - overhang});
        points.push_back({points.back().x + overhang / 2, points.back().y + overhang});
        return points;
    }

    Point middle_of_flow(const Cell& flow) const {
        if (!flow.vertices.empty()) return flow.vertices[flow.vertices.size() / 2];
        const Point a = middle_of(box_of_id_.at(flow.source.cell));
        const Point b = middle_of(box_of_id_.at(flow.target.cell));
        return {std::round((a.x + b.x) / 2), std::round((a.y + b.y) / 2)};
    }

    const DraftModel& draft_;
    const Schema& schema_;
    Losses& losses_;
    const StoredThreats& stored_;
    Positions elements_;
    Positions boundaries_;
    Document document_;
    boost::unordered_flat_map<std::string, std::vector<const DraftDecision*>> decisions_;
    std::set<std::string> reasons_;
    std::set<std::string> placed_;
    /// By diagram: the position of the cell of a place.
    std::vector<boost::unordered_flat_map<std::string, std::size_t>> cell_of_place_;
    boost::unordered_flat_map<std::string, Box> box_of_id_;
    std::map<std::pair<std::pair<double, double>, std::pair<double, double>>, std::size_t> flows_between_;
};

}  // namespace

Document document_of(const DraftModel& draft, const Schema& schema, Losses& losses, std::int64_t threat_top,
                     const StoredThreats& stored) {
    return Exporter(draft, schema, losses, threat_top, stored).make();
}

}  // namespace bartizan::threatdragon
