#include "formats/pytm/frontend.h"

#include "formats/pytm/map.h"
#include "formats/pytm/read.h"
#include "text/yaml_record.h"

namespace bartizan::pytm {
namespace {

Version version_of(const FrontendInput& input, Diagnostics& diagnostics) {
    const std::string& version = input.options.version;
    if (version == "1.3.1") return Version::v1_3_1;
    if (!version.empty() && version != "1.4.0")
        diagnostics.add(DiagnosticKind::unsupported_version, {input.source, 0, 0},
                        "pytm " + quote_name(version) + " is not known", "choose `1.4.0` or `1.3.1`");
    return Version::v1_4_0;
}

}  // namespace

bool recognises_json(std::string_view text) { return is_json_model(text); }

bool recognises_python(std::string_view text) { return is_python_model(text); }

std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics) {
    const bool is_json = is_json_model(input.sources[input.source].text);
    auto document = is_json ? read_json_model(input.sources, input.source, diagnostics)
                            : read_python_model(input.sources, input.source, diagnostics);
    if (!document) return std::nullopt;
    const Version version = version_of(input, diagnostics);
    Mapped mapped = map_document(*document);
    FrontendResult result;
    result.findings.tool = "pytm";
    if (!input.options.rules.empty()) {
        const auto rules = input.sources.read(input.options.rules);
        if (!rules) {
            diagnostics.add(DiagnosticKind::unreadable_file, document->where,
                            quote_name(input.options.rules) + ": " + rules.error());
        } else {
            const Library library = read_rules(input.sources, *rules, *document, diagnostics);
            complete(*document, version, diagnostics);
            const Findings findings = resolve(*document, library, version, diagnostics);
            result.findings = map_findings(*document, library, findings, mapped.places);
        }
    }
    result.draft = std::move(mapped.draft);
    return result;
}

}  // namespace bartizan::pytm
