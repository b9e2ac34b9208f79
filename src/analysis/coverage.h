// What are we doing about it: which threats the controls in place close, how surely, and where one can get
// around them.
#pragma once

#include <optional>
#include <vector>

#include "model/model.h"
#include "model/threat.h"
#include "rules/facts.h"
#include "rules/rule.h"

namespace bartizan {

/// Sets status, assurance, coverage and bypasses of every threat. The facts must know the placements of
/// `findings`.
void apply_controls(const Knowledge& knowledge, const Model& model, const Facts& facts, Findings& findings);

/// How a control covers the place of a rule, by placements that are at least that sure; nothing if it does
/// not.
std::optional<Coverage> covering(const Rule& rule, Place place, const Facts& facts, ControlId control,
                                 Assurance at_least);

/// Whether a control on the end of a flow that a rule is about closes it: not if it protects flows in the
/// other direction only.
bool counts_at_end(Protects protects, About about);

/// What closes a rule's threats: its own groups of controls, or, for a rule that names none, each control
/// that the catalogue says mitigates its STRIDE category. Questions of optional packs are not those of
/// STRIDE: where they name none, only a decision closes them.
std::vector<ControlGroup> mitigating_groups(const Knowledge& knowledge, const Rule& rule);

}  // namespace bartizan
