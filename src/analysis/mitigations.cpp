#include "analysis/mitigations.h"

#include <algorithm>

#include "analysis/coverage.h"

namespace bartizan {

namespace {

using How = Coverage::How;

/// The trust that decides where an attacker of this place can start.
std::int32_t trust_of(const Model& model, Place place) {
    return model.trust(place.subject == Subject::flow ? model.flows[place.index].target
                                                      : ElementId(place.index));
}

BoundaryId boundary_around(const Model& model, Place place) {
    if (place.subject == Subject::element) return model.elements[place.index].boundary;
    if (place.subject == Subject::boundary) return BoundaryId(place.index);
    if (place.subject != Subject::flow) return {};
    const Flow& flow = model.flows[place.index];
    BoundaryId boundary = model[flow.source].boundary;
    while (boundary.valid() && !model.is_inside(flow.target, boundary)) boundary = model[boundary].parent;
    return boundary;
}

/// Whether the place can still be attacked when `guard` lets nothing through any more.
bool is_cut_off_by(const Facts& facts, ControlId control, ElementId guard, Place place) {
    Blocked blocked = facts.cover(control).placed;
    blocked.elements[guard.index] = 1;
    const Model& model = facts.model();
    const Reach reach = walk(model, facts.graph(), facts.attacker_starts(trust_of(model, place)), blocked);
    const ElementId reached =
        place.subject == Subject::flow ? model.flows[place.index].source : ElementId(place.index);
    return !reach.reached[reached.index];
}

/// An element that stands on every path stands on a shortest one, so only its elements need to be tried.
void add_upstream_options(const Facts& facts, ControlId control, Place place,
                          std::vector<PlacementOption>& options) {
    const Model& model = facts.model();
    for (FlowId flow : facts.path_around(control, place)) {
        const ElementId guard = model[flow].source;
        if (place == Place(guard) || !facts.schema().may_place(control, model[guard].type)) continue;
        if (is_cut_off_by(facts, control, guard, place)) options.push_back({guard, How::upstream});
    }
}

void add_end_options(const Facts& facts, ControlId control, About about, FlowId id,
                     std::vector<PlacementOption>& options) {
    const Flow& flow = facts.model()[id];
    const Protects protects = facts.schema()[control].protects;
    const auto add = [&](ElementId end, bool protects_flow, About end_name) {
        const bool helps = protects_flow || (about == end_name && counts_at_end(protects, about));
        if (helps && facts.schema().may_place(control, facts.model()[end].type))
            options.push_back({end, How::at_end});
    };
    add(flow.target, protects.incoming, About::target);
    add(flow.source, protects.outgoing, About::source);
}

std::vector<PlacementOption> placement_options(const Facts& facts, const Rule& rule, Place place,
                                               ControlId id) {
    std::vector<PlacementOption> options;
    const Control& control = facts.schema()[id];
    const Model& model = facts.model();
    if (place.subject == Subject::element && facts.schema().may_place(id, model.elements[place.index].type))
        options.push_back({place, How::at_place});
    if (place.subject == Subject::flow) {
        if (control.placed_on_flow) options.push_back({place, How::at_place});
        add_end_options(facts, id, rule.about, FlowId(place.index), options);
    }
    if (control.protects.downstream && (place.subject == Subject::element || place.subject == Subject::flow))
        add_upstream_options(facts, id, place, options);
    const BoundaryId around = boundary_around(model, place);
    if (around.valid() && control.placed_on_boundary && !control.protects.downstream)
        options.push_back({around, How::in_boundary});
    return options;
}

Mitigation mitigation(const Facts& facts, const Rule& rule, Place place, const ControlGroup& group) {
    Mitigation found;
    for (ControlId control : group) {
        if (const auto present = covering(rule, place, facts, control, Assurance::claimed)) {
            found.present.push_back(*present);
            continue;
        }
        found.missing.push_back({control, placement_options(facts, rule, place, control)});
        found.effort = std::max(found.effort, facts.schema()[control].effort);
    }
    return found;
}

}  // namespace

std::vector<Mitigation> mitigations(const Knowledge& knowledge, const Facts& facts, const Rule& rule,
                                    Place place) {
    std::vector<Mitigation> found;
    for (const ControlGroup& group : mitigating_groups(knowledge, rule))
        found.push_back(mitigation(facts, rule, place, group));
    std::stable_sort(found.begin(), found.end(), [](const Mitigation& a, const Mitigation& b) {
        return std::pair(a.missing.size(), a.effort) < std::pair(b.missing.size(), b.effort);
    });
    return found;
}

}  // namespace bartizan
