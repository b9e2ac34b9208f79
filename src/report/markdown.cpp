// A comment on a pull request (GitHub Flavoured Markdown; GitLab reads the same): the verdict, what fails the
// check, and the rest folded away. Names from the model can be hostile: they must not start markup, mention
// people or link.

#include <algorithm>
#include <string>

#include "report/formats.h"
#include "report/rule_text.h"
#include "report/summary.h"
#include "report/threat_reader.h"
#include "text/utf8.h"

namespace bartizan {
namespace {

/// A comment may have 65,536 characters; the figures and the note on what is left out need the rest.
constexpr std::size_t most_bytes = 60'000;
constexpr std::size_t most_groups = 3;

/// Whether the character at `at` could start or end markup, or make an address into a link.
bool is_markup(std::string_view text, std::size_t at) {
    constexpr std::string_view always = "$&*<>@#[\\]_`|~", at_start = "+-=.";
    char c = text[at];
    if (always.contains(c) || (at == 0 && at_start.contains(c))) return true;
    if (c == ':') return text.substr(at + 1).starts_with('/');
    return c == '.' && text.substr(0, at).ends_with("www");
}

/// Character references are never markup (CommonMark, section 2.5).
void append_reference(std::string& to, char c) {
    if (c == '<' || c == '>')
        to += c == '<' ? "&lt;" : "&gt;";
    else
        to.append("&#").append(std::to_string(static_cast<int>(c))).append(";");
}

/// A word joiner parts @ and # from what follows: services look for mentions and references after markup is
/// read.
constexpr std::string_view word_joiner = "\u2060";

std::string escape(std::string_view text, std::string_view joiner = word_joiner) {
    std::string escaped;
    std::string shown = visible(text);
    for (std::size_t at = 0; at < shown.size(); ++at) {
        if (is_markup(shown, at))
            append_reference(escaped, shown[at]);
        else
            escaped += shown[at];
        if (shown[at] == '@' || shown[at] == '#') escaped += joiner;
    }
    return escaped;
}

/// Code spans cannot hold references, this element can. Services look for no mentions in it, and what is
/// copied from it must be what the model says.
std::string code(std::string_view text) { return "<code>" + escape(text, "") + "</code>"; }

/// The section of one model.
class MarkdownReport {
public:
    MarkdownReport(const ReportInput& input, std::string& text)
        : input_(input), model_(input.model), reader_(input), summary_(summarise(input)), text_(text) {}

    void write();

private:
    void write_verdict();
    void write_errors();
    template <typename Wanted>
    void write_table(Wanted wanted);
    void write_row(const ThreatView& view);
    std::string closing(const Threat& threat) const;
    template <typename Wanted>
    void write_folded(std::size_t count, std::string_view what, Wanted wanted);
    void write_remarks();

