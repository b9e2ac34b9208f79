// Compressed pages of draw.io: URL-encoded XML, raw deflate, base64 (RFC 3986, 1951, 4648).
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace bartizan::drawio {

/// The XML text of a page. The error is a sentence, also where the text would be larger than `most_bytes`.
std::expected<std::string, std::string> unpack_page(std::string_view packed, std::size_t most_bytes);

}  // namespace bartizan::drawio
