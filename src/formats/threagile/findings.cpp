#include <algorithm>
#include <charconv>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/threagile/map.h"

namespace bartizan::threagile {
namespace {

/// Our levels are three, and severities without `elevated`.
Level level_of(Likelihood likelihood) {
    switch (likelihood) {
        case Likelihood::unlikely:
            return Level::low;
        case Likelihood::likely:
            return Level::medium;
        default:
            return Level::high;
    }
}
Level level_of(Impact impact) {
    switch (impact) {
        case Impact::low:
            return Level::low;
        case Impact::medium:
            return Level::medium;
        default:
            return Level::high;
    }
}
Severity severity_word(RiskSeverity severity) {
    switch (severity) {
        case RiskSeverity::low:
            return Severity::low;
        case RiskSeverity::medium:
            return Severity::medium;
        case RiskSeverity::critical:
            return Severity::critical;
        default:
            return Severity::high;
    }
}
ThreatStatus status_word(RiskStatus status) {
    switch (status) {
        case RiskStatus::accepted:
            return ThreatStatus::accepted;
        case RiskStatus::mitigated:
            return ThreatStatus::mitigated;
        case RiskStatus::false_positive:
            return ThreatStatus::not_applicable;
        default:
            return ThreatStatus::open;
    }
}

std::string two_digits(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 2).ptr;
    return std::string(text, end);
}

bool is_date(std::string_view text) {
    constexpr std::string_view form = "0000-00-00";
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    return true;
}

struct Place {
    enum Kind : std::uint8_t { model, element, flow, boundary, data } kind = model;
    std::uint32_t index = 0;
};

struct Finding {
    const Facts& facts;
    Mapped& mapped;
    ToolFindings findings;
    /// Of rules, by the risk's rule and its number.
    boost::unordered_flat_map<std::uint64_t, std::size_t> rule_positions;
    boost::unordered_flat_set<std::string> names;
    /// How often a rule was found at a place.
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> times;

    std::string_view rule_id(const Risk& risk) const {
        const auto all = rules();
        return risk.rule < all.size() ? all[risk.rule].id
                                      : facts.document.categories[risk.rule - all.size()].id;
    }
    std::string_view rule_title(const Risk& risk) const {
        const auto all = rules();
        return risk.rule < all.size() ? all[risk.rule].title
                                      : facts.document.categories[risk.rule - all.size()].title;
    }

    /// Risks that name a link stand at its flow.
    Place place_of(const Risk& risk) const {
        if (risk.link.valid()) return {Place::flow, risk.link.index};
        if (risk.seen_at.valid()) return {Place::flow, risk.seen_at.index};
        if (risk.asset.valid()) return {Place::element, risk.asset.index};
        if (risk.boundary.valid()) return {Place::boundary, risk.boundary.index};
        if (risk.data.valid()) return {Place::data, risk.data.index};
        if (risk.runtime.valid() && !facts.document[risk.runtime].assets.empty())
            return {Place::element, facts.document[risk.runtime].assets.front().index};
        if (risk.breached.valid()) return {Place::element, risk.breached.index};
        return {};
    }
    std::string name_of_place(Place place) const {
        switch (place.kind) {
            case Place::flow:
                return mapped.link_ids[place.index];
            case Place::element:
                return mapped.asset_ids[place.index];
            case Place::boundary:
                return "boundary:" + mapped.boundary_ids[place.index];
            case Place::data:
                return "data:" + mapped.data_ids[place.index];
            case Place::model:
                break;
        }
        return "model";
    }

    std::string title_of(const Risk& risk) const {
        const Document& document = facts.document;
        std::string title;
        if (risk.rule >= rules().size()) return std::string(risk.detail);
        title = rule_title(risk);
        const auto add = [&](std::string_view joint, std::string_view name) {
            title.append(joint).append(name);
        };
        if (risk.data.valid()) add(": ", document[risk.data].title);
        if (risk.asset.valid()) add(risk.data.valid() ? " at " : ": ", document[risk.asset].title);
        if (risk.boundary.valid()) add(": ", document[risk.boundary].title);
        if (risk.runtime.valid()) add(": ", document[risk.runtime].title);
        if (risk.link.valid()) add(" via ", document[risk.link].title);
        return title;
    }

