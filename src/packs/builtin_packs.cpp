#include <cassert>
#include <cstring>
#include <string>
#include <utility>

#include "packs/builtin_packs.h"
#include "packs/pack_blob.h"

namespace bartizan {
namespace {

struct BlobReader {
    const char* at = builtin_pack_blob;
    const char* end = builtin_pack_blob + builtin_pack_blob_bytes;

    const char* take(std::size_t bytes) {
        assert(bytes <= static_cast<std::size_t>(end - at));
        return std::exchange(at, at + bytes);
    }
    template <typename Part>
    Part take_part() {
        Part part;
        std::memcpy(&part, take(sizeof(Part)), sizeof(Part));
        return part;
    }
    std::string_view take_text(std::size_t bytes) { return {take(bytes), bytes}; }
};

YamlTree read_tree(BlobReader& reader, Sources& sources) {
    auto part = reader.take_part<PackBlobTree>();
    std::string name(reader.take_text(part.name_bytes));
    YamlTree tree;
    tree.source = sources.add_constant(std::move(name), reader.take_text(part.text_bytes));
    tree.source_text = sources[tree.source].text;
    tree.arena = reader.take_text(part.arena_bytes);
    tree.nodes.resize(part.nodes);
    std::memcpy(tree.nodes.data(), reader.take(part.nodes * sizeof(YamlNode)), part.nodes * sizeof(YamlNode));
    return tree;
}

}  // namespace

std::vector<YamlTree> builtin_pack_trees(Sources& sources) {
    BlobReader reader;
    const auto header = reader.take_part<PackBlobHeader>();
    assert(header.magic == pack_blob_magic && header.bytes_per_node == sizeof(YamlNode));
    reader.take(header.condition_bytes);
    std::vector<YamlTree> trees;
    trees.reserve(header.trees);
    for (std::uint32_t i = 0; i < header.trees; ++i) trees.push_back(read_tree(reader, sources));
    return trees;
}

CheckedConditions builtin_conditions(std::span<const YamlTree> trees) {
    BlobReader reader;
    const auto header = reader.take_part<PackBlobHeader>();
    assert(trees.size() >= header.trees);
    return CheckedConditions(reader.take_text(header.condition_bytes), trees.front().source);
}

}  // namespace bartizan
