// Any bytes as a Threagile model, in both versions: what comes of it is sound, and it can be written. Files
// that it includes are looked for in a folder that is not there.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "formats/threagile/threagile.h"
#include "model/schema.h"

namespace {

using namespace bartizan;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(std::string_view text, const char* version) {
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("/nowhere/model.yaml", std::string(text));
    const auto result = threagile::frontend().read(
        {sources, source, {.rules = {}, .version = version, .like = {}}}, diagnostics);
    if (!result) {
        require(diagnostics.has_errors());
        return;
    }
    for (const ToolThreat& threat : result->findings.threats) {
        require(threat.rule < result->findings.rules.size());
        require(!threat.place.empty());
    }
    for (const DraftElement& element : result->draft.elements) require(!element.id.empty());
    static const Schema schema;
    threagile::writer().write({schema, result->draft, text});
    threagile::writer().write({schema, result->draft, std::nullopt});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    threagile::frontend().recognises(text);
    check(text, "");
    check(text, "master");
    return 0;
}
