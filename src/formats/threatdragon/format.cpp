#include "formats/threatdragon/format.h"

#include "formats/threatdragon/findings.h"
#include "formats/threatdragon/mapping.h"
#include "formats/threatdragon/read.h"

namespace bartizan::threatdragon {
namespace {

constexpr std::string_view name = "threat-dragon";
constexpr std::string_view title = "OWASP Threat Dragon";

std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics) {
    const std::optional<Document> document = read_document(input.sources, input.source, diagnostics);
    if (!document) return std::nullopt;
    const bool is_like_the_tool = input.options.like == name;
    Mapped mapped = map_document(*document, is_like_the_tool ? Crossing::tool : Crossing::drawn, diagnostics);
    ToolFindings findings = find_threats(
        *document, mapped, is_like_the_tool ? Suggestions::as_the_tool : Suggestions::none, diagnostics);
    return FrontendResult{std::move(mapped.draft), std::move(findings)};
}

}  // namespace

Frontend frontend() { return {name, title, recognises, read}; }

}  // namespace bartizan::threatdragon