    const ReportInput& input_;
    const Model& model_;
    ThreatReader reader_;
    Summary summary_;
    std::string& text_;
};

void MarkdownReport::write() {
    write_verdict();
    if (summary_.errors > 0) write_errors();
    auto is_failing = [&](const Threat& threat) { return fails(input_, threat); };
    auto is_rest = [&](const Threat& threat) {
        return threat.status == ThreatStatus::open && !threat.in_baseline && !fails(input_, threat);
    };
    if (summary_.failing > 0) write_table(is_failing);
    std::size_t rest = summary_.open_new - summary_.failing;
    write_folded(
        rest,
        rest == 1 ? "open threat that does not fail the check" : "open threats that do not fail the check",
        is_rest);
    write_remarks();
}

void MarkdownReport::write_verdict() {
    text_ += summary_.failed() ? "### ❌ Threat model: " : "### ✅ Threat model: ";
    text_ += verdict(input_, summary_) + "\n\n";
    text_ += "**" + escape(model_.text_of(model_.name)) + "** (" + code(input_.model_path) + ")";
    if (summary_.errors > 0) {
        text_ += "\n";
        return;
    }
    text_ += ": ";
    text_ += with_separators(summary_.count(ThreatStatus::open)) + " open, ";
    text_ += with_separators(summary_.count(ThreatStatus::mitigated)) + " mitigated";
    for (auto status : {ThreatStatus::accepted, ThreatStatus::transferred, ThreatStatus::not_applicable})
        if (summary_.count(status) > 0) {
            std::string name(name_of(status));
            std::ranges::replace(name, '-', ' ');
            text_ += ", " + with_separators(summary_.count(status)) + " " + name;
        }
    text_ += ".\n";
}

void MarkdownReport::write_errors() {
    text_ += "\n";
    for (const Diagnostic& diagnostic : input_.diagnostics.all()) {
        if (level_of(diagnostic.kind) != DiagnosticLevel::error || text_.size() > most_bytes) continue;
        text_ += "- ";
        if (diagnostic.where.valid())
            text_ += code(place_text(input_, span_of(input_.sources, diagnostic.where))) + ": ";
        text_ += escape(diagnostic.message) + "\n";
    }
}

template <typename Wanted>
void MarkdownReport::write_table(Wanted wanted) {
    text_ += "\n| Severity | Threat | Where | What closes it |\n|---|---|---|---|\n";
    std::size_t left_out = 0;
    for (const Threat& threat : input_.findings.threats) {
        if (!wanted(threat)) continue;
        if (text_.size() > most_bytes)
            ++left_out;
        else
            write_row(reader_.read(threat));
    }
    if (left_out > 0)
        text_ += "\n" + count_of(left_out, "more threat is", "more threats are") + " not shown.\n";
}

void MarkdownReport::write_row(const ThreatView& view) {
    text_ += "| " + std::string(name_of(view.threat->severity)) + " | " + escape(view.title) + "<br>" +
             code(view.id);
    text_ += " | ";
    if (view.span.valid()) text_ += code(place_text(input_, view.span));
    text_ += " | " + closing(*view.threat) + " |\n";
}

std::string MarkdownReport::closing(const Threat& threat) const {
    std::string text;
    auto groups = missing_controls(input_, threat);
    for (std::size_t g = 0; g < std::min(groups.size(), most_groups); ++g) {
        if (g > 0) text += ", or ";
        for (std::size_t i = 0; i < groups[g].size(); ++i)
            text += (i > 0 ? " and " : "") + code(input_.knowledge.schema[groups[g][i]].name);
    }
    if (groups.size() > most_groups)
        text += ", or " + count_of(groups.size() - most_groups, "other way", "other ways");
    if (threat.needs_evidence) text += "<br>needs evidence";
    for (std::uint32_t i = 0; i < threat.bypasses.count; ++i) {
        const Bypass& bypass = input_.findings.bypasses[threat.bypasses.first + i];
        text += "<br>way around " + code(input_.knowledge.schema[bypass.control].name) + ": " +
                code(path_text(input_, bypass));
    }
    return text;
}

template <typename Wanted>
void MarkdownReport::write_folded(std::size_t count, std::string_view what, Wanted wanted) {
    if (count == 0) return;
    text_ += "\n<details>\n<summary>" + with_separators(count) + " " + std::string(what) + "</summary>\n";
    write_table(wanted);
    text_ += "\n</details>\n";
}

void MarkdownReport::write_remarks() {
    std::string list;
    std::size_t known = summary_.count(ThreatStatus::open) - summary_.open_new;
    if (known > 0)
        list += "- " + count_of(known, "open threat was", "open threats were") + " known before.\n";
    if (summary_.rests_on_claims > 0)
        list += "- " +
                count_of(summary_.rests_on_claims, "mitigated threat rests", "mitigated threats rest") +
                " on claims only.\n";
    for (std::uint32_t index : summary_.expired_decisions) {
        const Decision& decision = model_.decisions[index];
        if (text_.size() + list.size() < most_bytes)
            list += "- Expired: " + code(model_.text_of(decision.threat)) + ", " +
                    escape(decision_text(input_, decision)) + ".\n";
    }
    if (std::size_t warnings = input_.diagnostics.warning_count(); warnings > 0)
        list += "- " + count_of(warnings, "warning", "warnings") + " about the text of the model.\n";
    if (!list.empty()) text_ += "\n" + list;
}

}  // namespace

void write_markdown(std::span<const ReportInput> inputs, const ReportOptions&, const TextSink& sink) {
    std::string text;
    for (const ReportInput& input : inputs) {
        if (!text.empty()) text += "\n";
        MarkdownReport(input, text).write();
    }
    sink(text);
}

}  // namespace bartizan
