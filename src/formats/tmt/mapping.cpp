#include "formats/tmt/mapping.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <charconv>

#include "formats/tmt/crossing.h"
#include "formats/tmt/stencils.h"

namespace bartizan::tmt {
namespace {

constexpr std::string_view out_of_scope_reason = "752473b6-52d4-4776-9a24-202153f7d579";

std::string boundary_place(std::string_view id) { return "boundary:" + std::string(id); }

bool is_box(const Shape& shape) { return shape.kind == "BorderBoundary"; }
bool is_annotation(const Shape& shape) {
    return shape.kind.find("Annotation") != std::string::npos || shape.generic_type_id.value == "GE.A";
}

bool holds(const Box& outer, const Box& inner) {
    return outer.contains({inner.left, inner.top}) &&
           outer.contains({inner.left + inner.width, inner.top + inner.height});
}

/// One diagram. Boundaries hold what lies in them; of several the smallest does.
class DiagramMapper {
public:
    DiagramMapper(const Document& document, std::size_t index, const RuleBook& book, Mapped& mapped,
                  Diagnostics& diagnostics, DraftIds& boundary_ids, DraftIds& element_ids, DraftIds& flow_ids)
        : diagram_(document.diagrams.items[index]),
          index_(index),
          book_(book),
          mapped_(mapped),
          draft_(mapped.draft),
          diagnostics_(diagnostics),
          boundary_ids_(boundary_ids),
          element_ids_(element_ids),
          flow_ids_(flow_ids) {}

    void map() {
        const std::vector<Shape>& shapes = diagram_.borders.items;
        mapped_.shapes.emplace_back(shapes.size());
        boost::unordered_flat_set<std::string_view> attached;
        for (const Line& line : diagram_.lines.items) {
            attached.insert(line.source_guid.view());
            attached.insert(line.target_guid.view());
        }
        for (std::size_t i = 0; i < shapes.size(); ++i)
            if (is_box(shapes[i])) mapped_.shapes.back()[i] = box(shapes[i]);
        nest();
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            const Shape& shape = shapes[i];
            // One that flows end at is used as an element.
            if (is_annotation(shape) && !attached.contains(shape.guid.view())) {
                draft_.remarks.push_back({Remark::Kind::note, std::string(shape.name()), {}});
            } else if (!is_box(shape)) {
                mapped_.shapes.back()[i] = element(shape);
            }
        }
        mapped_.lines.emplace_back(diagram_.lines.items.size());
        for (std::size_t i = 0; i < diagram_.lines.items.size(); ++i)
            if (diagram_.lines.items[i].kind == "Connector") flow(i);
        lines();
    }

private:
    struct Placed {
        Box box;
        std::size_t boundary;  // of the draft
        double area() const { return box.width * box.height; }
    };

    void describe(DraftPlace& place, const Drawn& drawn) const {
        place.title = drawn.name();
        place.where = drawn.where;
        if (drawn.is_out_of_scope()) {
            place.tags.push_back("out-of-scope");
            if (const Property* reason = drawn.find_property(out_of_scope_reason))
                place.text = reason->value.view();
        }
        for (const Property& property : drawn.properties.items)
            if (property.kind == "CustomStringDisplayAttribute") custom(place, property);
    }

    /// Properties that people added themselves. Our own exports keep in them what has no other place.
    static void custom(DraftPlace& place, const Property& property) {
        const std::string& name = property.display_name.value;
        const auto belongs = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
        if (property.value.value.empty() || name.empty() || !std::ranges::all_of(name, belongs)) return;
        if (name == "description") {
            place.text = property.value.value;
        } else if (name != "type" && name != "trust") {
            place.attributes.push_back({name, property.value.value});
        }
    }

    static std::string_view custom_value(const Drawn& drawn, std::string_view name) {
        for (const Property& property : drawn.properties.items)
            if (property.kind == "CustomStringDisplayAttribute" && property.display_name.value == name)
                return property.value.view();
        return {};
    }

