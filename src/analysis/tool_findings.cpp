#include "analysis/tool_findings.h"

#include <optional>
#include <utility>

namespace bartizan {
namespace {

Template fixed_text(std::string_view text) {
    Template fixed;
    fixed.literals.emplace_back(text);
    fixed.source = text;
    return fixed;
}

/// Where each rule finds things; the model itself for those that found nothing.
std::vector<Subject> scopes_of(const ToolFindings& findings, const Model& model) {
    std::vector<Subject> scopes(findings.rules.size(), Subject::model);
    for (const ToolThreat& threat : findings.threats) {
        if (scopes[threat.rule] != Subject::model) continue;
        if (const auto place = model.find_place(threat.place)) scopes[threat.rule] = place->subject;
    }
    return scopes;
}

}  // namespace

std::string plain_rule_name(std::string_view name) {
    constexpr std::string_view others = "._-";
    std::string plain(name);
    for (char& c : plain) {
        const bool is_letter_or_digit =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_letter_or_digit && others.find(c) == others.npos) c = '-';
    }
    return plain;
}

RuleId add_tool_rules(Knowledge& knowledge, const ToolFindings& findings, const Model& model) {
    const RuleId first(knowledge.rules.size());
    const std::vector<Subject> scopes = scopes_of(findings, model);
    const auto pack = static_cast<std::uint32_t>(knowledge.packs.size());
    knowledge.packs.push_back({.id = findings.tool,
                               .title = findings.tool,
                               .version = "1",
                               .required = {},
                               .builtin = false,
                               .where = {}});
    knowledge.rules.reserve(knowledge.rules.size() + findings.rules.size());
    for (std::size_t i = 0; i < findings.rules.size(); ++i) {
        const ToolRule& told = findings.rules[i];
        Rule& rule = knowledge.rules.emplace_back();
        rule.name = plain_rule_name(told.name);
        rule.pack = pack;
        rule.title = fixed_text(told.title);
        rule.text = fixed_text(told.text);
        rule.scope = scopes[i];
        rule.stride = told.stride;
        rule.likelihood = told.likelihood;
        rule.impact = told.impact;
        rule.references = told.references;
        rule.where = told.where;
    }
    knowledge.finish();
    return first;
}

void add_tool_threats(ToolFindings& findings, RuleId first_rule, const Model& model, Findings& result) {
    result.tool = findings.tool;
    result.tool_threats = std::move(findings.threats);
    result.threats.reserve(result.threats.size() + result.tool_threats.size());
    std::optional<Place> place;
    for (std::size_t i = 0; i < result.tool_threats.size(); ++i) {
        const ToolThreat& told = result.tool_threats[i];
        // Tools mostly go from element to element.
        if (i == 0 || told.place != result.tool_threats[i - 1].place) place = model.find_place(told.place);
        if (!place) continue;
        Threat& threat = result.threats.emplace_back();
        threat.rule = RuleId(first_rule.index + told.rule);
        threat.place = *place;
        threat.rating = {findings.rules[told.rule].likelihood, findings.rules[told.rule].impact};
        threat.severity = told.severity;
        threat.status = told.status;
        threat.of_tool = static_cast<std::uint32_t>(i);
    }
}

}  // namespace bartizan
