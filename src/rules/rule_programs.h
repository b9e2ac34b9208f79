// The conditions of all rules, compiled once for any number of models.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "model/vocabulary.h"
#include "rules/program.h"
#include "rules/rule.h"

namespace bartizan {

/// Rules of one scope. The conditions of the program are first `when` of each rule, then all adjustments.
struct RuleProgram {
    std::vector<RuleId> rules;
    std::vector<std::size_t> first_adjustment;  // by position in `rules`: a condition of the program
    Program program;
};

/// By scope. Generic rules stand apart, as they are asked when the others have answered, and so do those of
/// optional packs, which have no part in that.
struct RulePrograms {
    std::vector<RuleProgram> specific;
    std::vector<RuleProgram> generic;
    std::vector<RuleProgram> of_optional_packs;  // empty if no such pack is on
};

/// The rules must outlive the programs at the address where they are; the knowledge itself may be moved.
RulePrograms compile_rules(const Knowledge& knowledge);

}  // namespace bartizan
