#include "rules/facts.h"

#include <algorithm>

namespace bartizan {

namespace {

/// Values that the types give, before what single elements state.
ByteColumn defaults_by_type(const Schema& schema, const Model& model, AttributeId attribute) {
    std::vector<std::uint8_t> of_type(schema.types.size(),
                                      static_cast<std::uint8_t>(schema[attribute].default_value));
    for (std::size_t i = 0; i < schema.types.size(); ++i)
        for (const TypeDefault& inherited : schema.types[i].defaults)
            if (inherited.attribute == attribute) of_type[i] = static_cast<std::uint8_t>(inherited.value);
    ByteColumn column(model.elements.size());
    for (std::size_t i = 0; i < column.size(); ++i) column[i] = of_type[model.elements[i].type.index];
    return column;
}

template <typename Table>
ByteColumn stated_over(ByteColumn column, const Model& model, const Table& table, AttributeId attribute) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        const Range range = table[i].attributes;
        for (std::uint32_t s = range.first; s < range.first + range.count; ++s)
            if (model.stated[s].attribute == attribute)
                column[i] = static_cast<std::uint8_t>(model.stated[s].value);
    }
    return column;
}

ByteColumn attribute_column(const Schema& schema, const Model& model, AttributeId attribute) {
    const auto over_default = [&](const auto& table) {
        const ByteColumn filled(table.size(), static_cast<std::uint8_t>(schema[attribute].default_value));
        return stated_over(filled, model, table, attribute);
    };
    switch (schema[attribute].subject) {
        case Subject::element:
            return stated_over(defaults_by_type(schema, model, attribute), model, model.elements, attribute);
        case Subject::flow:
            return over_default(model.flows);
        case Subject::boundary:
            return over_default(model.boundaries);
        case Subject::data:
            return over_default(model.data);
        case Subject::model:
            break;
    }
    return {};
}

std::vector<ElementId> elements_of_type(const Schema& schema, const Model& model, TypeId type) {
    std::vector<ElementId> found;
    for (std::uint32_t i = 0; i < model.elements.size(); ++i)
        if (schema.is(model.elements[i].type, type)) found.emplace_back(i);
    return found;
}

/// Ends of the flows that leave (enter, backward) anything that was reached: what a path of one flow or more
/// leads to.
ByteColumn beyond(const Model& model, const Reach& reach, Direction direction) {
    ByteColumn column(model.elements.size());
    for (const Flow& flow : model.flows) {
        const auto [from, to] = direction == Direction::forward ? std::pair(flow.source, flow.target)
                                                                : std::pair(flow.target, flow.source);
        if (reach.reached[from.index]) column[to.index] = 1;
    }
    return column;
}

template <typename Key, typename Value, typename Compute>
const Value& kept(std::map<Key, Value>& known, const Key& key, Compute compute) {
    const auto found = known.find(key);
    return found != known.end() ? found->second : known.emplace(key, compute()).first->second;
}

void set_if_none(std::vector<std::uint32_t>& by, std::uint32_t index, std::uint32_t placement) {
    if (by[index] == no_placement) by[index] = placement;
}

ByteColumn where_set(const std::vector<std::uint32_t>& by) {
    ByteColumn column(by.size());
    for (std::size_t i = 0; i < by.size(); ++i) column[i] = by[i] != no_placement;
    return column;
}

}  // namespace

Facts::Facts(const Schema& schema, const Model& model)
    : schema_(schema),
      model_(model),
      graph_(build_graph(model)),
      placements_of_(schema.controls.size()),
      covers_(schema.controls.size() * assurance_names.size()) {
    for (std::uint32_t i = 0; i < model.elements.size(); ++i) {
        type_order_.push_back(schema[model.elements[i].type].first);
        trust_.push_back(model.trust(ElementId(i)));
    }
    trust_levels_ = trust_;
    std::sort(trust_levels_.begin(), trust_levels_.end());
    trust_levels_.erase(std::unique(trust_levels_.begin(), trust_levels_.end()), trust_levels_.end());
}

void Facts::set_placements(std::span<const ControlPlacement> placements,
                           std::span<const Assurance> assurance) {
    placements_ = placements;
    assurance_ = assurance;
    for (auto& of_control : placements_of_) of_control.clear();
    for (std::uint32_t i = 0; i < placements.size(); ++i)
        placements_of_[placements[i].control.index].push_back(i);
    for (auto& cover : covers_) cover.reset();
    reaches_around_.clear();
}

