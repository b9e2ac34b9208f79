#include "formats/tmt/findings.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/tmt/generate.h"

namespace bartizan::tmt {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool begins_with(std::string_view text, std::string_view beginning) {
    return std::ranges::equal(text.substr(0, beginning.size()), beginning, {}, lower);
}

/// Templates write the names of the categories in their own ways: "Elevation of Privileges".
Stride stride_of(std::string_view category) {
    if (begins_with(category, "spoof")) return Stride::spoofing;
    if (begins_with(category, "repudiation")) return Stride::repudiation;
    if (begins_with(category, "information")) return Stride::information_disclosure;
    if (begins_with(category, "denial")) return Stride::denial_of_service;
    if (begins_with(category, "elevation")) return Stride::elevation_of_privilege;
    return Stride::tampering;
}

Severity severity_of(std::string_view priority) {
    if (begins_with(priority, "high")) return Severity::high;
    if (begins_with(priority, "low")) return Severity::low;
    if (begins_with(priority, "critical")) return Severity::critical;
    if (begins_with(priority, "info")) return Severity::info;
    return Severity::medium;
}

Level level_of(Severity severity) {
    if (severity == Severity::medium) return Level::medium;
    return severity < Severity::medium ? Level::low : Level::high;
}

ThreatStatus status_of(std::string_view state) {
    if (state == "Mitigated") return ThreatStatus::mitigated;
    if (state == "NotApplicable") return ThreatStatus::not_applicable;
    return ThreatStatus::open;
}

std::string_view stated_priority(const ThreatType& type, const KnowledgeBase& knowledge) {
    for (const auto* data : {&type.properties, &knowledge.properties})
        for (const ThreatMetaDatum& datum : data->items)
            if (datum.name.value == "Priority" && !datum.values.items.empty() &&
                !datum.values.items[0].value.empty())
                return datum.values.items[0].view();
    return {};
}

class FindingsMaker {
public:
    FindingsMaker(const Document& document, const KnowledgeBase& knowledge, Mapped& mapped,
                  Diagnostics& diagnostics)
        : knowledge_(knowledge), mapped_(mapped), diagnostics_(diagnostics) {
        findings_.tool = "tmt";
        for (std::size_t i = 0; i < document.diagrams.items.size(); ++i) {
            const auto& lines = document.diagrams.items[i].lines.items;
            for (std::size_t k = 0; k < lines.size(); ++k) {
                if (lines[k].kind == "Connector") flow_of_.try_emplace(lines[k].guid.view(), i, k);
            }
        }
    }

    ToolFindings make(const std::vector<ThreatInstance>& threats) {
        for (const ThreatCategory& category : knowledge_.categories.items)
            categories_.try_emplace(category.id.view(), category.name.view());
        for (const ThreatType& type : knowledge_.threat_types.items) add_rule(type);
        for (const ThreatInstance& threat : threats)
            if (!is_deleted(threat)) add(threat);
        return std::move(findings_);
    }

private:
    void add_rule(const ThreatType& type) {
        const auto category = categories_.find(type.category.view());
        ToolRule rule;
        rule.name = "tmt." + type.id.value;
        rule.title = type.short_title.value;
        rule.text = type.description.value;
        if (category != categories_.end()) rule.stride = stride_of(category->second);
        rule.likelihood = rule.impact = level_of(severity_of(stated_priority(type, knowledge_)));
        rule.where = type.where;
        if (rules_.try_emplace(type.id.value, findings_.rules.size()).second)
            findings_.rules.push_back(std::move(rule));
    }

    /// A threat of a type that the knowledge base does not have, as scripts and other programs store them.
    std::size_t rule_of(const ThreatInstance& threat) {
        const auto [found, is_new] = rules_.try_emplace(threat.type_id.value, findings_.rules.size());
        if (is_new) {
            ToolRule rule;
            rule.name = "tmt." + threat.type_id.value;
            rule.title = title_of(threat);
            rule.text = threat.property("UserThreatDescription");
            rule.stride = stride_of(threat.property("UserThreatCategory"));
            rule.where = threat.where;
            findings_.rules.push_back(std::move(rule));
        }
        return found->second;
    }

    static std::string title_of(const ThreatInstance& threat) {
        std::string_view title = threat.property("Title");
        if (title.empty()) title = threat.title.view();
        return std::string(title.empty() ? threat.type_id.view() : title);
    }

    void add(const ThreatInstance& threat) {
        const auto flow = flow_of_.find(threat.flow_guid.view());
        const std::string place =
            flow == flow_of_.end() ? "" : mapped_.lines[flow->second.first][flow->second.second];
        if (place.empty()) {
            diagnostics_.add(DiagnosticKind::skipped_part, threat.where,
                             "the threat `" + title_of(threat) + "` is of a flow that the model has not");
            return;
        }
        ToolThreat found;
        found.rule = rule_of(threat);
        if (!placed_.insert(std::to_string(found.rule) + "@" + place).second) return;
        found.place = place;
        found.title = title_of(threat);
        found.text = threat.property("UserThreatDescription");
        const Text* priority = threat.find_property("Priority");
        found.severity = severity_of(priority ? priority->view() : threat.priority.view());
        found.status = status_of(threat.state.view());
        found.because = threat.property("StateInformation");
        found.where = threat.where;
        found.origin = {{"typeId", threat.type_id.value},
                        {"sourceGuid", threat.source_guid.value},
                        {"flowGuid", threat.flow_guid.value},
                        {"targetGuid", threat.target_guid.value},
                        {"diagramGuid", threat.diagram_guid.value}};
        if (threat.is_touched()) decide(threat, found);
        findings_.threats.push_back(std::move(found));
    }

    void decide(const ThreatInstance& threat, const ToolThreat& found) {
        if (found.status == ThreatStatus::open) return;
        constexpr std::size_t day = sizeof "YYYY-MM-DD" - 1;
        DraftDecision decision;
        decision.threat = findings_.rules[found.rule].name + "@" + found.place;
        decision.status = found.status;
        decision.by = threat.changed_by.value;
        decision.because = found.because.empty() ? "No justification is given." : found.because;
        const std::string date = threat.modified_at.value.substr(0, day);
        if (parse_date(date)) decision.decided = date;
        decision.where = threat.where;
        mapped_.draft.decisions.push_back(std::move(decision));
    }

    const KnowledgeBase& knowledge_;
    Mapped& mapped_;
    Diagnostics& diagnostics_;
    ToolFindings findings_;
    boost::unordered_flat_map<std::string_view, std::string_view> categories_;
    boost::unordered_flat_map<std::string, std::size_t> rules_;  // by type id
    boost::unordered_flat_map<std::string_view, std::pair<std::size_t, std::size_t>> flow_of_;
    boost::unordered_flat_set<std::string> placed_;
};

}  // namespace

ToolFindings make_findings(const Document& document, const KnowledgeBase& knowledge,
                           const std::vector<ThreatInstance>& threats, Mapped& mapped,
                           Diagnostics& diagnostics) {
    return FindingsMaker(document, knowledge, mapped, diagnostics).make(threats);
}

}  // namespace bartizan::tmt
