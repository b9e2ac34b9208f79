// A risk as the rules find it, and what rules write it with.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "formats/threagile/facts.h"

namespace bartizan::threagile {

struct Risk {
    std::size_t rule = 0;  // of the rules; behind them, of the model's own categories
    Likelihood likelihood = Likelihood::unlikely;
    Impact impact = Impact::low;
    RiskSeverity severity = RiskSeverity::low;
    BreachProbability breach = BreachProbability::improbable;
    /// What it is mostly about; what is meant by none stays empty.
    AssetId asset;
    LinkId link;
    DataId data;
    BoundaryId boundary;
    RuntimeId runtime;
    /// Assets whose data may get lost: one, and a group that risks share.
    AssetId breached;
    Range breached_group;  // of Risks::groups
    std::string synthetic_id;
    /// What exactly is wrong, where the rule knows more than its title says.
    std::string_view detail;
    /// Where a risk about data was seen first.
    LinkId seen_at;
    /// Of a risk that people wrote into the model.
    Location where;
    RiskStatus status = RiskStatus::unchecked;
    const Tracking* tracking = nullptr;
};

struct Risks {
    /// More than anybody reads; the rest is left out. A model of a few thousand links between forwarders
    /// could have millions.
    static constexpr std::size_t most = 200'000;

    std::vector<Risk> all;
    std::vector<AssetId> groups;
    bool left_some_out = false;
    Risk scratch;  // takes what is written of those that are left out
};

/// Ids of the assets whose data may get lost, sorted, each once.
std::vector<std::string_view> breached_ids(const Facts& facts, const Risks& risks, const Risk& risk);

/// What a rule writes its risks with.
struct Writing {
    Risks& risks;
    std::size_t rule = 0;
    std::string_view id;  // of the rule

    /// The parts follow the rule's id, each after `@`.
    Risk& add(Likelihood likelihood, Impact impact, BreachProbability breach,
              std::initializer_list<std::string_view> parts);
    /// About an asset and its own data.
    Risk& add_at(const Facts& facts, AssetId asset, Likelihood likelihood, Impact impact,
                 BreachProbability breach);
    /// Nothing more is kept; rules that look at pairs of links stop then.
    bool is_full() const { return risks.all.size() >= Risks::most; }
    Range add_group(const std::vector<AssetId>& assets);
};

}  // namespace bartizan::threagile