    static void read_trust(DraftBoundary& boundary, const Drawn& drawn) {
        const std::string_view text = custom_value(drawn, "trust");
        int trust = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), trust);
        if (error == std::errc() && end == text.data() + text.size() && trust >= 0 && trust <= 100)
            boundary.trust = trust;
    }

    static void append(std::vector<DraftAttribute>& attributes, std::vector<DraftAttribute> more) {
        for (DraftAttribute& each : more)
            if (std::ranges::find(attributes, each.name, &DraftAttribute::name) == attributes.end())
                attributes.push_back(std::move(each));
    }

    void draw(const Shape& shape, std::string place) {
        if (const auto box = box_of(shape))
            draft_.shapes.push_back({std::move(place), index_, box->left, box->top, box->width, box->height});
    }

    std::string box(const Shape& shape) {
        DraftBoundary boundary;
        describe(boundary, shape);
        boundary.id = boundary_ids_.make(shape.name(), "boundary");
        append(boundary.attributes, boundary_attributes(book_, shape));
        read_trust(boundary, shape);
        const std::string place = boundary_place(boundary.id);
        draw(shape, place);
        if (const auto box = box_of(shape)) boxes_.push_back({*box, draft_.boundaries.size()});
        draft_.boundaries.push_back(std::move(boundary));
        return place;
    }

    /// The smallest box first, so that the first that holds something is the innermost.
    void nest() {
        std::ranges::stable_sort(boxes_, {}, &Placed::area);
        constexpr std::size_t most = 3000;
        if (boxes_.size() > most) {
            diagnostics_.add(
                DiagnosticKind::skipped_part, diagram_.where,
                "the diagram has more than 3000 boundaries: what lies in which is not looked at");
            boxes_.clear();
        }
        for (std::size_t i = 0; i < boxes_.size(); ++i)
            for (std::size_t k = i + 1; k < boxes_.size(); ++k) {
                if (!holds(boxes_[k].box, boxes_[i].box)) continue;
                draft_.boundaries[boxes_[i].boundary].in = draft_.boundaries[boxes_[k].boundary].id;
                break;
            }
    }

    std::string element(const Shape& shape) {
        DraftElement element;
        describe(element, shape);
        element.type = custom_value(shape, "type");
        if (element.type.empty()) element.type = element_type(book_, shape);
        element.id = element_ids_.make(shape.name(), element.type);
        append(element.attributes, element_attributes(shape));
        if (const auto box = box_of(shape)) {
            const Point centre{box->left + box->width / 2, box->top + box->height / 2};
            const auto around =
                std::ranges::find_if(boxes_, [&](const Placed& each) { return each.box.contains(centre); });
            if (around != boxes_.end()) element.in = draft_.boundaries[around->boundary].id;
        }
        draw(shape, element.id);
        elements_.try_emplace(shape.guid.view(), element.id);
        draft_.elements.push_back(std::move(element));
        return draft_.elements.back().id;
    }

    void flow(std::size_t index) {
        const Line& line = diagram_.lines.items[index];
        const auto source = elements_.find(line.source_guid.view());
        const auto target = elements_.find(line.target_guid.view());
        if (source == elements_.end() || target == elements_.end()) {
            const bool has_neither = source == elements_.end() && target == elements_.end();
            const std::string_view end = has_neither                 ? "either end"
                                         : source == elements_.end() ? "its source"
                                                                     : "its target";
            diagnostics_.add(DiagnosticKind::dangling_flow, line.where,
                             "the flow `" + std::string(line.name()) + "` is not attached to an element at " +
                                 std::string(end),
                             "the tool generates no threats for it; attach it to an element");
            return;
        }
        DraftFlow flow;
        describe(flow, line);
        flow.source = source->second;
        flow.target = target->second;
        flow.id = flow_ids_.make_flow(flow.source, flow.target, line.name());
        append(flow.attributes, flow_attributes(book_, line));
        if (const auto curve = curve_of(line)) draw(*curve, flow.id);
        mapped_.lines.back()[index] = flow.id;
        draft_.flows.push_back(std::move(flow));
    }

    void draw(const Curve& curve, std::string place) {
        DraftLine line{std::move(place), index_, {}};
        for (const Point& point : {curve.source, curve.handle, curve.target})
            line.points.push_back({point.x, point.y});
        draft_.lines.push_back(std::move(line));
    }

    void lines() {
        boost::unordered_flat_map<const Drawn*, std::size_t> boundary_of;
        for (std::size_t i = 0; i < diagram_.lines.items.size(); ++i) {
            const Line& line = diagram_.lines.items[i];
            if (line.kind != "LineBoundary") continue;
            DraftBoundary boundary;
            describe(boundary, line);
            boundary.id = boundary_ids_.make(line.name(), "boundary");
            boundary.is_line = true;
            append(boundary.attributes, boundary_attributes(book_, line));
            read_trust(boundary, line);
            mapped_.lines.back()[i] = boundary_place(boundary.id);
            if (const auto curve = curve_of(line)) draw(*curve, mapped_.lines.back()[i]);
            boundary_of.emplace(&line, draft_.boundaries.size());
            draft_.boundaries.push_back(std::move(boundary));
        }
        if (!boundary_of.empty()) cross(boundary_of);
    }

    void cross(const boost::unordered_flat_map<const Drawn*, std::size_t>& boundary_of) {
        constexpr std::size_t most = 2'000'000'000;
        const Boundaries boundaries(diagram_);
        if (boundaries.steps() > most / diagram_.lines.items.size()) {
            diagnostics_.add(DiagnosticKind::skipped_part, diagram_.where,
                             "the diagram has too many lines: which cross is not looked at");
            return;
        }
        for (std::size_t i = 0; i < diagram_.lines.items.size(); ++i) {
            const std::string& id = mapped_.lines.back()[i];
            if (id.empty() || diagram_.lines.items[i].kind != "Connector") continue;
            boundaries.for_each_crossed(diagram_.lines.items[i], [&](const Drawn& crossed) {
                const auto found = boundary_of.find(&crossed);
                if (found != boundary_of.end()) draft_.boundaries[found->second].crossed_by.push_back(id);
            });
        }
    }

    const Diagram& diagram_;
    std::size_t index_;
    const RuleBook& book_;
    Mapped& mapped_;
    DraftModel& draft_;
    Diagnostics& diagnostics_;
    DraftIds& boundary_ids_;
    DraftIds& element_ids_;
    DraftIds& flow_ids_;
    std::vector<Placed> boxes_;
    boost::unordered_flat_map<std::string_view, std::string> elements_;  // by guid
};

