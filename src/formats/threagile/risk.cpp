#include "formats/threagile/risk.h"

#include <algorithm>

namespace bartizan::threagile {

std::vector<std::string_view> breached_ids(const Facts& facts, const Risks& risks, const Risk& risk) {
    std::vector<std::string_view> ids;
    if (risk.breached.valid()) ids.push_back(facts.document[risk.breached].id);
    for (std::uint32_t i = 0; i < risk.breached_group.count; ++i)
        ids.push_back(facts.document[risks.groups[risk.breached_group.first + i]].id);
    // Version 0.9.1 names the data itself where data is what is needless.
    const bool only_data = risk.data.valid() && !risk.asset.valid();
    if (only_data && !facts.development_version) ids.push_back(facts.document[risk.data].id);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

Risk& Writing::add(Likelihood likelihood, Impact impact, BreachProbability breach,
                   std::initializer_list<std::string_view> parts) {
    if (is_full()) {
        risks.left_some_out = true;
        return risks.scratch = Risk{};
    }
    Risk& risk = risks.all.emplace_back();
    risk.rule = rule;
    risk.likelihood = likelihood;
    risk.impact = impact;
    risk.severity = severity_of(likelihood, impact);
    risk.breach = breach;
    std::size_t size = id.size();
    for (std::string_view part : parts) size += part.size() + 1;
    risk.synthetic_id.reserve(size);
    risk.synthetic_id = id;
    for (std::string_view part : parts) {
        risk.synthetic_id += '@';
        risk.synthetic_id += part;
    }
    return risk;
}

Risk& Writing::add_at(const Facts& facts, AssetId asset, Likelihood likelihood, Impact impact,
                      BreachProbability breach) {
    Risk& risk = add(likelihood, impact, breach, {facts.document[asset].id});
    risk.asset = risk.breached = asset;
    return risk;
}

Range Writing::add_group(const std::vector<AssetId>& assets) {
    const Range range{static_cast<std::uint32_t>(risks.groups.size()),
                      static_cast<std::uint32_t>(assets.size())};
    risks.groups.insert(risks.groups.end(), assets.begin(), assets.end());
    return range;
}

}  // namespace bartizan::threagile
