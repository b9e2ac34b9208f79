#include "formats/drawio/map.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/drawio/style.h"
#include "formats/interchange/meaning.h"

namespace bartizan::drawio {
namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// "Z0" to "Z9", the trust zones that some templates put on a shape; -1 if it is none.
int zone_number(std::string_view label) {
    return label.size() == 2 && (label[0] == 'Z' || label[0] == 'z') && label[1] >= '0' && label[1] <= '9'
               ? label[1] - '0'
               : -1;
}

struct Box {
    double left = 0, top = 0, width = 0, height = 0;
    double area() const { return width * height; }
    Point centre() const { return {left + width / 2, top + height / 2}; }
    bool contains(Point point) const {
        return point.x >= left && point.x <= left + width && point.y >= top && point.y <= top + height;
    }
};

std::string_view base_type(Meaning meaning) {
    if (meaning == Meaning::store) return "store";
    return meaning == Meaning::external_entity ? "external-entity" : "process";
}

std::string type_of(const Cell& cell, Meaning meaning) {
    const ElementKind kind = meaning == Meaning::store             ? ElementKind::store
                             : meaning == Meaning::external_entity ? ElementKind::external_entity
                                                                   : ElementKind::process;
    const std::string shape = shape_words(cell.style);
    // A picture of a product says what it is, even if its outline does not.
    const bool is_picture =
        shape.find("mxgraph.") != std::string::npos || shape.find("img/") != std::string::npos;
    if (is_picture)
        if (const auto type = interchange::guess_type(shape, cell.label)) return std::string(*type);
    return std::string(interchange::guess_type({}, cell.label, kind).value_or(base_type(meaning)));
}

/// One page; ids are made for all pages together.
class PageMapper {
public:
    PageMapper(const Page& page, std::size_t diagram, DraftModel& draft, DraftIds& element_ids,
               DraftIds& boundary_ids, Diagnostics& diagnostics)
        : page_(page),
          diagram_(diagram),
          draft_(draft),
          element_ids_(element_ids),
          boundary_ids_(boundary_ids),
          diagnostics_(diagnostics) {}

    void run() {
        const std::size_t first_boundary = draft_.boundaries.size();
        find_meanings();
        map_boundaries();
        place_boundaries(first_boundary);
        map_elements();
        map_zone_labels();
        map_edges();
    }

private:
    void find_meanings() {
        for (std::size_t i = 0; i < page_.cells.size(); ++i) {
            const Cell& cell = page_.cells[i];
            if (!cell.id.empty() && !position_.try_emplace(cell.id, i).second)
                diagnostics_.add(DiagnosticKind::duplicate_name, cell.where,
                                 "there is another cell with the id `" + cell.id + "` on this page");
            meanings_.push_back(meaning_of(cell));
        }
        // What has shapes in it is an area.
        for (std::size_t i = 0; i < page_.cells.size(); ++i) {
            const bool is_shape = meanings_[i] != Meaning::nothing && meanings_[i] != Meaning::text;
            const std::size_t parent = find(page_.cells[i].parent);
            if (is_shape && parent != nowhere && parent != i && meanings_[parent] != Meaning::nothing)
                meanings_[parent] = Meaning::boundary;
        }
        for (const Cell& cell : page_.cells) boxes_.push_back(box_of(cell));
        elements_.assign(page_.cells.size(), nowhere);
        boundaries_.assign(page_.cells.size(), nowhere);
    }

    std::size_t find(const std::string& id) const {
        const auto found = position_.find(id);
        return found == position_.end() ? nowhere : found->second;
    }

    /// Positions are relative to the cell around.
    Box box_of(const Cell& cell) const {
        constexpr int most_levels = 50;
        Box box{cell.x, cell.y, cell.width, cell.height};
        std::size_t parent = find(cell.parent);
        for (int level = 0; level < most_levels && parent != nowhere; ++level) {
            const Cell& around = page_.cells[parent];
            if (around.is_vertex) {
                box.left += around.x;
                box.top += around.y;
            }
            parent = find(around.parent);
        }
        return box;
    }

    void fill(DraftPlace& place, const Cell& cell) const {
        if (cell.label != place.id) place.title = cell.label;
        place.where = cell.where;
        for (const char* name : {"protocol", "encrypted", "authentication", "technology"})
            interchange::state(place, name, cell.property(name));
        place.text = cell.property("description");
        if (place.text.empty()) place.text = cell.property("tooltip");
    }

    void draw(const std::string& place, const Box& box) {
        draft_.shapes.push_back({place, diagram_, box.left, box.top, box.width, box.height});
    }

