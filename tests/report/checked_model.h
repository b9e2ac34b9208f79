// A model that went through the whole pipeline with the small pack of the report cases.
#pragma once

#include <deque>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/analyse.h"
#include "formats/native/read.h"
#include "report/report.h"
#include "rules/pack.h"

namespace bartizan {

inline const std::filesystem::path report_cases =
    std::filesystem::path(BARTIZAN_REPOSITORY) / "tests/cases/report";

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Stays at one address: its parts refer to each other.
struct CheckedModel {
    std::string path;
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge;
    Model model;
    Analysis analysis;
    Baseline baseline;

    CheckedModel(std::string path, const std::string& text, Baseline known = {})
        : path(std::move(path)), baseline(std::move(known)) {
        const auto trees = read_pack_trees(sources, report_cases / "pack.yaml", diagnostics);
        knowledge = load_packs(trees, sources, diagnostics);
        const SourceId source = sources.add(this->path, text);
        const auto documents = read_documents(sources, source, diagnostics);
        model = read_model(documents, knowledge.schema, diagnostics);
        if (diagnostics.has_errors())
            analysis = {std::make_unique<Facts>(knowledge.schema, model), {}};
        else
            analysis = analyse(knowledge, model, *parse_date("2026-11-01"), diagnostics, baseline);
    }

    ReportInput input() const {
        return {.sources = sources,
                .knowledge = knowledge,
                .model = model,
                .findings = analysis.findings,
                .facts = *analysis.facts,
                .diagnostics = diagnostics,
                .today = *parse_date("2026-11-01"),
                .model_path = path,
                .fail_on = model.policy.fail_on,
                .has_baseline = baseline.given,
                .tool_version = "0.0.0"};
    }
};

inline std::string report(const CheckedModel& model, std::string_view format,
                          const ReportOptions& options = {}) {
    const ReportInput input = model.input();
    return find_report_format(format)->write(std::span(&input, 1), options);
}

}  // namespace bartizan
