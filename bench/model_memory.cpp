// Prints how much memory the model of a file takes, as JSON: `Model::memory_bytes`, and what the allocator
// holds for it, which includes what `memory_bytes` might forget.
#include <malloc.h>

#include <cstdio>
#include <vector>

#include "formats/native/read.h"
#include "model/model.h"
#include "packs/builtin_packs.h"
#include "rules/pack.h"
#include "text/diagnostic.h"
#include "text/source.h"

namespace {

std::size_t allocated_bytes() {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

}  // namespace

int main(int argument_count, char** arguments) {
    using namespace bartizan;
    if (argument_count != 2) {
        std::fputs("Usage: model_memory MODEL\n", stderr);
        return 2;
    }
    Sources sources;
    Diagnostics diagnostics;
    const std::vector<YamlTree> packs = builtin_pack_trees(sources);
    const Knowledge knowledge = load_packs(packs, sources, diagnostics);
    const auto source = sources.read(arguments[1]);
    if (!source) {
        std::fprintf(stderr, "%s: %s\n", arguments[1], source.error().c_str());
        return 2;
    }
    const std::vector<YamlTree> documents = read_documents(sources, *source, diagnostics);
    const std::size_t before = allocated_bytes();
    const Model model = read_model(documents, knowledge.schema, diagnostics);
    const std::size_t after = allocated_bytes();
    if (diagnostics.has_errors()) {
        std::fputs(render_all(diagnostics, sources, false).c_str(), stderr);
        return 2;
    }
    std::printf("{\"elements\": %zu, \"flows\": %zu, \"model_bytes\": %zu, \"allocated_bytes\": %zu}\n",
                model.elements.size(), model.flows.size(), model.memory_bytes(), after - before);
    return 0;
}
