// Reports: what was found in models, written for people and for other tools. One row per format in
// `report_formats`; nothing is decided here, and nothing is written to files: the caller owns the sink.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/model.h"
#include "model/threat.h"
#include "rules/facts.h"
#include "rules/rule.h"
#include "text/diagnostic.h"
#include "text/source.h"
#include "text/text_sink.h"

namespace bartizan {

/// Everything that a report may tell of one model. Refers to what the pipeline has made; all of it must
/// outlive the report.
struct ReportInput {
    const Sources& sources;
    const Knowledge& knowledge;
    const Model& model;
    const Findings& findings;
    const Facts& facts;
    /// Warnings and errors. With errors there are no findings, and the report says that the model can't be
    /// read.
    const Diagnostics& diagnostics;
    Date today;
    std::string model_path;
    /// An open threat of this severity or a worse one fails the check, unless the baseline knows it.
    Severity fail_on = Severity::high;
    bool has_baseline = false;
    std::string_view tool_version = BARTIZAN_VERSION;
};

struct ReportOptions {
    bool colour = false;
    /// Columns of the terminal; below `least_width` as if it were that.
    int width = 80;
    /// Also what is not open, and each generic question by itself.
    bool show_all = false;
};

inline constexpr int least_width = 40;

struct ReportFormat {
    std::string_view name;
    std::string_view description;
    std::string_view media_type;
    void (*write_to)(std::span<const ReportInput> inputs, const ReportOptions& options, const TextSink& sink);

    /// The whole report as one text. `write_to` is quicker and needs no memory for large ones.
    std::string write(std::span<const ReportInput> inputs, const ReportOptions& options = {}) const;
};

std::span<const ReportFormat> report_formats();
/// Null for an unknown name.
const ReportFormat* find_report_format(std::string_view name);

}  // namespace bartizan
