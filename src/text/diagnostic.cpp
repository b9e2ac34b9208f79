#include "text/diagnostic.h"

#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bartizan {
namespace {

struct KindDescription {
    std::string_view name;
    DiagnosticLevel level;
};

constexpr std::array<KindDescription, diagnostic_kind_count> kind_descriptions = {{
#define BARTIZAN_DIAGNOSTIC(name, level, text) {text, DiagnosticLevel::level},
    BARTIZAN_DIAGNOSTIC_KINDS(BARTIZAN_DIAGNOSTIC)
#undef BARTIZAN_DIAGNOSTIC
}};

const KindDescription& describe(DiagnosticKind kind) {
    return kind_descriptions[static_cast<std::size_t>(kind)];
}

struct Palette {
    std::string_view error, warning, bold, frame, reset;

    std::string_view of(DiagnosticLevel level) const {
        return level == DiagnosticLevel::error ? error : warning;
    }
};

constexpr Palette no_colours = {};
constexpr Palette ansi_colours = {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[1;34m", "\x1b[0m"};

bool can_be_shown(Location where, const Sources& sources) {
    return where.valid() && where.source.index < sources.size();
}

/// A line as it is printed, with the columns (from 0, in printed characters) that are underlined.
struct ShownLine {
    std::string text;
    std::size_t underline_begin = 0;
    std::size_t underline_end = 0;
};

constexpr std::size_t widest_line = 120;
constexpr std::size_t context_before_caret = 40;

/// Makes a text visible while finding out where the bytes [begin, end) of it come to stand.
ShownLine show_text(std::string_view line, std::size_t begin, std::size_t end) {
    ShownLine shown;
    std::size_t column = 0;
    std::size_t at = 0;
    shown.underline_begin = shown.underline_end = std::string::npos;
    while (at < line.size()) {
        if (at >= begin && shown.underline_begin == std::string::npos) shown.underline_begin = column;
        if (at >= end && shown.underline_end == std::string::npos) shown.underline_end = column;
        std::size_t size_before = shown.text.size();
        at += append_visible(shown.text, line, at);
        column += count_code_points(std::string_view(shown.text).substr(size_before));
    }
    shown.underline_begin = std::min(shown.underline_begin, column);
    shown.underline_end = std::max(std::min(shown.underline_end, column), shown.underline_begin + 1);
    return shown;
}

std::size_t byte_of_column(std::string_view text, std::size_t column) {
    std::size_t at = 0;
    while (column > 0 && at < text.size()) {
        at += utf8_length(text, at);
        --column;
    }
    return at;
}

/// Keeps a window of a long line that holds the start of the underlined part.
ShownLine cut(ShownLine shown) {
    std::size_t width = count_code_points(shown.text);
    if (width <= widest_line) return shown;
    std::size_t first =
        shown.underline_begin > context_before_caret ? shown.underline_begin - context_before_caret : 0;
    first = std::min(first, width - widest_line);
    std::size_t last = first + widest_line;
    std::size_t first_byte = byte_of_column(shown.text, first);
    std::size_t last_byte = byte_of_column(shown.text, last);
    std::string text = first > 0 ? "…" : "";
    std::size_t shift = first > 0 ? 1 : 0;
    text.append(shown.text, first_byte, last_byte - first_byte);
    if (last < width) text += "…";
    std::size_t underline_begin = shown.underline_begin - first + shift;
    std::size_t underline_end = std::min(shown.underline_end, last) - first + shift;
    return {std::move(text), underline_begin, std::max(underline_end, underline_begin + 1)};
}

/// Bytes on each side of a place among which a window of printed characters is chosen: four for each, and
/// more than are shown.
constexpr std::size_t bytes_around = 4 * 2 * (widest_line + context_before_caret);

/// The part of a line that can be shown around the byte `at`: lines may be as long as files, and there may be
/// very many places to show.
std::string_view part_around(std::string_view line, std::size_t at) {
    const auto is_inside_character = [&](std::size_t byte) {
        return byte < line.size() && (static_cast<unsigned char>(line[byte]) & 0xC0u) == 0x80u;
    };
    std::size_t begin = at > bytes_around ? at - bytes_around : 0;
    while (begin < at && is_inside_character(begin)) ++begin;
    std::size_t end = std::min(line.size(), at + bytes_around);
    while (end < at + bytes_around + 4 && is_inside_character(end)) ++end;
    return line.substr(begin, end - begin);
}

ShownLine show_line(Location where, LineColumn start, const Sources& sources) {
    std::string_view line = sources.line(where.source, start.line);
    auto line_begin = static_cast<std::size_t>(line.data() - sources[where.source].text.data());
    const std::size_t place = where.begin > line_begin ? where.begin - line_begin : 0;
    const std::string_view part = part_around(line, std::min(place, line.size()));
    line_begin += static_cast<std::size_t>(part.data() - line.data());
    std::size_t begin = where.begin > line_begin ? where.begin - line_begin : 0;
    std::size_t end = where.end > line_begin ? where.end - line_begin : 0;
    return cut(show_text(part, begin, std::max(begin, end)));
}

class Renderer {
public:
    Renderer(const Sources& sources, bool colour)
        : sources_(sources), palette_(colour ? ansi_colours : no_colours) {}

    std::string render(const Diagnostic& diagnostic) {
        widen_gutter(diagnostic.where);
        for (const DiagnosticNote& note : diagnostic.notes) widen_gutter(note.where);

        const auto& [name, level] = describe(diagnostic.kind);
        std::string_view word = level == DiagnosticLevel::error ? "error" : "warning";
        paint(palette_.of(level), std::string(word) + "[" + std::string(name) + "]");
        paint(palette_.bold, ": " + visible(diagnostic.message));
        out_ += '\n';
        excerpt(diagnostic.where, palette_.of(level), '^');
        if (!diagnostic.help.empty()) remark("help", diagnostic.help);
        for (const DiagnosticNote& note : diagnostic.notes) {
            remark("note", note.message);
            excerpt(note.where, palette_.frame, '-');
        }
        return std::move(out_);
    }

private:
    void widen_gutter(Location where) {
        if (!can_be_shown(where, sources_)) return;
        std::size_t digits = std::to_string(sources_.line_column(where.source, where.begin).line).size();
        gutter_ = std::max(gutter_, digits);
    }

    void excerpt(Location where, std::string_view underline_colour, char underline) {
        if (!can_be_shown(where, sources_)) return;
        LineColumn start = sources_.line_column(where.source, where.begin);
        ShownLine shown = show_line(where, start, sources_);
        std::string number = std::to_string(start.line);
        out_.append(gutter_, ' ');
        paint(palette_.frame, "-->");
        out_ += ' ' + visible(sources_[where.source].name) + ':' + number + ':' +
                std::to_string(start.column) + '\n';
        paint(palette_.frame, std::string(gutter_ + 1, ' ') + '|');
        out_ += '\n';
        paint(palette_.frame, number + std::string(gutter_ - number.size() + 1, ' ') + '|');
        if (!shown.text.empty()) out_ += ' ' + shown.text;
        out_ += '\n';
        paint(palette_.frame, std::string(gutter_ + 1, ' ') + '|');
        out_.append(shown.underline_begin + 1, ' ');
        paint(underline_colour, std::string(shown.underline_end - shown.underline_begin, underline));
        out_ += '\n';
    }

    void remark(std::string_view word, std::string_view text) {
        out_.append(gutter_ + 1, ' ');
        paint(palette_.frame, "=");
        out_ += ' ';
        paint(palette_.bold, std::string(word) + ":");
        out_ += ' ' + visible(text) + '\n';
    }

    void paint(std::string_view colour, std::string_view text) {
        out_ += colour;
        out_ += text;
        if (!colour.empty()) out_ += palette_.reset;
    }

    const Sources& sources_;
    const Palette& palette_;
    std::string out_;
    std::size_t gutter_ = 1;
};

std::string count_of(std::size_t count, std::string_view noun) {
    std::string text = std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
    if (count > Diagnostics::max_kept) {
        text += " (of which the first " + std::to_string(Diagnostics::max_kept) + " are shown)";
    }
    return text;
}

std::string closing_line(const Diagnostics& diagnostics) {
    std::string line;
    if (diagnostics.error_count() > 0) line = count_of(diagnostics.error_count(), "error");
    if (diagnostics.warning_count() > 0) {
        if (!line.empty()) line += ", ";
        line += count_of(diagnostics.warning_count(), "warning");
    }
    return line + '\n';
}

/// Those without a place come first: an unreadable file explains what follows.
bool comes_before(const Diagnostic* a, const Diagnostic* b) {
    if (a->where.valid() != b->where.valid()) return !a->where.valid();
    return a->where < b->where;
}

}  // namespace

std::string_view name_of(DiagnosticKind kind) { return describe(kind).name; }

DiagnosticLevel level_of(DiagnosticKind kind) { return describe(kind).level; }

Diagnostic& Diagnostics::add(DiagnosticKind kind, Location where, std::string message, std::string help) {
    std::size_t& count = level_of(kind) == DiagnosticLevel::error ? errors_ : warnings_;
    Diagnostic diagnostic{kind, where, std::move(message), std::move(help), {}};
    if (++count > max_kept) {
        dropped_ = std::move(diagnostic);
        return dropped_;
    }
    kept_.push_back(std::move(diagnostic));
    return kept_.back();
}

void Diagnostics::merge(const Diagnostics& other) {
    for (const Diagnostic& diagnostic : other.kept_)
        add(diagnostic.kind, diagnostic.where, diagnostic.message, diagnostic.help).notes = diagnostic.notes;
    std::size_t kept_errors = 0;
    for (const Diagnostic& diagnostic : other.kept_)
        kept_errors += level_of(diagnostic.kind) == DiagnosticLevel::error;
    errors_ += other.errors_ - kept_errors;
    warnings_ += other.warnings_ - (other.kept_.size() - kept_errors);
}

std::string render(const Diagnostic& diagnostic, const Sources& sources, bool colour) {
    return Renderer(sources, colour).render(diagnostic);
}

std::string render_all(const Diagnostics& diagnostics, const Sources& sources, bool colour) {
    if (diagnostics.all().empty()) return {};
    std::vector<const Diagnostic*> sorted;
    for (const Diagnostic& diagnostic : diagnostics.all()) sorted.push_back(&diagnostic);
    std::stable_sort(sorted.begin(), sorted.end(), comes_before);
    std::string out;
    for (const Diagnostic* diagnostic : sorted) out += render(*diagnostic, sources, colour) + '\n';
    return out + closing_line(diagnostics);
}

}  // namespace bartizan
