#include "text/yaml_everyday.h"

#include "text/yaml_block_scalar.h"
#include "text/yaml_flow_scalar.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace bartizan {
namespace {

/// Keys that are not marked by `?` have at most 1024 characters (YAML 1.2.2, section 7.4).
constexpr std::uint32_t most_key_bytes = 1024;

enum class Character : std::uint8_t {
    ordinary = 0,
    space = 1,
    line_break = 2,
    /// Ends a plain scalar inside of brackets, and can't start any.
    flow_indicator = 4,
    /// Can't start a plain scalar.
    indicator = 8,
    colon = 16,
    hash = 32,
    /// Not of this part of the language, wherever it stands.
    foreign = 64,
};

constexpr std::uint8_t bits(Character character) { return static_cast<std::uint8_t>(character); }

constexpr std::array<std::uint8_t, 256> make_table() {
    std::array<std::uint8_t, 256> table{};
    for (std::size_t byte = 0; byte < 0x20; ++byte) table[byte] = bits(Character::foreign);
    table[0x7f] = bits(Character::foreign);
    table[' '] = bits(Character::space);
    table['\n'] = bits(Character::line_break);
    for (char c : std::string_view(",[]{}"))
        table[static_cast<unsigned char>(c)] = bits(Character::flow_indicator);
    for (char c : std::string_view("&*!|>'\"%@`?"))
        table[static_cast<unsigned char>(c)] = bits(Character::indicator);
    table[':'] = bits(Character::colon);
    table['#'] = bits(Character::hash);
    // Lead bytes of characters among which are line breaks of YAML 1.1, the byte order mark and controls.
    for (unsigned byte : {0xC2u, 0xE2u, 0xEFu}) table[byte] = bits(Character::foreign);
    return table;
}

constexpr auto table = make_table();

std::uint8_t kind_of(char c) { return table[static_cast<unsigned char>(c)]; }
bool is(char c, Character character) { return (kind_of(c) & bits(character)) != 0; }

/// Characters with those lead bytes that are as ordinary as all others: not U+0080 to U+009F, U+2028, U+2029
/// and U+FE00 to U+FFFF.
bool is_harmless(std::string_view text, std::size_t at) {
    auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    if (byte(at) == 0xC2) return byte(at + 1) >= 0xA0;
    if (byte(at) == 0xE2) return byte(at + 1) != 0x80 || (byte(at + 2) != 0xA8 && byte(at + 2) != 0xA9);
    return byte(at) == 0xEF && byte(at + 1) < 0xB8;
}

class EverydayReader {
public:
    EverydayReader(YamlTree& tree, const YamlLimits& limits)
        : tree_(tree), text_(tree.source_text), limits_(limits) {}

    bool run() {
        if (rest_of_line() && !next_line()) return false;
        const bool is_collection = !at_end() && is_line_start() && (starts_item() || finds_key());
        return is_collection && block_node(-1) && at_end();
    }

private:
    // A reading function that returns false has met something foreign, and all is given up.

    bool at_end() const { return at_ >= text_.size(); }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n'; }
    std::int64_t column() const { return static_cast<std::int64_t>(at_ - line_begin_); }
    std::uint32_t position() const { return static_cast<std::uint32_t>(at_); }
    bool is_blank(std::size_t ahead) const { return peek(ahead) == ' ' || peek(ahead) == '\n'; }
    bool starts_item() const { return peek() == '-' && is_blank(1); }

    void skip_spaces() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }

    /// Over spaces and a comment. Whether that was the rest of the line; if not, the position is at a token,
    /// or at something foreign, which no token begins with.
    bool rest_of_line() {
        skip_spaces();
        if (peek() == '#' && (at_ == line_begin_ || text_[at_ - 1] == ' ')) skip_line();
        return peek() == '\n';
    }

    /// To the end of the line or to something foreign.
    void skip_line() {
        while (!at_end() && text_[at_] != '\n' && !is_foreign()) ++at_;
    }
    bool is_foreign() const { return is(text_[at_], Character::foreign) && !is_harmless(text_, at_); }

