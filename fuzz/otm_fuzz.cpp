// Any bytes as an OTM document: what is read is written and read again without a crash.
#include <cstdint>
#include <string>

#include "formats/otm/map.h"

using namespace bartizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    otm::recognises(text);
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("model.otm", text);
    const auto result = otm::read({sources, source, {}}, diagnostics);
    if (!result) return 0;
    static const Schema schema;
    DraftModel draft = result->draft;
    otm::write({schema, draft, text});
    otm::write({schema, draft, {}});
    if (!draft.elements.empty()) draft.elements.pop_back();
    otm::write({schema, draft, text});
    return 0;
}
