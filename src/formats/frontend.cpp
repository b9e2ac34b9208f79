#include "formats/frontend.h"

#include <boost/unordered/unordered_flat_set.hpp>

namespace bartizan {

void add_implied_decisions(FrontendResult& result) {
    std::vector<DraftDecision>& decisions = result.draft.decisions;
    boost::unordered_flat_set<std::string> decided;
    for (const DraftDecision& decision : decisions) decided.insert(decision.threat);
    for (const ToolThreat& threat : result.findings.threats) {
        if (threat.status == ThreatStatus::open) continue;
        std::string name = plain_rule_name(result.findings.rules[threat.rule].name) + "@" + threat.place;
        if (!decided.insert(name).second) continue;
        DraftDecision& decision = decisions.emplace_back();
        decision.threat = std::move(name);
        decision.status = threat.status;
        decision.because = threat.because;
        decision.where = threat.where;
    }
}

}  // namespace bartizan
