// The text of block scalars (`|` and `>`) and where they end. Our own, because libfyaml 0.7.12 miscounts the
// length of some, and takes the next key for text after a `|` that has none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/yaml_tree.h"

namespace bartizan {

/// What the parser knows of a block scalar.
struct BlockScalarPlace {
    ScalarStyle style = ScalarStyle::literal;
    /// The `|` or `>`.
    std::uint32_t header = 0;
    /// The lines below; may end in the middle of a line.
    std::uint32_t content_begin = 0;
    std::uint32_t content_end = 0;
    /// Column of the mapping or list that it stands in; -1 for a document.
    std::int64_t parent_column = -1;
};

struct BlockScalarEnd {
    /// Without its last line break, and without the blank lines that are not part of its text.
    std::uint32_t end = 0;
    /// Its lines are not indented more than what they stand in, so that they are no text of it (YAML 1.2.2,
    /// section 8.1).
    bool is_too_shallow = false;
};

/// The `|` or `>` that starts a block scalar, searched after the end of the previous token.
std::uint32_t find_block_header(std::string_view text, std::uint32_t at);

/// Appends the text to `out` (YAML 1.2.2, sections 8.1.2 and 8.1.3). The last line counts as ended by a line
/// break, even if the document lacks it, unless all line breaks are to be kept.
BlockScalarEnd append_block_scalar(std::string& out, std::string_view text, const BlockScalarPlace& place);

}  // namespace bartizan