void remark(DraftModel& draft, Remark::Kind kind, std::string_view title, const Text& text) {
    if (text.value.empty()) return;
    draft.remarks.push_back({kind, std::string(title) + text.value, {}});
}

void map_meta(const Document& document, DraftModel& draft) {
    const MetaInformation& meta = document.meta;
    draft.name = meta.name.value;
    if (draft.name.empty() && !document.diagrams.items.empty())
        draft.name = document.diagrams.items[0].header.value;
    draft.text = meta.description.value;
    if (!meta.owner.value.empty()) draft.owners.push_back(meta.owner.value);
    remark(draft, Remark::Kind::assumption, "", meta.assumptions);
    remark(draft, Remark::Kind::note, "External dependencies: ", meta.external_dependencies);
    remark(draft, Remark::Kind::note, "Contributors: ", meta.contributors);
    remark(draft, Remark::Kind::note, "Reviewer: ", meta.reviewer);
    for (const Note& note : document.notes.items) remark(draft, Remark::Kind::note, "", note.message);
}

}  // namespace

Mapped map_document(const Document& document, const RuleBook& book, Diagnostics& diagnostics) {
    Mapped mapped;
    map_meta(document, mapped.draft);
    DraftIds boundary_ids, element_ids, flow_ids;
    for (std::size_t i = 0; i < document.diagrams.items.size(); ++i) {
        mapped.draft.diagrams.push_back({document.diagrams.items[i].header.value, "STRIDE"});
        DiagramMapper(document, i, book, mapped, diagnostics, boundary_ids, element_ids, flow_ids).map();
    }
    return mapped;
}

}  // namespace bartizan::tmt
