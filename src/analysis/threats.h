// What can go wrong: the places where the condition of a rule holds.
#pragma once

#include "model/model.h"
#include "model/threat.h"
#include "rules/facts.h"
#include "rules/rule.h"
#include "rules/rule_programs.h"
#include "text/diagnostic.h"

namespace bartizan {

/// Runs all rules that the model does not switch off and rates what they find. Generic questions are left out
/// where a specific rule has answered for that element or flow and category (method `combined`);
/// `per-element` asks only the generic ones, `per-interaction` only the specific ones. The rules of optional
/// packs are asked in any case, and answer nothing. Reports unknown rules that the model switches off.
/// Leaves the threats in the order of the rules.
void find_threats(const Knowledge& knowledge, const RulePrograms& programs, const Model& model,
                  const Facts& facts, Findings& findings, Diagnostics& diagnostics);

/// Worst first, then in the order of the model, then by rule.
void sort_threats(Findings& findings);

/// Whose STRIDE question a rule at this place answers: for flow rules the end that `about` names, else the
/// place.
Place asked_place(const Rule& rule, const Model& model, Place place);

}  // namespace bartizan
