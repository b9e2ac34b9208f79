#include "report/terminal_summary.h"

#include <array>
#include <cctype>
#include <vector>

#include "report/stride_chart.h"
#include "report/summary.h"
#include "text/utf8.h"

namespace bartizan {
namespace {

constexpr std::size_t indent = 3;
constexpr std::size_t severity_width = 10;
constexpr std::size_t most_decisions = 5;

std::string upper_case(std::string_view text) {
    std::string upper;
    for (char c : text)
        upper += c == '-' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return upper;
}

std::string with_spaces(std::string_view name) {
    std::string text(name);
    std::ranges::replace(text, '-', ' ');
    return text;
}

/// Open and mitigated are always shown, other states where there are any.
std::vector<std::size_t> shown_states(const Summary& summary) {
    std::vector<std::size_t> states;
    for (std::size_t status = 0; status < summary.total.size(); ++status)
        if (status < 2 || summary.total[status] > 0) states.push_back(status);
    return states;
}

/// A count of zero is a dot, so that the others stand out.
std::string right_aligned(std::size_t count, std::size_t width) {
    std::string text = count == 0 ? "·" : with_separators(count);
    return padding(text, width) + text;
}

bool is_zero(std::size_t count) { return count == 0; }

/// "critical: 2 open, 1 mitigated", where a table has no room.
void write_lines(const Summary& summary, TerminalPage& page) {
    for (std::size_t row = severity_names.size(); row-- > 0;) {
        std::string text;
        for (std::size_t status : shown_states(summary))
            if (std::size_t count = summary.by_severity[row][status]; count > 0)
                text += (text.empty() ? "" : ", ") + with_separators(count) + " " +
                        with_spaces(threat_status_names[status]);
        if (!text.empty()) page.paragraph(indent, std::string(severity_names[row]) + ": " + text);
    }
}

void write_table(const Summary& summary, TerminalPage& page) {
    const auto states = shown_states(summary);
    std::string head(indent + severity_width, ' ');
    for (std::size_t status : states) head += "  " + with_spaces(threat_status_names[status]);
    if (head.size() > page.width()) return write_lines(summary, page);
    page.line(page.painted(head, Colour::dim));
    for (std::size_t row = severity_names.size(); row-- > 0;) {
        const StatusCounts& counts = summary.by_severity[row];
        if (std::ranges::all_of(counts, is_zero)) continue;
        auto severity = static_cast<Severity>(row);
        std::string line(indent, ' ');
        line += page.painted(name_of(severity), severity_colour(severity));
        line += padding(name_of(severity), severity_width);
        for (std::size_t status : states)
            line += "  " + right_aligned(counts[status], threat_status_names[status].size());
        page.line(line);
    }
}

void write_categories(const Summary& summary, TerminalPage& page) {
    std::string text = "open by category: ";
    for (std::size_t category = 0; category < stride_letters.size(); ++category) {
        std::size_t open = summary.by_stride[category][static_cast<std::size_t>(ThreatStatus::open)];
        if (category > 0) text += " · ";
        text += stride_letters[category];
        text += " " + with_separators(open);
    }
    page.line();
    page.paragraph(indent, text);
}

void write_expired(const ReportInput& input, const Summary& summary, TerminalPage& page) {
    const auto& expired = summary.expired_decisions;
    if (expired.empty()) return;
    std::string text = count_of(expired.size(), "decision has", "decisions have") + " expired: ";
    for (std::size_t i = 0; i < std::min(expired.size(), most_decisions); ++i) {
        const Decision& decision = input.model.decisions[expired[i]];
        if (i > 0) text += ", ";
        text += visible(input.model.text_of(decision.threat));
    }
    if (expired.size() > most_decisions) text += " …";
    page.paragraph(indent, text, Colour::yellow);
}

void write_remarks(const ReportInput& input, const Summary& summary, TerminalPage& page) {
    if (summary.rests_on_claims + summary.needs_evidence + summary.expired_decisions.size() > 0) page.line();
    if (summary.rests_on_claims > 0)
        page.paragraph(indent,
                       count_of(summary.rests_on_claims, "mitigated threat rests", "mitigated threats rest") +
                           " on claims only");
    if (summary.needs_evidence > 0)
        page.paragraph(indent,
                       count_of(summary.needs_evidence, "open threat has", "open threats have") +
                           " controls that need evidence",
                       Colour::yellow);
    write_expired(input, summary, page);
}

void write_verdict(const Summary& summary, std::string_view text, TerminalPage& page) {
    std::string_view word = summary.failed() ? "FAILED" : "PASSED";
    const auto lines = wrap(text, page.width() - 1 - word.size() - 2);
    std::string start =
        " " + page.painted(word, summary.failed() ? Colour::bold_red : Colour::bold_green) + "  ";
    for (const std::string& line : lines) {
        page.line(start + line);
        start.assign(1 + word.size() + 2, ' ');
    }
}

}  // namespace

void TerminalPage::line(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    out_ << text << '\n';
}

void TerminalPage::paragraph(std::size_t indent, std::string_view text, Colour colour) {
    for (const std::string& line_text : wrap(text, width_ - indent))
        line(std::string(indent, ' ') + painted(line_text, colour));
}

void TerminalPage::heading(std::string_view name, std::string_view remark, Colour colour) {
    std::string shown = upper_case(name);
    std::size_t used = 1 + display_width(shown) + 1 + (remark.empty() ? 0 : display_width(remark) + 3);
    std::string rule;
    for (std::size_t column = used; column < width_; ++column) rule += "─";
    std::string text = " " + painted(shown, colour == Colour::plain ? Colour::bold : colour) + " ";
    if (!remark.empty()) text.append("· ").append(remark).append(" ");
    line();
    line(text + painted(rule, Colour::dim));
}

Colour severity_colour(Severity severity) {
    constexpr std::array colours{Colour::dim, Colour::cyan, Colour::yellow, Colour::red, Colour::bold_red};
    return colours[static_cast<std::size_t>(severity)];
}

void write_terminal_summary(const ReportInput& input, TerminalPage& page) {
    const Summary summary = summarise(input);
    if (summary.errors == 0) {
        page.heading("summary", "", Colour::plain);
        page.line();
        if (input.findings.threats.empty()) {
            page.paragraph(indent, "no threats were found");
        } else {
            write_table(summary, page);
            write_categories(summary, page);
            write_remarks(input, summary, page);
        }
    }
    page.line();
    write_verdict(summary, verdict(input, summary), page);
    page.line();
}

void write_terminal_overview(std::span<const ReportInput> inputs, TerminalPage& page) {
    page.heading("models", "", Colour::plain);
    page.line();
    for (const ReportInput& input : inputs) {
        const Summary summary = summarise(input);
        write_verdict(summary, visible(input.model_path) + ": " + verdict(input, summary), page);
    }
    page.line();
}

}  // namespace bartizan