    /// From the end of a line to the first token of a line below; to the end of the text if there is none.
    bool next_line() {
        while (!at_end()) {
            line_begin_ = ++at_;
            if (!rest_of_line()) return is_line_start();
        }
        return true;
    }

    /// No mark of a document or directive.
    bool is_line_start() const {
        if (column() > 0) return true;
        std::string_view line = text_.substr(at_, 3);
        return line != "---" && line != "..." && !line.starts_with('%');
    }

    /// Whether what starts here, up to the end of the line, is a key with its colon.
    bool finds_key() const {
        std::size_t at = at_;
        char quote = text_[at];
        if (quote == '"' || quote == '\'') {
            for (++at; at < text_.size() && text_[at] != quote && text_[at] != '\n'; ++at)
                if (text_[at] == '\\' && quote == '"') ++at;
            if (at >= text_.size() || text_[at] != quote) return false;
            ++at;
            return at < text_.size() && text_[at] == ':';
        }
        if (is(quote, Character::flow_indicator)) return false;
        for (; at < text_.size() && text_[at] != '\n'; ++at) {
            bool is_blank_after = at + 1 == text_.size() || text_[at + 1] == ' ' || text_[at + 1] == '\n';
            if (text_[at] == ':' && is_blank_after) return true;
            if (text_[at] == '#' && at > at_ && text_[at - 1] == ' ') return false;
        }
        return false;
    }

    /// A mapping, list or scalar on lines of its own, indented more than `parent`.
    bool block_node(std::int64_t parent) {
        if (starts_item()) return block_sequence(parent);
        if (finds_key()) return block_mapping();
        return inline_value(parent);
    }

    bool block_mapping() {
        const std::int64_t indentation = column();
        std::uint32_t node = 0;
        if (!open(YamlKind::mapping, node)) return false;
        do {
            if (starts_item() || !key() || !block_value(indentation)) return false;
        } while (!at_end() && column() == indentation);
        if (!at_end() && column() > indentation) return false;
        close(node);
        return true;
    }

    /// What stands behind a colon. Ends at the first token of the next line.
    bool block_value(std::int64_t indentation) {
        const std::uint32_t empty_at = cursor_ = position();
        if (!rest_of_line()) return inline_value(indentation);
        if (!next_line()) return false;
        const bool is_list_in_column_of_key = !at_end() && column() == indentation && starts_item();
        if (is_list_in_column_of_key) return block_sequence(indentation);
        if (at_end() || column() <= indentation) return add_empty(empty_at);
        return block_node(indentation);
    }

    bool block_sequence(std::int64_t parent) {
        const std::int64_t indentation = column();
        std::uint32_t node = 0;
        if (!open(YamlKind::sequence, node)) return false;
        do {
            if (!starts_item()) break;
            if (!block_item(parent, indentation)) return false;
        } while (!at_end() && column() == indentation);
        if (!at_end() && column() > indentation) return false;
        close(node);
        return true;
    }

    bool block_item(std::int64_t parent, std::int64_t indentation) {
        ++at_;
        const std::uint32_t empty_at = cursor_ = position();
        if (!rest_of_line()) return block_node(indentation);
        if (!next_line()) return false;
        // The parser refuses an empty item in a list in the column of its key.
        if (at_end() || column() <= indentation) return indentation > parent && add_empty(empty_at);
        return block_node(indentation);
    }

    /// A scalar or a flow collection, and the way to the next line.
    bool inline_value(std::int64_t indentation) {
        const bool is_block_scalar = peek() == '|' || peek() == '>';
        const bool is_read = is_block_scalar ? block_scalar(indentation)
                                             : flow_node(indentation, false) && rest_of_line() && next_line();
        return is_read && (at_end() || column() <= indentation);
    }

    /// Leaves the position behind the colon.
    bool key() {
        const std::uint32_t begin = position();
        if (!scalar(false) || position() - begin > most_key_bytes) return false;
        skip_spaces();
        if (peek() != ':' || !is_blank(1)) return false;
        ++at_;
        return true;
    }

    bool scalar(bool in_flow) {
        if (peek() == '"' || peek() == '\'') return quoted_scalar();
        return plain_scalar(in_flow);
    }

