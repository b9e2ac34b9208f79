// The writers behind `report_formats`, one per format.
#pragma once

#include "report/report.h"

namespace bartizan {

void write_terminal(std::span<const ReportInput> inputs, const ReportOptions& options, const TextSink& sink);
void write_json(std::span<const ReportInput> inputs, const ReportOptions& options, const TextSink& sink);
void write_sarif(std::span<const ReportInput> inputs, const ReportOptions& options, const TextSink& sink);
void write_junit(std::span<const ReportInput> inputs, const ReportOptions& options, const TextSink& sink);
void write_markdown(std::span<const ReportInput> inputs, const ReportOptions& options, const TextSink& sink);
void write_csv(std::span<const ReportInput> inputs, const ReportOptions& options, const TextSink& sink);

}  // namespace bartizan
