#include "report/knowledge_text.h"

#include <algorithm>

namespace bartizan {

std::string joined(const std::vector<std::string>& parts, std::string_view last_joint,
                   std::string_view quote) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && i + 1 == parts.size()) {
            text += " " + std::string(last_joint) + " ";
        } else if (i > 0) {
            text += ", ";
        }
        text += std::string(quote) + parts[i] + std::string(quote);
    }
    return text;
}

std::string scope_text(const Rule& rule) {
    if (rule.scope == Subject::model) return "the model";
    if (rule.scope == Subject::data) return "every data asset";
    std::string text = "every " + std::string(name_of(rule.scope));
    if (rule.about != About::flow)
        text += ", about its " + std::string(about_names[static_cast<std::size_t>(rule.about)]);
    return text;
}

std::string rating_text(Level likelihood, Level impact) {
    return std::string(name_of(likelihood)) + " likelihood, " + std::string(name_of(impact)) + " impact";
}

std::string adjustment_text(const Adjustment& adjustment, std::string_view quote) {
    std::vector<std::string> changes;
    if (adjustment.likelihood)
        changes.push_back(std::string(name_of(*adjustment.likelihood)) + " likelihood");
    if (adjustment.impact) changes.push_back(std::string(name_of(*adjustment.impact)) + " impact");
    std::string condition(trimmed(adjustment.when.text));
    return joined(changes, "and") + " if " + std::string(quote) + condition + std::string(quote);
}

std::string placed_on_text(const Schema& schema, const Control& control) {
    std::vector<std::string> places;
    for (TypeId type : control.placed_on_types) places.push_back(schema[type].name);
    if (control.placed_on_flow) places.push_back("flow");
    if (control.placed_on_boundary) places.push_back("boundary");
    return joined(places, "or");
}

std::string protects_text(const Control& control) {
    std::vector<std::string> parts;
    if (control.protects.incoming) parts.push_back("the flows into its place");
    if (control.protects.outgoing) parts.push_back("the flows out of its place");
    if (control.protects.downstream) parts.push_back("everything that attackers reach only by passing it");
    return joined(parts, "and");
}

std::string category_text(Stride category) {
    std::string text(name_of(category));
    std::ranges::replace(text, '-', ' ');
    return text;
}

std::vector<std::string> mitigated_categories(const Control& control) {
    std::vector<std::string> categories;
    for (std::size_t i = 0; i < stride_names.size(); ++i) {
        if (control.mitigates & bit(static_cast<Stride>(i)))
            categories.push_back(category_text(static_cast<Stride>(i)));
    }
    return categories;
}

std::vector<RuleId> rules_closed_by(const Knowledge& knowledge, ControlId control) {
    std::vector<RuleId> rules;
    for (std::size_t i = 0; i < knowledge.rules.size(); ++i) {
        const auto& groups = knowledge.rules[i].mitigated_by;
        bool named = std::ranges::any_of(groups, [&](const ControlGroup& group) {
            return std::ranges::find(group, control) != group.end();
        });
        if (named) rules.emplace_back(i);
    }
    return rules;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    std::size_t first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace bartizan