    ToolRule describe(const Risk& risk) const {
        ToolRule rule;
        rule.likelihood = Level::low;
        rule.impact = Level::low;
        const auto all = rules();
        if (risk.rule < all.size()) {
            const Rule& known = all[risk.rule];
            rule.text = std::string(known.description) + "\n\n" + std::string(known.advice);
            rule.stride = static_cast<Stride>(known.stride);
            rule.references.cwe = {known.cwe};
        } else {
            const RiskCategory& own = facts.document.categories[risk.rule - all.size()];
            rule.text = own.description;
            if (!own.mitigation.empty()) rule.text.append("\n\n").append(own.mitigation);
            rule.stride = static_cast<Stride>(own.stride);
            if (own.cwe > 0) rule.references.cwe = {own.cwe};
            rule.where = own.where;
        }
        rule.title = rule_title(risk);
        return rule;
    }

    /// A rule finds a place once: what it finds there again goes to a rule of the same kind with a number.
    std::size_t rule_at(const Risk& risk, Place place) {
        const std::uint64_t rule = risk.rule;
        const std::uint64_t at = std::uint64_t{place.kind} << 32 | place.index;
        const std::uint32_t number = ++times[rule << 40 | at];
        const auto [found, added] = rule_positions.emplace(rule << 32 | number, findings.rules.size());
        if (added) {
            const std::string first = "threagile." + std::string(rule_id(risk));
            std::string name = number > 1 ? first + "-" + std::to_string(number) : first;
            for (std::size_t other = number + 1; !names.insert(name).second; ++other)
                name = first + "-" + std::to_string(other);
            findings.rules.push_back(describe(risk));
            findings.rules.back().name = std::move(name);
        }
        ToolRule& tool_rule = findings.rules[found->second];
        tool_rule.likelihood = std::max(tool_rule.likelihood, level_of(risk.likelihood));
        tool_rule.impact = std::max(tool_rule.impact, level_of(risk.impact));
        return found->second;
    }

    void add_origin(Risk& risk, ToolThreat& threat) const {
        const auto add = [&](std::string_view name, std::string_view value) {
            threat.origin.emplace_back(name, std::string(value));
        };
        threat.origin.reserve(7);
        add("category", rule_id(risk));
        threat.origin.emplace_back("syntheticId", std::move(risk.synthetic_id));
        add("severity", name_of(risk.severity));
        add("likelihood", name_of(risk.likelihood));
        add("impact", name_of(risk.impact));
        add("dataBreachProbability", name_of(risk.breach));
        if (risk.asset.valid()) add("raa", two_digits(facts.raa[risk.asset.index]));
    }

    void decide(const Risk& risk, const ToolThreat& threat) {
        const Tracking& tracking = *risk.tracking;
        DraftDecision& decision = mapped.draft.decisions.emplace_back();
        decision.threat = findings.rules[threat.rule].name + "@" + threat.place;
        decision.status = threat.status;
        decision.by = tracking.checked_by;
        decision.because = threat.because;
        if (is_date(tracking.date)) decision.decided = tracking.date;
        decision.where = tracking.where;
    }

    void add(Risk& risk) {
        ToolThreat& threat = findings.threats.emplace_back();
        const Place place = place_of(risk);
        threat.place = name_of_place(place);
        threat.rule = rule_at(risk, place);
        threat.title = title_of(risk);
        threat.severity = severity_word(risk.severity);
        threat.status = status_word(risk.status);
        threat.where = risk.where;
        if (risk.rule < rules().size()) threat.text = risk.detail;
        if (risk.tracking != nullptr) {
            threat.because = risk.tracking->justification;
            while (threat.because.ends_with('\n')) threat.because.pop_back();
            if (!risk.tracking->ticket.empty())
                threat.because.append(threat.because.empty() ? "" : " ")
                    .append("(")
                    .append(risk.tracking->ticket)
                    .append(")");
        }
        add_origin(risk, threat);
        if (threat.status != ThreatStatus::open) decide(risk, threat);
    }
};

}  // namespace

ToolFindings map_to_findings(const Facts& facts, Risks risks, Mapped& mapped) {
    Finding finding{facts, mapped, {}, {}, {}, {}};
    finding.findings.tool = "threagile";
    finding.findings.threats.reserve(risks.all.size());
    for (Risk& risk : risks.all) finding.add(risk);
    return std::move(finding.findings);
}

}  // namespace bartizan::threagile
