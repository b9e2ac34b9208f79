#include "analysis/decisions.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string>

#include "text/nearest_name.h"

namespace bartizan {

namespace {

constexpr std::string_view anything = "*";

/// A decision with its names resolved: nothing for a `*`.
struct Resolved {
    std::optional<RuleId> rule;
    std::optional<Place> place;
    std::uint32_t decision = 0;

    bool matches(const Threat& threat) const {
        return (!rule || *rule == threat.rule) && (!place || *place == threat.place);
    }
    bool is_single() const { return rule && place; }
};

std::string without_spaces(std::string_view text) {
    std::string compact(text);
    std::erase(compact, ' ');
    return compact;
}

std::optional<Resolved> resolve(const Knowledge& knowledge, const Model& model, std::uint32_t index) {
    const std::string_view threat = model.text_of(model.decisions[index].threat);
    const std::size_t at = threat.find('@');
    if (at == std::string_view::npos) return std::nullopt;
    Resolved resolved;
    resolved.decision = index;
    const std::string rule = without_spaces(threat.substr(0, at)), place = without_spaces(threat.substr(at + 1));
    if (rule != anything) {
        const RuleId found = knowledge.find_rule(rule);
        if (!found.valid()) return std::nullopt;
        resolved.rule = found;
    }
    if (place != anything) {
        resolved.place = model.find_place(place);
        if (!resolved.place) return std::nullopt;
    }
    return resolved;
}

std::string nearest_threat(const Knowledge& knowledge, const Model& model, const Findings& findings,
                           std::string_view name) {
    std::vector<std::string> ids;
    for (const Threat& threat : findings.threats)
        ids.push_back(knowledge[threat.rule].name + "@" + model.place_id(threat.place));
    const std::vector<std::string_view> candidates(ids.begin(), ids.end());
    return did_you_mean(without_spaces(name), candidates);
}

bool has_expired(const Decision& decision, Date today) { return decision.until && *decision.until < today; }

void report_expired(const Model& model, const Decision& decision, Diagnostics& diagnostics) {
    diagnostics.add(DiagnosticKind::expired_decision, decision.until_at.valid() ? decision.until_at : decision.where,
                    "the decision on `" + std::string(model.text_of(decision.threat)) + "` ended on " +
                        to_string(*decision.until) + ", so the threat is open again",
                    "decide anew, or remove the decision");
}

void report_orphan(const Knowledge& knowledge, const Model& model, const Findings& findings,
                   const Decision& decision, Diagnostics& diagnostics) {
    const std::string_view name = model.text_of(decision.threat);
    std::string help = nearest_threat(knowledge, model, findings, name);
    if (help.empty()) help = "remove the decision if the threat is gone";
    diagnostics.add(DiagnosticKind::orphan_decision, decision.where,
                    "the decision names no threat of this model: `" + std::string(name) + "`", std::move(help));
}

void apply(const Model& model, std::uint32_t index, Date today, Threat& threat) {
    const Decision& decision = model.decisions[index];
    threat.decision = index;
    if (has_expired(decision, today)) {
        threat.decision_expired = true;
        return;
    }
    if (decision.status == ThreatStatus::mitigated) {
        // A decision alone is a claim: it closes what the policy lets claims close.
        const bool enough = model.policy.closes[static_cast<std::size_t>(threat.severity)] == Assurance::claimed;
        threat.needs_evidence = !enough && threat.status != ThreatStatus::mitigated;
        if (!enough) return;
    }
    threat.status = decision.status;
}

/// Packs define at most 20,000 rules, so that all three have room.
std::uint64_t key_of(Place place, RuleId rule) {
    return std::uint64_t{rule.index} << 35 | std::uint64_t{static_cast<std::uint8_t>(place.subject)} << 32 | place.index;
}

/// The decisions with their names resolved, and which of them apply to threats.
struct Decisions {
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> single;  // by key_of
    std::vector<Resolved> wide;
    std::vector<std::uint8_t> is_used;

    /// Where several apply, the one for just this threat wins, then the one written last.
    std::optional<std::uint32_t> of(const Threat& threat) {
        std::optional<std::uint32_t> found;
        for (const Resolved& decision : wide)
            if (decision.matches(threat)) {
                is_used[decision.decision] = 1;
                found = decision.decision;
            }
        if (const auto exact = single.find(key_of(threat.place, threat.rule)); exact != single.end()) {
            is_used[exact->second] = 1;
            found = exact->second;
        }
        return found;
    }
};

Decisions resolve_all(const Knowledge& knowledge, const Model& model) {
    Decisions decisions;
    decisions.is_used.resize(model.decisions.size());
    for (std::uint32_t i = 0; i < model.decisions.size(); ++i) {
        const auto resolved = resolve(knowledge, model, i);
        if (!resolved) continue;
        if (!resolved->is_single()) {
            decisions.wide.push_back(*resolved);
            continue;
        }
        const auto [place, is_new] = decisions.single.try_emplace(key_of(*resolved->place, *resolved->rule), i);
        if (!is_new) {
            // Superseded by a later decision on the same threat: kept as history.
            decisions.is_used[place->second] = 1;
            place->second = i;
        }
    }
    return decisions;
}

}  // namespace

void apply_decisions(const Knowledge& knowledge, const Model& model, Date today, Findings& findings,
                     Diagnostics& diagnostics) {
    if (model.decisions.empty()) return;
    Decisions decisions = resolve_all(knowledge, model);
    std::vector<std::uint8_t> is_current(model.decisions.size());
    for (Threat& threat : findings.threats)
        if (const auto decision = decisions.of(threat)) {
            is_current[*decision] = 1;
            apply(model, *decision, today, threat);
        }
    for (std::uint32_t i = 0; i < model.decisions.size(); ++i) {
        if (!decisions.is_used[i])
            report_orphan(knowledge, model, findings, model.decisions[i], diagnostics);
        else if (is_current[i] && has_expired(model.decisions[i], today))
            report_expired(model, model.decisions[i], diagnostics);
    }
}

}  // namespace bartizan
