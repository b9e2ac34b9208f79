#include "formats/threatdragon/findings.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/threatdragon/suggestions.h"
#include "formats/threatdragon/words.h"
#include "text/nearest_name.h"
#include "text/yaml_record.h"

namespace bartizan::threatdragon {
namespace {

constexpr std::string_view tool = "threat-dragon";
/// More than anybody reads.
constexpr std::size_t most_suggestions = 200'000;

/// Letters, digits, hyphens and underscores; everything else becomes a hyphen.
std::string name_of_rule(std::string_view id) {
    constexpr std::size_t longest = 60;
    std::string name;
    for (char c : id.substr(0, longest)) {
        const bool is_plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        name += is_plain ? c : '-';
    }
    return name;
}

/// Likelihood and impact that our matrix makes the severity of.
std::pair<Level, Level> levels_of(Severity severity) {
    switch (severity) {
        case Severity::critical:
            return {Level::high, Level::high};
        case Severity::high:
            return {Level::medium, Level::high};
        case Severity::medium:
            return {Level::medium, Level::medium};
        case Severity::low:
            return {Level::low, Level::medium};
        case Severity::info:
            return {Level::low, Level::low};
    }
    return {Level::medium, Level::medium};
}

class FindingsMaker {
public:
    FindingsMaker(const Document& document, Mapped& mapped, Diagnostics& diagnostics)
        : document_(document), mapped_(mapped), diagnostics_(diagnostics) {
        findings_.tool = tool;
        places_.resize(document.diagrams.size());
        for (std::size_t d = 0; d < places_.size(); ++d) places_[d].resize(document.diagrams[d].cells.size());
        for (const CellPlace& place : mapped.places) places_[place.diagram][place.cell] = &place.place;
    }

    ToolFindings make(Suggestions suggestions) {
        for (std::size_t d = 0; d < places_.size(); ++d)
            for (std::size_t i = 0; i < places_[d].size(); ++i) add_stored(document_.diagrams[d], d, i);
        if (suggestions == Suggestions::as_the_tool)
            for (std::size_t d = 0; d < places_.size(); ++d)
                for (std::size_t i = 0; i < places_[d].size(); ++i)
                    add_suggested(document_.diagrams[d], d, i);
        return std::move(findings_);
    }

private:
    /// Of what has no place of its own, such as a flow that leads nowhere, that of the model.
    std::string place_at(std::size_t d, std::size_t i) const {
        return places_[d][i] ? *places_[d][i] : "model";
    }

    std::string unique_rule(std::string_view id) {
        std::string name = std::string(tool) + "." + name_of_rule(id);
        if (names_.try_emplace(name, 2).second) return name;
        // Counted on, so that a thousand rules of one name need no million tries. Adding moves what is there.
        for (std::size_t number = names_.at(name);; ++number) {
            std::string numbered = name + "-" + std::to_string(number);
            if (!names_.try_emplace(numbered, 2).second) continue;
            names_[name] = number + 1;
            return numbered;
        }
    }

    Stride stride_of(const Threat& threat, const Diagram& diagram) {
        if (const Category* category = find_category(threat.type)) return category->stride;
        const bool is_game =
            scheme_of(threat.model_type) == Scheme::eop || scheme_of(diagram.type) == Scheme::eop;
        if (is_game || threat.type.empty()) return Stride::tampering;
        const Category* nearest = find_category(nearest_label(threat.type));
        if (unknown_types_.insert(threat.type).second)
            diagnostics_.add(DiagnosticKind::unknown_value, threat.where,
                             "the category " + quote_name(threat.type) +
                                 " of a threat is not known; it is taken for " +
                                 quote_name(nearest ? nearest->label : "Tampering"));
        return nearest ? nearest->stride : Stride::tampering;
    }

    static std::string_view nearest_label(std::string_view type) {
        std::vector<std::string_view> labels;
        for (const Category* category : categories_for(Scheme::generic, Kind::process))
            if (!category->is_heading) labels.push_back(category->label);
        return nearest_name(type, labels);
    }

    ThreatStatus read_status(const Threat& threat) {
        const ReadStatus read = status_of(threat.status);
        if (!read.is_known)
            diagnostics_.add(DiagnosticKind::unknown_value, threat.where,
                             "the status " + quote_name(threat.status) +
                                 " of a threat is not known; it is taken for open");
        return read.status;
    }

    void add_stored(const Diagram& diagram, std::size_t d, std::size_t i) {
        const Cell& cell = diagram.cells[i];
        for (const Threat& threat : cell.threats) {
            const ThreatStatus status = read_status(threat);
            if (is_ours(threat)) {
                decide(threat, status, threat.rule, place_at(d, i));
            } else {
                add_threat(threat, status, diagram, cell, place_at(d, i));
                decide(threat, status, findings_.rules.back().name, place_at(d, i));
            }
        }
    }

    void decide(const Threat& threat, ThreatStatus status, const std::string& rule,
                const std::string& place) {
        DraftDecision decision;
        decision.threat = rule + "@" + place;
        if (status == ThreatStatus::open || !decided_.insert(decision.threat).second) return;
        decision.status = status;
        decision.by = threat.by;
        decision.because = threat.mitigation;
        if (parse_date(threat.until)) decision.until = threat.until;
        if (parse_date(threat.decided)) decision.decided = threat.decided;
        decision.where = threat.where;
        mapped_.draft.decisions.push_back(std::move(decision));
    }

