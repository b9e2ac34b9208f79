#include "analysis/analyse.h"

#include "analysis/controls.h"
#include "analysis/coverage.h"
#include "analysis/decisions.h"
#include "analysis/threats.h"

namespace bartizan {

Analysis analyse(const Knowledge& knowledge, const RulePrograms& programs, const Model& model, Date today,
                 Diagnostics& diagnostics, const Baseline& baseline, const AddedTool& tool) {
    Analysis analysis;
    analysis.facts = std::make_unique<Facts>(knowledge.schema, model);
    Facts& facts = *analysis.facts;
    Findings& findings = analysis.findings;
    collect_controls(knowledge, model, facts, today, findings, diagnostics);
    facts.set_placements(findings.placements, findings.assurance);
    if (!tool.only) find_threats(knowledge, programs, model, facts, findings, diagnostics);
    if (tool.findings) add_tool_threats(*tool.findings, tool.first_rule, model, findings);
    sort_threats(findings);
    apply_controls(knowledge, model, facts, findings);
    apply_decisions(knowledge, model, today, findings, diagnostics);
    mark_known(findings, knowledge, model, baseline);
    return analysis;
}

Analysis analyse(const Knowledge& knowledge, const Model& model, Date today, Diagnostics& diagnostics,
                 const Baseline& baseline) {
    return analyse(knowledge, compile_rules(knowledge), model, today, diagnostics, baseline);
}

}  // namespace bartizan
