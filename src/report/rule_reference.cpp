#include "report/rule_reference.h"

#include <algorithm>
#include <vector>

#include "report/condition_text.h"
#include "report/knowledge_text.h"
#include "report/reference_links.h"
#include "report/rule_text.h"

namespace bartizan {
namespace {

constexpr std::size_t condition_width = 100;

std::string count_text(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

/// On one line: titles stand in headings and tables.
std::string one_line(std::string_view text) {
    std::string line;
    for (char c : trimmed(text)) {
        if (c == '\n') c = ' ';
        if (c == '|') line += '\\';
        line += c;
    }
    return line;
}

std::string markdown_link(const ReferenceLink& link) { return "[" + link.name + "](" + link.address + ")"; }

std::string links_text(const References& references) {
    std::string text;
    for (const ReferenceLink& link : reference_links(references)) {
        if (!text.empty()) text += ", ";
        text += markdown_link(link);
    }
    return text;
}

/// Where to read about a control, from docs/rules.md.
std::string control_link(const Control& control) {
    return "[" + control.title + "](controls.md#" + control.name + ")";
}

std::string closing_text(const Knowledge& knowledge, const Rule& rule) {
    std::string text;
    for (const ControlGroup& group : rule.mitigated_by) {
        std::vector<std::string> links;
        for (ControlId control : group) links.push_back(control_link(knowledge.schema[control]));
        text += "- " + joined(links, "together with") + "\n";
    }
    return text;
}

void append_rule(std::string& out, const Knowledge& knowledge, const Rule& rule) {
    out += "### " + rule.name + "\n\n";
    out += "**" + one_line(general_text(rule.title)) + "**\n\n";
    out += general_text(rule.text) + "\n\n";
    std::string severity(name_of(severity_of(rule.likelihood, rule.impact)));
    out += "Asked of " + scope_text(rule) + "; " + category_text(rule.stride) + "; severity " + severity +
           " (" + rating_text(rule.likelihood, rule.impact) + ")";
    for (const Adjustment& adjustment : rule.adjust) out += "; " + adjustment_text(adjustment, "`");
    const bool is_of_chart = rule.generic && !knowledge.is_of_optional_pack(rule);
    out +=
        is_of_chart ? ". A question of the chart, asked where no specific rule has answered.\n\n" : ".\n\n";
    out += "```cel\n";
    for (const std::string& line : condition_lines(rule.when.text, condition_width)) out += line + "\n";
    out += "```\n\n";
    if (!rule.mitigated_by.empty()) out += "Closed by\n\n" + closing_text(knowledge, rule) + "\n";
    if (std::string links = links_text(rule.references); !links.empty()) out += links + "\n\n";
}

std::vector<const Rule*> rules_of(const Knowledge& knowledge, std::uint32_t pack) {
    std::vector<const Rule*> rules;
    for (const Rule& rule : knowledge.rules)
        if (rule.pack == pack) rules.push_back(&rule);
    return rules;
}

std::string optional_pack_text(const Pack& pack) {
    return "An optional pack: asked only where a model says `extends: [" + pack.id +
           "]` or the command line `--pack " + pack.id + "`. Its questions stand beside those of STRIDE.";
}

void append_pack_table(std::string& out, const std::vector<const Rule*>& rules) {
    out += "| rule | category | severity | what it finds |\n|---|---|---|---|\n";
    for (const Rule* rule : rules) {
        out += "| [" + rule->name + "](#" + rule->name + ") | " + category_text(rule->stride) + " | " +
               std::string(name_of(severity_of(rule->likelihood, rule->impact))) + " | " +
               one_line(general_text(rule->title)) + " |\n";
    }
    out += "\n";
}

std::string codes_with_link(const std::vector<std::string>& codes, std::string_view catalogue,
                            std::string_view address) {
    return "[" + std::string(catalogue) + "](" + std::string(address) + ") " + joined(codes, "and");
}

std::string control_references(const Control& control) {
    std::vector<std::string> parts;
    std::vector<std::string> weaknesses;
    for (int cwe : control.cwe) weaknesses.push_back(markdown_link(weakness_link(cwe)));
    if (!weaknesses.empty()) parts.push_back(joined(weaknesses, "and"));
    if (!control.nist.empty()) parts.push_back(codes_with_link(control.nist, "NIST SP 800-53", nist_address));
    if (!control.asvs.empty()) parts.push_back(codes_with_link(control.asvs, "ASVS 5.0", asvs_address));
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
    return text;
}

void append_control(std::string& out, const Knowledge& knowledge, ControlId id) {
    const Control& control = knowledge.schema[id];
    out +=
        "## " + control.name + "\n\n**" + one_line(control.title) + "**: " + one_line(control.text) + "\n\n";
    out += "- Placed on: " + placed_on_text(knowledge.schema, control) + "\n";
    if (std::string protects = protects_text(control); !protects.empty())
        out += "- Also protects " + protects + "\n";
    if (control.mitigates) out += "- Mitigates " + joined(mitigated_categories(control), "and") + "\n";
    if (!control.verified_by.empty()) out += "- Verified by: " + one_line(control.verified_by) + "\n";
    for (const std::string* condition : {&control.recognised_on_element, &control.recognised_on_flow}) {
        if (!condition->empty()) out += "- Recognised by: `" + one_line(*condition) + "`\n";
    }
    out += "- Effort: " + std::string(name_of(control.effort)) + "\n";
    if (std::string references = control_references(control); !references.empty())
        out += "- " + references + "\n";
    std::vector<std::string> rules;
    for (RuleId rule : rules_closed_by(knowledge, id)) {
        rules.push_back("[" + knowledge[rule].name + "](rules.md#" + knowledge[rule].name + ")");
    }
    if (!rules.empty()) out += "- Closes " + joined(rules, "and") + "\n";
    out += "\n";
}

}  // namespace

std::string rule_reference_markdown(const Knowledge& knowledge) {
    std::string out = "# Rules\n\n";
    out += "What Bartizan looks for: " + count_text(knowledge.rules.size(), "rule") +
           ". This page is made from the packs by `bartizan rules doc`; "
           "`bartizan explain RULE` shows the same at a terminal, with examples. "
           "[How a rule is written](packs.md#rules).\n";
    for (std::uint32_t pack = 0; pack < knowledge.packs.size(); ++pack) {
        std::vector<const Rule*> rules = rules_of(knowledge, pack);
        if (rules.empty()) continue;
        out += "\n## " + knowledge.packs[pack].title + "\n\n";
        if (knowledge.packs[pack].optional) out += optional_pack_text(knowledge.packs[pack]) + "\n\n";
        append_pack_table(out, rules);
        for (const Rule* rule : rules) append_rule(out, knowledge, *rule);
        out.pop_back();
    }
    return out;
}

std::string control_reference_markdown(const Knowledge& knowledge) {
    const auto& controls = knowledge.schema.controls;
    std::string out = "# Controls\n\n";
    out += "The safeguards that a model can name: " + count_text(controls.size(), "control") +
           ". This page is made from the packs by `bartizan rules doc controls`. "
           "[How a control is written, and what it covers](packs.md#controls).\n\n";
    out += "| control | what it does |\n|---|---|\n";
    for (const Control& control : controls) {
        out += "| [" + control.name + "](#" + control.name + ") | " + one_line(control.text) + " |\n";
    }
    out += "\n";
    for (std::size_t i = 0; i < controls.size(); ++i) append_control(out, knowledge, ControlId(i));
    if (!controls.empty()) out.pop_back();
    return out;
}

}  // namespace bartizan