    void add_threat(const Threat& threat, ThreatStatus status, const Diagram& diagram, const Cell& cell,
                    std::string place) {
        const std::string& id = !threat.number.empty() ? threat.number
                                : !threat.id.empty()   ? threat.id
                                                       : threat.title;
        ToolRule rule;
        rule.name = unique_rule(id.empty() ? "threat" : std::string_view(id));
        rule.title = one_line(threat.title.empty() ? threat.type : threat.title);
        if (rule.title.empty()) rule.title = "Threat without a title";
        rule.text = threat.description;
        rule.stride = stride_of(threat, diagram);
        std::tie(rule.likelihood, rule.impact) = levels_of(severity_of(threat.severity));
        rule.where = threat.where;
        ToolThreat found;
        found.rule = findings_.rules.size();
        found.place = std::move(place);
        found.title = rule.title;
        found.text = threat.description;
        found.severity = severity_of(threat.severity);
        found.status = status;
        if (status != ThreatStatus::open) found.because = threat.mitigation;
        found.where = threat.where;
        found.origin = origin_of(threat, status, diagram, cell);
        findings_.rules.push_back(std::move(rule));
        findings_.threats.push_back(std::move(found));
    }

    static Origin origin_of(const Threat& threat,
                                                                      ThreatStatus status,
                                                                      const Diagram& diagram,
                                                                      const Cell& cell) {
        Origin origin{{"diagramId", diagram.id},
                                                                {"cellId", cell.id}};
        const auto add = [&](const char* name, const std::string& value) {
            if (!value.empty()) origin.emplace_back(name, value);
        };
        add("threatId", threat.id);
        add("number", threat.number);
        add("modelType", threat.model_type);
        add("type", threat.type);
        add("status", threat.status);
        add("severity", threat.severity);
        add("score", threat.score);
        if (status == ThreatStatus::open) add("mitigation", threat.mitigation);
        add("eopGameId", threat.game);
        add("cardSuit", threat.card_suit);
        add("cardNumber", threat.card_number);
        return origin;
    }

    void add_suggested(const Diagram& diagram, std::size_t d, std::size_t i) {
        const Cell& cell = diagram.cells[i];
        const std::optional<Kind> kind = kind_of(cell.shape);
        const bool is_enough = suggestion_count_ > most_suggestions;
        if (!kind || !cell.takes_threats() || !places_[d][i] || is_enough) return;
        if (has_suggestions(diagram.type))
            for (const Suggestion& suggestion : suggest_by_type(*kind, diagram.type))
                if (suggestion.category && !suggestion.category->is_heading)
                    add_suggestion(suggestion, "by type", diagram, cell, *places_[d][i]);
        for (const Suggestion& suggestion : suggest_by_context(*kind, cell.flags, diagram.type))
            if (suggestion.category) add_suggestion(suggestion, "by context", diagram, cell, *places_[d][i]);
    }

    void add_suggestion(const Suggestion& suggestion, const char* way, const Diagram& diagram,
                        const Cell& cell, const std::string& place) {
        if (++suggestion_count_ > most_suggestions) {
            if (suggestion_count_ == most_suggestions + 1)
                diagnostics_.add(
                    DiagnosticKind::skipped_part, cell.where,
                    "no more than " + std::to_string(most_suggestions) + " suggestions are made");
            return;
        }
        ToolThreat found;
        found.rule = rule_of(suggestion);
        found.place = place;
        found.title = std::string(suggestion.title) + ": " + std::string(suggestion.type);
        found.text = suggestion.text;
        found.where = cell.where;
        found.origin = {{"diagramId", diagram.id},
                        {"cellId", cell.id},
                        {"modelType", std::string(model_type_of(diagram.type))},
                        {"type", std::string(suggestion.type)},
                        {"suggested", way}};
        findings_.threats.push_back(std::move(found));
    }

    std::size_t rule_of(const Suggestion& suggestion) {
        // A suggestion by context belongs to another category in each method.
        const std::string key = suggestion.slug + "/" + std::string(suggestion.type);
        const auto [found, is_new] = suggestion_rules_.try_emplace(key, findings_.rules.size());
        if (!is_new) return found->second;
        ToolRule rule;
        rule.name = unique_rule(suggestion.slug);
        rule.title = suggestion.title;
        rule.text = suggestion.text;
        if (rule.text.empty())
            rule.text = "What could happen here in the category " + std::string(suggestion.type) + "?";
        if (!suggestion.mitigation.empty()) rule.text += " " + std::string(suggestion.mitigation);
        rule.stride = suggestion.category->stride;
        findings_.rules.push_back(std::move(rule));
        return findings_.rules.size() - 1;
    }

    const Document& document_;
    Mapped& mapped_;
    Diagnostics& diagnostics_;
    ToolFindings findings_;
    std::vector<std::vector<const std::string*>> places_;
    boost::unordered_flat_map<std::string, std::size_t> names_;
    boost::unordered_flat_set<std::string> unknown_types_;
    boost::unordered_flat_map<std::string, std::size_t> suggestion_rules_;
    boost::unordered_flat_set<std::string> decided_;
    std::size_t suggestion_count_ = 0;
};

}  // namespace

bool is_ours(const Threat& threat) {
    const std::string_view rule = threat.rule;
    const std::size_t dot = rule.find('.');
    if (dot == std::string_view::npos) return is_kebab_case(rule);
    return is_kebab_case(rule.substr(0, dot)) && dot + 1 < rule.size() &&
           std::ranges::all_of(rule.substr(dot + 1), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.';
           });
}

ToolFindings find_threats(const Document& document, Mapped& mapped, Suggestions suggestions,
                          Diagnostics& diagnostics) {
    return FindingsMaker(document, mapped, diagnostics).make(suggestions);
}

}  // namespace bartizan::threatdragon
