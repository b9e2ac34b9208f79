#include "analysis/controls.h"

#include <algorithm>

#include "rules/program.h"

namespace bartizan {

namespace {

Assurance assurance_given_by(EvidenceKind kind) {
    switch (kind) {
        case EvidenceKind::document:
            return Assurance::claimed;
        case EvidenceKind::configuration:
            return Assurance::configured;
        case EvidenceKind::check:
            return Assurance::verified;
    }
    return Assurance::claimed;
}

bool is_fresh(const Evidence& evidence, const Policy& policy, Date today) {
    if (policy.fresh_for_days == 0 || !evidence.date) return true;
    return today - *evidence.date <= std::chrono::days(policy.fresh_for_days);
}

Assurance assurance_of(const Model& model, const ControlPlacement& placement, Date today,
                       Diagnostics& diagnostics) {
    Assurance best = Assurance::claimed;
    for (std::uint32_t i = 0; i < placement.evidence.count; ++i) {
        const Evidence& evidence = model.evidence[placement.evidence.first + i];
        const Assurance given = assurance_given_by(evidence.kind);
        if (given == Assurance::claimed) continue;
        if (is_fresh(evidence, model.policy, today)) {
            best = std::max(best, given);
        } else {
            diagnostics.add(DiagnosticKind::stale_evidence, evidence.where,
                            "evidence of " + to_string(*evidence.date) +
                                " is older than the policy allows (" +
                                duration_text(model.policy.fresh_for_days * 86'400) + ")",
                            "look again and write the new date; until then the control counts as claimed");
        }
    }
    return best;
}

/// Where the attribute is stated that makes the condition true: the last one stated at the place.
Location recognised_at(const Model& model, Place place) {
    const Described& thing = *model.described(place);
    return thing.attributes.count > 0 ? model.stated[thing.attributes.first].where : thing.where;
}

void recognise(const Knowledge& knowledge, const Model& model, const Facts& facts, Subject subject,
               const std::vector<std::optional<Expression>>& conditions, Findings& findings) {
    std::vector<const Expression*> programmed;
    std::vector<ControlId> controls;
    for (std::uint32_t i = 0; i < conditions.size(); ++i)
        if (conditions[i]) {
            programmed.push_back(&*conditions[i]);
            controls.emplace_back(i);
        }
    const auto holds =
        Program::compile(programmed, subject, knowledge.schema).run(knowledge.schema, model, facts);
    for (std::size_t c = 0; c < controls.size(); ++c)
        for (std::uint32_t index : holds[c]) {
            ControlPlacement placement;
            placement.control = controls[c];
            placement.place = subject == Subject::element ? Place(ElementId(index)) : Place(FlowId(index));
            placement.where = recognised_at(model, placement.place);
            placement.recognised = true;
            findings.placements.push_back(placement);
        }
}

}  // namespace

void collect_controls(const Knowledge& knowledge, const Model& model, const Facts& facts, Date today,
                      Findings& findings, Diagnostics& diagnostics) {
    findings.placements = model.placements;
    recognise(knowledge, model, facts, Subject::element, knowledge.recognised_on_element, findings);
    recognise(knowledge, model, facts, Subject::flow, knowledge.recognised_on_flow, findings);
    findings.assurance.reserve(findings.placements.size());
    for (const ControlPlacement& placement : findings.placements)
        findings.assurance.push_back(assurance_of(model, placement, today, diagnostics));
}

}  // namespace bartizan