    bool plain_scalar(bool in_flow) {
        const char first = peek();
        constexpr std::uint8_t not_first = bits(Character::flow_indicator) | bits(Character::indicator) |
                                           bits(Character::colon) | bits(Character::hash) |
                                           bits(Character::space) | bits(Character::line_break);
        if ((kind_of(first) & not_first) != 0) return false;
        if (first == '-' && (is_blank(1) || is(peek(1), Character::flow_indicator))) return false;
        const std::size_t begin = at_;
        std::size_t end = begin;
        for (; at_ < text_.size(); ++at_) {
            const std::uint8_t kind = kind_of(text_[at_]);
            if (kind == 0 || kind == bits(Character::indicator)) {
                end = at_ + 1;
                continue;
            }
            if (kind == bits(Character::space)) continue;
            if (kind == bits(Character::line_break)) break;
            if (kind == bits(Character::flow_indicator) && in_flow) break;
            if (kind == bits(Character::colon)) {
                if (is_blank(1)) break;
                if (in_flow && is(peek(1), Character::flow_indicator)) return false;
            }
            if (kind == bits(Character::hash) && text_[at_ - 1] == ' ') break;
            if (kind == bits(Character::foreign) && is_foreign()) return false;
            end = at_ + 1;
        }
        at_ = end;
        return add_scalar(ScalarStyle::plain, begin, end, begin, end);
    }

    bool quoted_scalar() {
        const char quote = peek();
        const std::size_t begin = at_++;
        bool reads_as_written = true;
        for (;; ++at_) {
            if (at_end() || text_[at_] == '\n') return false;
            const char c = text_[at_];
            if (is_foreign()) return false;
            if (c == quote) {
                if (quote == '"' || peek(1) != quote) break;
                reads_as_written = false;
                ++at_;
            } else if (c == '\\' && quote == '"') {
                if (!std::string_view("\"\\nrt").contains(peek(1))) return false;
                reads_as_written = false;
                ++at_;
            }
        }
        ++at_;
        const ScalarStyle style = quote == '"' ? ScalarStyle::double_quoted : ScalarStyle::single_quoted;
        if (reads_as_written) return add_scalar(style, begin, at_, begin + 1, at_ - 1);
        const std::size_t in_arena = tree_.arena.size();
        append_flow_scalar(tree_.arena, style, text_.substr(begin + 1, at_ - begin - 2));
        if (!add_scalar(style, begin, at_, in_arena, tree_.arena.size())) return false;
        tree_.nodes.back().in_arena = true;
        return true;
    }

    bool block_scalar(std::int64_t indentation) {
        // On a line of its own, the parser has its own idea of how far the text must be indented.
        if (text_.substr(line_begin_, at_ - line_begin_).find_first_not_of(' ') == std::string_view::npos)
            return false;
        BlockScalarPlace place;
        place.style = peek() == '|' ? ScalarStyle::literal : ScalarStyle::folded;
        place.header = position();
        place.parent_column = indentation;
        ++at_;
        if (peek() == '-' || peek() == '+') ++at_;
        skip_spaces();
        if (peek() != '\n' || !block_scalar_lines(place)) return false;
        const std::size_t in_arena = tree_.arena.size();
        const BlockScalarEnd end = append_block_scalar(tree_.arena, text_, place);
        if (end.is_too_shallow) return false;
        if (!add_scalar(place.style, place.header, end.end, in_arena, tree_.arena.size())) return false;
        tree_.nodes.back().in_arena = true;
        if (at_end()) return true;
        return rest_of_line() ? next_line() : is_line_start();
    }

    /// Finds the lines of a block scalar, and goes to the first line behind them that is not blank.
    bool block_scalar_lines(BlockScalarPlace& place) {
        ++at_;
        place.content_begin = place.content_end = position();
        std::int64_t indentation = -1;
        while (!at_end()) {
            line_begin_ = at_;
            skip_spaces();
            if (at_end()) return false;
            if (peek() == '\n') {
                // Spaces of a blank line may count, as text or as a mistake.
                if (column() > std::max<std::int64_t>(indentation, 0)) return false;
            } else {
                if (indentation < 0) indentation = column();
                if (indentation <= place.parent_column) return false;
                if (column() < indentation) return column() <= place.parent_column;
            }
            skip_line();
            if (at_end() || text_[at_] != '\n') return false;
            ++at_;
            place.content_end = position();
        }
        line_begin_ = at_;
        return indentation >= 0;
    }

