#include "formats/threatdragon/mapping.h"

#include <algorithm>
#include <utility>

#include "formats/threatdragon/words.h"
#include "text/yaml_record.h"

namespace bartizan::threatdragon {
namespace {

struct CommonData {
    std::string_view id;
    std::string_view title;
    std::string_view kind;
    std::string_view classification;
};

constexpr CommonData credentials{"credentials", "Credentials", "credential", "restricted"};
constexpr CommonData card_payments{"card-payments", "Card payments", "payment", "restricted"};
constexpr CommonData inventory{"inventory", "Inventory", "business", "internal"};

class Mapper {
public:
    Mapper(const Document& document, Crossing crossing, Diagnostics& diagnostics)
        : document_(document), crossing_(crossing), diagnostics_(diagnostics) {}

    Mapped map() {
        map_head();
        // What has a name of its own comes first, so that ids do not depend on the flows.
        place_of_cell_.resize(document_.diagrams.size());
        for (std::uint32_t d = 0; d < document_.diagrams.size(); ++d) map_shapes(d);
        for (std::uint32_t d = 0; d < document_.diagrams.size(); ++d) map_lines(d);
        sort_places();
        return std::move(mapped_);
    }

private:
    DraftModel& draft() { return mapped_.draft; }

    void map_head() {
        DraftModel& model = draft();
        model.name = document_.title.empty() ? "Threat model" : one_line(document_.title);
        model.text = document_.description;
        if (!document_.owner.empty()) model.owners.push_back(document_.owner);
        if (!document_.reviewer.empty()) note("Reviewer: " + document_.reviewer);
        std::string contributors;
        for (const std::string& name : document_.contributors)
            contributors += (contributors.empty() ? "Contributors: " : ", ") + name;
        if (!contributors.empty()) note(std::move(contributors));
        for (const Diagram& diagram : document_.diagrams)
            model.diagrams.push_back({diagram.title, diagram.type});
    }

    void note(std::string text) { draft().remarks.push_back({Remark::Kind::note, std::move(text), {}}); }

    void map_shapes(std::uint32_t d) {
        const Diagram& diagram = document_.diagrams[d];
        const std::vector<std::uint32_t> innermost = innermost_boxes(diagram);
        if (innermost.empty() && !diagram.cells.empty()) report_too_large(diagram);
        place_of_cell_[d].resize(diagram.cells.size());
        for (std::uint32_t i = 0; i < diagram.cells.size(); ++i)
            if (diagram.cells[i].is_boundary()) map_boundary(d, i);
        for (std::uint32_t i = 0; i < diagram.cells.size(); ++i)
            if (diagram.cells[i].is_node()) map_element(d, i);
        set_containers(d, innermost);
        for (const Cell& cell : diagram.cells)
            if (cell.shape == Shape::text && !cell.shown_name().empty()) note(cell.shown_name());
    }

    void report_too_large(const Diagram& diagram) {
        diagnostics_.add(DiagnosticKind::skipped_part, diagram.where,
                         "the diagram has too many shapes to find out which boundary holds which");
    }

    /// Boundaries and elements of a diagram are the last in the draft.
    void set_containers(std::uint32_t d, const std::vector<std::uint32_t>& innermost) {
        const auto set = [&](auto& places, std::size_t first, const std::vector<std::uint32_t>& cells) {
            for (std::size_t i = 0; i < cells.size() && !innermost.empty(); ++i) {
                const std::uint32_t box = innermost[cells[i]];
                if (box != CellIndex::none) places[first + i].in = id_of_boundary(place_of_cell_[d][box]);
            }
        };
        set(draft().boundaries, draft().boundaries.size() - boundaries_here_.size(), boundaries_here_);
        set(draft().elements, draft().elements.size() - elements_here_.size(), elements_here_);
        boundaries_here_.clear();
        elements_here_.clear();
    }

    static std::string id_of_boundary(std::string_view place) {
        return std::string(place.substr(std::string_view("boundary:").size()));
    }

    void describe(DraftPlace& place, const Cell& cell) {
        place.title = one_line(cell.shown_name());
        place.text = cell.description;
        place.where = cell.where;
        if (!cell.out_of_scope) return;
        place.tags.emplace_back(out_of_scope_tag);
        if (!cell.reason_out_of_scope.empty())
            note("Out of scope: " + (place.title.empty() ? place.id : place.title) + ". " +
                 cell.reason_out_of_scope);
    }