    void map_boundaries() {
        for (std::size_t i = 0; i < page_.cells.size(); ++i) {
            const Cell& cell = page_.cells[i];
            const bool is_line = cell.is_edge && cell.source.empty() && cell.target.empty() &&
                                 style_value(cell.style, "dashed") == "1";
            if (meanings_[i] != Meaning::boundary && !is_line) continue;
            DraftBoundary boundary;
            boundary.id = boundary_ids_.make(cell.label, is_line ? "line" : "boundary");
            fill(boundary, cell);
            std::erase_if(boundary.attributes, [](const DraftAttribute&) { return true; });
            boundary.is_line = is_line;
            boundaries_[i] = draft_.boundaries.size();
            if (!is_line) {
                areas_.push_back(i);
                draw("boundary:" + boundary.id, boxes_[i]);
            }
            draft_.boundaries.push_back(std::move(boundary));
        }
        // The smallest first: the first that holds something is the innermost.
        std::ranges::sort(areas_, {}, [&](std::size_t area) { return boxes_[area].area(); });
    }

    /// The boundary around a cell: its parents', else the smallest area that its centre lies in.
    std::size_t boundary_around(std::size_t cell) {
        constexpr int most_levels = 50;
        std::size_t parent = find(page_.cells[cell].parent);
        for (int level = 0; level < most_levels && parent != nowhere; ++level) {
            if (parent != cell && boundaries_[parent] != nowhere) return boundaries_[parent];
            parent = find(page_.cells[parent].parent);
        }
        // Very many areas and shapes would take too long to compare.
        constexpr std::size_t most_comparisons = 200'000'000;
        comparisons_ += areas_.size();
        if (comparisons_ > most_comparisons) return nowhere;
        const Point centre = boxes_[cell].centre();
        for (std::size_t area : areas_)
            if (area != cell && boxes_[area].contains(centre) &&
                (boundaries_[cell] == nowhere || boxes_[area].area() > boxes_[cell].area()))
                return boundaries_[area];
        return nowhere;
    }

    void place_boundaries(std::size_t first) {
        for (std::size_t area : areas_)
            if (const std::size_t around = boundary_around(area); around != nowhere && around >= first)
                draft_.boundaries[boundaries_[area]].in = draft_.boundaries[around].id;
    }

    void map_elements() {
        for (std::size_t i = 0; i < page_.cells.size(); ++i) {
            const Cell& cell = page_.cells[i];
            const Meaning meaning = meanings_[i];
            if (meaning != Meaning::process && meaning != Meaning::store &&
                meaning != Meaning::external_entity)
                continue;
            DraftElement element;
            element.id = element_ids_.make(cell.label, "element");
            fill(element, cell);
            std::erase_if(element.attributes, [](const DraftAttribute& a) { return a.name != "technology"; });
            element.type = type_of(cell, meaning);
            if (const std::size_t around = boundary_around(i); around != nowhere)
                element.in = draft_.boundaries[around].id;
            draw(element.id, boxes_[i]);
            elements_[i] = draft_.elements.size();
            draft_.elements.push_back(std::move(element));
        }
    }

    /// Labels such as `Z3` on a shape name its trust zone, from 0 to 9.
    void map_zone_labels() {
        std::vector<std::size_t> shapes;
        for (std::size_t i = 0; i < page_.cells.size(); ++i)
            if (elements_[i] != nowhere) shapes.push_back(i);
        boost::unordered_flat_map<int, std::string> zones;
        for (std::size_t i = 0; i < page_.cells.size(); ++i) {
            const int number = meanings_[i] == Meaning::text ? zone_number(page_.cells[i].label) : -1;
            if (number < 0) continue;
            constexpr std::size_t most_comparisons = 200'000'000;
            comparisons_ += shapes.size();
            if (comparisons_ > most_comparisons) return;
            const Point centre = boxes_[i].centre();
            const auto shape =
                std::ranges::find_if(shapes, [&](std::size_t at) { return boxes_[at].contains(centre); });
            if (shape == shapes.end()) {
                diagnostics_.add(DiagnosticKind::skipped_part, page_.cells[i].where,
                                 "the trust zone `" + page_.cells[i].label + "` lies on no shape");
                continue;
            }
            DraftElement& element = draft_.elements[elements_[*shape]];
            if (element.in.empty()) element.in = zone_boundary(number, page_.cells[i], zones);
        }
    }

    std::string zone_boundary(int number, const Cell& cell,
                              boost::unordered_flat_map<int, std::string>& zones) {
        std::string& id = zones[number];
        if (!id.empty()) return id;
        DraftBoundary boundary;
        boundary.id = id = boundary_ids_.make(cell.label, "zone");
        boundary.title = cell.label;
        boundary.trust = number * 100 / 9;
        boundary.where = cell.where;
        draft_.boundaries.push_back(std::move(boundary));
        return id;
    }

    /// The element at an end of an edge: the cell itself, or the shape that the cell is a part of.
    std::size_t element_at(const std::string& id) const {
        constexpr int most_levels = 50;
        std::size_t cell = find(id);
        for (int level = 0; level < most_levels && cell != nowhere; ++level) {
            if (elements_[cell] != nowhere) return elements_[cell];
            cell = find(page_.cells[cell].parent);
        }
        return nowhere;
    }

