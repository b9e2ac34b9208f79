#include "formats/otm/findings.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/interchange/meaning.h"
#include "formats/otm/map.h"

namespace bartizan::otm {
namespace {

constexpr double unknown_percent = 50;

/// As importers of OTM weigh it: the product of both percentages in tenths.
Severity severity_of_risk(const Threat& threat) {
    const double score =
        threat.likelihood.value_or(unknown_percent) * threat.impact.value_or(unknown_percent) / 1000;
    if (score >= 9) return Severity::critical;
    if (score >= 7) return Severity::high;
    return score >= 4 ? Severity::medium : Severity::low;
}

std::string joined(const std::vector<std::string_view>& texts) {
    std::string all;
    for (std::string_view text : texts) {
        if (!all.empty()) all += ", ";
        all += text;
    }
    return all;
}

Stride stride_of(const Threat& threat) {
    for (std::string_view category : threat.categories)
        if (auto stride = interchange::guess_stride(category)) return *stride;
    return interchange::guess_stride(threat.name).value_or(Stride::tampering);
}

ToolRule rule_of(const Threat& threat) {
    ToolRule rule;
    rule.name = interchange::rule_name(format, threat.id);
    rule.title = threat.name;
    rule.text = threat.description;
    rule.stride = stride_of(threat);
    rule.likelihood = interchange::level_of_percent(threat.likelihood.value_or(unknown_percent));
    rule.impact = interchange::level_of_percent(threat.impact.value_or(unknown_percent));
    for (std::string_view cwe : threat.cwes)
        if (auto number = interchange::number_in(cwe)) rule.references.cwe.push_back(*number);
    rule.where = threat.where();
    return rule;
}

class Finder {
public:
    Finder(const Document& document, Diagnostics& diagnostics)
        : document_(document), diagnostics_(diagnostics) {
        findings_.tool = format;
        boost::unordered_flat_set<std::string> names;
        for (const Threat& threat : document.threats) {
            ToolRule rule = rule_of(threat);
            while (!names.insert(rule.name).second) rule.name += "-" + std::to_string(findings_.rules.size());
            rules_.try_emplace(threat.id, findings_.rules.size());
            findings_.rules.push_back(std::move(rule));
        }
        is_used_.assign(findings_.rules.size(), false);
        for (const Mitigation& mitigation : document.mitigations)
            mitigations_.try_emplace(mitigation.id, mitigation.name);
    }

    void place(const std::vector<ThreatUse>& uses, const std::string& place) {
        if (place.empty()) return;
        for (const ThreatUse& use : uses) {
            const auto rule = rules_.find(use.threat);
            if (rule == rules_.end()) {
                diagnostics_.add(DiagnosticKind::invalid_rule, use.where,
                                 "there is no threat with the id `" + std::string(use.threat) + "`");
                continue;
            }
            is_used_[rule->second] = true;
            add(use, rule->second, place);
        }
    }

    /// Threats that nothing names are those of the whole model.
    ToolFindings finish() {
        for (std::size_t i = 0; i < is_used_.size(); ++i)
            if (!is_used_[i]) add({}, i, "model");
        return std::move(findings_);
    }

private:
    void add(const ThreatUse& use, std::size_t rule, const std::string& place) {
        if (!seen_.insert(std::to_string(rule) + "@" + place).second) return;
        const Threat& threat = document_.threats[rule];
        ToolThreat found;
        found.rule = rule;
        found.place = place;
        found.title = threat.name;
        found.text = threat.description;
        found.severity = severity_of_risk(threat);
        found.where = use.where.valid() ? use.where : threat.where();
        found.status = status_of(use);
        found.origin = {{"id", std::string(threat.id)}};
        if (!use.state.empty()) found.origin.emplace_back("state", use.state);
        if (!threat.categories.empty()) found.origin.emplace_back("categories", joined(threat.categories));
        for (const MitigationUse& mitigation : use.mitigations) {
            const auto name = mitigations_.find(mitigation.mitigation);
            std::string text(name == mitigations_.end() ? mitigation.mitigation : name->second);
            if (!mitigation.state.empty()) text += " (" + std::string(mitigation.state) + ")";
            if (found.status == ThreatStatus::mitigated)
                found.because.append(found.because.empty() ? "" : ", ").append(text);
            found.origin.emplace_back("mitigation", std::move(text));
        }
        findings_.threats.push_back(std::move(found));
    }

    ThreatStatus status_of(const ThreatUse& use) {
        if (use.state.empty()) return ThreatStatus::open;
        if (auto status = interchange::status_of_word(use.state)) return *status;
        diagnostics_.add(DiagnosticKind::unknown_value, use.state_at,
                         "the state `" + std::string(use.state) + "` of a threat is not known",
                         "it is taken for open");
        return ThreatStatus::open;
    }

    const Document& document_;
    Diagnostics& diagnostics_;
    boost::unordered_flat_map<std::string_view, std::size_t> rules_;
    boost::unordered_flat_map<std::string_view, std::string_view> mitigations_;
    boost::unordered_flat_set<std::string> seen_;
    std::vector<bool> is_used_;
    ToolFindings findings_;
};

}  // namespace

ToolFindings find_threats(const Document& document, const std::vector<std::string>& elements,
                          const std::vector<std::string>& flows, Diagnostics& diagnostics) {
    Finder finder(document, diagnostics);
    for (std::size_t i = 0; i < document.components.size(); ++i)
        finder.place(document.components[i].threats, elements[i]);
    for (std::size_t i = 0; i < document.flows.size(); ++i) finder.place(document.flows[i].threats, flows[i]);
    return finder.finish();
}

}  // namespace bartizan::otm
