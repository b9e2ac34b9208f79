// Threats that were known before, so that only what is new fails a build.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <string>

#include "model/model.h"
#include "model/threat.h"
#include "rules/rule.h"

namespace bartizan {

/// Ids of the known threats. Empty and not `given`: every threat counts as new.
struct Baseline {
    bool given = false;
    boost::unordered_flat_set<std::string> ids;
};

/// `rule@place`.
std::string threat_id(const Knowledge& knowledge, const Model& model, const Threat& threat);

void mark_known(Findings& findings, const Knowledge& knowledge, const Model& model, const Baseline& baseline);

}  // namespace bartizan
