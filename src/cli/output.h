// Where a command writes to: standard output or a file, with or without colour, at the width of the terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace bartizan {

enum class ColourChoice : std::uint8_t { automatic, always, never };

/// Whether to colour what goes to that stream: asked for, or a terminal that can (see https://no-color.org).
bool use_colour(ColourChoice choice, std::FILE* stream);

/// Columns of the terminal behind standard output, at most 100; 80 where it is none.
int output_width();

/// A file (or pipe, or device). A file is written beside its final name and put in place by `commit`, so that
/// a failure leaves what was there. An empty path or `-` is standard output.
class OutputFile {
public:
    explicit OutputFile(const std::string& path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    bool is_open() const { return stream_ != nullptr; }
    std::FILE* stream() const { return stream_; }
    void write(std::string_view text);
    /// False if anything could not be written.
    bool commit();

private:
    void reserve_room(std::size_t bytes);

    std::string path_;
    std::string temporary_;
    std::FILE* stream_ = nullptr;
    std::size_t written_ = 0;
    std::size_t reserved_ = 0;
    bool is_replaced_ = false;
    bool failed_ = false;
};

/// Writes a whole text to a file or, for an empty path or `-`, to standard output. Says on standard error if
/// it can't be written, and returns false.
bool write_output(const std::string& path, std::string_view text);

}  // namespace bartizan
