// Any bytes as a model of the Threat Model Library: what is read is written and read again without a crash.
#include <cstdint>
#include <string>

#include "formats/tmlibrary/map.h"

using namespace bartizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    tmlibrary::recognises(text);
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("model.json", text);
    const auto result = tmlibrary::read({sources, source, {}}, diagnostics);
    if (!result) return 0;
    static const Schema schema;
    DraftModel draft = result->draft;
    tmlibrary::write({schema, draft, text});
    tmlibrary::write({schema, draft, {}});
    if (!draft.elements.empty()) draft.elements.pop_back();
    tmlibrary::write({schema, draft, text});
    return 0;
}
