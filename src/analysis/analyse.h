// The analyses in order: evidence, controls recognised from attributes, threats, coverage by controls,
// decisions.
#pragma once

#include <memory>

#include "analysis/baseline.h"
#include "analysis/tool_findings.h"
#include "model/model.h"
#include "model/threat.h"
#include "rules/facts.h"
#include "rules/rule.h"
#include "rules/rule_programs.h"
#include "text/diagnostic.h"

namespace bartizan {

/// All that was found out about one model. Refers to the knowledge and the model; both must outlive it.
struct Analysis {
    /// Behind a pointer because conditions and coverage refer to it while the analysis is moved about.
    std::unique_ptr<Facts> facts;
    Findings findings;
};

/// What another tool found (its words are taken), with the id of the first of its rules.
struct AddedTool {
    ToolFindings* findings = nullptr;
    RuleId first_rule;
    /// Without our own rules: just what the tool finds.
    bool only = false;
};

/// Reports unknown rules that are switched off, expired and orphaned decisions, and stale evidence.
Analysis analyse(const Knowledge& knowledge, const RulePrograms& programs, const Model& model, Date today,
                 Diagnostics& diagnostics, const Baseline& baseline = {}, const AddedTool& tool = {});

/// With rules that are compiled for this one model.
Analysis analyse(const Knowledge& knowledge, const Model& model, Date today, Diagnostics& diagnostics,
                 const Baseline& baseline = {});

}  // namespace bartizan
