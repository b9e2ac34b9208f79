#include "analysis/coverage.h"

#include <algorithm>
#include <iterator>

#include "analysis/threats.h"

namespace bartizan {

namespace {

using How = Coverage::How;

bool stands_on_boundary(const Facts& facts, std::uint32_t placement) {
    return facts.placements()[placement].place.subject == Subject::boundary;
}

Coverage direct(const Facts& facts, std::uint32_t placement, How how) {
    return {stands_on_boundary(facts, placement) ? How::in_boundary : how, placement};
}

std::optional<Coverage> upstream(std::uint32_t placement) {
    if (placement == no_placement) return std::nullopt;
    return Coverage{How::upstream, placement};
}

std::optional<Coverage> element_covering(const Facts& facts, const ControlCover& cover, ElementId element) {
    if (cover.element_covered[element.index])
        return direct(facts, cover.element_placement[element.index], How::at_place);
    if (cover.element_shielded[element.index]) return upstream(cover.upstream_placement[element.index]);
    return std::nullopt;
}

std::optional<Coverage> flow_covering(const Facts& facts, const ControlCover& cover, About about, FlowId id) {
    const Flow& flow = facts.model()[id];
    if (cover.flow_covered[id.index]) {
        const std::uint32_t placement = cover.flow_placement[id.index];
        const bool at_end = facts.placements()[placement].place.subject == Subject::element;
        return direct(facts, placement, at_end ? How::at_end : How::at_place);
    }
    const ElementId end = about == About::source ? flow.source : flow.target;
    if (counts_at_end(facts.schema()[cover.control].protects, about) && cover.element_covered[end.index])
        return direct(facts, cover.element_placement[end.index], How::at_end);
    if (cover.flow_shielded[id.index]) return upstream(cover.upstream_placement[flow.source.index]);
    return std::nullopt;
}

/// A threat to data is covered where all elements that store it are, or, if nothing does, all that process
/// it.
std::optional<Coverage> data_covering(const Facts& facts, const ControlCover& cover, DataId data) {
    const Model& model = facts.model();
    for (const auto uses : {&Element::stores, &Element::processes}) {
        std::optional<Coverage> last;
        for (std::uint32_t i = 0; i < model.elements.size(); ++i) {
            const Range range = model.elements[i].*uses;
            const auto first = model.data_uses.begin() + range.first;
            const bool holds =
                std::any_of(first, first + range.count, [&](DataUse use) { return use.data == data; });
            if (!holds) continue;
            last = element_covering(facts, cover, ElementId(i));
            if (!last) return std::nullopt;
        }
        if (last) return last;
    }
    return std::nullopt;
}

/// The first sure enough placement of the control that `wanted` accepts.
template <typename Wanted>
std::optional<Coverage> placed_where(const Facts& facts, ControlId control, Assurance at_least, How how,
                                     Wanted wanted) {
    for (std::uint32_t placement : facts.placements_of(control))
        if (facts.assurance()[placement] >= at_least && wanted(facts.placements()[placement].place))
            return Coverage{how, placement};
    return std::nullopt;
}

/// A way for a group to close a threat, with the weakest assurance of its controls.
struct Closing {
    Assurance assurance = Assurance::claimed;
    std::vector<Coverage> by;
};

/// The groups of one rule.
struct RuleControls {
    std::vector<ControlGroup> groups;
    /// Those whose controls are all in place somewhere: the only ones that can close anything.
    std::vector<ControlGroup> placed;
    /// The surest placement of any control of `placed`.
    Assurance surest = Assurance::claimed;
};

RuleControls controls_of(const Knowledge& knowledge, const Facts& facts, const Rule& rule) {
    RuleControls controls{mitigating_groups(knowledge, rule), {}};
    std::ranges::copy_if(
        controls.groups, std::back_inserter(controls.placed), [&](const ControlGroup& group) {
            return std::ranges::none_of(
                group, [&](ControlId control) { return facts.placements_of(control).empty(); });
        });
    for (const ControlGroup& group : controls.placed)
        for (ControlId control : group)
            for (std::uint32_t placement : facts.placements_of(control))
                controls.surest = std::max(controls.surest, facts.assurance()[placement]);
    return controls;
}

std::optional<Closing> closing(const Rule& rule, Place place, const Facts& facts, const ControlGroup& group,
                               Assurance surest) {
    for (int sure = static_cast<int>(surest); sure >= 0; --sure) {
        const Assurance wanted{static_cast<std::uint8_t>(sure)};
        Closing found{wanted, {}};
        for (ControlId control : group) {
            const auto coverage = covering(rule, place, facts, control, wanted);
            if (!coverage) break;
            found.by.push_back(*coverage);
        }
        if (found.by.size() == group.size()) return found;
    }
    return std::nullopt;
}

std::optional<Closing> surest_closing(const Rule& rule, Place place, const Facts& facts,
                                      const RuleControls& controls) {
    std::optional<Closing> best;
    for (const ControlGroup& group : controls.placed) {
        auto found = closing(rule, place, facts, group, controls.surest);
        if (found && (!best || found->assurance > best->assurance)) best = std::move(found);
    }
    return best;
}

bool stands_upstream(const Facts& facts, const ControlCover& cover, Place place) {
    const ElementId reached =
        place.subject == Subject::flow ? facts.model().flows[place.index].source : ElementId(place.index);
    return cover.upstream_placement[reached.index] != no_placement;
}

/// Controls that were put in front of the place but can be got around.
void find_bypasses(const Facts& facts, const std::vector<ControlGroup>& groups, Threat& threat,
                   Findings& findings) {
    threat.bypasses.first = static_cast<std::uint32_t>(findings.bypasses.size());
    if (threat.place.subject != Subject::element && threat.place.subject != Subject::flow) return;
    for (const ControlGroup& group : groups)
        for (ControlId control : group) {
            if (!facts.schema()[control].protects.downstream || facts.placements_of(control).empty())
                continue;
            if (!stands_upstream(facts, facts.cover(control), threat.place)) continue;
            const std::vector<FlowId> path = facts.path_around(control, threat.place);
            if (path.empty()) continue;
            const Range kept{static_cast<std::uint32_t>(findings.path_flows.size()),
                             static_cast<std::uint32_t>(path.size())};
            findings.path_flows.insert(findings.path_flows.end(), path.begin(), path.end());
            findings.bypasses.push_back({control, kept});
            ++threat.bypasses.count;
        }
}

void apply_to_threat(const Rule& rule, const Model& model, const Facts& facts, const RuleControls& controls,
                     Threat& threat, Findings& findings) {
    const auto found = surest_closing(rule, threat.place, facts, controls);
    if (!found) {
        find_bypasses(facts, controls.groups, threat, findings);
        return;
    }
    threat.assurance = found->assurance;
    threat.coverage = {static_cast<std::uint32_t>(findings.coverage.size()),
                       static_cast<std::uint32_t>(found->by.size())};
    findings.coverage.insert(findings.coverage.end(), found->by.begin(), found->by.end());
    const bool sure_enough =
        threat.assurance >= model.policy.closes[static_cast<std::size_t>(threat.severity)];
    threat.needs_evidence = !sure_enough;
    if (sure_enough) threat.status = ThreatStatus::mitigated;
}

}  // namespace

bool counts_at_end(Protects protects, About about) {
    if (about == About::flow) return false;
    return about == About::target ? protects.incoming || !protects.outgoing
                                  : protects.outgoing || !protects.incoming;
}

std::optional<Coverage> covering(const Rule& rule, Place place, const Facts& facts, ControlId control,
                                 Assurance at_least) {
    if (facts.placements_of(control).empty()) return std::nullopt;
    switch (place.subject) {
        case Subject::element:
            return element_covering(facts, facts.cover(control, at_least), ElementId(place.index));
        case Subject::flow:
            return flow_covering(facts, facts.cover(control, at_least), rule.about, FlowId(place.index));
        case Subject::data:
            return data_covering(facts, facts.cover(control, at_least), DataId(place.index));
        case Subject::boundary:
            return placed_where(facts, control, at_least, How::in_boundary, [&](Place stands) {
                return stands.subject == Subject::boundary &&
                       facts.model().is_inside(BoundaryId(place.index), BoundaryId(stands.index));
            });
        case Subject::model:
            return placed_where(facts, control, at_least, How::at_place, [](Place) { return true; });
    }
    return std::nullopt;
}

std::vector<ControlGroup> mitigating_groups(const Knowledge& knowledge, const Rule& rule) {
    if (!rule.mitigated_by.empty()) return rule.mitigated_by;
    if (knowledge.is_of_optional_pack(rule)) return {};
    std::vector<ControlGroup> groups;
    for (std::uint32_t i = 0; i < knowledge.schema.controls.size(); ++i)
        if (knowledge.schema.controls[i].mitigates & bit(rule.stride)) groups.push_back({ControlId(i)});
    return groups;
}

void apply_controls(const Knowledge& knowledge, const Model& model, const Facts& facts, Findings& findings) {
    std::vector<std::optional<RuleControls>> controls(knowledge.rules.size());
    for (Threat& threat : findings.threats) {
        // The other tool has the word on what it found: its rules name no controls of ours, and those that
        // answer a whole category of STRIDE would close threats that they have nothing to do with.
        if (threat.of_tool != Threat::not_of_a_tool) continue;
        auto& of_rule = controls[threat.rule.index];
        if (!of_rule) of_rule = controls_of(knowledge, facts, knowledge[threat.rule]);
        apply_to_threat(knowledge[threat.rule], model, facts, *of_rule, threat, findings);
    }
}

}  // namespace bartizan
