// How a document is laid out: lines, columns, comments, and where the parts of an entry begin and end. Asks
// the tree and the text, changes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/yaml_tree.h"
#include "text/yaml_write.h"

namespace bartizan {

struct ByteRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    bool empty() const { return begin == end; }
};

class YamlLayout {
public:
    explicit YamlLayout(const YamlTree& tree);

    const YamlTree& tree() const { return tree_; }
    std::string_view text() const { return text_; }
    const YamlNode& node(std::uint32_t index) const { return tree_.nodes[index]; }
    /// The line break of the text, `\n` where it has none.
    std::string_view line_break() const { return line_break_; }
    /// Columns that a mapping is indented under its key.
    std::uint32_t step() const { return step_; }
    YamlDialect dialect() const { return dialect_; }

    std::uint32_t line_begin(std::uint32_t at) const;
    /// The position of the line break, or the end of the text.
    std::uint32_t line_end(std::uint32_t at) const;
    /// The position after the line break, or the end of the text.
    std::uint32_t next_line(std::uint32_t at) const;
    std::uint32_t column(std::uint32_t at) const { return at - line_begin(at); }
    /// Whether only blanks stand before `at` on its line.
    bool begins_line(std::uint32_t at) const;
    /// Whether only blanks and a comment follow on the line.
    bool ends_content(std::uint32_t at) const;
    bool has_break_at_end() const;

    /// With anchor and tag; for an alias the place of the alias.
    ByteRange outer(std::uint32_t node) const;
    bool is_block_collection(std::uint32_t node) const;
    bool is_block_scalar(std::uint32_t node) const;
    /// One without text. libfyaml takes what follows it for its text, unless that is indented less than the
    /// key.
    bool is_blank_block_scalar(std::uint32_t node) const;
    /// Whether a block scalar keeps the blank lines after it (`|+`).
    bool keeps_blank_lines(std::uint32_t node) const;
    /// A block collection that starts its line or follows dashes (libfyaml also reads `a: : b`), has no empty
    /// keys, and whose values are indented (in a document's root libfyaml also reads others) and don't take
    /// what follows.
    bool is_ordinary(std::uint32_t collection) const;
    /// `[a: b]`, a mapping that has no braces of its own.
    bool is_pair_in_list(std::uint32_t node) const;

    std::uint32_t child_count(std::uint32_t collection) const;
    /// The n-th item of a sequence, or key of a mapping.
    std::uint32_t child(std::uint32_t collection, std::size_t position) const;
    /// From the dash, `?` or key to the end of the value.
    ByteRange entry(std::uint32_t collection, std::size_t position) const;
    /// Whether an entry is written with `?`.
    bool is_explicit(std::uint32_t mapping, std::size_t position) const;
    /// The position after the colon of an entry or the dash of an item, or nothing (0) for `{a}` and `? a`.
    std::uint32_t value_begin(std::uint32_t collection, std::size_t position) const;

    /// End of the token before a node.
    std::uint32_t end_before(std::uint32_t node) const;

    /// Start of the first of the comment lines that belong to an entry which starts its line: those directly
    /// above it and in its column. A comment at the start of the text is the file's.
    std::uint32_t own_lines_begin(std::uint32_t collection, std::size_t position) const;

    /// A block scalar that ends above `at`, in a collection that starts in column `column`, would take the
    /// lines from `at` to the returned position for its own, though nothing but blank lines and comments.
    std::uint32_t absorbed_end(std::uint32_t at, std::int64_t column, bool keeps_blank_lines) const;

    struct Leaf {
        std::uint32_t node = 0;
        /// A comment that stands farther right than this would become part of it: the column of the
        /// collection that holds it, -1 for a document that is a scalar.
        std::int64_t column = -1;
    };
    /// The last scalar below a node, which stands in a collection that starts in `column`.
    Leaf last_leaf(std::uint32_t node, std::int64_t column) const;

private:
    bool is_indented(std::uint32_t value, std::uint32_t parent_column, bool may_be_beside) const;
    /// `first` is the item, or the key.
    std::uint32_t entry_end(std::uint32_t collection, std::uint32_t first) const;

    const YamlTree& tree_;
    std::string_view text_;
    std::string_view line_break_ = "\n";
    std::uint32_t text_begin_ = 0;
    std::uint32_t step_ = 2;
    YamlDialect dialect_ = YamlDialect::yaml;
};

}  // namespace bartizan
