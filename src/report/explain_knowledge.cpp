#include <algorithm>
#include <string>
#include <utility>

#include "report/condition_text.h"
#include "report/knowledge_text.h"
#include "report/reference_links.h"
#include "report/rule_reference.h"
#include "report/rule_text.h"
#include "report/terminal_summary.h"
#include "text/utf8.h"

namespace bartizan {
namespace {

constexpr int page_width = 80;
constexpr std::size_t margin = 1;
constexpr std::size_t indent = 3;
constexpr std::size_t detail_indent = 5;
constexpr std::size_t widest_reference_name = 28;

/// A page whose text is collected.
struct Sheet {
    std::string text;
    TerminalPage page;

    explicit Sheet(bool colour)
        : page({.colour = colour, .width = page_width}, [this](std::string_view piece) { text += piece; }) {}
    Sheet(const Sheet&) = delete;

    void section(std::string_view name) {
        page.heading(name, "", Colour::bold);
        page.line();
    }
    /// Lines as they are, for models, which may be wider than the page.
    void verbatim(std::string_view lines, Colour colour) {
        lines = trimmed(lines);
        while (!lines.empty()) {
            std::size_t end = std::min(lines.find('\n'), lines.size());
            page.line(std::string(indent, ' ') + page.painted(visible(lines.substr(0, end)), colour));
            lines.remove_prefix(std::min(end + 1, lines.size()));
        }
    }
    std::string take() {
        page.line();
        page.flush();
        return std::move(text);
    }
};

std::string titled(const Control& control) { return control.title + " (" + control.name + ")"; }

void write_closing_controls(Sheet& sheet, const Knowledge& knowledge, const Rule& rule) {
    if (rule.mitigated_by.empty()) return;
    sheet.section(rule.mitigated_by.size() == 1 ? "what closes it" : "what closes it: any of these");
    for (const ControlGroup& group : rule.mitigated_by) {
        if (group.size() > 1) sheet.page.paragraph(indent, "all of these together:", Colour::plain);
        for (ControlId id : group) {
            const Control& control = knowledge.schema[id];
            std::size_t inset = group.size() > 1 ? 2 : 0;
            sheet.page.paragraph(indent + inset, visible(titled(control)), Colour::green);
            if (control.verified_by.empty()) continue;
            sheet.page.paragraph(detail_indent + inset, "verified: " + visible(control.verified_by),
                                 Colour::dim);
        }
    }
}

void write_links(Sheet& sheet, const std::vector<ReferenceLink>& links) {
    if (links.empty()) return;
    sheet.section("references");
    for (const ReferenceLink& link : links) {
        std::string name(indent, ' ');
        name += link.name;
        if (link.name.size() < widest_reference_name) {
            sheet.page.line(name + padding(link.name, widest_reference_name) +
                            sheet.page.painted(link.address, Colour::dim));
        } else {
            sheet.page.line(name);
            sheet.page.line(std::string(indent + widest_reference_name, ' ') +
                            sheet.page.painted(link.address, Colour::dim));
        }
    }
}

/// One example of each kind; the others are in the pack.
void write_examples(Sheet& sheet, const Rule& rule) {
    for (bool fires : {true, false}) {
        for (const RuleExample& example : rule.examples) {
            if (example.fires != fires) continue;
            sheet.section(fires ? "found in" : "not found in");
            sheet.verbatim(example.model, Colour::cyan);
            break;
        }
    }
}

void write_severity(Sheet& sheet, const Rule& rule) {
    Severity severity = severity_of(rule.likelihood, rule.impact);
    sheet.section("how bad it is");
    sheet.page.line(std::string(indent, ' ') +
                    sheet.page.painted(name_of(severity), severity_colour(severity)) + ": " +
                    rating_text(rule.likelihood, rule.impact));
    for (const Adjustment& adjustment : rule.adjust) {
        sheet.page.paragraph(indent, visible(adjustment_text(adjustment, "")));
    }
}

void write_list(Sheet& sheet, std::string_view label, const std::string& text) {
    if (!text.empty()) sheet.page.paragraph(indent, std::string(label) + visible(text));
}

void write_coverage(Sheet& sheet, const Schema& schema, const Control& control) {
    sheet.section("what it covers");
    write_list(sheet, "placed on: ", placed_on_text(schema, control));
    write_list(sheet, "also protects ", protects_text(control));
    write_list(sheet, "mitigates ", joined(mitigated_categories(control), "and"));
    for (const std::string* condition : {&control.recognised_on_element, &control.recognised_on_flow}) {
        write_list(sheet, "recognised where ", std::string(trimmed(*condition)));
    }
}

std::vector<ReferenceLink> control_links(const Control& control) {
    std::vector<ReferenceLink> links;
    for (int cwe : control.cwe) links.push_back(weakness_link(cwe));
    for (const std::string& code : control.nist) links.push_back({"NIST " + code, std::string(nist_address)});
    for (const std::string& code : control.asvs) links.push_back({"ASVS " + code, std::string(asvs_address)});
    return links;
}

}  // namespace

std::string explain_rule(const Knowledge& knowledge, RuleId id, bool colour) {
    const Rule& rule = knowledge[id];
    Sheet sheet(colour);
    sheet.page.line();
    sheet.page.paragraph(margin, visible(general_text(rule.title)), Colour::bold);
    std::string kind = rule.generic ? "generic rule, " : "rule, ";
    sheet.page.paragraph(margin,
                         kind + rule.name + ", " + category_text(rule.stride) + ", " +
                             (knowledge.is_of_optional_pack(rule) ? "optional pack " : "pack ") +
                             knowledge.packs[rule.pack].id,
                         Colour::dim);
    sheet.page.line();
    sheet.page.paragraph(margin, visible(general_text(rule.text)));
    sheet.section("asked of " + scope_text(rule));
    for (const std::string& line : condition_lines(rule.when.text, page_width - indent)) {
        sheet.page.line(std::string(indent, ' ') + sheet.page.painted(visible(line), Colour::cyan));
    }
    write_severity(sheet, rule);
    write_closing_controls(sheet, knowledge, rule);
    write_links(sheet, reference_links(rule.references));
    write_examples(sheet, rule);
    return sheet.take();
}

std::string explain_control(const Knowledge& knowledge, ControlId id, bool colour) {
    const Control& control = knowledge.schema[id];
    Sheet sheet(colour);
    sheet.page.line();
    sheet.page.paragraph(margin, visible(control.title), Colour::bold);
    sheet.page.paragraph(margin,
                         "control, " + control.name + ", " + std::string(name_of(control.effort)) + " effort",
                         Colour::dim);
    sheet.page.line();
    sheet.page.paragraph(margin, visible(control.text));
    write_coverage(sheet, knowledge.schema, control);
    if (!control.verified_by.empty()) {
        sheet.section("how it is verified");
        sheet.page.paragraph(indent, visible(control.verified_by));
    }
    std::vector<RuleId> rules = rules_closed_by(knowledge, id);
    if (!rules.empty()) {
        sheet.section("what it closes");
        for (RuleId rule : rules) {
            sheet.page.paragraph(
                indent, visible(knowledge[rule].name) + ": " + visible(general_text(knowledge[rule].title)));
        }
    }
    write_links(sheet, control_links(control));
    return sheet.take();
}

}  // namespace bartizan
