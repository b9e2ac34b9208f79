// libfyaml's parser, kept within bounds: it prints nothing, and it cannot look ahead farther than a set
// number of tokens. The only room, with the reader, that knows libfyaml.
#pragma once

#include <libfyaml.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace bartizan {

/// A position and libfyaml's own words.
struct YamlParserError {
    std::uint32_t offset = 0;
    std::string message;
};

class YamlEvents {
public:
    /// Reads from the text's start; the text must outlive it.
    explicit YamlEvents(std::string_view text);
    YamlEvents(const YamlEvents&) = delete;
    YamlEvents& operator=(const YamlEvents&) = delete;
    ~YamlEvents();

    /// The next event, valid until the next call; nothing at the end or after an error.
    const fy_event* next();

    /// The bytes where a token of the current event starts and ends. Quick where they are asked for in order.
    std::uint32_t start_of(fy_token* token) { return offset_of(*fy_token_start_mark(token)); }
    std::uint32_t end_of(fy_token* token) { return offset_of(*fy_token_end_mark(token)); }

    /// Whether `next` returned nothing because it would have had to look ahead too far.
    bool looked_too_far() const { return feed_.looked_too_far; }
    /// The error that ended the events, if one did.
    std::optional<YamlParserError> error() const;

private:
    /// What the parser has been given so far of a text too long to be given at once.
    struct Feed {
        std::string_view text;
        std::size_t given = 0;
        std::size_t tokens_since_event = 0;
        bool looked_too_far = false;
    };
    /// A byte and the line and column (from 0, in code points) that libfyaml counts for it.
    struct Cursor {
        std::size_t offset = 0;
        int line = 0;
        int column = 0;
        std::size_t line_begin = 0;
    };
    static ssize_t give(void* feed, char* buffer, std::size_t size);
    std::uint32_t offset_of(const fy_mark& mark);
    void step();
    bool start_feeding();

    Feed feed_;
    Cursor cursor_;
    FILE* stream_ = nullptr;
    fy_diag* diag_ = nullptr;
    fy_parser* parser_ = nullptr;
    fy_event* event_ = nullptr;
    bool ready_ = false;
};

}  // namespace bartizan
