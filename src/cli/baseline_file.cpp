#include "cli/baseline_file.h"

#include "cli/session.h"
#include "text/yaml_tree.h"

namespace bartizan {

namespace {

void report_no_baseline(Location where, Diagnostics& diagnostics) {
    diagnostics.add(DiagnosticKind::wrong_type, where, "a baseline is a report in JSON with a list `threats`",
                    "write one with `bartizan check --format json -o baseline.json`");
}

}  // namespace

Baseline read_baseline(Sources& sources, const std::string& path, Diagnostics& diagnostics) {
    Baseline baseline;
    const auto source = read_source(sources, path, diagnostics);
    if (!source) return baseline;
    // JSON is YAML, so one reader serves both.
    const YamlTree tree = read_yaml(sources, *source, diagnostics);
    if (diagnostics.has_errors()) return baseline;
    const YamlRef threats = tree.root().is_mapping() ? tree.root().find("threats") : YamlRef();
    if (!threats.valid() || !threats.is_sequence()) {
        report_no_baseline(tree.root().location(), diagnostics);
        return baseline;
    }
    for (YamlRef threat : threats.items()) {
        const YamlRef id = threat.is_mapping() ? threat.find("id") : YamlRef();
        if (id.valid() && id.is_scalar())
            baseline.ids.emplace(id.text());
        else
            report_no_baseline(threat.location(), diagnostics);
    }
    baseline.given = true;
    return baseline;
}

}  // namespace bartizan
