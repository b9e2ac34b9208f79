#include "report/explain.h"

#include <algorithm>
#include <iterator>

#include "analysis/mitigations.h"
#include "report/condition_text.h"
#include "report/terminal_summary.h"
#include "report/text_layout.h"
#include "report/threat_reader.h"
#include "rules/evaluate.h"
#include "text/utf8.h"

namespace bartizan {

namespace {

constexpr std::size_t indent = 3;
constexpr std::size_t detail_indent = 5;
/// Behind "true" and "false".
constexpr std::size_t value_indent = indent + 7;
/// Ways to close a threat that are written out; the others are counted.
constexpr std::size_t most_ways = 4;
/// Places that are offered for one control.
constexpr std::size_t most_places = 4;

/// A condition by its operands, and longer ones of these broken at spaces.
std::vector<std::string> lines_of(std::string_view condition, std::size_t width) {
    std::vector<std::string> lines;
    for (const std::string& line : condition_lines(condition, width))
        std::ranges::move(wrap(visible(line), width), std::back_inserter(lines));
    return lines;
}

class Explanation {
public:
    Explanation(const ReportInput& input, const Threat& threat, const ReportOptions& options,
                const TextSink& sink)
        : input_(input),
          threat_(threat),
          rule_(input.knowledge[threat.rule]),
          evaluator_(input.knowledge.schema, input.model, input.facts),
          page_(options, sink) {}

    void write();

private:
    void write_head();
    void write_condition();
    void write_origin(const ToolThreat& told);
    void write_part(const TracePart& part);
    void write_value(const TraceValue& value);
    void write_severity();
    void write_status();
    void write_coverage();
    void write_bypasses();
    void write_decision();
    void write_ways_to_close();
    void write_way(std::size_t number, const Mitigation& mitigation);
    void write_missing(const MissingControl& missing);

    const std::string& recognised_by(const Control& control) const;
    std::string position(Location where) const;
    std::string place_name(Place place) const;
    std::string option_text(const PlacementOption& option) const;

