#include "text/utf8.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace bartizan {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

bool in_range(std::string_view text, std::size_t at, unsigned char low, unsigned char high) {
    return at < text.size() && byte_at(text, at) >= low && byte_at(text, at) <= high;
}

bool is_continuation(std::string_view text, std::size_t at) { return in_range(text, at, 0x80, 0xBF); }

bool is_bad_control(unsigned char byte) {
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
}

/// Whether each of the eight bytes is in 0x20..0x7F, all at once: no high bit is set, and adding 0x60 sets
/// it.
bool all_printable(std::string_view text, std::size_t at) {
    constexpr std::uint64_t high_bits = 0x8080808080808080u;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    return (bytes & high_bits) == 0 && ((bytes + 0x6060606060606060u) & high_bits) == high_bits;
}

/// C0 and C1 controls, line separators, and the marks that reorder or hide text (Trojan Source,
/// CVE-2021-42574).
bool is_invisible(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point <= 0x9F) || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0x061C ||
           point == 0xFEFF || point >= 0xE0000;
}

std::string escape(char32_t point) {
    switch (point) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        default: {
            char buffer[16];
            const char* format = point < 0x100 ? "\\x%02X" : "\\u{%04X}";
            std::snprintf(buffer, sizeof buffer, format, static_cast<unsigned>(point));
            return buffer;
        }
    }
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
    unsigned char first = byte_at(text, at);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return is_continuation(text, at + 1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        unsigned char low = first == 0xE0 ? 0xA0 : 0x80;
        unsigned char high = first == 0xED ? 0x9F : 0xBF;
        return in_range(text, at + 1, low, high) && is_continuation(text, at + 2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        unsigned char low = first == 0xF0 ? 0x90 : 0x80;
        unsigned char high = first == 0xF4 ? 0x8F : 0xBF;
        bool well_formed = in_range(text, at + 1, low, high) && is_continuation(text, at + 2) &&
                           is_continuation(text, at + 3);
        return well_formed ? 4 : 0;
    }
    return 0;
}

char32_t decode_utf8(std::string_view sequence) {
    auto first = byte_at(sequence, 0);
    if (sequence.size() == 1) return first;
    char32_t point = first & (0x7Fu >> sequence.size());
    for (std::size_t at = 1; at < sequence.size(); ++at) point = point << 6 | (byte_at(sequence, at) & 0x3Fu);
    return point;
}

void append_utf8(std::string& out, char32_t point) {
    auto continuation = [&](int shift) { return static_cast<char>(0x80u | ((point >> shift) & 0x3Fu)); };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += {static_cast<char>(0xC0u | point >> 6), continuation(0)};
    } else if (point < 0x10000) {
        out += {static_cast<char>(0xE0u | point >> 12), continuation(6), continuation(0)};
    } else {
        out += {static_cast<char>(0xF0u | point >> 18), continuation(12), continuation(6), continuation(0)};
    }
}

std::optional<std::size_t> find_bad_byte(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (at + 8 <= text.size() && all_printable(text, at)) {
            at += 8;
            continue;
        }
        std::size_t block_end = std::min(at + 8, text.size());
        while (at < block_end) {
            std::size_t length = utf8_length(text, at);
            if (length == 0 || is_bad_control(byte_at(text, at))) return at;
            at += length;
        }
    }
    return std::nullopt;
}

std::size_t append_visible(std::string& out, std::string_view text, std::size_t at) {
    std::size_t length = utf8_length(text, at);
    if (length == 0) {
        out += escape(byte_at(text, at));
        return 1;
    }
    std::string_view sequence = text.substr(at, length);
    char32_t point = decode_utf8(sequence);
    if (point == '\t') {
        out += ' ';
    } else if (is_invisible(point)) {
        out += escape(point);
    } else {
        out += sequence;
    }
    return length;
}

std::string visible(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) at += append_visible(out, text, at);
    return out;
}

std::size_t count_code_points(std::string_view text) {
    auto starts_code_point = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_code_point));
}

}  // namespace bartizan
