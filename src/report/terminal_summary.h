// The page that the terminal report is written on, and its last part, the figures.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "report/report.h"
#include "report/text_layout.h"

namespace bartizan {

/// Lines of a terminal of some width, with or without colours.
class TerminalPage {
public:
    TerminalPage(const ReportOptions& options, const TextSink& sink)
        : out_(sink),
          width_(static_cast<std::size_t>(std::max(options.width, least_width))),
          is_coloured_(options.colour) {}

    std::size_t width() const { return width_; }
    std::string painted(std::string_view text, Colour colour) const {
        return paint(text, colour, is_coloured_);
    }

    /// Spaces at the end are left out.
    void line(std::string_view text = {});
    /// Wrapped, each line behind `indent` spaces.
    void paragraph(std::size_t indent, std::string_view text, Colour colour = Colour::plain);
    /// An empty line, and a name and a remark with a rule up to the right edge.
    void heading(std::string_view name, std::string_view remark, Colour colour);
    void flush() { out_.flush(); }

private:
    TextOutput out_;
    std::size_t width_;
    bool is_coloured_;
};

Colour severity_colour(Severity severity);

void write_terminal_summary(const ReportInput& input, TerminalPage& page);
/// One line per model.
void write_terminal_overview(std::span<const ReportInput> inputs, TerminalPage& page);

}  // namespace bartizan
