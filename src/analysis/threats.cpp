#include "analysis/threats.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "text/nearest_name.h"

namespace bartizan {

namespace {

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
    std::string help = knowledge.help_to_switch_on(name);
    if (help.empty()) {
        std::vector<std::string_view> names;
        for (const Rule& rule : knowledge.rules) names.push_back(rule.name);
        help = did_you_mean(name, names);
    }
    diagnostics.add(DiagnosticKind::unknown_rule, disabled.where,
                    "there is no rule `" + std::string(name) + "`", std::move(help));
}

std::vector<std::uint8_t> disabled_rules(const Knowledge& knowledge, const Model& model,
                                         Diagnostics& diagnostics) {
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

bool are_asked(bool generic, Method method) {
    if (method == Method::per_element) return generic;
    if (method == Method::per_interaction) return !generic;
    return true;
}

/// Where the conditions of a program hold: ascending indices, by condition.
using Holds = std::vector<std::vector<std::uint32_t>>;

Rating rate(const Rule& rule, std::span<const std::vector<std::uint32_t>> adjustments, std::uint32_t index) {
    Rating rating{rule.likelihood, rule.impact};
    for (std::size_t i = 0; i < rule.adjust.size(); ++i) {
        if (!std::ranges::binary_search(adjustments[i], index)) continue;
        rating.likelihood = rule.adjust[i].likelihood.value_or(rating.likelihood);
        rating.impact = rule.adjust[i].impact.value_or(rating.impact);
    }
    return rating;
}

/// Runs the rules of one scope together and keeps what `wanted` lets through.
template <typename Wanted>
void run_rules(const Knowledge& knowledge, const Facts& facts, const RuleProgram& compiled, Subject scope,
               std::span<const std::uint8_t> is_disabled, Wanted wanted, Findings& findings) {
    const Holds holds = compiled.program.run(knowledge.schema, facts.model(), facts);
    for (std::size_t r = 0; r < compiled.rules.size(); ++r) {
        const RuleId rule = compiled.rules[r];
        if (is_disabled[rule.index]) continue;
        const auto adjustments = std::span(holds).subspan(compiled.first_adjustment[r]);
        for (std::uint32_t index : holds[r]) {
            Threat threat;
            threat.rule = rule;
            threat.place = Place(scope, index);
            if (!wanted(knowledge[rule], threat.place)) continue;
            threat.rating = rate(knowledge[rule], adjustments, index);
            threat.severity = severity_of(threat.rating.likelihood, threat.rating.impact);
            findings.threats.push_back(threat);
        }
    }
}

}  // namespace

Place asked_place(const Rule& rule, const Model& model, Place place) {
    if (place.subject != Subject::flow || rule.about == About::flow) return place;
    const Flow& flow = model.flows[place.index];
    return rule.about == About::source ? flow.source : flow.target;
}

void find_threats(const Knowledge& knowledge, const RulePrograms& programs, const Model& model,
                  const Facts& facts, Findings& findings, Diagnostics& diagnostics) {
    const auto is_disabled = disabled_rules(knowledge, model, diagnostics);
    Answered answered{std::vector<StrideSet>(model.elements.size()),
                      std::vector<StrideSet>(model.flows.size())};
    const auto note_answer = [&](const Rule& rule, Place place) {
        if (StrideSet* questions = answered.at(asked_place(rule, model, place)))
            *questions |= bit(rule.stride);
        return true;
    };
    const auto unanswered = [&](const Rule& rule, Place place) {
        StrideSet* questions = answered.at(asked_place(rule, model, place));
        return !questions || !(*questions & bit(rule.stride));
    };
    const auto run = [&](std::span<const RuleProgram> by_scope, const auto& wanted) {
        for (std::size_t scope = 0; scope < by_scope.size(); ++scope)
            run_rules(knowledge, facts, by_scope[scope], static_cast<Subject>(scope), is_disabled, wanted,
                      findings);
    };
    if (are_asked(false, model.policy.method)) run(programs.specific, note_answer);
    if (are_asked(true, model.policy.method)) run(programs.generic, unanswered);
    run(programs.of_optional_packs, [](const Rule&, Place) { return true; });
}

void sort_threats(Findings& findings) {
    // Numbers, as they are quicker to compare than four parts and to move than threats. A severity and a
    // subject have three bits each.
    struct Key {
        std::uint64_t severity_and_place;
        std::uint32_t rule;
        std::uint32_t threat;
        auto operator<=>(const Key&) const = default;
    };
    std::vector<Key> keys;
    keys.reserve(findings.threats.size());
    for (const Threat& threat : findings.threats) {
        const auto mildness = std::uint64_t{7} - static_cast<std::uint64_t>(threat.severity);
        const auto subject = static_cast<std::uint64_t>(threat.place.subject);
        keys.push_back({mildness << 35 | subject << 32 | threat.place.index, threat.rule.index,
                        static_cast<std::uint32_t>(keys.size())});
    }
    std::ranges::sort(keys);
    std::vector<Threat> sorted;
    sorted.reserve(keys.size());
    for (const Key& key : keys) sorted.push_back(findings.threats[key.threat]);
    findings.threats = std::move(sorted);
}

}  // namespace bartizan
