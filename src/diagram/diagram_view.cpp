#include "diagram/diagram_view.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <utility>

namespace bartizan {
namespace {

/// What is shown, one flag per place.
struct Selection {
    std::vector<std::uint8_t> elements;
    std::vector<std::uint8_t> flows;
    std::vector<std::uint8_t> boundaries;

    explicit Selection(const Model& model, bool all = false)
        : elements(model.elements.size(), all),
          flows(model.flows.size(), all),
          boundaries(model.boundaries.size(), all) {}
};

std::string numbered(char letter, std::uint32_t index) { return letter + std::to_string(index + 1); }

void select_around(const Model& model, BoundaryId boundary, std::vector<std::uint8_t>& boundaries) {
    for (; boundary.valid() && !boundaries[boundary.index]; boundary = model[boundary].parent)
        boundaries[boundary.index] = 1;
}

void select_with_ends(const Model& model, FlowId id, Selection& selection) {
    selection.flows[id.index] = 1;
    for (const ElementId end : {model[id].source, model[id].target}) selection.elements[end.index] = 1;
}

void select_boundaries_of_elements(const Model& model, Selection& selection) {
    for (std::uint32_t i = 0; i < model.elements.size(); ++i)
        if (selection.elements[i]) select_around(model, model.elements[i].boundary, selection.boundaries);
}

/// Boundaries that are drawn as lines hold nothing and are no boxes; the flows that they cut tell of them.
void leave_out_lines(const Model& model, Selection& selection) {
    std::vector<std::uint8_t> holding(model.boundaries.size(), 0);
    for (const Element& element : model.elements) select_around(model, element.boundary, holding);
    for (const Boundary& boundary : model.boundaries)
        if (boundary.parent.valid()) select_around(model, boundary.parent, holding);
    for (const DrawnCrossing& crossing : model.drawn_crossings)
        if (!holding[crossing.boundary.index]) selection.boundaries[crossing.boundary.index] = 0;
}

/// All boundaries, each before those that lie in it, in the order of the model.
std::vector<BoundaryId> in_preorder(const Model& model) {
    std::vector<std::vector<BoundaryId>> inner(model.boundaries.size());
    std::vector<BoundaryId> pending;
    for (auto i = static_cast<std::uint32_t>(model.boundaries.size()); i-- > 0;) {
        const BoundaryId parent = model.boundaries[i].parent;
        (parent.valid() ? inner[parent.index] : pending).push_back(BoundaryId(i));
    }
    std::vector<BoundaryId> order;
    while (!pending.empty()) {
        const BoundaryId next = pending.back();
        pending.pop_back();
        order.push_back(next);
        pending.insert(pending.end(), inner[next.index].begin(), inner[next.index].end());
    }
    return order;
}

/// The value that the model states for a flow, as it is written; empty if it states none.
std::string_view stated_text(const Schema& schema, const Model& model, FlowId flow, AttributeId id) {
    if (!id.valid()) return {};
    const EffectiveValue value = effective_value(schema, model, flow, id);
    if (!value.stated) return {};
    const Attribute& attribute = schema[id];
    if (attribute.type == ValueType::enumeration)
        return schema[attribute.enumeration].values[static_cast<std::size_t>(value.value)].name;
    if (attribute.type == ValueType::text)
        return model.text_of(Symbol(static_cast<std::uint32_t>(value.value)));
    return {};
}

DiagramNode node_of_element(const Schema& schema, const Model& model, ElementId id, std::uint32_t group) {
    DiagramShape shape = DiagramShape::process;
    const ElementKind kind = schema[model[id].type].kind;
    if (kind == ElementKind::external_entity) shape = DiagramShape::external_entity;
    if (kind == ElementKind::store) shape = DiagramShape::store;
    return {numbered('e', id.index), shape, diagram_label(model.title(id)), group};
}

/// Takes what is selected of a model into a view.
class ViewBuilder {
public:
    ViewBuilder(const Schema& schema, const Model& model, const Selection& selection)
        : schema_(schema),
          model_(model),
          selection_(selection),
          protocol_(schema.find_attribute(Subject::flow, "protocol")) {}

