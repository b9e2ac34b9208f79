// For people at a terminal: worst first, place by place, one line about what would close each threat, and
// what decides about the check as the last line.

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "report/formats.h"
#include "report/rule_text.h"
#include "report/stride_chart.h"
#include "report/summary.h"
#include "report/terminal_summary.h"
#include "report/text_layout.h"
#include "report/threat_reader.h"
#include "text/utf8.h"

namespace bartizan {
namespace {

constexpr std::size_t threat_indent = 3;
constexpr std::size_t detail_indent = 5;
constexpr std::size_t label_width = 12;
constexpr std::size_t most_groups = 3;
constexpr std::size_t most_chart_rows = 50;

class TerminalReport {
public:
    TerminalReport(const ReportInput& input, const ReportOptions& options, TerminalPage& page)
        : input_(input), options_(options), model_(input.model), page_(page), reader_(input) {
        for (const Threat& threat : input.findings.threats)
            ++counts_[static_cast<std::size_t>(threat.status)];
    }

    void write();

private:
    void write_header();
    void write_open(Severity severity, std::size_t count);
    void write_closed(ThreatStatus status);
    void write_chart();
    void write_questions_of(std::uint32_t pack);
    void write_chart_row(const ChartRow& row, std::size_t name_width);
    std::string chart_cell(const Threat* question) const;

    void write_place(const ThreatView& view);
    void write_open_threat(const ThreatView& view);
    void write_closed_threat(const ThreatView& view);
    void write_title(const ThreatView& view, std::string_view mark, Colour colour);
    void write_detail(std::string_view label, std::string_view text, Colour colour = Colour::plain);
    void write_ways(const Threat& threat);

    std::string closing_text(const Threat& threat) const;
    std::string evidence_text(const Threat& threat) const;
    std::string controls_in_place(const Threat& threat) const;
    std::string place_name(Place place) const;
    bool is_listed(const Threat& threat) const {
        return options_.show_all || !input_.knowledge[threat.rule].generic;
    }

