// What would close a threat: which controls, where they could be placed so that they cover it, and how many
// edits of the model that takes.
#pragma once

#include <vector>

#include "model/threat.h"
#include "rules/facts.h"
#include "rules/rule.h"

namespace bartizan {

/// A place where one control would cover the threat.
struct PlacementOption {
    Place place;
    Coverage::How how = Coverage::How::at_place;
};

/// One control that is missing for a group to close the threat, with the places where it would do.
struct MissingControl {
    ControlId control;
    std::vector<PlacementOption> options;  // empty: it can't be placed so that it helps
};

/// One way to close a threat: all missing controls of a group. One edit of the model per control.
struct Mitigation {
    std::vector<MissingControl> missing;
    std::vector<Coverage> present;
    Level effort = Level::low;  // of the costliest missing control
};

/// All ways, cheapest first: fewest missing controls, then least effort.
std::vector<Mitigation> mitigations(const Knowledge& knowledge, const Facts& facts, const Rule& rule,
                                    Place place);

}  // namespace bartizan
