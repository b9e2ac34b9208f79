// The findings of pytm 1.4.0, one by one and in order, over a corpus of models. Prints a table.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "formats/pytm/read.h"
#include "formats/pytm/resolve.h"

namespace bartizan::pytm {
namespace {

namespace fs = std::filesystem;

fs::path corpus() {
    const char* named = std::getenv("BARTIZAN_CORPUS");
    return named ? fs::path(named) : fs::path(BARTIZAN_REPOSITORY) / "../shared/corpus";
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct Comparison {
    std::size_t expected = 0, matching = 0, missing = 0, extra = 0;
    bool same_order = true;
    bool same_excluded = true;
    bool same_flows = true;
};

/// "SID target id severity cvss response"; what is expected says only some of it.
using Line = std::vector<std::string>;

struct Outcome {
    std::vector<Line> findings;
    std::vector<Line> excluded;
    std::string flows;
    std::string said;
};

std::string flow_line(const Document& document, ObjectId flow) {
    return std::string(document.name_of(flow)) + " " + std::string(document.text(flow, Attribute::protocol)) +
           " " + std::to_string(document.get(flow, Attribute::srcPort).number) + " " +
           std::to_string(document.get(flow, Attribute::dstPort).number) + " " +
           (document.is_true(flow, Attribute::isResponse) ? "true" : "false");
}

Outcome run(const fs::path& model) {
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add(model.filename(), read_file(model));
    auto document = model.extension() == ".py" ? read_python_model(sources, source, diagnostics)
                                               : read_json_model(sources, source, diagnostics);
    const SourceId rules =
        sources.add("conditions.json", read_file(corpus() / "pytm/pytm_1.4.0_conditions.json"));
    const Library library = read_rules(sources, rules, *document, diagnostics);
    complete(*document, Version::v1_4_0, diagnostics);
    const Findings findings = resolve(*document, library, Version::v1_4_0, diagnostics);
    Outcome outcome;
    for (const Finding& one : findings.findings) {
        const auto field = [&](std::string_view name) {
            return std::string(one.replaced_by ? one.replaced_by->field(name) : "");
        };
        outcome.findings.push_back({library.rules[one.rule].sid, std::string(document->name_of(one.element)),
                                    id_of(one), std::string(severity_of(one, library)), field("cvss"),
                                    field("response")});
    }
    for (const Finding& one : findings.excluded)
        outcome.excluded.push_back(
            {library.rules[one.rule].sid, std::string(document->name_of(one.element))});
    for (std::size_t i = 0; i < document->objects.size(); ++i)
        if (document->objects[i].kind == Class::dataflow)
            outcome.flows += flow_line(*document, ObjectId(i)) + "\n";
    outcome.said = render_all(diagnostics, sources, false);
    return outcome;
}

Line line_of(YamlRef finding) {
    Line line;
    for (const char* key : {"threat_id", "target", "id", "severity", "cvss", "response"}) {
        const YamlRef value = finding.find(key);
        line.emplace_back(value.valid() ? value.text() : "");
    }
    return line;
}

/// Flows of one name can't be told apart in what is expected, where the last of them stands.
bool are_flows_as_expected(YamlRef flows, const std::string& found) {
    for (auto [name, flow] : flows.entries()) {
        const std::string line = std::string(name.text()) + " " + std::string(flow.find("protocol").text()) +
                                 " " + std::string(flow.find("srcPort").text()) + " " +
                                 std::string(flow.find("dstPort").text()) + " " +
                                 std::string(flow.find("isResponse").text()) + "\n";
        if (found.find(line) == std::string::npos) return false;
    }
    return true;
}

Comparison compare(const fs::path& model, const fs::path& expectation) {
    Sources sources;
    Diagnostics diagnostics;
    const YamlTree tree =
        read_yaml(sources, sources.add(expectation.filename(), read_file(expectation)), diagnostics);
    const Outcome outcome = run(model);
    Comparison result;
    std::vector<Line> expected;
    for (YamlRef finding : tree.root().find("findings").items()) expected.push_back(line_of(finding));
    std::vector<Line> excluded;
    const YamlRef stated = tree.root().find("excluded");
    if (stated.valid() && stated.is_sequence())
        for (YamlRef pair : stated.items()) {
            Line& line = excluded.emplace_back();
            for (YamlRef part : pair.items()) line.emplace_back(part.text());
        }
    result.expected = expected.size();
    result.same_order = expected == outcome.findings;
    result.same_excluded = excluded == outcome.excluded;
    result.same_flows = are_flows_as_expected(tree.root().find("flows"), outcome.flows);
    std::vector<Line> found = outcome.findings;
    std::ranges::sort(found);
    std::ranges::sort(expected);
    std::vector<Line> both;
    std::ranges::set_intersection(found, expected, std::back_inserter(both));
    result.matching = both.size();
    result.missing = expected.size() - both.size();
    result.extra = found.size() - both.size();
    if (!result.same_order) {
        std::printf("%s", outcome.said.substr(0, 2000).c_str());
        for (std::size_t i = 0; i < outcome.findings.size(); ++i)
            if (std::ranges::find(expected, outcome.findings[i]) == expected.end()) {
                for (const std::string& part : outcome.findings[i]) std::printf("'%s' ", part.c_str());
                std::printf(" is too much\n");
                break;
            }
    }
    return result;
}

void check_folder(const char* models, const char* expectations, std::initializer_list<const char*> endings) {
    const fs::path root = corpus() / "pytm";
    if (!fs::exists(root)) GTEST_SKIP() << "skipped: no corpus";
    Comparison total;
    std::size_t files = 0, absent = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(root / expectations)) {
        const std::string name = entry.path().filename().string();
        const std::string stem = name.substr(0, name.find(".findings.json"));
        bool any = false;
        for (const char* ending : endings) {
            const fs::path model = root / models / (stem + ending);
            if (!fs::exists(model)) continue;
            any = true;
            ++files;
            const Comparison one = compare(model, entry.path());
            EXPECT_TRUE(one.same_order && one.same_excluded && one.same_flows) << model;
            total.expected += one.expected;
            total.matching += one.matching;
            total.missing += one.missing;
            total.extra += one.extra;
        }
        if (!any) ++absent;
    }
    std::printf("%-12s %6s %9s %9s %8s %6s %s\n", "models", "files", "expected", "matching", "missing",
                "extra", "without a model");
    std::printf("%-12s %6zu %9zu %9zu %8zu %6zu %zu\n", models, files, total.expected, total.matching,
                total.missing, total.extra, absent);
}

TEST(PytmConformance, FindsInRealModelsWhatPytmFinds) { check_folder("models", "expected", {".py"}); }

TEST(PytmConformance, FindsInMadeUpModelsWhatPytmFinds) {
    check_folder("synthetic", "expected-synthetic", {".json", ".py"});
}

/// Whatever is there is read without a crash.
TEST(PytmConformance, ReadsEveryFile) {
    const fs::path root = corpus() / "pytm/models";
    if (!fs::exists(root)) GTEST_SKIP() << "skipped: no corpus";
    for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
        Sources sources;
        Diagnostics diagnostics;
        const SourceId source = sources.add(entry.path().filename(), read_file(entry.path()));
        Document document;
        if (entry.path().filename().string().ends_with("threats.json")) {
            const Library library = read_rules(sources, source, document, diagnostics);
            std::printf("%-90s %zu rules, %zu warnings\n", entry.path().filename().c_str(),
                        library.rules.size(), diagnostics.warning_count());
        } else if (is_python_model(sources[source].text)) {
            document = *read_python_model(sources, source, diagnostics);
            std::printf("%-90s %zu objects, %zu errors, %zu warnings\n", entry.path().filename().c_str(),
                        document.objects.size(), diagnostics.error_count(), diagnostics.warning_count());
        } else if (is_json_model(sources[source].text)) {
            document = *read_json_model(sources, source, diagnostics);
            std::printf("%-90s %zu objects, %zu errors, %zu warnings\n", entry.path().filename().c_str(),
                        document.objects.size(), diagnostics.error_count(), diagnostics.warning_count());
        }
    }
}

}  // namespace
}  // namespace bartizan::pytm
