// Each folder of tests/cases/report holds models (model.yaml, model-2.yaml …), perhaps the ids of known
// threats (known.txt), and the report in each format. BARTIZAN_UPDATE_CASES rewrites the reports.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "report/checked_model.h"

namespace bartizan {
namespace {

namespace fs = std::filesystem;

Baseline read_known(const fs::path& file) {
    Baseline baseline;
    if (!fs::exists(file)) return baseline;
    baseline.given = true;
    std::istringstream lines(read_text(file));
    for (std::string line; std::getline(lines, line);) baseline.ids.insert(line);
    return baseline;
}

struct CheckedFolder {
    std::deque<CheckedModel> models;
    std::vector<ReportInput> inputs;

    explicit CheckedFolder(const fs::path& folder) {
        std::vector<fs::path> paths;
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
        std::sort(paths.begin(), paths.end(),
                  [](const fs::path& a, const fs::path& b) { return a.stem() < b.stem(); });
        for (const fs::path& path : paths)
            models.emplace_back(path.filename().string(), read_text(path), read_known(folder / "known.txt"));
        for (const CheckedModel& model : models) inputs.push_back(model.input());
    }
};

void compare(const fs::path& file, const std::string& found) {
    if (std::getenv("BARTIZAN_UPDATE_CASES")) {
        std::ofstream(file, std::ios::binary) << found;
        return;
    }
    EXPECT_EQ(found, read_text(file)) << file;
}

class ReportCase : public testing::TestWithParam<std::string> {};

TEST_P(ReportCase, LooksAsExpectedInEveryFormat) {
    const fs::path folder = report_cases / GetParam();
    const CheckedFolder checked(folder);
    for (const ReportFormat& format : report_formats())
        compare(folder / ("expected." + std::string(format.name)), format.write(checked.inputs));
}

TEST_P(ReportCase, ListsEverythingWhenAsked) {
    const fs::path folder = report_cases / GetParam();
    const CheckedFolder checked(folder);
    for (const char* format : {"terminal", "sarif"})
        compare(folder / ("expected.all." + std::string(format)),
                find_report_format(format)->write(checked.inputs, {.show_all = true}));
}

TEST_P(ReportCase, KeepsToTheWidthOfTheTerminal) {
    const fs::path folder = report_cases / GetParam();
    const CheckedFolder checked(folder);
    compare(folder / "expected.narrow.terminal",
            find_report_format("terminal")->write(checked.inputs, {.width = 44}));
}

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(report_cases))
        if (entry.is_directory()) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

INSTANTIATE_TEST_SUITE_P(Report, ReportCase, testing::ValuesIn(case_names()), [](const auto& info) {
    std::string name = info.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

}  // namespace
}  // namespace bartizan