    const ReportInput& input_;
    const Threat& threat_;
    const Rule& rule_;
    Evaluator evaluator_;
    TerminalPage page_;
};

void Explanation::write() {
    write_head();
    write_condition();
    write_severity();
    write_status();
    write_ways_to_close();
    page_.line();
    page_.flush();
}

void Explanation::write_head() {
    page_.line();
    page_.paragraph(1, visible(evaluator_.text(rule_.title, threat_.place)), Colour::bold);
    page_.paragraph(1, visible(rule_.name + "@" + input_.model.place_id(threat_.place)), Colour::dim);
    page_.paragraph(1, position(input_.model.location(threat_.place)), Colour::dim);
    page_.line();
    page_.paragraph(1, visible(evaluator_.text(rule_.text, threat_.place)));
}

void Explanation::write_condition() {
    page_.heading("why it is there", "", Colour::bold);
    page_.line();
    if (const ToolThreat* told = told_by_tool(input_, threat_)) return write_origin(*told);
    for (const std::string& line : lines_of(rule_.when.text, page_.width() - indent))
        page_.line(std::string(indent, ' ') + page_.painted(line, Colour::cyan));
    for (const TracePart& part : evaluator_.trace(rule_.when, threat_.place)) {
        if (!part.decisive) continue;
        page_.line();
        write_part(part);
        for (const TraceValue& value : part.values) write_value(value);
    }
}

void Explanation::write_origin(const ToolThreat& told) {
    page_.paragraph(indent, visible("The rules of " + input_.findings.tool + " find it" +
                                    (told.title.empty() ? "" : ": " + told.title)));
    for (const auto& [name, value] : told.origin)
        page_.paragraph(value_indent, visible(std::string(name) + " is " + value), Colour::dim);
}

void Explanation::write_part(const TracePart& part) {
    std::string start = std::string(indent, ' ') + page_.painted(part.value ? "true   " : "false  ",
                                                                 part.value ? Colour::green : Colour::dim);
    for (const std::string& line : lines_of(part.text, page_.width() - value_indent)) {
        page_.line(start + line);
        start.assign(value_indent, ' ');
    }
}

void Explanation::write_value(const TraceValue& value) {
    std::string origin = value.where.valid() ? position(value.where) : "";
    if (value.origin != "stated") origin += (origin.empty() ? "" : ", ") + value.origin;
    page_.paragraph(value_indent, visible(value.text) + " is " + visible(value.value) + "  (" + origin + ")",
                    Colour::dim);
}

void Explanation::write_severity() {
    Level likelihood = rule_.likelihood, impact = rule_.impact;
    std::vector<std::string> reasons;
    for (const Adjustment& adjustment : rule_.adjust) {
        if (!evaluator_.holds(adjustment.when, threat_.place)) continue;
        likelihood = adjustment.likelihood.value_or(likelihood);
        impact = adjustment.impact.value_or(impact);
        reasons.push_back(adjustment.when.text);
    }
    page_.heading("how bad it is", "", Colour::bold);
    page_.line();
    page_.line(std::string(indent, ' ') +
               page_.painted(name_of(threat_.severity), severity_colour(threat_.severity)) + ": likelihood " +
               std::string(name_of(likelihood)) + ", impact " + std::string(name_of(impact)) + " (" +
               std::string(name_of(rule_.stride)) + ")");
    for (const std::string& reason : reasons)
        page_.paragraph(detail_indent, "because " + reason, Colour::dim);
}

void Explanation::write_status() {
    const bool is_open = threat_.status == ThreatStatus::open;
    page_.heading("what is done about it", name_of(threat_.status),
                  is_open ? Colour::bold : Colour::bold_green);
    page_.line();
    if (threat_.coverage.empty() && threat_.bypasses.empty() && !decision_of(input_, threat_))
        page_.paragraph(indent, "No control covers it, and nobody has decided anything.");
    write_coverage();
    write_bypasses();
    write_decision();
}

void Explanation::write_coverage() {
    for (std::uint32_t i = 0; i < threat_.coverage.count; ++i) {
        const Coverage& coverage = input_.findings.coverage[threat_.coverage.first + i];
        const ControlPlacement& placement = input_.findings.placements[coverage.placement];
        std::string line = input_.knowledge.schema[placement.control].name + " " +
                           std::string(name_of(coverage.how)) + ": " + place_name(placement.place) + ", " +
                           std::string(name_of(input_.findings.assurance[coverage.placement]));
        if (placement.recognised) line += ", recognised from what the model states";
        page_.paragraph(indent, line + "  (" + position(placement.where) + ")");
    }
    if (!threat_.needs_evidence) return;
    const Assurance wanted = input_.model.policy.closes[static_cast<std::size_t>(threat_.severity)];
    page_.paragraph(indent,
                    "The policy wants it " + std::string(name_of(wanted)) +
                        " before it closes a threat that is " + std::string(name_of(threat_.severity)) + ".",
                    Colour::yellow);
}

void Explanation::write_bypasses() {
    for (std::uint32_t i = 0; i < threat_.bypasses.count; ++i) {
        const Bypass& bypass = input_.findings.bypasses[threat_.bypasses.first + i];
        page_.paragraph(
            indent, input_.knowledge.schema[bypass.control].name + " stands in front, but not on this way:",
            Colour::yellow);
        for (std::uint32_t f = 0; f < bypass.path.count; ++f) {
            const FlowId flow = input_.findings.path_flows[bypass.path.first + f];
            page_.paragraph(detail_indent,
                            place_name(flow) + "  (" + position(input_.model[flow].where) + ")");
        }
    }
}

void Explanation::write_decision() {
    const Decision* decision = decision_of(input_, threat_);
    if (!decision) return;
    const Model& model = input_.model;
    std::string line =
        std::string(name_of(decision->status)) + " by " + std::string(model.text_of(decision->by));
    if (decision->until) line += " until " + to_string(*decision->until);
    if (threat_.decision_expired) line += ", which has passed";
    page_.paragraph(indent, visible(line) + ": " + visible(model.text_of(decision->because)) + "  (" +
                                position(decision->where) + ")");
}

void Explanation::write_ways_to_close() {
    if (threat_.status != ThreatStatus::open || threat_.needs_evidence) return;
    page_.heading("what would close it", "any one of these", Colour::bold);
    const auto ways = mitigations(input_.knowledge, input_.facts, rule_, threat_.place);
    for (std::size_t i = 0; i < std::min(ways.size(), most_ways); ++i) write_way(i + 1, ways[i]);
    if (ways.size() > most_ways) {
        page_.line();
        page_.paragraph(
            indent,
            "and " + std::to_string(ways.size() - most_ways) + " more: bartizan explain " + rule_.name,
            Colour::dim);
    }
}

void Explanation::write_way(std::size_t number, const Mitigation& mitigation) {
    std::string names;
    for (const MissingControl& missing : mitigation.missing)
        names += (names.empty() ? "" : " and ") + input_.knowledge.schema[missing.control].name;
    const std::size_t edits = mitigation.missing.size();
    page_.line();
    page_.line(std::string(indent, ' ') + std::to_string(number) + ". " + page_.painted(names, Colour::bold) +
               "  " +
               page_.painted(std::to_string(edits) + (edits == 1 ? " edit" : " edits") + " of the model, " +
                                 std::string(name_of(mitigation.effort)) + " effort to build",
                             Colour::dim));
    for (const MissingControl& missing : mitigation.missing) write_missing(missing);
}

void Explanation::write_missing(const MissingControl& missing) {
    const Control& control = input_.knowledge.schema[missing.control];
    page_.paragraph(indent + 3, control.text);
    const std::size_t shown = std::min(missing.options.size(), most_places);
    for (std::size_t i = 0; i < shown; ++i)
        page_.paragraph(indent + 3,
                        (i == 0 ? "add `" + control.name + "` to the controls of " : "or to those of ") +
                            option_text(missing.options[i]));
    if (const std::string& stated = recognised_by(control); !stated.empty())
        page_.paragraph(indent + 3, "or state what shows it: " + stated);
    if (!control.verified_by.empty())
        page_.paragraph(indent + 3, "shown by: " + control.verified_by, Colour::dim);
}

/// The condition on attributes that states the control at a place like this one.
const std::string& Explanation::recognised_by(const Control& control) const {
    return threat_.place.subject == Subject::flow ? control.recognised_on_flow
                                                  : control.recognised_on_element;
}

std::string Explanation::option_text(const PlacementOption& option) const {
    const std::string where =
        place_name(option.place) + "  (" + position(input_.model.location(option.place)) + ")";
    return option.how == Coverage::How::upstream ? where + ", which everything passes on the way" : where;
}

std::string Explanation::position(Location where) const {
    if (!where.valid()) return "";
    const LineColumn start = input_.sources.line_column(where.source, where.begin);
    return visible(input_.sources[where.source].name) + ":" + std::to_string(start.line) + ":" +
           std::to_string(start.column);
}

std::string Explanation::place_name(Place place) const { return visible(input_.model.place_id(place)); }

}  // namespace

void explain_threat(const ReportInput& input, const Threat& threat, const ReportOptions& options,
                    const TextSink& sink) {
    Explanation(input, threat, options, sink).write();
}

}  // namespace bartizan
