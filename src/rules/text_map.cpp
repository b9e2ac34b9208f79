#include "rules/text_map.h"

#include <algorithm>
#include <string_view>

namespace bartizan {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::uint32_t code_point_bytes(char first) {
    auto byte = static_cast<unsigned char>(first);
    if (byte < 0xC0u) return 1;
    if (byte < 0xE0u) return 2;
    return byte < 0xF0u ? 3 : 4;
}

/// Bytes of the escape at the start of `source`, which begins with a backslash (YAML 1.2.2, section 5.7).
std::size_t escape_bytes(std::string_view source) {
    char kind = source.size() > 1 ? source[1] : '\0';
    if (kind == 'x') return 4;
    if (kind == 'u') return 6;
    return kind == 'U' ? 10 : 2;
}

/// Walks a scalar's text and its source side by side. Blanks may differ in number, as line breaks are folded
/// and indentation is removed; everything else corresponds one to one, but for escapes.
class Alignment {
public:
    Alignment(std::string_view text, std::string_view source, ScalarStyle style)
        : text_(text), source_(source), style_(style) {}

    /// False if they don't correspond; then nothing is known.
    bool run() {
        skip_opening();
        while (at_text_ < text_.size()) {
            if (is_blank(text_[at_text_])) {
                step_blank();
            } else if (!step_visible()) {
                return false;
            }
            take_same();
        }
        return true;
    }

    std::vector<TextMap::Piece> pieces;

private:
    void skip_opening() {
        if (style_ == ScalarStyle::single_quoted || style_ == ScalarStyle::double_quoted) at_source_ = 1;
        bool is_block = style_ == ScalarStyle::literal || style_ == ScalarStyle::folded;
        if (is_block) at_source_ = std::min(source_.find('\n'), source_.size());
    }

    bool escaped_line_break() const {
        return style_ == ScalarStyle::double_quoted && at_source_ + 1 < source_.size() &&
               source_[at_source_] == '\\' &&
               (source_[at_source_ + 1] == '\n' || source_[at_source_ + 1] == '\r');
    }

    void step_blank() {
        note();
        if (at_source_ < source_.size() && is_blank(source_[at_source_])) {
            ++at_source_;
        } else if (style_ == ScalarStyle::double_quoted && source_.substr(at_source_).starts_with('\\') &&
                   !escaped_line_break()) {
            at_source_ += escape_bytes(source_.substr(at_source_));
        }
        ++at_text_;
    }

    /// Most bytes are the same on both sides; escapes and doubled quotes are not among them.
    void take_same() {
        std::size_t limit =
            std::min(text_.size() - at_text_, source_.size() - std::min(at_source_, source_.size()));
        const char* text = text_.data() + at_text_;
        const char* source = source_.data() + at_source_;
        std::size_t count = 0;
        while (count < limit && text[count] == source[count] && text[count] != '\\' && text[count] != '\'')
            ++count;
        if (count == 0) return;
        note();
        at_text_ += count;
        at_source_ += count;
    }

    bool step_visible() {
        for (;;) {
            if (escaped_line_break()) {
                at_source_ += 2;
            } else if (at_source_ < source_.size() && is_blank(source_[at_source_])) {
                ++at_source_;
            } else {
                break;
            }
        }
        if (at_source_ >= source_.size()) return false;
        note();
        if (style_ == ScalarStyle::double_quoted && source_[at_source_] == '\\') {
            at_source_ += escape_bytes(source_.substr(at_source_));
            at_text_ += code_point_bytes(text_[at_text_]);
            return true;
        }
        if (source_[at_source_] != text_[at_text_]) return false;
        bool doubled = style_ == ScalarStyle::single_quoted && text_[at_text_] == '\'';
        at_source_ += doubled ? 2 : 1;
        ++at_text_;
        return true;
    }

    void note() {
        bool continues =
            !pieces.empty() && at_source_ - pieces.back().source == at_text_ - pieces.back().text;
        if (continues) return;
        pieces.push_back({static_cast<std::uint32_t>(at_text_), static_cast<std::uint32_t>(at_source_)});
    }

    std::string_view text_;
    std::string_view source_;
    ScalarStyle style_;
    std::size_t at_text_ = 0;
    std::size_t at_source_ = 0;
};

}  // namespace

std::uint32_t TextMap::source_of(std::uint32_t text) const {
    auto next = std::upper_bound(pieces.begin(), pieces.end(), text,
                                 [](std::uint32_t at, const Piece& piece) { return at < piece.text; });
    if (next == pieces.begin()) return whole.begin;
    const Piece& piece = *(next - 1);
    return std::min(piece.source + (text - piece.text), whole.end);
}

Location TextMap::locate(std::uint32_t begin, std::uint32_t end) const {
    if (pieces.empty()) return whole;
    // The end is found from the last byte, so that it does not run on to where the next piece begins.
    bool past_end = begin >= length && length > 0;
    std::uint32_t first = past_end ? source_of(length - 1) + 1 : source_of(begin);
    std::uint32_t last = end > begin && !past_end ? source_of(end - 1) + 1 : first;
    return {whole.source, std::min(first, whole.end), std::min(std::max(first, last), whole.end)};
}

TextMap TextMap::part(std::uint32_t begin, std::uint32_t end) const {
    TextMap result;
    result.whole = locate(begin, end);
    result.length = end - begin;
    if (pieces.empty()) return result;
    result.pieces.push_back({0, source_of(begin)});
    for (const Piece& piece : pieces)
        if (piece.text > begin && piece.text < end)
            result.pieces.push_back({piece.text - begin, piece.source});
    return result;
}

TextMap map_verbatim(std::uint32_t length, Location where) {
    TextMap map;
    map.whole = where;
    map.length = length;
    if (where.valid() && where.end - where.begin == length) map.pieces.push_back({0, where.begin});
    return map;
}

TextMap map_scalar(YamlRef scalar) {
    const YamlNode& node = scalar.node();
    TextMap map;
    map.whole = scalar.location();
    map.length = static_cast<std::uint32_t>(scalar.text().size());
    Alignment alignment(scalar.text(), scalar.tree().source_text.substr(node.begin, node.end - node.begin),
                        node.style);
    if (!alignment.run()) return map;
    map.pieces = std::move(alignment.pieces);
    for (TextMap::Piece& piece : map.pieces) piece.source += node.begin;
    return map;
}

}  // namespace bartizan
