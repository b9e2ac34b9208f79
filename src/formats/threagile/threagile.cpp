#include "formats/threagile/threagile.h"

#include <array>

#include "formats/threagile/map.h"
#include "formats/threagile/read.h"
#include "formats/threagile/write.h"

namespace bartizan::threagile {
namespace {

/// Whether the development version is to be followed. Reports versions that we do not know.
bool follows_development(const FrontendInput& input, Diagnostics& diagnostics) {
    const std::string_view version = input.options.version;
    if (version == "master") return true;
    if (!version.empty() && version != "0.9.1" && version != "1.0.0")
        diagnostics.add(DiagnosticKind::unsupported_version, {input.source, 0, 0},
                        "the version `" + std::string(version) + "` of Threagile is not known",
                        "there are `0.9.1`, which is followed by itself, and `master`");
    return false;
}

std::optional<FrontendResult> read_model(const FrontendInput& input, Diagnostics& diagnostics) {
    const bool development = follows_development(input, diagnostics);
    const auto document = read(input.sources, input.source, development, diagnostics);
    if (!document) return std::nullopt;
    const Facts facts = derive_facts(*document);
    Risks risks = find_risks(facts);
    if (risks.left_some_out)
        diagnostics.add(
            DiagnosticKind::skipped_part, {input.source, 0, 0},
            "there are more than " + std::to_string(risks.all.size()) + " risks; the others are left out");
    apply_tracking(*document, risks, diagnostics);
    Mapped mapped = map_to_draft(*document);
    FrontendResult result;
    result.findings = map_to_findings(facts, std::move(risks), mapped);
    result.draft = std::move(mapped.draft);
    return result;
}

constexpr std::array<std::string_view, 2> endings = {".threagile.yaml", ".threagile.yml"};

}  // namespace

Frontend frontend() { return {"threagile", "Threagile", recognises, read_model}; }
Writer writer() { return {"threagile", "Threagile", endings, write}; }

}  // namespace bartizan::threagile
