// `bartizan rules test`: every rule must be found in the models that its author gave as examples of the
// threat, and must not be found in those given as examples of its absence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cli/session.h"
#include "rules/evaluate.h"
#include "rules/rule.h"
#include "text/diagnostic.h"

namespace bartizan {

struct RulesTestOptions {
    std::vector<std::string> rules;  // names; empty for all
    std::vector<std::string> packs;  // besides the built-in ones
};

/// What the condition said at one place of an example.
struct ExampleTrace {
    std::string place;
    Trace trace;
};

struct ExampleFailure {
    enum class Kind : std::uint8_t { unreadable, silent, fires } kind = Kind::silent;
    RuleId rule;
    Location where;
    /// For unreadable examples; located in the pack.
    Diagnostics diagnostics;
    /// Where it was asked in vain, or where it fires and should not.
    std::vector<ExampleTrace> traces;
};

struct RulesTestResult {
    std::size_t rules = 0;
    std::size_t examples = 0;
    std::vector<ExampleFailure> failures;
};

/// Runs the examples of these rules; the knowledge must have been loaded with examples.
RulesTestResult run_rules_test(const Knowledge& knowledge, std::span<const RuleId> rules);

/// The failures, and a last line with the counts.
std::string rules_test_text(const Knowledge& knowledge, const Sources& sources, const RulesTestResult& result,
                            bool colour);

/// Loads the packs, runs the examples and prints the result. `findings` if an example failed.
ExitCode rules_test(const RulesTestOptions& options);

}  // namespace bartizan
