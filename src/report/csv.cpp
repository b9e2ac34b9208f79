// RFC 4180. Spreadsheets run a cell that starts like a formula, so such cells get an apostrophe in front
// (OWASP, "CSV injection").

#include "report/formats.h"
#include "report/rule_text.h"
#include "report/threat_reader.h"

namespace bartizan {
namespace {

constexpr std::string_view header =
    "id,model,rule,title,severity,likelihood,impact,status,assurance,stride,place kind,place,place "
    "title,path,line,column,"
    "controls,closed by,way around,decided by,until,because,cwe,new,fails\r\n";

bool starts_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
}

class CsvReport {
public:
    CsvReport(const ReportInput& input, TextOutput& out)
        : input_(input), model_(input.model), out_(out), reader_(input) {}

    void write() {
        for (const Threat& threat : input_.findings.threats) write_row(reader_.read(threat));
    }

private:
    void write_row(const ThreatView& view);
    void write_decision(const Threat& threat);
    void cell(std::string_view text);
    void number_cell(std::uint32_t value) { cell(std::to_string(value)); }
    void end_row() {
        out_ << "\r\n";
        is_first_ = true;
    }
    std::string controls(const Threat& threat) const;
    std::string ways_around(const Threat& threat) const;

    const ReportInput& input_;
    const Model& model_;
    TextOutput& out_;
    ThreatReader reader_;
    bool is_first_ = true;
};

void CsvReport::write_row(const ThreatView& view) {
    const Threat& threat = *view.threat;
    const bool is_open = threat.status == ThreatStatus::open;
    cell(view.id);
    cell(input_.model_path);
    cell(view.rule->name);
    cell(view.title);
    cell(name_of(threat.severity));
    cell(name_of(threat.rating.likelihood));
    cell(name_of(threat.rating.impact));
    cell(name_of(threat.status));
    cell(threat.coverage.empty() ? "" : name_of(threat.assurance));
    cell(name_of(view.rule->stride));
    cell(name_of(threat.place.subject));
    cell(view.place_id);
    cell(view.place_title);
    cell(view.span.valid() ? std::string_view(input_.sources[view.span.source].name) : "");
    number_cell(view.span.begin.line);
    number_cell(view.span.begin.column);
    cell(controls(threat));
    cell(is_open ? controls_text(input_.knowledge.schema, missing_controls(input_, threat)) : "");
    cell(ways_around(threat));
    write_decision(threat);
    std::string weaknesses;
    for (int number : view.rule->references.cwe)
        weaknesses += (weaknesses.empty() ? "" : " ") + std::to_string(number);
    cell(weaknesses);
    cell(!input_.has_baseline ? "" : threat.in_baseline ? "no" : "yes");
    cell(fails(input_, threat) ? "yes" : "no");
    end_row();
}

void CsvReport::write_decision(const Threat& threat) {
    const Decision* decision = decision_of(input_, threat);
    cell(decision ? model_.text_of(decision->by) : "");
    cell(decision && decision->until ? to_string(*decision->until) : "");
    cell(decision ? model_.text_of(decision->because) : "");
}

std::string CsvReport::controls(const Threat& threat) const {
    std::string text;
    for (std::uint32_t i = 0; i < threat.coverage.count; ++i) {
        const Coverage& coverage = input_.findings.coverage[threat.coverage.first + i];
        const ControlPlacement& placement = input_.findings.placements[coverage.placement];
        if (i > 0) text += ", ";
        text.append(input_.knowledge.schema[placement.control].name).append(" (");
        text.append(name_of(input_.findings.assurance[coverage.placement])).append(")");
    }
    return text;
}

std::string CsvReport::ways_around(const Threat& threat) const {
    std::string text;
    for (std::uint32_t i = 0; i < threat.bypasses.count; ++i) {
        if (i > 0) text += "; ";
        const Bypass& bypass = input_.findings.bypasses[threat.bypasses.first + i];
        text.append(input_.knowledge.schema[bypass.control].name)
            .append(": ")
            .append(path_text(input_, bypass));
    }
    return text;
}

void CsvReport::cell(std::string_view text) {
    if (!is_first_) out_ << ',';
    is_first_ = false;
    bool is_formula = starts_formula(text);
    if (!is_formula && text.find_first_of(",\"\r\n") == text.npos) {
        out_ << text;
        return;
    }
    out_ << '"';
    if (is_formula) out_ << '\'';
    for (std::size_t quote; (quote = text.find('"')) != text.npos; text.remove_prefix(quote + 1))
        out_ << text.substr(0, quote) << "\"\"";
    out_ << text << '"';
}

}  // namespace

void write_csv(std::span<const ReportInput> inputs, const ReportOptions&, const TextSink& sink) {
    TextOutput out(sink);
    out << header;
    for (const ReportInput& input : inputs) CsvReport(input, out).write();
    out.flush();
}

}  // namespace bartizan