    void map_edges() {
        boost::unordered_flat_map<std::size_t, std::string> labels;
        for (std::size_t i = 0; i < page_.cells.size(); ++i) {
            const std::size_t parent = find(page_.cells[i].parent);
            if (meanings_[i] != Meaning::text || parent == nowhere || !page_.cells[parent].is_edge) continue;
            std::string& label = labels[parent];
            if (!label.empty()) label += ", ";
            label += page_.cells[i].label;
        }
        for (std::size_t i = 0; i < page_.cells.size(); ++i) {
            if (!page_.cells[i].is_edge || boundaries_[i] != nowhere) continue;
            Cell cell = page_.cells[i];
            if (const auto label = labels.find(i); label != labels.end())
                cell.label += (cell.label.empty() ? "" : ", ") + label->second;
            map_edge(cell);
        }
    }

    void map_edge(const Cell& cell) {
        std::size_t source = element_at(cell.source), target = element_at(cell.target);
        if (source == nowhere || target == nowhere) {
            const char* reason = cell.source.empty() || cell.target.empty()
                                     ? "is not connected at both ends"
                                     : "leads to or from something that is no process, store or entity";
            diagnostics_.add(DiagnosticKind::dangling_flow, cell.where,
                             (cell.label.empty() ? "an arrow" : "the arrow `" + cell.label + "`") + " " +
                                 reason + "; it is left out");
            return;
        }
        const std::string_view start = style_value(cell.style, "startArrow"),
                               end = style_value(cell.style, "endArrow");
        const bool has_start = !start.empty() && start != "none", has_end = end != "none";
        const bool is_reversed = has_start && !has_end;
        if (is_reversed) std::swap(source, target);
        DraftFlow flow;
        flow.source = draft_.elements[source].id;
        flow.target = draft_.elements[target].id;
        flow.id = element_ids_.make_flow(flow.source, flow.target, cell.label);
        fill(flow, cell);
        std::erase_if(flow.attributes, [](const DraftAttribute& a) { return a.name == "technology"; });
        flow.two_way = has_start && has_end;
        if (interchange::value_of(flow, "protocol").empty())
            interchange::state(flow, "protocol", protocol_in(cell.label));
        draw_line(flow, cell, is_reversed);
        draft_.flows.push_back(std::move(flow));
    }

    static std::string_view protocol_in(std::string_view label) {
        if (const auto protocol = interchange::guess_protocol(label); !protocol.empty()) return protocol;
        for (std::size_t begin = 0; begin < label.size();) {
            std::size_t end = label.find_first_of(" ,/()[]:", begin);
            if (end == std::string_view::npos) end = label.size();
            if (const auto protocol = interchange::guess_protocol(label.substr(begin, end - begin));
                !protocol.empty())
                return protocol;
            begin = end + 1;
        }
        return {};
    }

    void draw_line(const DraftFlow& flow, const Cell& cell, bool is_reversed) {
        DraftLine line{flow.id, diagram_, {}};
        const auto add = [&](Point point) { line.points.push_back({point.x, point.y}); };
        if (const std::size_t at = find(cell.source); at != nowhere) add(boxes_[at].centre());
        for (const Point& point : cell.points) add(point);
        if (const std::size_t at = find(cell.target); at != nowhere) add(boxes_[at].centre());
        if (is_reversed) std::ranges::reverse(line.points);
        draft_.lines.push_back(std::move(line));
    }

    const Page& page_;
    std::size_t diagram_;
    DraftModel& draft_;
    DraftIds& element_ids_;
    DraftIds& boundary_ids_;
    Diagnostics& diagnostics_;
    boost::unordered_flat_map<std::string_view, std::size_t> position_;
    std::vector<Meaning> meanings_;
    std::vector<Box> boxes_;
    std::vector<std::size_t> elements_, boundaries_;  // of the draft, by cell
    std::vector<std::size_t> areas_;                  // cells of boundaries, the smallest first
    std::size_t comparisons_ = 0;
};

}  // namespace

DraftModel map_document(const Document& document, Diagnostics& diagnostics) {
    DraftModel draft;
    DraftIds element_ids, boundary_ids;
    for (const Page& page : document.pages) {
        draft.diagrams.push_back({page.name, {}});
        PageMapper(page, draft.diagrams.size() - 1, draft, element_ids, boundary_ids, diagnostics).run();
    }
    interchange::break_cycles(draft.boundaries, diagnostics);
    if (!document.pages.empty()) draft.name = document.pages.front().name;
    return draft;
}

bool recognises(std::string_view text) {
    constexpr std::size_t looked_at = 4096;
    const std::string_view start = text.substr(0, looked_at);
    const std::size_t first = start.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos || start[first] != '<') return false;
    return start.find("<mxfile") != std::string_view::npos ||
           start.find("<mxGraphModel") != std::string_view::npos;
}

std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics) {
    const auto document = read_document(input.sources, input.source, diagnostics);
    if (!document) return {};
    FrontendResult result;
    result.draft = map_document(*document, diagnostics);
    result.findings.tool = format;
    return result;
}

}  // namespace bartizan::drawio
