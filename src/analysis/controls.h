// Which controls are in place, and how sure that is.
#pragma once

#include "model/model.h"
#include "model/threat.h"
#include "rules/facts.h"
#include "rules/rule.h"
#include "text/diagnostic.h"

namespace bartizan {

/// The model's placements and those that its attributes state (see `recognised-by` in docs/packs.md), each
/// with the assurance that its evidence gives on that day. Reports stale evidence.
void collect_controls(const Knowledge& knowledge, const Model& model, const Facts& facts, Date today,
                      Findings& findings, Diagnostics& diagnostics);

}  // namespace bartizan
