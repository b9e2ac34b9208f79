#include "cli/check.h"

#include <algorithm>
#include <memory>

#include "cli/baseline_file.h"
#include "cli/memory.h"
#include "cli/progress.h"
#include "report/report.h"
#include "report/summary.h"

namespace bartizan {

namespace {

using Sessions = std::vector<std::unique_ptr<Session>>;

struct OpenedBaseline {
    Sources sources;
    Diagnostics diagnostics;
    Baseline baseline;
};

OpenedBaseline open_baseline(const CheckOptions& options) {
    OpenedBaseline opened;
    if (!options.baseline.empty())
        opened.baseline = read_baseline(opened.sources, options.baseline, opened.diagnostics);
    return opened;
}

Sessions open_sessions(const CheckOptions& options, const Baseline& baseline) {
    Sessions sessions;
    Progress progress("checking", options.models.size());
    for (const std::string& path : options.models) {
        sessions.push_back(open_session(path, options.model, baseline));
        progress.step();
    }
    return sessions;
}

std::vector<ReportInput> report_inputs(const CheckOptions& options, const Sessions& sessions,
                                       bool has_baseline) {
    std::vector<ReportInput> inputs;
    for (const auto& session : sessions) {
        ReportInput& input = inputs.emplace_back(report_input(*session));
        input.fail_on = options.fail_on.value_or(input.fail_on);
        input.has_baseline = has_baseline;
    }
    return inputs;
}

/// False if the report could not be written.
bool write_report(const CheckOptions& options, const ReportFormat& format,
                  std::span<const ReportInput> inputs) {
    OutputFile output(options.output);
    if (output.is_open()) {
        const bool to_terminal = options.output.empty();
        const ReportOptions report{.colour = to_terminal && use_colour(options.colour, stdout),
                                   .width = to_terminal ? output_width() : ReportOptions{}.width,
                                   .show_all = options.show_all};
        format.write_to(inputs, report, [&](std::string_view piece) { output.write(piece); });
        if (output.commit()) return true;
    }
    std::fprintf(stderr, "error: can't write the report to %s\n",
                 options.output.empty() ? "standard output" : options.output.c_str());
    return false;
}

}  // namespace

ExitCode check(const CheckOptions& options) {
    const ReportFormat* format = find_report_format(options.format);
    const bool colour = use_colour(options.colour, stderr);
    const OpenedBaseline baseline = open_baseline(options);
    print_diagnostics(baseline.diagnostics, baseline.sources, colour);
    if (baseline.diagnostics.has_errors()) return ExitCode::unreadable;

    const Sessions& sessions = keep_to_the_end(open_sessions(options, baseline.baseline));
    for (const auto& session : sessions) print_diagnostics(session->diagnostics, session->sources, colour);
    const bool all_readable = std::all_of(sessions.begin(), sessions.end(),
                                          [](const auto& session) { return session->readable(); });

    const std::vector<ReportInput> inputs = report_inputs(options, sessions, baseline.baseline.given);
    if (!write_report(options, *format, inputs) || !all_readable) return ExitCode::unreadable;
    const bool failed = std::any_of(inputs.begin(), inputs.end(),
                                    [](const ReportInput& input) { return summarise(input).failed(); });
    return failed ? ExitCode::findings : ExitCode::fine;
}

}  // namespace bartizan
