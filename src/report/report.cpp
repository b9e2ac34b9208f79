#include "report/report.h"

#include <array>

#include "report/formats.h"

namespace bartizan {
namespace {

constexpr std::array formats{
    ReportFormat{"terminal", "for people at a terminal", "text/plain", write_terminal},
    ReportFormat{"json", "everything, for programs; schemas/bartizan-report-1.schema.json",
                 "application/json", write_json},
    ReportFormat{"sarif", "SARIF 2.1.0, for code scanning", "application/sarif+json", write_sarif},
    ReportFormat{"junit", "JUnit XML, for test reports of build servers", "application/xml", write_junit},
    ReportFormat{"markdown", "a comment on a pull request", "text/markdown", write_markdown},
    ReportFormat{"csv", "one row per threat, for spreadsheets", "text/csv", write_csv},
};

}  // namespace

std::span<const ReportFormat> report_formats() { return formats; }

const ReportFormat* find_report_format(std::string_view name) {
    for (const ReportFormat& format : formats)
        if (format.name == name) return &format;
    return nullptr;
}

std::string ReportFormat::write(std::span<const ReportInput> inputs, const ReportOptions& options) const {
    std::string text;
    write_to(inputs, options, [&](std::string_view piece) { text += piece; });
    return text;
}

}  // namespace bartizan
