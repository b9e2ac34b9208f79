#include "formats/threatdragon/format.h"

#include <array>
#include <optional>
#include <utility>

#include "formats/threatdragon/export.h"
#include "formats/threatdragon/findings.h"
#include "formats/threatdragon/mapping.h"
#include "formats/threatdragon/patch.h"
#include "formats/threatdragon/read.h"
#include "formats/threatdragon/write_json.h"

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

Written write(const WriterInput& input) {
    Losses losses;
    Written written;
    std::optional<std::string> patched;
    if (input.original) patched = patch_original(*input.original, input.draft, input.schema, losses);
    if (patched) {
        written.text = std::move(*patched);
    } else {
        if (input.original) losses.insert("the file is written anew, in version 2 of the format");
        const StoredThreats stored = input.original ? threats_of_original(*input.original) : StoredThreats();
        written.text = document_json(document_of(input.draft, input.schema, losses, 0, stored));
    }
    written.losses.assign(losses.begin(), losses.end());
    return written;
}

}  // namespace

Frontend frontend() { return {name, title, recognises, read}; }

Writer writer() {
    static constexpr std::array<std::string_view, 2> endings{".threatdragon.json", ".td.json"};
    return {name, title, endings, write};
}

}  // namespace bartizan::threatdragon
