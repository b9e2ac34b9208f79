// What people decided of the threats.
#pragma once

#include "model/model.h"
#include "model/threat.h"
#include "rules/rule.h"
#include "text/diagnostic.h"

namespace bartizan {

/// Sets status and decision of the threats that decisions name. A decision for one threat wins over one with
/// `*`; a decision whose day has passed leaves the threat open. Reports expired decisions and those that name
/// no threat.
void apply_decisions(const Knowledge& knowledge, const Model& model, Date today, Findings& findings,
                     Diagnostics& diagnostics);

}  // namespace bartizan
