#include "report/threat_reader.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace bartizan {
namespace {

constexpr std::array<std::string_view, 4> how_names{"at-place", "at-end", "in-boundary", "upstream"};

void trim(std::string& text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
}

/// Controls that cover the threat, by whatever assurance.
std::vector<ControlId> covering_controls(const Findings& findings, const Threat& threat) {
    std::vector<ControlId> controls;
    for (std::uint32_t i = 0; i < threat.coverage.count; ++i) {
        const Coverage& coverage = findings.coverage[threat.coverage.first + i];
        controls.push_back(findings.placements[coverage.placement].control);
    }
    return controls;
}

/// Few controls before many, easy ones before hard ones.
std::pair<std::size_t, Level> cost(const Schema& schema, const ControlGroup& group) {
    Level hardest = Level::low;
    for (ControlId control : group) hardest = std::max(hardest, schema[control].effort);
    return {group.size(), hardest};
}

}  // namespace

Span span_of(const Sources& sources, Location where) {
    if (!where.valid()) return {};
    const auto [begin, end] = sources.lines_columns(where);
    return {where.source, begin, end};
}

std::string place_text(const ReportInput& input, const Span& span) {
    return input.sources[span.source].name + ":" + std::to_string(span.begin.line) + ":" +
           std::to_string(span.begin.column);
}

std::vector<ControlGroup> missing_controls(const ReportInput& input, const Threat& threat) {
    const Rule& rule = input.knowledge[threat.rule];
    const auto present = covering_controls(input.findings, threat);
    std::vector<ControlGroup> groups;
    for (const ControlGroup& group : rule.mitigated_by) {
        ControlGroup absent;
        for (ControlId control : group)
            if (std::ranges::find(present, control) == present.end()) absent.push_back(control);
        groups.push_back(absent.empty() ? group : absent);
    }
    std::ranges::stable_sort(groups, {},
                             [&](const ControlGroup& group) { return cost(input.knowledge.schema, group); });
    return groups;
}

bool is_in_place(const ReportInput& input, const Threat& threat, const ControlGroup& group) {
    const auto present = covering_controls(input.findings, threat);
    return std::ranges::all_of(
        group, [&](ControlId control) { return std::ranges::find(present, control) != present.end(); });
}

ThreatReader::ThreatReader(const ReportInput& input)
    : input_(input), evaluator_(input.knowledge.schema, input.model, input.facts) {}

void ThreatReader::read_place(Place place) {
    view_.is_same_place = place_ == place;
    if (view_.is_same_place) return;
    place_ = place;
    view_.place_id = input_.model.place_id(place);
    view_.place_title = input_.model.title(place);
    Location where = input_.model.location(place);
    // The model itself is its whole document; its first character stands for it.
    if (place.subject == Subject::model) where.end = where.begin;
    view_.span = span_of(input_.sources, where);
}

const ThreatView& ThreatReader::read(const Threat& threat) {
    view_.threat = &threat;
    view_.rule = &input_.knowledge[threat.rule];
    read_place(threat.place);
    view_.own_span = view_.span;
    view_.id.assign(view_.rule->name).append("@").append(view_.place_id);
    const ToolThreat* told = told_by_tool(input_, threat);
    if (told && told->where.valid()) view_.own_span = span_of(input_.sources, told->where);
    if (told && !told->title.empty()) {
        view_.title = told->title;
    } else {
        read_text(view_.rule->title, threat.place, view_.title);
    }
    return view_;
}

std::string ThreatReader::text(const Threat& threat) const {
    const ToolThreat* told = told_by_tool(input_, threat);
    if (told && !told->text.empty()) return told->text;
    std::string text;
    read_text(input_.knowledge[threat.rule].text, threat.place, text);
    return text;
}

/// Most placeholders are just the names of things. Their titles are put together here, into a buffer that is
/// there already; what has to be computed goes through the evaluator.
void ThreatReader::read_text(const Template& text, Place place, std::string& to) const {
    auto is_name = [](const Expression& expression) {
        return expression.root_node().operation == Operation::variable;
    };
    if (std::ranges::all_of(text.expressions, is_name)) {
        to.assign(text.literals.empty() ? "" : text.literals[0]);
        for (std::size_t i = 0; i < text.expressions.size(); ++i)
            to.append(title_of(text.expressions[i].root_node().id, place)).append(text.literals[i + 1]);
    } else {
        to = evaluator_.text(text, place);
    }
    trim(to);
}

std::string_view ThreatReader::title_of(std::uint32_t slot, Place place) const {
    const Model& model = input_.model;
    switch (slot) {
        case source_slot:
            return model.title(model.flows[place.index].source);
        case target_slot:
            return model.title(model.flows[place.index].target);
        case model_slot:
            return model.title(Place());
        default:
            return model.title(place);
    }
}

const ToolThreat* told_by_tool(const ReportInput& input, const Threat& threat) {
    return threat.of_tool == Threat::not_of_a_tool ? nullptr : &input.findings.tool_threats[threat.of_tool];
}

bool fails(const ReportInput& input, const Threat& threat) {
    return threat.status == ThreatStatus::open && threat.severity >= input.fail_on && !threat.in_baseline;
}

const Decision* decision_of(const ReportInput& input, const Threat& threat) {
    return threat.decision < input.model.decisions.size() ? &input.model.decisions[threat.decision] : nullptr;
}

bool rests_on_claims(const Threat& threat) {
    return threat.status == ThreatStatus::mitigated &&
           (threat.coverage.empty() || threat.assurance == Assurance::claimed);
}

std::string decision_text(const ReportInput& input, const Decision& decision) {
    std::string text(name_of(decision.status));
    std::ranges::replace(text, '-', ' ');
    if (decision.by.valid()) text.append(" by ").append(input.model.text_of(decision.by));
    if (decision.until) text.append(" until ").append(to_string(*decision.until));
    if (decision.because.valid()) text.append(": ").append(input.model.text_of(decision.because));
    return text;
}

std::string flow_text(const Model& model, FlowId flow) {
    std::string text(model.text_of(model[flow].id));
    std::size_t arrow = text.find("->");
    return arrow == text.npos ? text : text.replace(arrow, 2, " -> ");
}

std::string path_text(const ReportInput& input, const Bypass& bypass) {
    const Model& model = input.model;
    std::string text;
    for (std::uint32_t step = 0; step < bypass.path.count; ++step) {
        const Flow& flow = model[input.findings.path_flows[bypass.path.first + step]];
        if (step == 0) text += model.text_of(model[flow.source].id);
        text.append(" -> ").append(model.text_of(model[flow.target].id));
    }
    return text;
}

std::string_view name_of(Coverage::How how) { return how_names[static_cast<std::size_t>(how)]; }

}  // namespace bartizan
