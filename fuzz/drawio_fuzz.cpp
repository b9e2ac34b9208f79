// Any bytes as a drawing, as a packed page, and as a label.
#include <cstdint>
#include <string>

#include "formats/drawio/inflate.h"
#include "formats/drawio/map.h"

using namespace bartizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    drawio::recognises(text);
    drawio::plain_text(text);
    (void)drawio::unpack_page(text, 1 << 20);
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("model.drawio", text);
    drawio::read({sources, source, {}}, diagnostics);
    return 0;
}
