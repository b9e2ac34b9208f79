// How the built-in packs are laid into the program: written by tools/embed_packs.cpp at build time, read by
// builtin_packs.cpp. Both are built from the same sources for the same machine, so numbers are as in memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "text/yaml_tree.h"

namespace bartizan {

inline constexpr std::array<char, 8> pack_blob_magic{'B', 'Z', 'P', 'A', 'C', 'K', 'S', '2'};

/// The conditions (rules/checked_conditions.h) and then the trees follow.
struct PackBlobHeader {
    std::array<char, 8> magic = pack_blob_magic;
    std::uint32_t bytes_per_node = sizeof(YamlNode);
    std::uint32_t trees = 0;
    std::uint32_t condition_bytes = 0;
};

/// One tree; its name, text, arena and nodes follow without gaps.
struct PackBlobTree {
    std::uint32_t name_bytes = 0;
    std::uint32_t text_bytes = 0;
    std::uint32_t arena_bytes = 0;
    std::uint32_t nodes = 0;
};

static_assert(std::is_trivially_copyable_v<YamlNode>);
static_assert(std::is_trivially_copyable_v<PackBlobHeader> && std::is_trivially_copyable_v<PackBlobTree>);

/// Defined by the file that embed_packs writes.
extern const char* const builtin_pack_blob;
extern const std::size_t builtin_pack_blob_bytes;

}  // namespace bartizan