    DiagramView build() {
        view_.title = diagram_label(model_.text_of(model_.name));
        add_groups();
        add_nodes();
        for (std::uint32_t i = 0; i < model_.flows.size(); ++i)
            if (selection_.flows[i]) add_arrow(FlowId(i));
        return std::move(view_);
    }

private:
    void add_groups() {
        group_of_.assign(model_.boundaries.size(), no_group);
        for (const BoundaryId id : in_preorder(model_)) {
            if (!selection_.boundaries[id.index]) continue;
            group_of_[id.index] = static_cast<std::uint32_t>(view_.groups.size());
            view_.groups.push_back({numbered('b', id.index), diagram_label(model_.title(id)),
                                    model_.boundaries[id.index].depth - 1});
        }
    }

    void add_nodes() {
        std::vector<std::pair<std::uint32_t, ElementId>> order;
        for (std::uint32_t i = 0; i < model_.elements.size(); ++i) {
            if (!selection_.elements[i]) continue;
            const BoundaryId boundary = model_.elements[i].boundary;
            order.emplace_back(boundary.valid() ? group_of_[boundary.index] : no_group, ElementId(i));
        }
        // The group after `no_group` is 0: what lies outside comes first.
        std::ranges::sort(order, {},
                          [](const auto& entry) { return std::pair(entry.first + 1, entry.second); });
        node_of_.assign(model_.elements.size(), 0);
        for (const auto& [group, id] : order) {
            node_of_[id.index] = static_cast<std::uint32_t>(view_.nodes.size());
            view_.nodes.push_back(node_of_element(schema_, model_, id, group));
        }
    }

    void add_arrow(FlowId id) {
        const Flow& flow = model_[id];
        if (flow.reverse.valid() && flow.reverse < id) return;
        view_.arrows.push_back({node_of_[flow.source.index], node_of_[flow.target.index],
                                flow.reverse.valid(), arrow_label(id)});
    }

    std::string arrow_label(FlowId id) const {
        const Flow& flow = model_[id];
        std::string label;
        if (flow.title != flow.id) {
            add_line(label, model_.title(id));
        } else {
            add_line(label, stated_text(schema_, model_, id, protocol_));
            add_line(label, names(flow.data));
            if (const std::string returned = names(flow.returns); !returned.empty())
                add_line(label, "returns " + returned);
        }
        if (const std::string lines = crossed_lines(id); !lines.empty()) add_line(label, "crosses " + lines);
        return label;
    }

    static void add_line(std::string& label, std::string_view text) {
        if (text.empty()) return;
        if (!label.empty()) label += '\n';
        label += diagram_label(text);
    }

    static void add_name(std::string& list, std::string_view name) {
        if (!list.empty()) list += ", ";
        list += name;
    }

    std::string names(Range range) const {
        std::string list;
        // What is cut off anyway need not be listed.
        for (std::uint32_t i = 0; i < range.count && i < longest_label; ++i)
            add_name(list, model_.title(model_.data_uses[range.first + i].data));
        return list;
    }

    std::string crossed_lines(FlowId id) const {
        std::string list;
        const auto crossings = std::ranges::equal_range(model_.drawn_crossings, id, {}, &DrawnCrossing::flow);
        for (const DrawnCrossing& crossing : crossings)
            if (group_of_[crossing.boundary.index] == no_group)
                add_name(list, model_.title(crossing.boundary));
        return list;
    }

    const Schema& schema_;
    const Model& model_;
    const Selection& selection_;
    AttributeId protocol_;
    std::vector<std::uint32_t> group_of_, node_of_;
    DiagramView view_;
};

/// Turns elements into the outermost boundaries that they lie in.
class OverviewBuilder {
public:
    OverviewBuilder(const Schema& schema, const Model& model) : schema_(schema), model_(model) {}

