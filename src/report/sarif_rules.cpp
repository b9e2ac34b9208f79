#include "report/sarif_rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "report/rule_text.h"

namespace bartizan {
namespace {

void write_text(JsonWriter& json, std::string_view text) {
    json.begin_object();
    json.member("text", text);
    json.end_object();
}

std::string weakness_address(int number) {
    return "https://cwe.mitre.org/data/definitions/" + std::to_string(number) + ".html";
}

std::string help_text(const Schema& schema, const Rule& rule) {
    std::string text = general_text(rule.text);
    if (!rule.mitigated_by.empty())
        text += "\n\nWhat closes it: " + controls_text(schema, rule.mitigated_by) + ".";
    return text;
}

std::string help_markdown(const Schema& schema, const Rule& rule) {
    std::string text = general_text(rule.text);
    if (!rule.mitigated_by.empty()) text += "\n\n## What closes it\n";
    for (const ControlGroup& group : rule.mitigated_by) {
        text += "\n- ";
        for (std::size_t i = 0; i < group.size(); ++i) {
            const Control& control = schema[group[i]];
            if (i > 0) text += " Together with: ";
            text += "**" + control.title + "** (`" + control.name + "`). " + control.text;
        }
    }
    if (!rule.references.cwe.empty()) text += "\n\n## References\n";
    for (int number : rule.references.cwe)
        text += "\n- [CWE-" + std::to_string(number) + "](" + weakness_address(number) + ")";
    return text;
}

/// Code scanning knows weaknesses by tags with at least three digits.
std::string weakness_tag(int number) {
    std::string digits = std::to_string(number);
    return "external/cwe/cwe-" + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
}

void write_tags(JsonWriter& json, const Rule& rule) {
    json.key("tags");
    json.begin_array();
    json.string("security");
    json.string("stride/", name_of(rule.stride));
    for (int number : rule.references.cwe) json.string(weakness_tag(number));
    for (const std::string& entry : rule.references.owasp) json.string("owasp-top-10/", entry);
    for (const std::string& entry : rule.references.owasp_api) json.string("owasp-api/", entry);
    for (const std::string& entry : rule.references.owasp_llm) json.string("owasp-llm/", entry);
    for (const std::string& entry : rule.references.attack) json.string("attack/", entry);
    json.end_array();
}

void write_relationships(JsonWriter& json, const Rule& rule, const std::vector<int>& weaknesses) {
    if (rule.references.cwe.empty()) return;
    json.key("relationships");
    json.begin_array();
    for (int number : rule.references.cwe) {
        json.begin_object();
        json.key("target");
        json.begin_object();
        json.member("id", std::to_string(number));
        json.member("index", std::ranges::lower_bound(weaknesses, number) - weaknesses.begin());
        json.key("toolComponent");
        json.raw(R"({"name":"CWE","index":0})");
        json.end_object();
        json.key("kinds");
        json.raw(R"(["relevant"])");
        json.end_object();
    }
    json.end_array();
}

void write_rule(JsonWriter& json, const Knowledge& knowledge, const Rule& rule,
                const std::vector<int>& weaknesses) {
    Severity severity = severity_of(rule.likelihood, rule.impact);
    std::string title = general_text(rule.title);
    json.begin_object();
    json.member("id", rule.name);
    json.key("shortDescription");
    write_text(json, title);
    json.key("fullDescription");
    std::string text = general_text(rule.text);
    write_text(json, text.empty() ? title : text);
    json.key("help");
    json.begin_object();
    json.member("text", help_text(knowledge.schema, rule));
    json.member("markdown", help_markdown(knowledge.schema, rule));
    json.end_object();
    json.key("defaultConfiguration");
    json.begin_object();
    json.member("level", sarif_level(severity));
    json.end_object();
    write_relationships(json, rule, weaknesses);
    json.key("properties");
    json.begin_object();
    write_tags(json, rule);
    json.member("security-severity", security_severity(severity));
    json.member("precision", rule.generic ? "low" : "high");
    json.end_object();
    json.end_object();
}

}  // namespace

std::string_view sarif_level(Severity severity) {
    constexpr std::array<std::string_view, 5> levels{"note", "note", "warning", "error", "error"};
    return levels[static_cast<std::size_t>(severity)];
}

std::string_view security_severity(Severity severity) {
    constexpr std::array<std::string_view, 5> scores{"0.0", "2.0", "5.5", "8.0", "9.5"};
    return scores[static_cast<std::size_t>(severity)];
}

SarifRules collect_rules(const ReportInput& input, bool (*is_shown)(const Threat&)) {
    const auto& all = input.knowledge.rules;
    SarifRules used;
    std::vector<bool> has_results(all.size());
    for (const Threat& threat : input.findings.threats)
        if (is_shown(threat)) has_results[threat.rule.index] = true;
    used.index.resize(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!has_results[i]) continue;
        used.index[i] = static_cast<std::uint32_t>(used.rules.size());
        used.rules.emplace_back(i);
        const auto& numbers = all[i].references.cwe;
        used.weaknesses.insert(used.weaknesses.end(), numbers.begin(), numbers.end());
    }
    std::ranges::sort(used.weaknesses);
    used.weaknesses.erase(std::unique(used.weaknesses.begin(), used.weaknesses.end()), used.weaknesses.end());
    return used;
}

void write_sarif_rules(JsonWriter& json, const Knowledge& knowledge, const SarifRules& rules) {
    json.begin_array();
    for (RuleId rule : rules.rules) {
        json.begin_line();
        write_rule(json, knowledge, knowledge[rule], rules.weaknesses);
    }
    json.end_array();
}

void write_sarif_taxonomies(JsonWriter& json, const SarifRules& rules) {
    json.begin_array();
    json.begin_object();
    json.member("name", "CWE");
    json.member("organization", "MITRE");
    json.member("informationUri", "https://cwe.mitre.org/");
    json.key("shortDescription");
    write_text(json, "Common Weakness Enumeration");
    json.member("isComprehensive", false);
    json.key("taxa");
    json.begin_array();
    for (int number : rules.weaknesses) {
        json.begin_object();
        json.member("id", std::to_string(number));
        json.member("helpUri", weakness_address(number));
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.end_array();
}

}  // namespace bartizan
