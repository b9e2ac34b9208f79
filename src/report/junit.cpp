// JUnit's XML, as build servers read it: a suite per severity, a test case per threat. There is no standard;
// this keeps to what the readers of Jenkins, GitLab and Azure Pipelines have in common.

#include <array>
#include <deque>

#include "report/formats.h"
#include "report/rule_text.h"
#include "report/summary.h"
#include "report/threat_reader.h"
#include "text/utf8.h"

namespace bartizan {
namespace {

/// XML 1.0, section 2.2: control characters other than tab and line breaks, and U+FFFE and U+FFFF, may not
/// stand in a document in any form.
bool is_legal(char32_t point) {
    return point >= 0x20 ? point != 0xFFFE && point != 0xFFFF
                         : point == '\t' || point == '\n' || point == '\r';
}

void append_character(std::string& out, std::string_view character) {
    switch (character[0]) {
        case '&':
            out += "&amp;";
            return;
        case '<':
            out += "&lt;";
            return;
        case '>':
            out += "&gt;";
            return;
        case '"':
            out += "&quot;";
            return;
        case '\n':
            out += "&#10;";
            return;
        case '\r':
            out += "&#13;";
            return;
        case '\t':
            out += "&#9;";
            return;
        default:
            out += is_legal(decode_utf8(character)) ? character : "\xEF\xBF\xBD";
    }
}

bool stands_for_itself(char c) {
    return c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '"';
}

/// For attributes in double quotes and for content.
std::string escape_xml(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        std::size_t start = at;
        while (at < text.size() && stands_for_itself(text[at])) ++at;
        escaped.append(text, start, at - start);
        if (at == text.size()) break;
        std::size_t length = utf8_length(text, at);
        append_character(escaped, length == 0 ? "\xEF\xBF\xBD" : text.substr(at, length));
        at += length == 0 ? 1 : length;
    }
    return escaped;
}

struct Counts {
    std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

    Counts& operator+=(const Counts& more) {
        tests += more.tests;
        failures += more.failures;
        errors += more.errors;
        skipped += more.skipped;
        return *this;
    }
};

void write_attribute(TextOutput& out, std::string_view name, std::string_view value) {
    out << ' ' << name << "=\"" << escape_xml(value) << '"';
}

void write_counts(TextOutput& out, const Counts& counts) {
    write_attribute(out, "tests", std::to_string(counts.tests));
    write_attribute(out, "failures", std::to_string(counts.failures));
    write_attribute(out, "errors", std::to_string(counts.errors));
}

bool is_skipped(const Threat& threat) {
    return threat.status != ThreatStatus::open && threat.status != ThreatStatus::mitigated;
}

/// The suites of one model.
class JunitSuites {
public:
    JunitSuites(const ReportInput& input, TextOutput& out) : input_(input), out_(out), reader_(input) {
        count();
    }

    Counts total() const;
    void write();

private:
    void count();
    void write_unreadable();
    void write_suite(Severity severity, std::span<const Threat> threats);
    void write_case(const ThreatView& view);
    void write_failure(const ThreatView& view);
    void write_decision(const Threat& threat);
    void write_remark(const ThreatView& view);
    void attribute(std::string_view name, std::string_view value) { write_attribute(out_, name, value); }
    void begin_suite(std::string_view name, const Counts& counts);