    DiagramView build() {
        view_.title = diagram_label(model_.text_of(model_.name));
        add_boundaries();
        add_elements_outside();
        add_bundles();
        return std::move(view_);
    }

private:
    void add_boundaries() {
        Selection boxes(model_, true);
        leave_out_lines(model_, boxes);
        node_of_boundary_.assign(model_.boundaries.size(), 0);
        for (const BoundaryId id : in_preorder(model_)) {
            const BoundaryId parent = model_[id].parent;
            if (!parent.valid() && boxes.boundaries[id.index])
                add_node({numbered('b', id.index), DiagramShape::boundary, diagram_label(model_.title(id)),
                          no_group});
            node_of_boundary_[id.index] = parent.valid() ? node_of_boundary_[parent.index] : last_node();
        }
    }

    void add_elements_outside() {
        for (std::uint32_t i = 0; i < model_.elements.size(); ++i) {
            const BoundaryId boundary = model_.elements[i].boundary;
            if (!boundary.valid()) add_node(node_of_element(schema_, model_, ElementId(i), no_group));
            node_of_.push_back(boundary.valid() ? node_of_boundary_[boundary.index] : last_node());
        }
    }

    void add_bundles() {
        boost::unordered_flat_map<std::uint64_t, std::size_t> arrow_between;
        std::vector<std::size_t> counts;
        for (const Flow& flow : model_.flows) {
            const std::uint32_t source = node_of_[flow.source.index], target = node_of_[flow.target.index];
            // Within a boundary is what an overview leaves out.
            if (source == target) continue;
            const std::uint64_t ends = std::uint64_t{source} << 32 | target;
            const auto [found, is_new] = arrow_between.try_emplace(ends, view_.arrows.size());
            if (is_new) {
                view_.arrows.push_back({source, target, false, {}});
                counts.push_back(0);
            }
            ++counts[found->second];
        }
        for (std::size_t i = 0; i < counts.size(); ++i)
            view_.arrows[i].label = std::to_string(counts[i]) + (counts[i] == 1 ? " flow" : " flows");
    }

    void add_node(DiagramNode node) { view_.nodes.push_back(std::move(node)); }
    std::uint32_t last_node() const { return static_cast<std::uint32_t>(view_.nodes.size()) - 1; }

    const Schema& schema_;
    const Model& model_;
    std::vector<std::uint32_t> node_of_boundary_, node_of_;
    DiagramView view_;
};

}  // namespace

DiagramView view_of_model(const Schema& schema, const Model& model) {
    Selection all(model, true);
    leave_out_lines(model, all);
    return ViewBuilder(schema, model, all).build();
}

DiagramView view_of_boundary(const Schema& schema, const Model& model, BoundaryId boundary) {
    Selection selection(model);
    for (std::uint32_t i = 0; i < model.elements.size(); ++i)
        selection.elements[i] = model.is_inside(ElementId(i), boundary);
    const std::vector<std::uint8_t> inside = selection.elements;
    for (std::uint32_t i = 0; i < model.flows.size(); ++i)
        if (inside[model.flows[i].source.index] || inside[model.flows[i].target.index])
            select_with_ends(model, FlowId(i), selection);
    for (std::uint32_t i = 0; i < model.boundaries.size(); ++i)
        if (model.is_inside(BoundaryId(i), boundary))
            select_around(model, BoundaryId(i), selection.boundaries);
    select_boundaries_of_elements(model, selection);
    return ViewBuilder(schema, model, selection).build();
}

DiagramView view_around(const Schema& schema, const Model& model, ElementId element) {
    Selection selection(model);
    selection.elements[element.index] = 1;
    for (std::uint32_t i = 0; i < model.flows.size(); ++i)
        if (model.flows[i].source == element || model.flows[i].target == element)
            select_with_ends(model, FlowId(i), selection);
    select_boundaries_of_elements(model, selection);
    return ViewBuilder(schema, model, selection).build();
}

DiagramView overview(const Schema& schema, const Model& model) {
    return OverviewBuilder(schema, model).build();
}

}  // namespace bartizan
