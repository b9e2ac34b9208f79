// The texts that Bartizan reads, and positions in them. Knows nothing of what the texts mean.
#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "text/ids.h"

namespace bartizan {

struct SourceTag;
using SourceId = Id<SourceTag>;

/// Byte range [begin, end) of one source.
struct Location {
    SourceId source;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    bool valid() const { return source.valid(); }
    auto operator<=>(const Location&) const = default;
};

/// Line and column, both from 1. Columns count Unicode code points, as editors and SARIF do.
struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};
struct LineColumnRange {
    LineColumn begin;
    LineColumn end;
};

/// One text with the name it is shown under. The text never moves or changes while the source lives.
struct Source {
    std::string name;
    std::string_view text;
    /// What `text` shows, unless it is a text that the program itself contains.
    std::string owned;
    /// Byte offset of each line's first byte. Filled on the first question about lines.
    mutable std::vector<std::uint32_t> line_starts;
    /// Code points before every 1024th byte. Filled on the first question about a long line, so that a
    /// document written on one line costs no more than others.
    mutable std::vector<std::uint32_t> code_points_before;
};

/// Largest text that is read. Larger ones are refused: offsets have 32 bits and time must stay bounded.
inline constexpr std::size_t max_source_bytes = 64u << 20;

/// Owns all sources of a run. References to a Source stay valid as sources are added.
class Sources {
public:
    SourceId add(std::string name, std::string text);
    /// A text that outlives the sources, such as one that the program contains. It isn't copied.
    SourceId add_constant(std::string name, std::string_view text);

    /// Reads a file (`-` is standard input). The error is a sentence for the user without the file's name:
    /// not found, not readable, a folder, or larger than `max_source_bytes`.
    std::expected<SourceId, std::string> read(const std::string& path);

    const Source& operator[](SourceId id) const { return sources_[id.index]; }
    std::size_t size() const { return sources_.size(); }

    LineColumn line_column(SourceId source, std::uint32_t offset) const;
    /// Of the first byte and of the one behind the last; both the same where nothing is between them.
    LineColumnRange lines_columns(Location where) const;
    /// The line (from 1) without its line break.
    std::string_view line(SourceId source, std::uint32_t line) const;
    std::string_view text(Location where) const;

private:
    std::deque<Source> sources_;
};

}  // namespace bartizan
