#include "analysis/decisions.h"

#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string>

#include "text/nearest_name.h"

namespace bartizan {

namespace {

constexpr std::string_view anything = "*";

/// What a decision is about, with its names resolved: nothing for a `*`.
struct DecidedAbout {
    std::optional<RuleId> rule;
    std::optional<Place> place;

    bool operator==(const DecidedAbout&) const = default;
};

/// One number for each; the map mixes its bits.
std::size_t hash_value(const DecidedAbout& about) {
    constexpr std::uint64_t golden_ratio = 0x9E3779B97F4A7C15u;
    const std::uint64_t rule = about.rule ? about.rule->index + std::uint64_t{1} : 0;
    const std::uint64_t subject = about.place ? static_cast<std::uint64_t>(about.place->subject) + 1 : 0;
    return rule * golden_ratio + (subject << 32 | (about.place ? about.place->index : 0));
}

std::string without_spaces(std::string_view text) {
    std::string compact(text);
    std::erase(compact, ' ');
    return compact;
}

std::optional<DecidedAbout> resolve(const Knowledge& knowledge, const Model& model,
                                    const Decision& decision) {
    const std::string_view threat = model.text_of(decision.threat);
    const std::size_t at = threat.find('@');
    if (at == std::string_view::npos) return std::nullopt;
    DecidedAbout about;
    const std::string rule = without_spaces(threat.substr(0, at)),
                      place = without_spaces(threat.substr(at + 1));
    if (rule != anything) {
        about.rule = knowledge.find_rule(rule);
        if (!about.rule->valid()) return std::nullopt;
    }
    if (place != anything) {
        about.place = model.find_place(place);
        if (!about.place) return std::nullopt;
    }
    return about;
}

/// Rules of other tools are named `tool.rule`. Models that were converted keep what was decided about them,
/// and only the tool's own rules could tell whether those threats are still there.
bool is_of_absent_tool(const Knowledge& knowledge, std::string_view threat) {
    const std::string_view rule = threat.substr(0, threat.find('@'));
    const std::size_t dot = rule.find('.');
    return dot != rule.npos &&
           std::ranges::find(knowledge.packs, rule.substr(0, dot), &Pack::id) == knowledge.packs.end();
}

/// Suggests threats for names that are not known. They are put together once, and not for thousands of
/// mistakes.
class ThreatNames {
public:
    ThreatNames(const Knowledge& knowledge, const Model& model, const Findings& findings)
        : knowledge_(knowledge), model_(model), findings_(findings) {}

    std::string nearest(std::string_view name) {
        constexpr std::size_t most_suggestions = 20;
        if (++suggestions_ > most_suggestions) return {};
        if (ids_.empty()) {
            for (const Threat& threat : findings_.threats)
                ids_.push_back(knowledge_[threat.rule].name + "@" + model_.place_id(threat.place));
        }
        const std::vector<std::string_view> candidates(ids_.begin(), ids_.end());
        return did_you_mean(without_spaces(name), candidates);
    }

private:
    const Knowledge& knowledge_;
    const Model& model_;
    const Findings& findings_;
    std::vector<std::string> ids_;
    std::size_t suggestions_ = 0;
};

bool has_expired(const Decision& decision, Date today) { return decision.until && *decision.until < today; }

void report_expired(const Model& model, const Decision& decision, Diagnostics& diagnostics) {
    diagnostics.add(DiagnosticKind::expired_decision,
                    decision.until_at.valid() ? decision.until_at : decision.where,
                    "the decision on `" + std::string(model.text_of(decision.threat)) + "` ended on " +
                        to_string(*decision.until) + ", so the threat is open again",
                    "decide anew, or remove the decision");
}

void report_orphan(const Knowledge& knowledge, const Model& model, const Decision& decision,
                   ThreatNames& threats, Diagnostics& diagnostics) {
    const std::string_view name = model.text_of(decision.threat);
    std::string help = knowledge.help_to_switch_on(name);
    if (help.empty()) help = threats.nearest(name);
    if (help.empty()) help = "remove the decision if the threat is gone";
    diagnostics.add(DiagnosticKind::orphan_decision, decision.where,
                    "the decision names no threat of this model: `" + std::string(name) + "`",
                    std::move(help));
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
        const bool enough =
            model.policy.closes[static_cast<std::size_t>(threat.severity)] == Assurance::claimed;
        threat.needs_evidence = !enough && threat.status != ThreatStatus::mitigated;
        if (!enough) return;
    }
    threat.status = decision.status;
}

/// The decisions with their names resolved, and which of them apply to threats.
struct Decisions {
    /// The one written last, where several are about the same.
    boost::unordered_flat_map<DecidedAbout, std::uint32_t, boost::hash<DecidedAbout>> by_what;
    std::vector<std::uint8_t> is_used;

    std::optional<std::uint32_t> find(const DecidedAbout& about) {
        const auto found = by_what.find(about);
        if (found == by_what.end()) return std::nullopt;
        is_used[found->second] = 1;
        return found->second;
    }

    /// Where several apply, the one for just this threat wins, then the one written last.
    std::optional<std::uint32_t> of(const Threat& threat) {
        const auto of_rule = find({threat.rule, std::nullopt});
        const auto of_place = find({std::nullopt, threat.place});
        const auto of_all = find({std::nullopt, std::nullopt});
        if (const auto exact = find({threat.rule, threat.place})) return exact;
        return std::max({of_rule, of_place, of_all});
    }
};

Decisions resolve_all(const Knowledge& knowledge, const Model& model) {
    Decisions decisions;
    decisions.is_used.resize(model.decisions.size());
    for (std::uint32_t i = 0; i < model.decisions.size(); ++i) {
        const auto about = resolve(knowledge, model, model.decisions[i]);
        if (!about) continue;
        const auto [known, is_new] = decisions.by_what.try_emplace(*about, i);
        if (!is_new) {
            // Superseded by a later decision about the same: kept as history.
            decisions.is_used[known->second] = 1;
            known->second = i;
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
    ThreatNames threats(knowledge, model, findings);
    for (std::uint32_t i = 0; i < model.decisions.size(); ++i) {
        if (!decisions.is_used[i]) {
            if (!is_of_absent_tool(knowledge, model.text_of(model.decisions[i].threat)))
                report_orphan(knowledge, model, model.decisions[i], threats, diagnostics);
        } else if (is_current[i] && has_expired(model.decisions[i], today))
            report_expired(model, model.decisions[i], diagnostics);
    }
}

}  // namespace bartizan
