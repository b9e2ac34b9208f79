// Any bytes as a CycloneDX document: what is read is written and read again without a crash.
#include <cstdint>
#include <string>

#include "formats/cyclonedx/map.h"

using namespace bartizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    cyclonedx::recognises(text);
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("model.json", text);
    const auto result = cyclonedx::read({sources, source, {}}, diagnostics);
    if (!result) return 0;
    static const Schema schema;
    DraftModel draft = result->draft;
    cyclonedx::write({schema, draft, text});
    cyclonedx::write({schema, draft, {}});
    if (!draft.elements.empty()) draft.elements.pop_back();
    cyclonedx::write({schema, draft, text});
    return 0;
}