    void remember(std::uint32_t d, std::uint32_t i, std::string place) {
        place_of_cell_[d][i] = place;
        mapped_.places.push_back({d, i, std::move(place)});
    }

    void map_boundary(std::uint32_t d, std::uint32_t i) {
        const Cell& cell = document_.diagrams[d].cells[i];
        DraftBoundary boundary;
        boundary.id = boundary_ids_.make(cell.shown_name(), "boundary");
        describe(boundary, cell);
        boundary.is_line = cell.shape == Shape::boundary_curve;
        const std::string place = "boundary:" + boundary.id;
        if (!boundary.is_line) add_shape(place, d, cell.box);
        remember(d, i, place);
        boundaries_here_.push_back(i);
        boundary_positions_.emplace(boundary.id, draft().boundaries.size());
        draft().boundaries.push_back(std::move(boundary));
    }

    void map_element(std::uint32_t d, std::uint32_t i) {
        const Cell& cell = document_.diagrams[d].cells[i];
        DraftElement element;
        element.id = ids_.make(cell.shown_name(), cell.shape == Shape::actor     ? "actor"
                                                  : cell.shape == Shape::process ? "process"
                                                                                 : "store");
        describe(element, cell);
        if (cell.shape == Shape::actor) map_actor(cell, element);
        if (cell.shape == Shape::process) map_process(cell, element);
        if (cell.shape == Shape::store) map_store(cell, element);
        add_shape(element.id, d, cell.box);
        remember(d, i, element.id);
        elements_here_.push_back(i);
        draft().elements.push_back(std::move(element));
    }

    void map_actor(const Cell& cell, DraftElement& element) {
        element.type = actor_type(cell.shown_name());
        if (cell.flags.provides_authentication) element.tags.emplace_back("provides-authentication");
    }

    void map_process(const Cell& cell, DraftElement& element) {
        const Flags& flags = cell.flags;
        element.type = flags.is_web_application ? "web-application" : "service";
        if (flags.handles_card_payment) element.processes.push_back(data(card_payments));
        if (flags.handles_goods_or_services) element.tags.emplace_back("handles-goods-or-services");
        if (!flags.privilege_level || flags.privilege_level->empty()) return;
        const std::string_view runs_as = rights_of(*flags.privilege_level);
        if (!runs_as.empty()) {
            element.attributes.push_back({"runs-as", std::string(runs_as)});
        } else {
            diagnostics_.add(DiagnosticKind::unknown_value, cell.where,
                             "the privilege level " + quote_name(*flags.privilege_level) +
                                 " has no counterpart and is left out");
        }
    }

    void map_store(const Cell& cell, DraftElement& element) {
        const Flags& flags = cell.flags;
        element.type = flags.is_log ? "log-store" : "database";
        if (flags.is_encrypted) element.attributes.push_back({"encrypted-at-rest", "true"});
        if (flags.is_signed) element.attributes.push_back({"signed-artefacts", "true"});
        if (flags.stores_credentials) element.stores.push_back(data(credentials));
        if (flags.stores_inventory) element.stores.push_back(data(inventory));
    }

    std::string data(const CommonData& common) {
        if (std::ranges::find(draft().data, common.id, &DraftData::id) == draft().data.end()) {
            DraftData data;
            data.id = common.id;
            data.title = common.title;
            data.attributes = {{"kind", std::string(common.kind)},
                               {"classification", std::string(common.classification)}};
            data.where = document_.where;
            draft().data.push_back(std::move(data));
        }
        return std::string(common.id);
    }

    void add_shape(const std::string& place, std::uint32_t d, const Box& box) {
        if (box == Box{}) return;
        draft().shapes.push_back({place, d, box.left, box.top, box.right - box.left, box.bottom - box.top});
    }

    void add_line(const std::string& place, std::uint32_t d, const CellIndex& index, const Cell& cell) {
        DraftLine line{place, d, {}};
        for (const Point& point : drawn_line(document_.diagrams[d], index, cell))
            line.points.push_back({point.x, point.y});
        if (line.points.size() > 1) draft().lines.push_back(std::move(line));
    }

    void map_lines(std::uint32_t d) {
        const Diagram& diagram = document_.diagrams[d];
        const CellIndex index(diagram);
        for (std::uint32_t i = 0; i < diagram.cells.size(); ++i)
            if (diagram.cells[i].shape == Shape::flow) map_flow(d, i, index);
        bool has_curves = false;
        for (std::uint32_t i = 0; i < diagram.cells.size(); ++i)
            if (diagram.cells[i].shape == Shape::boundary_curve) {
                has_curves = true;
                add_line(place_of_cell_[d][i], d, index, diagram.cells[i]);
            }
        if (has_curves) map_crossings(d);
    }

