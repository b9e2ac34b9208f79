// Where long texts go as they are written. A report of a large model has tens of megabytes: written in pieces
// it needs no memory of its own, and first use of fresh memory is what costs most time in writing it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace bartizan {

/// Takes the next piece of a text. What cannot be written is the sink's to remember.
using TextSink = std::function<void(std::string_view)>;

/// Pieces of about this size are passed on: large enough for few system calls, small enough for the cache.
inline constexpr std::size_t sink_piece_bytes = 128u << 10;

/// A text that is appended to and passed on in pieces. `flush` at the end.
class TextOutput {
public:
    explicit TextOutput(TextSink sink) : sink_(std::move(sink)) { buffer_.reserve(sink_piece_bytes + 4096); }

    TextOutput& operator<<(std::string_view text) {
        buffer_.append(text);
        if (buffer_.size() >= sink_piece_bytes) flush();
        return *this;
    }
    TextOutput& operator<<(char character) { return *this << std::string_view(&character, 1); }

    void flush() {
        sink_(buffer_);
        buffer_.clear();
    }

private:
    TextSink sink_;
    std::string buffer_;
};

}  // namespace bartizan
