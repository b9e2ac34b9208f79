// Any bytes as a workspace of Threat Composer.
#include <cstdint>
#include <string>

#include "formats/threatcomposer/map.h"

using namespace bartizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    threatcomposer::recognises(text);
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("model.tc.json", text);
    threatcomposer::read({sources, source, {}}, diagnostics);
    return 0;
}
