// The one way to write JSON: values are appended to a text as they come, no tree is built. Knows nothing of
// what the document means; the caller calls in the order of the document.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "text/text_sink.h"

namespace bartizan {

/// Appends `text` as a quoted JSON string (RFC 8259). Each byte that is not part of valid UTF-8 becomes
/// U+FFFD, so that the output is always valid. DEL and the line separators U+2028 and U+2029 are escaped:
/// terminals, and old readers that take JSON for JavaScript, choke on them.
void append_json_string(std::string& out, std::string_view text);

class JsonWriter {
public:
    /// `indent` spaces per level; 0 writes everything on one line.
    explicit JsonWriter(std::size_t indent = 0) : indent_(indent) {}
    /// Passes the text on in pieces instead of keeping it; call `finish` at the end.
    explicit JsonWriter(TextSink sink, std::size_t indent = 0) : sink_(std::move(sink)), indent_(indent) {}

    /// Room for `bytes` in all: saves growing when the size is known roughly.
    void reserve(std::size_t bytes) {
        if (bytes > used_) need(bytes - used_);
    }

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }

    void key(std::string_view name) {
        separate(0);
        put_string(name);
        end_key();
    }
    /// A key that the program itself names: plain ASCII without quotes, backslashes and control characters.
    template <std::size_t size>
    void key(const char (&name)[size]) {
        separate(size + 1);
        put('"');
        put(std::string_view(name, size - 1));
        put('"');
        end_key();
    }

    void string(std::string_view text) {
        separate(0);
        put_string(text);
    }
    /// A string made of several parts without joining them first.
    template <std::convertible_to<std::string_view>... Parts>
    requires(sizeof...(Parts) > 1) void string(const Parts&... parts) {
        separate(1);
        put('"');
        (put_contents(std::string_view(parts)), ...);
        need(1);
        put('"');
    }
    template <std::integral Integer>
    requires(!std::same_as<Integer, bool>) void number(Integer value) {
        constexpr std::size_t most_digits = 20;
        separate(most_digits);
        char* begin = out_.data() + used_;
        used_ += static_cast<std::size_t>(std::to_chars(begin, begin + most_digits, value).ptr - begin);
    }
    /// Shortest form that reads back as the same number; null where JSON has no number (infinities, NaN).
    void number(double value);
    void boolean(bool value) { raw(value ? "true" : "false"); }
    void null() { raw("null"); }
    /// A string that needs no escapes: printable ASCII without quotes and backslashes, such as a name of our
    /// own.
    void plain_string(std::string_view text) {
        separate(text.size() + 2);
        put('"');
        put(text);
        put('"');
    }
    /// A value, or members of an object, that are JSON already, such as those that are written many times.
    void raw(std::string_view json) {
        separate(json.size());
        put(json);
    }

    /// Starts a new line before the next key or value, so that long documents can be compared and searched by
    /// line. No effect where indentation breaks lines anyway.
    void begin_line() { line_pending_ = indent_ == 0; }

    /// `key` and the value in one call.
    template <std::size_t size>
    void member(const char (&name)[size], std::string_view text) {
        key(name);
        string(text);
    }
    template <std::size_t size>
    void plain_member(const char (&name)[size], std::string_view text) {
        key(name);
        plain_string(text);
    }
    template <std::size_t size, std::integral Integer>
    requires(!std::same_as<Integer, bool>) void member(const char (&name)[size], Integer value) {
        key(name);
        number(value);
    }
    template <std::size_t size>
    void member(const char (&name)[size], std::same_as<bool> auto value) {
        key(name);
        boolean(value);
    }

    /// Passes what is left to the sink.
    void finish() {
        if (line_pending_) end_line();
        if (sink_) pass_on();
    }
    /// Without a sink: what was written up to now; valid until the next write.
    std::string_view text() const { return std::string_view(out_.data(), used_); }
    /// Without a sink: starts anew and keeps the memory.
    void clear() {
        used_ = depth_ = 0;
        needs_comma_ = after_key_ = line_pending_ = false;
    }
    /// Without a sink: the text; the writer is empty afterwards.
    std::string take() {
        out_.resize(std::exchange(used_, 0));
        return std::exchange(out_, {});
    }

private:
    void need(std::size_t bytes) {
        if (out_.size() - used_ < bytes) grow(bytes);
    }
    void grow(std::size_t bytes);
    void pass_on() {
        sink_(text());
        used_ = 0;
    }

    // The caller has asked for the room.
    void put(char character) { out_[used_++] = character; }
    void put(std::string_view text) {
        std::memcpy(out_.data() + used_, text.data(), text.size());
        used_ += text.size();
    }
    void put_string(std::string_view text);
    void put_contents(std::string_view text);

    /// Writes what must stand between the last value and the next, and asks for the room of both.
    void separate(std::size_t room) {
        need(room + 3 + indent_ * depth_);
        if (after_key_) {
            after_key_ = false;
            return;
        }
        if (needs_comma_) put(',');
        needs_comma_ = true;
        if (indent_ > 0 && depth_ > 0) break_line();
        if (line_pending_) end_line();
    }
    void end_line() {
        need(1);
        put('\n');
        line_pending_ = false;
    }
    void end_key() {
        need(2);
        put(':');
        if (indent_ > 0) put(' ');
        after_key_ = true;
    }
    void open(char bracket) {
        separate(1);
        put(bracket);
        ++depth_;
        needs_comma_ = false;
    }
    void close(char bracket) {
        --depth_;
        need(3 + indent_ * depth_);
        if (indent_ > 0 && needs_comma_) break_line();
        if (line_pending_) end_line();
        put(bracket);
        needs_comma_ = true;
    }
    void break_line() {
        put('\n');
        std::memset(out_.data() + used_, ' ', indent_ * depth_);
        used_ += indent_ * depth_;
    }

    TextSink sink_;
    /// Longer than what was written: the rest is room that is not filled yet.
    std::string out_;
    std::size_t used_ = 0;
    std::size_t depth_ = 0;
    std::size_t indent_ = 0;
    bool needs_comma_ = false;
    bool after_key_ = false;
    bool line_pending_ = false;
};

}  // namespace bartizan
