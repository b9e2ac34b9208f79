#include "formats/cyclonedx/findings.h"

#include <algorithm>

#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/cyclonedx/map.h"
#include "formats/interchange/meaning.h"

namespace bartizan::cyclonedx {
namespace {

std::optional<Severity> severity_of_risk(const Risk& risk) {
    const auto residual = interchange::severity_of_word(risk.residual_level);
    return residual ? residual : interchange::severity_of_word(risk.inherent_level);
}

ThreatStatus status_of_risk(const Risk& risk) {
    for (const Response& response : risk.responses) {
        if (response.strategy == "accept") return ThreatStatus::accepted;
        if (response.strategy == "transfer") return ThreatStatus::transferred;
        const bool is_done = response.status == "implemented" || response.status == "completed" ||
                             response.status == "verified";
        if (is_done && (response.strategy == "reduce" || response.strategy == "avoid"))
            return ThreatStatus::mitigated;
    }
    return ThreatStatus::open;
}

Stride stride_of(const Threat& threat) {
    for (std::string_view category : threat.categories)
        if (auto stride = from_name<Stride>(stride_names, category)) return *stride;
    for (std::string_view category : threat.categories)
        if (auto stride = interchange::guess_stride(category)) return *stride;
    return interchange::guess_stride(threat.name).value_or(Stride::tampering);
}

class Finder {
public:
    Finder(const Document& document, const PlacesByRef& places) : document_(document), places_(places) {
        findings_.tool = format;
        for (const Pattern& pattern : document.patterns)
            if (pattern.capec && *pattern.capec > 0 && *pattern.capec < 1e6)
                capec_.try_emplace(pattern.ref, static_cast<int>(*pattern.capec));
        for (const Entry& requirement : document.requirements)
            names_.try_emplace(requirement.ref, requirement.name);
        for (const Threat& threat : document.threats) known_.insert(threat.ref);
        for (const Risk& risk : document.risks)
            for (std::string_view threat : risk.threats) risks_of_[threat].push_back(&risk);
    }

    ToolFindings run() {
        for (const Threat& threat : document_.threats) add_threat(threat);
        for (const Risk& risk : document_.risks) {
            // A risk of a threat that is in the file is told with the threat.
            const bool is_told =
                std::ranges::any_of(risk.threats, [&](auto ref) { return known_.contains(ref); });
            if (!is_told) add_risk(risk);
        }
        return std::move(findings_);
    }

private:
    void add_threat(const Threat& threat) {
        Severity severity = Severity::medium;
        ThreatStatus status = ThreatStatus::open;
        if (const auto risks = risks_of_.find(threat.ref); risks != risks_of_.end()) {
            severity = Severity::info;
            status = status_of_risk(*risks->second.front());
            for (const Risk* risk : risks->second) {
                severity = std::max(severity, severity_of_risk(*risk).value_or(Severity::medium));
                if (status_of_risk(*risk) != status) status = ThreatStatus::open;
            }
        }
        ToolRule rule = rule_of(threat, severity, stride_of(threat));
        rule.references.cwe = threat.cwe;
        for (std::string_view pattern : threat.patterns)
            if (const auto capec = capec_.find(pattern); capec != capec_.end())
                rule.references.capec.push_back(capec->second);
        Origin origin{{"id", std::string(threat.ref)}};
        for (std::string_view mitigation : threat.mitigations) {
            const auto name = names_.find(mitigation);
            if (origin.size() < 20)
                origin.emplace_back("mitigation", name == names_.end() ? mitigation : name->second);
        }
        place(std::move(rule), threat, threat.affected, severity, status, origin);
    }

    void add_risk(const Risk& risk) {
        const Severity severity = severity_of_risk(risk).value_or(Severity::medium);
        const Stride stride = interchange::guess_stride(risk.name).value_or(Stride::tampering);
        place(rule_of(risk, severity, stride), risk, risk.affects, severity, status_of_risk(risk),
              {{"id", std::string(risk.ref)}, {"kind", "risk"}});
    }

    ToolRule rule_of(const Entry& entry, Severity severity, Stride stride) {
        ToolRule rule;
        rule.name = interchange::rule_name(format, entry.ref);
        while (!rule_names_.insert(rule.name).second)
            rule.name += "-" + std::to_string(findings_.rules.size());
        rule.title = entry.name;
        rule.text = entry.description;
        rule.stride = stride;
        rule.likelihood = interchange::likelihood_for(severity);
        rule.impact = interchange::impact_for(severity);
        rule.where = entry.where();
        return rule;
    }

    void place(ToolRule rule, const Entry& entry, const std::vector<std::string_view>& refs,
               Severity severity, ThreatStatus status,
               const Origin& origin) {
        findings_.rules.push_back(std::move(rule));
        ToolThreat found;
        found.rule = findings_.rules.size() - 1;
        found.title = entry.name;
        found.text = entry.description;
        found.severity = severity;
        found.status = status;
        found.where = entry.where();
        found.origin = origin;
        boost::unordered_flat_set<std::string_view> places;
        for (std::string_view ref : refs) {
            // References lead to other documents, too; those are no places of this one.
            const auto at = places_.find(ref);
            if (at == places_.end() || !places.insert(at->second).second) continue;
            found.place = at->second;
            findings_.threats.push_back(found);
        }
        if (!places.empty()) return;
        found.place = "model";
        findings_.threats.push_back(std::move(found));
    }

    const Document& document_;
    const PlacesByRef& places_;
    boost::unordered_flat_map<std::string_view, int> capec_;
    boost::unordered_flat_map<std::string_view, std::string_view> names_;
    boost::unordered_flat_set<std::string_view> known_;
    boost::unordered_flat_map<std::string_view, std::vector<const Risk*>> risks_of_;
    boost::unordered_flat_set<std::string> rule_names_;
    ToolFindings findings_;
};

}  // namespace

ToolFindings find_threats(const Document& document, const PlacesByRef& places) {
    return Finder(document, places).run();
}

}  // namespace bartizan::cyclonedx
