// A piece of YAML that is to be put into a document, and its text as it will stand there.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/yaml_layout.h"

namespace bartizan {

struct NewValue {
    /// Owns the text; behind a pointer, so that the tree's views into it survive a move.
    std::unique_ptr<Sources> sources;
    YamlTree tree;
    /// Its lines would not mean the same if they were indented: it is always written in one line.
    bool needs_one_line = false;

    YamlRef root() const { return tree.root(); }
};

/// Reads the text of a value. An empty one is `null`. The error is a sentence.
std::expected<NewValue, std::string> read_value(std::string_view text);

/// The text of a value in block context: what stands behind the colon or dash, and the lines below.
struct ValueText {
    std::string head;
    std::vector<std::string> rest;
    /// The end is a block scalar, which would take blank lines and comments below for its own.
    bool ends_in_block_scalar = false;
    bool keeps_blank_lines = false;
};

enum class FirstLine : std::uint8_t {
    below,   // a block collection starts on the next line, as under a key
    beside,  // it starts behind the dash
};

/// Lines below are indented by `indentation`.
ValueText lay_out(const NewValue& value, std::uint32_t indentation, FirstLine first_line,
                  YamlDialect dialect);

/// All on one line, in flow style.
ValueText lay_out_in_one_line(const NewValue& value, YamlDialect dialect);

}  // namespace bartizan
