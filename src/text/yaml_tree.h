// A YAML (or JSON) document as a flat tree in document order, every node with its byte range in the source.
// Knows nothing of what the document means. Built on libfyaml's events; limits are our own, because the
// events have none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic.h"
#include "text/source.h"

namespace bartizan {

enum class YamlKind : std::uint8_t { scalar, sequence, mapping };
enum class ScalarStyle : std::uint8_t { plain, single_quoted, double_quoted, literal, folded };

/// Limits of what is read; beyond them the document is refused with a diagnostic.
struct YamlLimits {
    std::uint32_t max_depth = 200;
    std::uint32_t max_nodes = 8'000'000;
    /// Nodes that aliases may add by repetition.
    std::uint32_t max_alias_nodes = 100'000;
};

/// A node with an anchor or a tag in front; the node's own range starts after them.
struct YamlProperties {
    std::uint32_t node = 0;
    std::uint32_t begin = 0;
    bool anchored = false;
};

/// A copy that stands for an alias: the node, where `*name` stands in the source, and the node it names.
struct YamlAlias {
    std::uint32_t node = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t target = 0;
};

/// Nodes stand in document order; the children of a node follow it, and `subtree_end` is the index after its
/// last descendant. The children of a mapping alternate between keys and values. 24 bytes.
struct YamlNode {
    /// Byte range in the source: with quotes, with the `|` of a block scalar and without its last line break,
    /// from the first key or dash to the end of the last value. Empty values are an empty range after their
    /// `:` or `-`.
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t subtree_end = 0;
    std::uint32_t text = 0;  // scalars: where the text starts, in the source or (if `in_arena`) in the arena
    std::uint32_t text_length = 0;
    YamlKind kind = YamlKind::scalar;
    ScalarStyle style = ScalarStyle::plain;
    bool in_arena = false;
    /// Mappings and sequences: written with braces or brackets. (A pair in a list, `[a: b]`, has none of its
    /// own.)
    bool flow_style = false;
};

struct YamlTree;
template <std::uint32_t nodes_per_child>
class YamlChildren;

/// A node of a tree; a view, valid as long as the tree and its source.
class YamlRef {
public:
    YamlRef() = default;
    YamlRef(const YamlTree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

    bool valid() const { return tree_ != nullptr; }
    std::uint32_t index() const { return index_; }
    const YamlTree& tree() const { return *tree_; }
    const YamlNode& node() const;

    bool is_scalar() const { return node().kind == YamlKind::scalar; }
    bool is_sequence() const { return node().kind == YamlKind::sequence; }
    bool is_mapping() const { return node().kind == YamlKind::mapping; }
    /// Plain empty text, `~` or `null` (YAML 1.2 core schema, section 10.3.2).
    bool is_null() const;

    /// Text of a scalar, unescaped and unfolded; empty for other kinds.
    std::string_view text() const;
    /// Values of the core schema; nothing if the scalar is quoted or not of that form.
    std::optional<bool> as_boolean() const;
    std::optional<std::int64_t> as_integer() const;

    Location location() const;

    /// Number of entries of a mapping or items of a sequence.
    std::size_t size() const;
    /// Value of a key of a mapping (first one), or an invalid reference. Linear in the number of keys.
    YamlRef find(std::string_view key) const;

    /// `for (YamlRef item : node.items())` for sequences.
    YamlChildren<1> items() const;
    /// `for (auto [key, value] : node.entries())` for mappings.
    YamlChildren<2> entries() const;

private:
    const YamlTree* tree_ = nullptr;
    std::uint32_t index_ = 0;
};

struct YamlEntry {
    YamlRef key;
    YamlRef value;
};

struct YamlTree {
    SourceId source;
    std::string_view source_text;
    std::vector<YamlNode> nodes;
    /// Texts of scalars that differ from the source: escaped, folded or continued ones.
    std::string arena;
    /// Both in document order and nearly always empty; for those who edit the text.
    std::vector<YamlProperties> properties;
    std::vector<YamlAlias> aliases;

    bool empty() const { return nodes.empty(); }
    YamlRef root() const { return YamlRef(*this, 0); }
};

/// Levels of mappings and sequences at and below a node; 0 for a scalar.
std::uint32_t depth_of(YamlRef node);

/// Children of a collection, `nodes_per_child` nodes each: items are one node, entries a key and a value.
template <std::uint32_t nodes_per_child>
class YamlChildren {
public:
    class Iterator {
    public:
        Iterator(const YamlTree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
        auto operator*() const {
            if constexpr (nodes_per_child == 1)
                return YamlRef(*tree_, index_);
            else
                return YamlEntry{YamlRef(*tree_, index_), YamlRef(*tree_, tree_->nodes[index_].subtree_end)};
        }
        Iterator& operator++() {
            for (std::uint32_t i = 0; i < nodes_per_child; ++i) index_ = tree_->nodes[index_].subtree_end;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return index_ != other.index_; }

    private:
        const YamlTree* tree_;
        std::uint32_t index_;
    };
    YamlChildren(const YamlTree* tree, std::uint32_t first, std::uint32_t last)
        : tree_(tree), first_(first), last_(last) {}
    Iterator begin() const { return {tree_, first_}; }
    Iterator end() const { return {tree_, last_}; }

private:
    const YamlTree* tree_;
    std::uint32_t first_, last_;
};

/// Reads the first document of a source. Aliases are replaced by a copy of what they name (positions of the
/// original). Tags are ignored, but for `!!str` and `!`, which make a plain scalar count as a quoted one.
/// Merge keys
/// (`<<`) are keys like others. Reports syntax errors, invalid UTF-8, an empty document, duplicate keys (all
/// of them), mappings or sequences as keys, a second document, and exceeded limits. Duplicate keys and a
/// second document leave the tree whole; after any other error it is empty.
YamlTree read_yaml(const Sources& sources, SourceId source, Diagnostics& diagnostics, YamlLimits limits = {});

}  // namespace bartizan
