#include "formats/tmlibrary/findings.h"

#include <algorithm>

#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/interchange/meaning.h"
#include "formats/tmlibrary/map.h"

namespace bartizan::tmlibrary {
namespace {

struct Standing {
    std::vector<const Control*> controls;
    std::vector<const Risk*> risks;
};

Level level_of_fifth(std::size_t position) {
    return position < 2 ? Level::low : position == 2 ? Level::medium : Level::high;
}

Severity severity_of_level(std::size_t position) {
    constexpr std::array<Severity, 6> severities{Severity::info, Severity::low,  Severity::medium,
                                                 Severity::high, Severity::high, Severity::critical};
    return severities[position];
}

/// The worst of the risks that the threat takes part in; without any, what the controls are worth.
Severity severity_of_threat(const Standing& standing) {
    Severity worst = Severity::info;
    bool is_known = false;
    for (const Risk* risk : standing.risks)
        if (risk->level) {
            worst = std::max(worst, severity_of_level(*risk->level));
            is_known = true;
        }
    if (is_known) return worst;
    for (const Control* control : standing.controls)
        if (auto severity = interchange::severity_of_word(control->priority)) {
            worst = std::max(worst, *severity);
            is_known = true;
        }
    return is_known ? worst : Severity::medium;
}

ThreatStatus status_of_threat(const Standing& standing) {
    const auto is = [](std::string_view status) {
        return [status](const Control* control) { return control->status == status; };
    };
    if (std::ranges::any_of(standing.controls, is("active"))) return ThreatStatus::mitigated;
    const bool is_given_up =
        !standing.controls.empty() && std::ranges::all_of(standing.controls, is("wont_do"));
    return is_given_up ? ThreatStatus::accepted : ThreatStatus::open;
}

class Finder {
public:
    Finder(const Document& document, const PlacesByName& places, Diagnostics& diagnostics)
        : document_(document), places_(places), diagnostics_(diagnostics) {
        findings_.tool = format;
        standings_.resize(document.threats.size());
        for (std::size_t i = 0; i < document.threats.size(); ++i)
            if (!threats_.try_emplace(document.threats[i].name, i).second)
                diagnostics.add(DiagnosticKind::duplicate_name, document.threats[i].where(),
                                "there is another threat with the symbolic name `" +
                                    std::string(document.threats[i].name) + "`");
        for (const Entry& persona : document.personas) personas_.try_emplace(persona.name, persona.title);
        for (const Control& control : document.controls)
            for (std::size_t threat : find_all(control.threats, control.threats_at))
                standings_[threat].controls.push_back(&control);
        for (const Risk& risk : document.risks)
            for (std::size_t threat : find_all(risk.threats, risk.threats_at))
                standings_[threat].risks.push_back(&risk);
    }

    ToolFindings run() {
        for (std::size_t i = 0; i < document_.threats.size(); ++i) {
            const Threat& threat = document_.threats[i];
            findings_.rules.push_back(rule_of(threat, standings_[i]));
            boost::unordered_flat_set<std::string_view> places;
            for (std::string_view name : threat.components) {
                const auto place = places_.find(name);
                if (place == places_.end())
                    diagnostics_.add(DiagnosticKind::unknown_value, threat.components_at,
                                     "threat `" + std::string(threat.name) + "` affects `" +
                                         std::string(name) + "`, which is not there");
                else if (places.insert(place->second).second)
                    add(i, place->second);
            }
            if (places.empty()) add(i, "model");
        }
        return std::move(findings_);
    }

private:
    std::vector<std::size_t> find_all(const std::vector<std::string_view>& names, Location where) {
        std::vector<std::size_t> found;
        for (std::string_view name : names) {
            const auto threat = threats_.find(name);
            if (threat != threats_.end())
                found.push_back(threat->second);
            else
                diagnostics_.add(DiagnosticKind::unknown_value, where,
                                 "there is no threat `" + std::string(name) + "`");
        }
        return found;
    }

    ToolRule rule_of(const Threat& threat, const Standing& standing) {
        ToolRule rule;
        rule.name = interchange::rule_name(format, threat.name);
        while (!names_.insert(rule.name).second) rule.name += "-" + std::to_string(findings_.rules.size());
        rule.title = threat.title;
        rule.text = threat.description;
        const auto stride = interchange::guess_stride(threat.event);
        rule.stride = stride ? *stride : interchange::guess_stride(threat.title).value_or(Stride::tampering);
        const Severity severity = severity_of_threat(standing);
        rule.likelihood = interchange::likelihood_for(severity);
        rule.impact = interchange::impact_for(severity);
        if (!standing.risks.empty()) {
            if (standing.risks[0]->likelihood)
                rule.likelihood = level_of_fifth(*standing.risks[0]->likelihood);
            if (standing.risks[0]->impact) rule.impact = level_of_fifth(*standing.risks[0]->impact);
        }
        rule.references.cwe = threat.cwe;
        rule.references.capec = threat.capec;
        rule.where = threat.where();
        return rule;
    }

    void add(std::size_t rule, const std::string& place) {
        const Threat& threat = document_.threats[rule];
        const Standing& standing = standings_[rule];
        ToolThreat found;
        found.rule = rule;
        found.place = place;
        found.title = threat.title;
        found.text = threat.description;
        found.severity = severity_of_threat(standing);
        found.status = status_of_threat(standing);
        found.where = threat.where();
        found.origin = {{"id", std::string(threat.name)}};
        if (!threat.event.empty()) found.origin.emplace_back("event", threat.event);
        if (const auto persona = personas_.find(threat.persona); persona != personas_.end())
            found.origin.emplace_back("persona", persona->second);
        // One threat may have very many controls at very many places.
        constexpr std::size_t most_controls = 20;
        for (const Control* control : standing.controls) {
            if (found.origin.size() > most_controls) break;
            std::string text(control->title);
            if (!control->status.empty()) text += " (" + std::string(control->status) + ")";
            found.origin.emplace_back("control", std::move(text));
        }
        for (const Risk* risk : standing.risks)
            if (found.origin.size() <= 2 * most_controls) found.origin.emplace_back("risk", risk->title);
        if (found.status == ThreatStatus::mitigated)
            for (const Control* control : standing.controls)
                if (control->status == "active") {
                    found.because = control->title;
                    break;
                }
        findings_.threats.push_back(std::move(found));
    }

    const Document& document_;
    const PlacesByName& places_;
    Diagnostics& diagnostics_;
    boost::unordered_flat_map<std::string_view, std::size_t> threats_;
    boost::unordered_flat_map<std::string_view, std::string_view> personas_;
    boost::unordered_flat_set<std::string> names_;
    std::vector<Standing> standings_;
    ToolFindings findings_;
};

}  // namespace

ToolFindings find_threats(const Document& document, const PlacesByName& places, Diagnostics& diagnostics) {
    return Finder(document, places, diagnostics).run();
}

}  // namespace bartizan::tmlibrary