const ByteColumn& Facts::attribute(AttributeId attribute) const {
    return kept(attributes_, attribute, [&] { return attribute_column(schema_, model_, attribute); });
}

const ByteColumn& Facts::exposed() const {
    if (exposed_) return *exposed_;
    exposed_.emplace(model_.elements.size());
    for (const Flow& flow : model_.flows) {
        const bool external = schema_[model_[flow.source].type].kind == ElementKind::external_entity;
        if (external || trust_[flow.source.index] < trust_[flow.target.index])
            (*exposed_)[flow.target.index] = 1;
    }
    return *exposed_;
}

const ByteColumn& Facts::reachable_from(TypeId type) const {
    return kept(reachable_from_, type, [&] {
        const auto starts = elements_of_type(schema_, model_, type);
        return beyond(model_, walk(model_, graph_, starts), Direction::forward);
    });
}

const ByteColumn& Facts::reaches(TypeId type) const {
    return kept(reaches_, type, [&] {
        const auto starts = elements_of_type(schema_, model_, type);
        return beyond(model_, walk(model_, graph_, starts, {}, Direction::backward), Direction::backward);
    });
}

const ByteColumn& Facts::crosses() const {
    if (crosses_) return *crosses_;
    crosses_.emplace(model_.flows.size());
    for (std::uint32_t i = 0; i < model_.flows.size(); ++i) (*crosses_)[i] = model_.crosses_any(FlowId(i));
    return *crosses_;
}

const ByteColumn& Facts::crosses(BoundaryId boundary) const {
    return kept(crosses_boundary_, boundary, [&] {
        const ByteColumn& within = inside(boundary);
        ByteColumn column(model_.flows.size());
        for (std::size_t i = 0; i < column.size(); ++i)
            column[i] = within[model_.flows[i].source.index] != within[model_.flows[i].target.index];
        return column;
    });
}

const ByteColumn& Facts::inside(BoundaryId boundary) const {
    return kept(inside_, boundary, [&] {
        ByteColumn column(model_.elements.size());
        for (std::uint32_t i = 0; i < column.size(); ++i)
            column[i] = model_.is_inside(ElementId(i), boundary);
        return column;
    });
}

const ControlCover& Facts::cover(ControlId control, Assurance at_least) const {
    auto& cover = covers_[control.index * assurance_names.size() + static_cast<std::size_t>(at_least)];
    if (!cover) cover = std::make_unique<ControlCover>(compute_cover({control, at_least}));
    return *cover;
}

std::vector<FlowId> Facts::path_around(ControlId control, Place place) const {
    const CoverKey key(control, Assurance::claimed);
    const ControlCover& covers = cover(control);
    if (place.subject == Subject::element) {
        const ElementId target(place.index);
        return attack_reach(trust_[target.index], key, covers).path_to(model_, target);
    }
    if (place.subject != Subject::flow) return {};
    const FlowId flow(place.index);
    const Reach& reach = attack_reach(trust_[model_[flow].target.index], key, covers);
    if (!reach.reached[model_[flow].source.index] || covers.flow_covered[flow.index]) return {};
    std::vector<FlowId> path = reach.path_to(model_, model_[flow].source);
    path.push_back(flow);
    return path;
}

std::vector<ElementId> Facts::attacker_starts(std::int32_t trust_of_target) const {
    std::vector<ElementId> starts;
    for (std::uint32_t i = 0; i < model_.elements.size(); ++i)
        if (trust_[i] < trust_of_target ||
            schema_[model_.elements[i].type].kind == ElementKind::external_entity)
            starts.emplace_back(i);
    return starts;
}

const Reach& Facts::attack_reach(std::int32_t trust_of_target) const {
    return kept(reaches_of_attackers_, trust_of_target,
                [&] { return walk(model_, graph_, attacker_starts(trust_of_target)); });
}

const Reach& Facts::attack_reach(std::int32_t trust_of_target, CoverKey control,
                                 const ControlCover& cover) const {
    return kept(reaches_around_, std::pair(control, trust_of_target),
                [&] { return walk(model_, graph_, attacker_starts(trust_of_target), cover.placed); });
}

