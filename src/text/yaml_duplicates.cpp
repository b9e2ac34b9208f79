#include "text/yaml_duplicates.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <string>

namespace bartizan {
namespace {

/// Up to this many keys, comparing each with each is faster than hashing.
constexpr std::size_t few_keys = 12;

struct Key {
    std::string_view text;
    std::uint32_t node = 0;
};

void report(const YamlTree& tree, Key first, Key second, Diagnostics& diagnostics) {
    Diagnostic& diagnostic =
        diagnostics.add(DiagnosticKind::duplicate_key, YamlRef(tree, second.node).location(),
                        "the key `" + std::string(second.text) + "` stands here for the second time");
    diagnostic.notes.push_back({YamlRef(tree, first.node).location(), "it stands here already"});
}

void compare_with_table(const YamlTree& tree, std::uint32_t mapping, Diagnostics& diagnostics) {
    YamlRef ref(tree, mapping);
    boost::unordered_flat_map<std::string_view, std::uint32_t> seen;
    seen.reserve(ref.size());
    for (auto [key, value] : ref.entries()) {
        if (!key.is_scalar()) continue;
        auto [first, is_new] = seen.emplace(key.text(), key.index());
        if (!is_new) report(tree, {first->first, first->second}, {key.text(), key.index()}, diagnostics);
    }
}

}  // namespace

void report_duplicate_keys(const YamlTree& tree, std::uint32_t mapping, Diagnostics& diagnostics) {
    std::array<Key, few_keys> seen;
    std::size_t count = 0;
    for (auto [key, value] : YamlRef(tree, mapping).entries()) {
        if (count == few_keys) return compare_with_table(tree, mapping, diagnostics);
        if (key.is_scalar()) seen[count++] = {key.text(), key.index()};
    }
    for (std::size_t second = 1; second < count; ++second) {
        for (std::size_t first = 0; first < second; ++first) {
            if (seen[first].text != seen[second].text) continue;
            report(tree, seen[first], seen[second], diagnostics);
            break;
        }
    }
}

}  // namespace bartizan
