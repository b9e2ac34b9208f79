#include "analysis/threats.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "rules/program.h"
#include "text/nearest_name.h"

namespace bartizan {

namespace {

using RuleIds = std::vector<RuleId>;

/// Which STRIDE questions are answered, one set per element and flow.
struct Answered {
    std::vector<StrideSet> elements;
    std::vector<StrideSet> flows;

    StrideSet* at(Place place) {
        if (place.subject == Subject::element) return &elements[place.index];
        return place.subject == Subject::flow ? &flows[place.index] : nullptr;
    }
};

void report_unknown_rule(const Knowledge& knowledge, const DisabledRule& disabled, std::string_view name,
                         Diagnostics& diagnostics) {
    std::vector<std::string_view> names;
    for (const Rule& rule : knowledge.rules) names.push_back(rule.name);
    diagnostics.add(DiagnosticKind::unknown_rule, disabled.where, "there is no rule `" + std::string(name) + "`",
                    did_you_mean(name, names));
}

std::vector<std::uint8_t> disabled_rules(const Knowledge& knowledge, const Model& model, Diagnostics& diagnostics) {
    std::vector<std::uint8_t> is_disabled(knowledge.rules.size());
    for (const DisabledRule& disabled : model.disabled_rules) {
        const std::string_view name = model.text_of(disabled.rule);
        const RuleId rule = knowledge.find_rule(name);
        if (rule.valid())
            is_disabled[rule.index] = 1;
        else
            report_unknown_rule(knowledge, disabled, name, diagnostics);
    }
    return is_disabled;
}

bool is_asked(const Rule& rule, Method method) {
    if (method == Method::per_element) return rule.generic;
    if (method == Method::per_interaction) return !rule.generic;
    return true;
}

using Indices = std::vector<std::uint32_t>;

/// The conditions of some rules of one scope, and where they hold: first `when` of each rule, then all adjustments.
struct RuleConditions {
    std::vector<const Expression*> conditions;
    std::vector<std::size_t> first_adjustment;  // per rule, an index of `conditions`
    std::vector<Indices> holds;

    RuleConditions(const Knowledge& knowledge, const RuleIds& rules) {
        for (RuleId rule : rules) conditions.push_back(&knowledge[rule].when);
        for (RuleId rule : rules) {
            first_adjustment.push_back(conditions.size());
            for (const Adjustment& adjustment : knowledge[rule].adjust) conditions.push_back(&adjustment.when);
        }
    }

    bool adjustment_holds(std::size_t rule, std::size_t adjustment, std::uint32_t index) const {
        return std::ranges::binary_search(holds[first_adjustment[rule] + adjustment], index);
    }
};

Severity rate(const Rule& rule, const RuleConditions& conditions, std::size_t position, std::uint32_t index) {
    Level likelihood = rule.likelihood, impact = rule.impact;
    for (std::size_t i = 0; i < rule.adjust.size(); ++i) {
        if (!conditions.adjustment_holds(position, i, index)) continue;
        likelihood = rule.adjust[i].likelihood.value_or(likelihood);
        impact = rule.adjust[i].impact.value_or(impact);
    }
    return severity_of(likelihood, impact);
}

Place place_of(Subject subject, std::uint32_t index) {
    Place place;
    place.subject = subject;
    place.index = index;
    return place;
}

/// Runs the rules of one scope together and keeps what `wanted` lets through.
template <typename Wanted>
void run_rules(const Knowledge& knowledge, const Facts& facts, const RuleIds& rules, Subject scope, Wanted wanted,
               Findings& findings) {
    RuleConditions conditions(knowledge, rules);
    conditions.holds = Program::compile(conditions.conditions, scope, knowledge.schema)
                           .run(knowledge.schema, facts.model(), facts);
    for (std::size_t r = 0; r < rules.size(); ++r)
        for (std::uint32_t index : conditions.holds[r]) {
            Threat threat;
            threat.rule = rules[r];
            threat.place = place_of(scope, index);
            if (!wanted(knowledge[rules[r]], threat.place)) continue;
            threat.severity = rate(knowledge[rules[r]], conditions, r, index);
            findings.threats.push_back(threat);
        }
}

}  // namespace

Place asked_place(const Rule& rule, const Model& model, Place place) {
    if (place.subject != Subject::flow || rule.about == About::flow) return place;
    const Flow& flow = model.flows[place.index];
    return rule.about == About::source ? flow.source : flow.target;
}

void find_threats(const Knowledge& knowledge, const Model& model, const Facts& facts, Findings& findings,
                  Diagnostics& diagnostics) {
    const auto is_disabled = disabled_rules(knowledge, model, diagnostics);
    std::array<RuleIds, subject_names.size()> specific, generic;
    for (std::uint32_t i = 0; i < knowledge.rules.size(); ++i) {
        const Rule& rule = knowledge.rules[i];
        if (is_disabled[i] || !is_asked(rule, model.policy.method)) continue;
        (rule.generic ? generic : specific)[static_cast<std::size_t>(rule.scope)].emplace_back(i);
    }
    Answered answered{std::vector<StrideSet>(model.elements.size()), std::vector<StrideSet>(model.flows.size())};
    const auto note_answer = [&](const Rule& rule, Place place) {
        if (StrideSet* questions = answered.at(asked_place(rule, model, place))) *questions |= bit(rule.stride);
        return true;
    };
    const auto unanswered = [&](const Rule& rule, Place place) {
        StrideSet* questions = answered.at(asked_place(rule, model, place));
        return !questions || !(*questions & bit(rule.stride));
    };
    for (std::size_t scope = 0; scope < specific.size(); ++scope)
        run_rules(knowledge, facts, specific[scope], static_cast<Subject>(scope), note_answer, findings);
    for (std::size_t scope = 0; scope < generic.size(); ++scope)
        run_rules(knowledge, facts, generic[scope], static_cast<Subject>(scope), unanswered, findings);
    sort_threats(findings);
}

void sort_threats(Findings& findings) {
    const auto key = [](const Threat& threat) {
        return std::tuple(-static_cast<int>(threat.severity), threat.place, threat.rule);
    };
    std::sort(findings.threats.begin(), findings.threats.end(),
              [&](const Threat& a, const Threat& b) { return key(a) < key(b); });
}

}  // namespace bartizan
