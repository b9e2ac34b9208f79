#include "analysis/baseline.h"

namespace bartizan {

std::string threat_id(const Knowledge& knowledge, const Model& model, const Threat& threat) {
    return knowledge[threat.rule].name + "@" + model.place_id(threat.place);
}

void mark_known(Findings& findings, const Knowledge& knowledge, const Model& model,
                const Baseline& baseline) {
    if (!baseline.given) return;
    for (Threat& threat : findings.threats)
        threat.in_baseline = baseline.ids.contains(threat_id(knowledge, model, threat));
}

}  // namespace bartizan