    std::string element_at(std::uint32_t d, const CellIndex& index, const End& end) const {
        const std::uint32_t cell = end.cell.empty() ? CellIndex::none : index.find(end.cell);
        const bool is_element = cell != CellIndex::none && document_.diagrams[d].cells[cell].is_node();
        return is_element ? place_of_cell_[d][cell] : std::string();
    }

    void map_flow(std::uint32_t d, std::uint32_t i, const CellIndex& index) {
        const Cell& cell = document_.diagrams[d].cells[i];
        DraftFlow flow;
        flow.source = element_at(d, index, cell.source);
        flow.target = element_at(d, index, cell.target);
        if (flow.source.empty() || flow.target.empty()) {
            report_dangling(cell, flow);
            return;
        }
        flow.id = ids_.make_flow(flow.source, flow.target, cell.shown_name());
        describe(flow, cell);
        flow.two_way = cell.flags.is_bidirectional;
        if (cell.flags.is_encrypted) flow.attributes.push_back({"encrypted", "true"});
        if (cell.flags.is_public_network) flow.tags.emplace_back(public_network_tag);
        map_protocol(cell, flow);
        add_line(flow.id, d, index, cell);
        remember(d, i, flow.id);
        draft().flows.push_back(std::move(flow));
    }

    void map_protocol(const Cell& cell, DraftFlow& flow) {
        if (one_line(cell.protocol).empty()) return;
        const std::string_view protocol = protocol_of(cell.protocol);
        if (!protocol.empty()) {
            flow.attributes.push_back({"protocol", std::string(protocol)});
        } else {
            diagnostics_.add(
                DiagnosticKind::unknown_value, cell.where,
                "the protocol " + quote_name(cell.protocol) + " has no counterpart and is left out");
        }
    }

    void report_dangling(const Cell& cell, const DraftFlow& flow) {
        const std::string name = cell.shown_name().empty() ? cell.id : one_line(cell.shown_name());
        const char* end = flow.source.empty() && flow.target.empty() ? "neither end is"
                          : flow.source.empty()                      ? "its source is not"
                                                                     : "its target is not";
        diagnostics_.add(DiagnosticKind::dangling_flow, cell.where,
                         "the flow " + quote_name(name) + " is left out: " + end + " attached to an element",
                         "attach both ends of the arrow in the drawing");
    }

    void map_crossings(std::uint32_t d) {
        const Diagram& diagram = document_.diagrams[d];
        const Boundaries found = find_boundaries(diagram, crossing_);
        if (found.is_too_large)
            diagnostics_.add(DiagnosticKind::skipped_part, diagram.where,
                             "the diagram has too many lines to find out which cross each other");
        for (const BoundaryContent& content : found.boundaries) {
            if (diagram.cells[content.cell].shape != Shape::boundary_curve) continue;
            DraftBoundary& boundary = boundary_at(place_of_cell_[d][content.cell]);
            for (std::uint32_t flow : content.crossing)
                if (!place_of_cell_[d][flow].empty()) boundary.crossed_by.push_back(place_of_cell_[d][flow]);
        }
    }

    DraftBoundary& boundary_at(std::string_view place) {
        return draft().boundaries[boundary_positions_.at(id_of_boundary(place))];
    }

    void sort_places() {
        std::ranges::stable_sort(mapped_.places, {},
                                 [](const CellPlace& place) { return std::pair(place.diagram, place.cell); });
    }

    const Document& document_;
    Crossing crossing_;
    Diagnostics& diagnostics_;
    Mapped mapped_;
    DraftIds ids_;
    DraftIds boundary_ids_;
    /// By diagram and cell; empty for what has become nothing.
    std::vector<std::vector<std::string>> place_of_cell_;
    boost::unordered_flat_map<std::string, std::size_t> boundary_positions_;
    std::vector<std::uint32_t> boundaries_here_;
    std::vector<std::uint32_t> elements_here_;
};

}  // namespace

std::string one_line(std::string_view text) {
    std::string line;
    for (char c : text) {
        const bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!is_space) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (line.ends_with(' ')) line.pop_back();
    return line;
}

Mapped map_document(const Document& document, Crossing crossing, Diagnostics& diagnostics) {
    return Mapper(document, crossing, diagnostics).map();
}

}  // namespace bartizan::threatdragon
