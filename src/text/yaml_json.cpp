#include "text/yaml_json.h"

#include "text/utf8.h"

#include <cstring>
#include <optional>
#include <string_view>

namespace bartizan {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class JsonReader {
public:
    JsonReader(YamlTree& tree, const YamlLimits& limits)
        : tree_(tree), limits_(limits), text_(tree.source_text) {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    }

    JsonResult read() {
        skip_space();
        if (!next_is('{') && !next_is('[')) return {};
        if (!open()) return result();
        while (!open_.empty()) {
            bool is_mapping = tree_.nodes[open_.back()].kind == YamlKind::mapping;
            bool good = is_mapping ? step_in_mapping() : step_in_list();
            if (!good) return result();
        }
        skip_space();
        return {at_ == text_.size() ? JsonOutcome::read : JsonOutcome::not_json, at_};
    }

private:
    JsonResult result() const { return {outcome_, at_}; }

    bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }

    bool take(char c) {
        if (!next_is(c)) return false;
        ++at_;
        return true;
    }

    void skip_space() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
            ++at_;
        }
    }

    /// Takes what stands between two values: nothing after the opening bracket, a comma later.
    bool separate() {
        skip_space();
        bool is_first = open_.back() + 1 == tree_.nodes.size();
        if (is_first) return true;
        if (!take(',')) return false;
        skip_space();
        return true;
    }

    bool step_in_mapping() {
        skip_space();
        if (take('}')) return close();
        if (!separate() || !next_is('"') || !read_string()) return false;
        skip_space();
        if (!take(':')) return false;
        skip_space();
        return read_value();
    }

    bool step_in_list() {
        skip_space();
        if (take(']')) return close();
        return separate() && read_value();
    }

    bool read_value() {
        if (at_ >= text_.size()) return false;
        switch (text_[at_]) {
            case '{':
            case '[':
                return open();
            case '"':
                return read_string();
            default:
                return read_plain();
        }
    }

    bool refuse(JsonOutcome outcome) {
        outcome_ = outcome;
        return false;
    }

    bool push(const YamlNode& node) {
        if (tree_.nodes.size() >= limits_.max_nodes) return refuse(JsonOutcome::too_large);
        tree_.nodes.push_back(node);
        tree_.nodes.back().subtree_end = static_cast<std::uint32_t>(tree_.nodes.size());
        return true;
    }

    bool open() {
        if (open_.size() >= limits_.max_depth) return refuse(JsonOutcome::too_deep);
        YamlKind kind = text_[at_] == '{' ? YamlKind::mapping : YamlKind::sequence;
        if (!push({.begin = at_, .kind = kind, .flow_style = true})) return false;
        open_.push_back(static_cast<std::uint32_t>(tree_.nodes.size() - 1));
        ++at_;
        return true;
    }

    bool close() {
        YamlNode& node = tree_.nodes[open_.back()];
        node.end = at_;
        node.subtree_end = static_cast<std::uint32_t>(tree_.nodes.size());
        open_.pop_back();
        return true;
    }

    bool read_plain() {
        std::uint32_t begin = at_;
        if (!take_word("true") && !take_word("false") && !take_word("null") && !take_number()) return false;
        bool ends = at_ == text_.size() || std::strchr(",]} \t\r\n", text_[at_]) != nullptr;
        return ends && push({.begin = begin, .end = at_, .text = begin, .text_length = at_ - begin});
    }

    bool take_word(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += static_cast<std::uint32_t>(word.size());
        return true;
    }

    bool take_digits() {
        std::uint32_t begin = at_;
        while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        return at_ > begin;
    }

    bool take_number() {
        take('-');
        if (!take('0') && !take_digits()) return false;
        if (take('.') && !take_digits()) return false;
        if (take('e') || take('E')) {
            if (!take('+')) take('-');
            return take_digits();
        }
        return true;
    }

    bool read_string() {
        YamlNode node = {.begin = at_, .style = ScalarStyle::double_quoted};
        ++at_;
        std::uint32_t begin = at_;
        while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\') {
            if (static_cast<unsigned char>(text_[at_]) < 0x20) return false;
            ++at_;
        }
        if (next_is('\\')) {
            node.in_arena = true;
            node.text = static_cast<std::uint32_t>(tree_.arena.size());
            if (!unescape(begin)) return false;
            node.text_length = static_cast<std::uint32_t>(tree_.arena.size()) - node.text;
        } else {
            node.text = begin;
            node.text_length = at_ - begin;
        }
        if (!take('"')) return false;
        node.end = at_;
        return push(node);
    }

    /// Appends the string that starts at `begin` and stops before its closing quote.
    bool unescape(std::uint32_t begin) {
        at_ = begin;
        while (at_ < text_.size() && text_[at_] != '"') {
            if (static_cast<unsigned char>(text_[at_]) < 0x20) return false;
            if (text_[at_] != '\\') {
                tree_.arena += text_[at_++];
            } else if (++at_; !take_escape()) {
                return false;
            }
        }
        return true;
    }

    bool take_escape() {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (at_ >= text_.size()) return false;
        if (text_[at_] == 'u') return take_unicode_escape();
        std::size_t which = letters.find(text_[at_]);
        if (which == std::string_view::npos) return false;
        tree_.arena += meanings[which];
        ++at_;
        return true;
    }

    bool take_unicode_escape() {
        auto first = take_code_unit();
        if (!first) return false;
        char32_t point = *first;
        if (point >= 0xDC00 && point <= 0xDFFF) return false;
        if (point >= 0xD800 && point <= 0xDBFF) {
            if (!take('\\')) return false;
            auto second = take_code_unit();
            if (!second || *second < 0xDC00 || *second > 0xDFFF) return false;
            point = 0x10000 + ((point - 0xD800) << 10) + (*second - 0xDC00);
        }
        append_utf8(tree_.arena, point);
        return true;
    }

    std::optional<char32_t> take_code_unit() {
        if (!take('u') || at_ + 4 > text_.size()) return std::nullopt;
        char32_t unit = 0;
        for (int digit = 0; digit < 4; ++digit, ++at_) {
            char c = text_[at_];
            bool is_letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!is_digit(c) && !is_letter) return std::nullopt;
            unit = unit << 4 | static_cast<char32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return unit;
    }

    YamlTree& tree_;
    const YamlLimits& limits_;
    std::string_view text_;
    std::uint32_t at_ = 0;
    std::vector<std::uint32_t> open_;
    JsonOutcome outcome_ = JsonOutcome::not_json;
};

}  // namespace

JsonResult read_json(YamlTree& tree, const YamlLimits& limits) { return JsonReader(tree, limits).read(); }

}  // namespace bartizan
