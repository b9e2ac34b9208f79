#include "formats/threatdragon/suggestions.h"

#include <algorithm>

#include "formats/threatdragon/context_rules.h"

namespace bartizan::threatdragon {
namespace {

constexpr std::string_view nothing_to_suggest = "No Suggestions available";

struct SchemeWords {
    Scheme scheme;
    std::string_view slug;
    std::string_view new_title;
};

constexpr SchemeWords scheme_words[] = {
    {Scheme::stride, "stride", "New STRIDE threat"},
    {Scheme::linddun, "linddun", "New LINDDUN threat"},
    {Scheme::cia, "cia", "New CIA threat"},
    {Scheme::cia_die, "cia-die", "New CIA-DIE threat"},
    {Scheme::plot4ai, "plot4ai", "New PLOT4ai threat"},
    {Scheme::eop, "eop", "New EoP threat"},
    {Scheme::generic, "generic", "New generic threat"},
};

const SchemeWords& words_of(Scheme scheme) { return scheme_words[static_cast<std::size_t>(scheme)]; }

/// `informationDisclosure` to `information-disclosure`.
std::string hyphenated(std::string_view key) {
    std::string slug;
    for (char c : key) {
        const bool is_capital = c >= 'A' && c <= 'Z';
        if (is_capital) slug += '-';
        slug += is_capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return slug;
}

const Category* category_by_key(Scheme scheme, std::string_view key) {
    for (const Category* category : categories_for(Scheme::generic, Kind::process))
        if (category->scheme == scheme && category->key == key) return category;
    return nullptr;
}

std::string_view key_in(const ContextRule& rule, Scheme scheme) {
    if (scheme == Scheme::stride) return rule.stride;
    return scheme == Scheme::linddun ? rule.linddun : rule.cia;
}

/// The tool compares the type of the diagram with regard to case here, and only here.
bool has_context(std::string_view diagram_type) {
    return diagram_type == "STRIDE" || diagram_type == "LINDDUN" || diagram_type == "CIA";
}

}  // namespace

std::vector<Suggestion> suggest_by_type(Kind kind, std::string_view diagram_type, Faithfulness faithfulness) {
    const Scheme scheme = scheme_of(diagram_type);
    std::vector<Suggestion> suggestions;
    for (const Category* category : categories_for(scheme, kind)) {
        if (category->is_heading && faithfulness == Faithfulness::corrected) continue;
        Suggestion& suggestion = suggestions.emplace_back();
        suggestion.title = words_of(scheme).new_title;
        suggestion.type = category->label;
        suggestion.category = category;
        suggestion.slug = std::string(words_of(category->scheme).slug) + "-" + hyphenated(category->key);
    }
    return suggestions;
}

std::vector<Suggestion> suggest_by_context(Kind kind, const Flags& flags, std::string_view diagram_type,
                                           Faithfulness faithfulness) {
    std::vector<Suggestion> suggestions;
    if (has_context(diagram_type)) {
        const Scheme scheme = scheme_of(diagram_type);
        for (const ContextRule& rule : context_rules()) {
            if (rule.kind != kind || !rule.holds(flags)) continue;
            const bool is_renamed = faithfulness == Faithfulness::corrected && !rule.corrected_title.empty();
            Suggestion& suggestion = suggestions.emplace_back();
            suggestion.title = is_renamed ? rule.corrected_title : rule.title;
            suggestion.category = category_by_key(scheme, key_in(rule, scheme));
            suggestion.type = suggestion.category ? suggestion.category->label : std::string_view();
            suggestion.text = rule.text;
            suggestion.mitigation = rule.mitigation;
            suggestion.slug = rule.slug;
        }
    }
    if (suggestions.empty() && faithfulness == Faithfulness::as_the_tool)
        suggestions.push_back({nothing_to_suggest, "", "", "", nullptr, "nothing"});
    return suggestions;
}

std::vector<Suggestion> suggest(Kind kind, const Flags& flags, std::string_view method) {
    std::vector<Suggestion> suggestions;
    if (has_suggestions(method)) suggestions = suggest_by_type(kind, method, Faithfulness::corrected);
    std::vector<Suggestion> by_context = suggest_by_context(kind, flags, method, Faithfulness::corrected);
    std::ranges::move(by_context, std::back_inserter(suggestions));
    return suggestions;
}

NewThreat new_threat(Kind kind, std::string_view diagram_type,
                     std::span<const std::pair<std::string, std::int64_t>> frequency,
                     std::int64_t threat_top) {
    const Scheme scheme = scheme_of(diagram_type);
    NewThreat threat;
    threat.title = words_of(scheme).new_title;
    threat.type = first_label(scheme, kind);
    threat.model_type = model_type_of(diagram_type);
    threat.number = threat_top < INT64_MAX ? threat_top + 1 : threat_top;
    const auto rarest =
        std::ranges::min_element(frequency, {}, &std::pair<std::string, std::int64_t>::second);
    if (rarest != frequency.end()) {
        const Category* category = category_by_key(scheme, rarest->first);
        threat.type = category ? std::string(category->label) : rarest->first;
    }
    return threat;
}

bool has_suggestions(std::string_view diagram_type) { return scheme_of(diagram_type) != Scheme::eop; }

std::optional<Kind> kind_of(Shape shape) {
    switch (shape) {
        case Shape::actor:
            return Kind::actor;
        case Shape::process:
            return Kind::process;
        case Shape::store:
            return Kind::store;
        case Shape::flow:
            return Kind::flow;
        default:
            return std::nullopt;
    }
}

}  // namespace bartizan::threatdragon
