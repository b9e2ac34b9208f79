// Any bytes as a model: read, analysed and reported in every format without a crash. Includes are not
// followed, so that a fuzzer can't reach other files.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "analysis/analyse.h"
#include "formats/native/read.h"
#include "packs/builtin_packs.h"
#include "report/report.h"
#include "rules/pack.h"
#include "text/diagnostic.h"
#include "text/source.h"
#include "text/yaml_tree.h"

namespace {

using namespace bartizan;

/// The built-in packs, loaded once.
struct BuiltIn {
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge;

    BuiltIn() {
        const std::vector<YamlTree> trees = builtin_pack_trees(sources);
        PackOptions options;
        options.builtin_trees = trees.size();
        knowledge = load_packs(trees, sources, diagnostics, options);
        if (diagnostics.has_errors()) std::abort();
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const BuiltIn builtin;
    Sources sources = builtin.sources;
    Diagnostics diagnostics;
    const SourceId source =
        sources.add("threatmodel.yaml", std::string(reinterpret_cast<const char*>(data), size));
    std::vector<YamlTree> documents;
    documents.push_back(read_yaml(sources, source, diagnostics));
    if (documents.front().empty()) return 0;
    const Model model = read_model(documents, builtin.knowledge.schema, diagnostics);
    const Date today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 24);
    const Analysis analysis = analyse(builtin.knowledge, model, today, diagnostics);
    const ReportInput input{.sources = sources,
                            .knowledge = builtin.knowledge,
                            .model = model,
                            .findings = analysis.findings,
                            .facts = *analysis.facts,
                            .diagnostics = diagnostics,
                            .today = today,
                            .model_path = "threatmodel.yaml"};
    for (const ReportFormat& format : report_formats()) {
        std::size_t written = 0;
        format.write_to(std::span(&input, 1), ReportOptions{.colour = true, .show_all = true},
                        [&](std::string_view piece) { written += piece.size(); });
        if (written == 0) std::abort();
    }
    return 0;
}