    const ReportInput& input_;
    TextOutput& out_;
    ThreatReader reader_;
    std::array<Counts, severity_names.size()> counts_;
};

void JunitSuites::count() {
    for (const Threat& threat : input_.findings.threats) {
        Counts& counts = counts_[static_cast<std::size_t>(threat.severity)];
        ++counts.tests;
        counts.failures += fails(input_, threat);
        counts.skipped += is_skipped(threat);
    }
}

Counts JunitSuites::total() const {
    Counts total;
    for (const Counts& counts : counts_) total += counts;
    if (std::size_t errors = input_.diagnostics.error_count(); errors > 0)
        total += Counts{.tests = 1, .errors = 1};
    return total;
}

void JunitSuites::write() {
    if (input_.diagnostics.has_errors()) write_unreadable();
    // Threats are sorted by severity, worst first.
    std::span<const Threat> rest = input_.findings.threats;
    for (std::size_t severity = severity_names.size(); severity-- > 0;) {
        std::size_t size = counts_[severity].tests;
        if (size > 0) write_suite(static_cast<Severity>(severity), rest.first(size));
        rest = rest.subspan(size);
    }
}

void JunitSuites::begin_suite(std::string_view name, const Counts& counts) {
    out_ << "  <testsuite";
    attribute("name", input_.model_path + ": " + std::string(name));
    write_counts(out_, counts);
    attribute("skipped", std::to_string(counts.skipped));
    out_ << ">\n";
}

/// A model with errors is one test that could not be run.
void JunitSuites::write_unreadable() {
    begin_suite("the model", Counts{.tests = 1, .errors = 1});
    out_ << "    <testcase";
    attribute("name", "the model can be read");
    attribute("classname", "model");
    out_ << ">\n      <error";
    attribute("type", "unreadable");
    attribute("message", count_of(input_.diagnostics.error_count(), "error", "errors") + " in the model");
    out_ << '>' << escape_xml(render_all(input_.diagnostics, input_.sources, false));
    out_ << "</error>\n    </testcase>\n  </testsuite>\n";
}

void JunitSuites::write_suite(Severity severity, std::span<const Threat> threats) {
    begin_suite(std::string(name_of(severity)) + " threats", counts_[static_cast<std::size_t>(severity)]);
    for (const Threat& threat : threats) write_case(reader_.read(threat));
    out_ << "  </testsuite>\n";
}

void JunitSuites::write_case(const ThreatView& view) {
    const Threat& threat = *view.threat;
    out_ << "    <testcase";
    attribute("name", view.title + " [" + view.id + "]");
    attribute("classname", view.place_id);
    bool is_open = threat.status == ThreatStatus::open;
    if (!is_open && !is_skipped(threat)) {
        out_ << "/>\n";
        return;
    }
    out_ << ">\n";
    if (fails(input_, threat))
        write_failure(view);
    else if (is_open)
        write_remark(view);
    else
        write_decision(threat);
    out_ << "    </testcase>\n";
}

void JunitSuites::write_failure(const ThreatView& view) {
    const Threat& threat = *view.threat;
    out_ << "      <failure";
    attribute("type", name_of(threat.severity));
    attribute("message", view.title);
    out_ << '>' << escape_xml(reader_.text(threat));
    if (view.span.valid()) out_ << "\n\nat " << escape_xml(place_text(input_, view.span));
    if (!view.rule->mitigated_by.empty())
        out_ << "\nclosed by: "
             << escape_xml(controls_text(input_.knowledge.schema, missing_controls(input_, threat)));
    for (std::uint32_t i = 0; i < threat.bypasses.count; ++i) {
        const Bypass& bypass = input_.findings.bypasses[threat.bypasses.first + i];
        out_ << "\nway around " << escape_xml(input_.knowledge.schema[bypass.control].name) << ": "
             << escape_xml(path_text(input_, bypass));
    }
    out_ << "</failure>\n";
}

void JunitSuites::write_decision(const Threat& threat) {
    const Decision* decision = decision_of(input_, threat);
    out_ << "      <skipped";
    attribute("message", decision ? decision_text(input_, *decision) : std::string(name_of(threat.status)));
    out_ << "/>\n";
}

/// Open, but no failure: below the severity that fails the check, or known.
void JunitSuites::write_remark(const ThreatView& view) {
    const Threat& threat = *view.threat;
    bool is_known = threat.severity >= input_.fail_on;
    out_ << "      <system-out>open, " << (is_known ? "but known from the baseline" : "but less than ");
    if (!is_known) out_ << name_of(input_.fail_on);
    if (view.span.valid()) out_ << "; at " << escape_xml(place_text(input_, view.span));
    out_ << "</system-out>\n";
}

}  // namespace

void write_junit(std::span<const ReportInput> inputs, const ReportOptions&, const TextSink& sink) {
    TextOutput out(sink);
    std::deque<JunitSuites> reports;
    Counts total;
    for (const ReportInput& input : inputs) total += reports.emplace_back(input, out).total();
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites";
    write_attribute(out, "name", "bartizan");
    write_counts(out, total);
    out << ">\n";
    for (JunitSuites& report : reports) report.write();
    out << "</testsuites>\n";
    out.flush();
}

}  // namespace bartizan