    /// A scalar or a flow collection; the position is then behind it.
    bool flow_node(std::int64_t indentation, bool in_flow) {
        if (peek() == '{') return flow_collection(YamlKind::mapping, indentation);
        if (peek() == '[') return flow_collection(YamlKind::sequence, indentation);
        return scalar(in_flow);
    }

    bool flow_collection(YamlKind kind, std::int64_t indentation) {
        std::uint32_t node = 0;
        if (!open(kind, node)) return false;
        tree_.nodes[node].flow_style = true;
        const char closing = kind == YamlKind::mapping ? '}' : ']';
        ++at_;
        if (!next_token(indentation)) return false;
        while (peek() != closing) {
            if (kind == YamlKind::mapping && !flow_key(indentation)) return false;
            if (!flow_node(indentation, true) || !next_token(indentation)) return false;
            if (peek() == closing) break;
            if (peek() != ',') return false;
            ++at_;
            if (!next_token(indentation)) return false;
        }
        ++at_;
        cursor_ = position();
        close(node);
        return true;
    }

    bool flow_key(std::int64_t indentation) {
        const std::uint32_t begin = position();
        if (!scalar(true) || position() - begin > most_key_bytes) return false;
        skip_spaces();
        if (peek() != ':' || !is_blank(1)) return false;
        ++at_;
        return next_token(indentation) && peek() != ',' && peek() != '}';
    }

    /// Inside of brackets: to the next token, on this line or a line below that is indented well.
    bool next_token(std::int64_t indentation) {
        if (!rest_of_line()) return true;
        if (!next_line() || at_end()) return false;
        const bool closes = peek() == '}' || peek() == ']';
        return column() >= indentation + (closes ? 0 : 1);
    }

    bool add_empty(std::uint32_t at) {
        if (!push(YamlNode{.begin = at, .end = at})) return false;
        cursor_ = at;
        tree_.nodes.back().subtree_end = next_index();
        return true;
    }

    bool add_scalar(ScalarStyle style, std::size_t begin, std::size_t end, std::size_t text,
                    std::size_t text_end) {
        YamlNode node;
        node.begin = static_cast<std::uint32_t>(begin);
        node.end = static_cast<std::uint32_t>(end);
        node.text = static_cast<std::uint32_t>(text);
        node.text_length = static_cast<std::uint32_t>(text_end - text);
        node.style = style;
        node.subtree_end = next_index() + 1;
        cursor_ = node.end;
        return push(node);
    }

    bool open(YamlKind kind, std::uint32_t& index) {
        if (++depth_ > limits_.max_depth) return false;
        index = next_index();
        YamlNode node;
        node.kind = kind;
        node.begin = position();
        cursor_ = position();
        return push(node);
    }

    void close(std::uint32_t index) {
        --depth_;
        YamlNode& node = tree_.nodes[index];
        node.end = std::max(node.begin, cursor_);
        node.subtree_end = next_index();
    }

    bool push(const YamlNode& node) {
        if (tree_.nodes.size() >= limits_.max_nodes) return false;
        tree_.nodes.push_back(node);
        return true;
    }

    std::uint32_t next_index() const { return static_cast<std::uint32_t>(tree_.nodes.size()); }

    YamlTree& tree_;
    std::string_view text_;
    const YamlLimits& limits_;
    std::size_t at_ = 0;
    std::size_t line_begin_ = 0;
    /// End of the last token.
    std::uint32_t cursor_ = 0;
    std::uint32_t depth_ = 0;
};

}  // namespace

bool read_everyday_yaml(YamlTree& tree, const YamlLimits& limits) {
    return EverydayReader(tree, limits).run();
}

}  // namespace bartizan
