#include "formats/registry.h"

#include <algorithm>
#include <vector>

namespace bartizan {

// A format adds its include above and its lines here, in the order of the alphabet.

std::span<const Frontend> frontends() {
    static const std::vector<Frontend> all{};
    return all;
}

std::span<const Writer> writers() {
    static const std::vector<Writer> all{};
    return all;
}

const Frontend* recognise_format(std::string_view text) {
    for (const Frontend& frontend : frontends())
        if (frontend.recognises(text)) return &frontend;
    return nullptr;
}

const Writer* find_writer(std::string_view name) {
    const auto found = std::ranges::find(writers(), name, &Writer::name);
    return found == writers().end() ? nullptr : &*found;
}

const Writer* writer_for_file(std::string_view path) {
    const Writer* best = nullptr;
    std::size_t longest = 0;
    for (const Writer& writer : writers())
        for (std::string_view ending : writer.endings)
            if (path.ends_with(ending) && ending.size() > longest) {
                best = &writer;
                longest = ending.size();
            }
    return best;
}

}  // namespace bartizan
