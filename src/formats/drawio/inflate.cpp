#include "formats/drawio/inflate.h"

#include <zlib.h>

#include <array>
#include <memory>

namespace bartizan::drawio {
namespace {

std::expected<std::string, std::string> decode_base64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    unsigned value = 0;
    int bits = 0;
    for (char c : text) {
        unsigned digit = 0;
        if (c >= 'A' && c <= 'Z')
            digit = static_cast<unsigned>(c - 'A');
        else if (c >= 'a' && c <= 'z')
            digit = static_cast<unsigned>(c - 'a') + 26;
        else if (c >= '0' && c <= '9')
            digit = static_cast<unsigned>(c - '0') + 52;
        else if (c == '+')
            digit = 62;
        else if (c == '/')
            digit = 63;
        else if (c == '=' || c == ' ' || c == '\n' || c == '\r' || c == '\t')
            continue;
        else
            return std::unexpected("this page is neither XML nor compressed: it is not base64");
        value = (value << 6 | digit) & 0xffffffu;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(value >> bits & 0xffu);
    }
    return bytes;
}

std::expected<std::string, std::string> inflate_raw(std::string& bytes, std::size_t most_bytes) {
    constexpr int raw = -15;  // no header, largest window
    z_stream stream{};
    if (inflateInit2(&stream, raw) != Z_OK) return std::unexpected("this page could not be unpacked");
    const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string text;
    std::array<char, 1 << 16> part;
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        state = inflate(&stream, Z_NO_FLUSH);
        text.append(part.data(), part.size() - stream.avail_out);
        if (text.size() > most_bytes) return std::unexpected("this page is too large when it is unpacked");
    }
    if (state != Z_STREAM_END) return std::unexpected("the compressed data of this page are damaged");
    return text;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decode_url(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low < 0) {
            decoded += text[i];
            continue;
        }
        decoded += static_cast<char>(high << 4 | low);
        i += 2;
    }
    return decoded;
}

}  // namespace

std::expected<std::string, std::string> unpack_page(std::string_view packed, std::size_t most_bytes) {
    auto bytes = decode_base64(packed);
    if (!bytes) return bytes;
    auto text = inflate_raw(*bytes, most_bytes);
    if (!text) return text;
    return decode_url(*text);
}

}  // namespace bartizan::drawio
