#include "text/json_writer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "text/utf8.h"

namespace bartizan {
namespace {

/// A byte becomes at most six: \u00XX.
constexpr std::size_t most_bytes_per_byte = 6;

constexpr std::array<bool, 256> stands_for_itself = [] {
    std::array<bool, 256> table{};
    for (unsigned byte = 0x20; byte < 0x7f; ++byte) table[byte] = byte != '"' && byte != '\\';
    return table;
}();

#ifdef __SSE2__
constexpr std::size_t piece_bytes = 16;

/// Copies a piece and returns how many of its leading bytes stand for themselves: those from 20 to 7E but for
/// the quote and the backslash. As signed numbers, bytes from 80 on are below 20.
std::size_t copy_plain_piece(char* out, const char* text) {
    const __m128i piece = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), piece);
    const auto is_byte = [piece](char byte) { return _mm_cmpeq_epi8(piece, _mm_set1_epi8(byte)); };
    const __m128i special =
        _mm_or_si128(_mm_or_si128(_mm_cmplt_epi8(piece, _mm_set1_epi8(0x20)), is_byte(0x7f)),
                     _mm_or_si128(is_byte('"'), is_byte('\\')));
    return static_cast<std::size_t>(
        std::countr_zero(static_cast<unsigned>(_mm_movemask_epi8(special)) | 1u << piece_bytes));
}

/// Copies leading bytes that stand for themselves and returns their number. May write up to fifteen bytes
/// more than it returns.
std::size_t copy_plain(char* out, const char* text, std::size_t size) {
    std::size_t at = 0;
    for (; at + piece_bytes <= size; at += piece_bytes) {
        const std::size_t plain = copy_plain_piece(out + at, text + at);
        if (plain < piece_bytes) return at + plain;
    }
    if (at > 0) {
        // The rest is part of the last whole piece, whose other bytes are plain.
        at = size - piece_bytes;
        return at + copy_plain_piece(out + at, text + at);
    }
    for (; at < size && stands_for_itself[static_cast<unsigned char>(text[at])]; ++at) out[at] = text[at];
    return at;
}
#else
std::size_t copy_plain(char* out, const char* text, std::size_t size) {
    std::size_t at = 0;
    for (; at < size && stands_for_itself[static_cast<unsigned char>(text[at])]; ++at) out[at] = text[at];
    return at;
}
#endif

char* put_text(char* out, std::string_view text) {
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

char* put_escape(char* out, unsigned char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (byte) {
        case '"':
            return put_text(out, "\\\"");
        case '\\':
            return put_text(out, "\\\\");
        case '\n':
            return put_text(out, "\\n");
        case '\r':
            return put_text(out, "\\r");
        case '\t':
            return put_text(out, "\\t");
        default:
            out = put_text(out, "\\u00");
            *out++ = digits[byte >> 4];
            *out++ = digits[byte & 15u];
            return out;
    }
}

/// Writes the first character of `text` and takes it away.
char* put_special(char* out, std::string_view& text) {
    std::size_t length = utf8_length(text, 0);
    std::string_view character = text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
    if (length == 0) return put_text(out, "\xEF\xBF\xBD");
    if (length == 1) return put_escape(out, static_cast<unsigned char>(character[0]));
    if (character == "\xE2\x80\xA8") return put_text(out, "\\u2028");
    if (character == "\xE2\x80\xA9") return put_text(out, "\\u2029");
    return put_text(out, character);
}

/// `out` has room for `most_bytes_per_byte * text.size() + 16`.
char* put_escaped(char* out, std::string_view text) {
    for (;;) {
        std::size_t plain = copy_plain(out, text.data(), text.size());
        out += plain;
        text.remove_prefix(plain);
        if (text.empty()) return out;
        out = put_special(out, text);
    }
}

constexpr std::size_t room_for(std::string_view text) { return most_bytes_per_byte * text.size() + 16; }

}  // namespace

void JsonWriter::grow(std::size_t bytes) {
    if (sink_ && used_ > 0) {
        pass_on();
        if (out_.size() >= bytes) return;
    }
    if (sink_) bytes = std::max(bytes, sink_piece_bytes);
    std::size_t size = std::max(used_ + bytes, out_.size() * 2);
    out_.resize_and_overwrite(std::max<std::size_t>(size, 1024),
                              [](char*, std::size_t length) { return length; });
}

void JsonWriter::put_contents(std::string_view text) {
    need(room_for(text));
    used_ = static_cast<std::size_t>(put_escaped(out_.data() + used_, text) - out_.data());
}

void JsonWriter::put_string(std::string_view text) {
    need(room_for(text) + 2);
    put('"');
    put_contents(text);
    put('"');
}

void JsonWriter::number(double value) {
    if (!std::isfinite(value)) return null();
    constexpr std::size_t most_digits = 32;
    separate(most_digits);
    char* begin = out_.data() + used_;
    used_ += static_cast<std::size_t>(std::to_chars(begin, begin + most_digits, value).ptr - begin);
}

void append_json_string(std::string& out, std::string_view text) {
    std::size_t used = out.size();
    out.resize(used + room_for(text) + 2);
    char* end = out.data() + used;
    *end++ = '"';
    end = put_escaped(end, text);
    *end++ = '"';
    out.resize(static_cast<std::size_t>(end - out.data()));
}

}  // namespace bartizan