    const ReportInput& input_;
    const ReportOptions& options_;
    const Model& model_;
    TerminalPage& page_;
    ThreatReader reader_;
    StatusCounts counts_{};
};

void TerminalReport::write() {
    write_header();
    std::array<std::size_t, severity_names.size()> listed{};
    for (const Threat& threat : input_.findings.threats)
        if (threat.status == ThreatStatus::open && is_listed(threat))
            ++listed[static_cast<std::size_t>(threat.severity)];
    for (std::size_t severity = listed.size(); severity-- > 0;)
        if (listed[severity] > 0) write_open(static_cast<Severity>(severity), listed[severity]);
    if (options_.show_all) {
        for (auto status : {ThreatStatus::mitigated, ThreatStatus::accepted, ThreatStatus::transferred,
                            ThreatStatus::not_applicable})
            write_closed(status);
    } else {
        write_chart();
        for (std::uint32_t pack = 0; pack < input_.knowledge.packs.size(); ++pack)
            if (input_.knowledge.packs[pack].optional) write_questions_of(pack);
    }
    write_terminal_summary(input_, page_);
}

void TerminalReport::write_header() {
    page_.line();
    page_.paragraph(1, visible(model_.text_of(model_.name)), Colour::bold);
    if (input_.diagnostics.has_errors()) return;
    std::string counts = visible(input_.model_path) + " · " +
                         count_of(model_.elements.size(), "element", "elements") + ", " +
                         count_of(model_.flows.size(), "flow", "flows") + ", " +
                         count_of(model_.boundaries.size(), "boundary", "boundaries");
    if (!model_.data.empty()) counts += ", " + count_of(model_.data.size(), "data asset", "data assets");
    page_.paragraph(1, counts, Colour::dim);
}

void TerminalReport::write_open(Severity severity, std::size_t count) {
    page_.heading(name_of(severity), with_separators(count) + " open", severity_colour(severity));
    bool is_first = true;
    for (const Threat& threat : input_.findings.threats) {
        if (threat.severity != severity || threat.status != ThreatStatus::open || !is_listed(threat))
            continue;
        const ThreatView& view = reader_.read(threat);
        if (is_first || !view.is_same_place) write_place(view);
        is_first = false;
        write_open_threat(view);
    }
}

void TerminalReport::write_closed(ThreatStatus status) {
    bool is_first = true;
    for (const Threat& threat : input_.findings.threats) {
        if (threat.status != status) continue;
        const ThreatView& view = reader_.read(threat);
        if (is_first) {
            std::string count = with_separators(counts_[static_cast<std::size_t>(status)]);
            page_.heading(name_of(status), count,
                          status == ThreatStatus::mitigated ? Colour::green : Colour::plain);
        }
        if (is_first || !view.is_same_place) write_place(view);
        is_first = false;
        write_closed_threat(view);
    }
}

/// The place at the left and where it is written at the right, on one line if both fit.
void TerminalReport::write_place(const ThreatView& view) {
    std::string name = place_name(view.threat->place);
    std::string where = view.span.valid() ? visible(place_text(input_, view.span)) : "";
    page_.line();
    if (1 + display_width(name) + 2 + display_width(where) <= page_.width()) {
        std::string gap = padding(where, page_.width() - 1 - display_width(name));
        page_.line(" " + page_.painted(name, Colour::cyan) + gap + page_.painted(where, Colour::dim));
        return;
    }
    page_.paragraph(1, name, Colour::cyan);
    page_.paragraph(1, where, Colour::dim);
}

void TerminalReport::write_open_threat(const ThreatView& view) {
    const Threat& threat = *view.threat;
    bool is_failing = fails(input_, threat);
    page_.line();
    write_title(view, is_failing ? "✗" : "·", is_failing ? severity_colour(threat.severity) : Colour::dim);
    if (threat.needs_evidence) write_detail("evidence", evidence_text(threat), Colour::yellow);
    std::string closing = closing_text(threat);
    if (!closing.empty()) write_detail(threat.needs_evidence ? "or with" : "close with", closing);
    write_ways(threat);
    const Decision* decision = decision_of(input_, threat);
    if (threat.decision_expired && decision)
        write_detail("expired", visible(decision_text(input_, *decision)), Colour::yellow);
    if (input_.has_baseline) write_detail("baseline", threat.in_baseline ? "known" : "new");
}

void TerminalReport::write_closed_threat(const ThreatView& view) {
    const Threat& threat = *view.threat;
    page_.line();
    write_title(view, threat.status == ThreatStatus::mitigated ? "✓" : "–", Colour::dim);
    if (!threat.coverage.empty()) write_detail("controls", controls_in_place(threat));
    if (const Decision* decision = decision_of(input_, threat))
        write_detail("decision", visible(decision_text(input_, *decision)));
}

void TerminalReport::write_title(const ThreatView& view, std::string_view mark, Colour colour) {
    bool is_first = true;
    for (const std::string& line : wrap(visible(view.title), page_.width() - detail_indent)) {
        std::string start = is_first ? page_.painted(mark, colour) + " " : "  ";
        page_.line(std::string(threat_indent, ' ') + start + page_.painted(line, Colour::bold));
        is_first = false;
    }
    page_.paragraph(detail_indent, visible(view.id), Colour::dim);
}

/// A label and a text beside it that keeps its own left edge.
void TerminalReport::write_detail(std::string_view label, std::string_view text, Colour colour) {
    std::string start =
        std::string(detail_indent, ' ') + page_.painted(label, Colour::dim) + padding(label, label_width);
    for (const std::string& line : wrap(text, page_.width() - detail_indent - label_width)) {
        page_.line(start + page_.painted(line, colour));
        start.assign(detail_indent + label_width, ' ');
    }
}

void TerminalReport::write_ways(const Threat& threat) {
    for (std::uint32_t i = 0; i < threat.bypasses.count; ++i) {
        const Bypass& bypass = input_.findings.bypasses[threat.bypasses.first + i];
        std::string text =
            visible(path_text(input_, bypass)) + " avoids " + input_.knowledge.schema[bypass.control].name;
        write_detail("way around", text, Colour::yellow);
    }
}

std::string TerminalReport::closing_text(const Threat& threat) const {
    auto groups = missing_controls(input_, threat);
    std::erase_if(groups, [&](const ControlGroup& group) { return is_in_place(input_, threat, group); });
    std::size_t left_out = groups.size() > most_groups ? groups.size() - most_groups : 0;
    groups.resize(groups.size() - left_out);
    std::string text = controls_text(input_.knowledge.schema, groups);
    if (left_out > 0) text += ", or " + count_of(left_out, "other way", "other ways");
    return text;
}

std::string TerminalReport::evidence_text(const Threat& threat) const {
    Assurance wanted = model_.policy.closes[static_cast<std::size_t>(threat.severity)];
    return controls_in_place(threat) + "; for " + std::string(name_of(threat.severity)) +
           " threats the policy wants " + std::string(name_of(wanted));
}

std::string TerminalReport::controls_in_place(const Threat& threat) const {
    std::string text;
    for (std::uint32_t i = 0; i < threat.coverage.count; ++i) {
        const Coverage& coverage = input_.findings.coverage[threat.coverage.first + i];
        const ControlPlacement& placement = input_.findings.placements[coverage.placement];
        if (i > 0) text += ", ";
        text.append(input_.knowledge.schema[placement.control].name).append(" ");
        text.append(name_of(input_.findings.assurance[coverage.placement]));
        if (placement.place != threat.place) text.append(" at ").append(place_name(placement.place));
    }
    return text;
}

std::string TerminalReport::place_name(Place place) const {
    if (place.subject == Subject::model) return "the model";
    std::string id =
        place.subject == Subject::flow ? flow_text(model_, FlowId(place.index)) : model_.place_id(place);
    std::string_view title = model_.title(place);
    bool has_title = title != model_.text_of(model_.described(place)->id) && !title.empty();
    return visible(has_title ? std::string(title) + " (" + id + ")" : id);
}

void TerminalReport::write_chart() {
    auto rows = stride_chart(input_);
    std::erase_if(rows, [](const ChartRow& row) { return !row.has_open(); });
    if (rows.empty()) return;
    std::size_t left_out = rows.size() > most_chart_rows ? rows.size() - most_chart_rows : 0;
    rows.resize(rows.size() - left_out);
    page_.heading("STRIDE chart", "", Colour::plain);
    page_.line();
    page_.paragraph(1, "Questions that no specific threat has answered.", Colour::dim);
    const std::size_t letters_width = 3 * stride_letters.size();
    std::size_t name_width = 0;
    for (const ChartRow& row : rows) name_width = std::max(name_width, display_width(place_name(row.place)));
    name_width = std::min(name_width + 2, page_.width() - threat_indent - letters_width);
    page_.line();
    std::string letters(threat_indent + name_width, ' ');
    for (char letter : stride_letters) letters += std::string(letter == 'S' ? "" : "  ") + letter;
    page_.line(page_.painted(letters, Colour::bold));
    for (const ChartRow& row : rows) write_chart_row(row, name_width);
    if (left_out > 0)
        page_.paragraph(threat_indent, "and " + count_of(left_out, "more place", "more places"), Colour::dim);
    page_.line();
    page_.paragraph(threat_indent, "? open · ! open and fails the check · ✓ mitigated · – decided",
                    Colour::dim);
}

/// The generic questions of an optional pack that are open, by place. Its categories are its own, so that the
/// names of the rules say more than letters.
void TerminalReport::write_questions_of(std::uint32_t pack) {
    std::vector<const Threat*> questions;
    for (const Threat& threat : input_.findings.threats) {
        const Rule& rule = input_.knowledge[threat.rule];
        if (rule.pack == pack && rule.generic && threat.status == ThreatStatus::open)
            questions.push_back(&threat);
    }
    if (questions.empty()) return;
    std::ranges::stable_sort(questions, {}, [](const Threat* threat) { return threat->place; });
    page_.heading(visible(input_.knowledge.packs[pack].title), with_separators(questions.size()) + " open",
                  Colour::plain);
    std::size_t places = 0;
    for (std::size_t i = 0; i < questions.size();) {
        const Place place = questions[i]->place;
        std::string names;
        for (; i < questions.size() && questions[i]->place == place; ++i) {
            const Threat& question = *questions[i];
            names += (names.empty() ? "" : ", ") + input_.knowledge[question.rule].name +
                     (fails(input_, question) ? " (!)" : "");
        }
        if (++places > most_chart_rows) continue;
        page_.line();
        page_.paragraph(1, place_name(place), Colour::cyan);
        page_.paragraph(threat_indent, names);
    }
    if (places > most_chart_rows)
        page_.paragraph(threat_indent,
                        "and " + count_of(places - most_chart_rows, "more place", "more places"),
                        Colour::dim);
}

void TerminalReport::write_chart_row(const ChartRow& row, std::size_t name_width) {
    auto lines = wrap(place_name(row.place), name_width - 2);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) page_.line(std::string(threat_indent, ' ') + lines[i]);
    std::string text = std::string(threat_indent, ' ') + lines.back() + padding(lines.back(), name_width);
    for (std::size_t i = 0; i < row.cells.size(); ++i) text += (i > 0 ? "  " : "") + chart_cell(row.cells[i]);
    page_.line(text);
}

std::string TerminalReport::chart_cell(const Threat* question) const {
    if (!question) return " ";
    if (question->status == ThreatStatus::mitigated) return page_.painted("✓", Colour::green);
    if (question->status != ThreatStatus::open) return page_.painted("–", Colour::dim);
    return page_.painted(fails(input_, *question) ? "!" : "?", severity_colour(question->severity));
}

}  // namespace

void write_terminal(std::span<const ReportInput> inputs, const ReportOptions& options, const TextSink& sink) {
    TerminalPage page(options, sink);
    for (const ReportInput& input : inputs) TerminalReport(input, options, page).write();
    if (inputs.size() > 1) write_terminal_overview(inputs, page);
    page.flush();
}

}  // namespace bartizan