ControlCover Facts::compute_cover(CoverKey key) const {
    ControlCover cover;
    cover.control = key.first;
    cover.placed.elements.resize(model_.elements.size());
    cover.placed.flows.resize(model_.flows.size());
    cover.element_placement.assign(model_.elements.size(), no_placement);
    cover.flow_placement.assign(model_.flows.size(), no_placement);
    cover.upstream_placement.assign(model_.elements.size(), no_placement);
    for (std::uint32_t placement : placements_of_[key.first.index])
        if (assurance_[placement] >= key.second) place(cover, placement);
    cover.element_covered = where_set(cover.element_placement);
    cover.flow_covered = where_set(cover.flow_placement);
    cover.element_shielded = cover.element_covered;
    cover.flow_shielded = cover.flow_covered;
    if (cover.placed_anywhere && schema_[key.first].protects.downstream) {
        find_upstream(cover);
        shield(cover, key);
    }
    return cover;
}

void Facts::place(ControlCover& cover, std::uint32_t placement) const {
    const ControlPlacement& placed = placements_[placement];
    const Protects protects = schema_[placed.control].protects;
    cover.placed_anywhere = true;
    if (placed.place.subject == Subject::element) {
        const ElementId element(placed.place.index);
        cover.placed.elements[element.index] = 1;
        set_if_none(cover.element_placement, element.index, placement);
        if (protects.incoming)
            for (FlowId flow : graph_.incoming(element))
                set_if_none(cover.flow_placement, flow.index, placement);
        if (protects.outgoing)
            for (FlowId flow : graph_.outgoing(element))
                set_if_none(cover.flow_placement, flow.index, placement);
    } else if (placed.place.subject == Subject::flow) {
        cover.placed.flows[placed.place.index] = 1;
        set_if_none(cover.flow_placement, placed.place.index, placement);
    } else if (placed.place.subject == Subject::boundary) {
        place_on_boundary(cover, placement);
    }
}

void Facts::place_on_boundary(ControlCover& cover, std::uint32_t placement) const {
    const ByteColumn& within = inside(BoundaryId(placements_[placement].place.index));
    const bool at_the_edge = schema_[placements_[placement].control].protects.downstream;
    if (!at_the_edge)
        for (std::uint32_t i = 0; i < within.size(); ++i)
            if (within[i]) set_if_none(cover.element_placement, i, placement);
    for (std::uint32_t i = 0; i < model_.flows.size(); ++i) {
        const bool from_inside = within[model_.flows[i].source.index],
                   to_inside = within[model_.flows[i].target.index];
        if (to_inside && from_inside != at_the_edge) {
            set_if_none(cover.flow_placement, i, placement);
            if (at_the_edge) cover.placed.flows[i] = 1;
        }
    }
}

void Facts::find_upstream(ControlCover& cover) const {
    std::vector<ElementId> starts;
    std::vector<std::uint32_t> placement_of_start;
    const auto add = [&](ElementId start, std::uint32_t placement) {
        starts.push_back(start);
        placement_of_start.push_back(placement);
    };
    for (std::uint32_t i = 0; i < model_.elements.size(); ++i)
        if (cover.placed.elements[i]) add(ElementId(i), cover.element_placement[i]);
    for (std::uint32_t i = 0; i < model_.flows.size(); ++i)
        if (cover.placed.flows[i]) add(model_.flows[i].target, cover.flow_placement[i]);
    const Reach reach = walk(model_, graph_, starts);
    for (std::uint32_t i = 0; i < model_.elements.size(); ++i)
        if (reach.reached[i]) cover.upstream_placement[i] = placement_of_start[reach.start[i]];
}

void Facts::shield(ControlCover& cover, CoverKey key) const {
    for (std::int32_t trust : trust_levels_) {
        const Reach& anyhow = attack_reach(trust);
        const Reach& around = attack_reach(trust, key, cover);
        const auto cut_off = [&](ElementId id) {
            return anyhow.reached[id.index] && !around.reached[id.index];
        };
        for (std::uint32_t i = 0; i < model_.elements.size(); ++i)
            if (trust_[i] == trust && cut_off(ElementId(i))) cover.element_shielded[i] = 1;
        for (std::uint32_t i = 0; i < model_.flows.size(); ++i)
            if (trust_[model_.flows[i].target.index] == trust && cut_off(model_.flows[i].source))
                cover.flow_shielded[i] = 1;
    }
}

}  // namespace bartizan
