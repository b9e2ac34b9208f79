#include "text/yaml_events.h"

#include "text/utf8.h"

#include <algorithm>
#include <cstring>

namespace bartizan {
namespace {

/// Until it knows whether `[` starts a key, libfyaml 0.7.12 keeps all tokens after it, some 340 bytes each: a
/// text of ten million brackets took 3.4 GB before the first event. So it gets longer texts in pieces, and no
/// more of them when so many tokens may be waiting. The largest lookahead then takes some 170 MB.
constexpr std::size_t most_waiting_tokens = 500'000;

std::size_t count_possible_tokens(std::string_view text) {
    auto separates = [](char c) {
        return c == '[' || c == ']' || c == '{' || c == '}' || c == ',' || c == ':' || c == '?' || c == '-';
    };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), separates));
}

/// The byte at a line (from 1) and a column in code points (from 1).
std::size_t offset_at(std::string_view text, int line, int column) {
    std::size_t at = 0;
    for (; line > 1; --line) {
        std::size_t line_break = text.find('\n', at);
        if (line_break == std::string_view::npos) return text.size();
        at = line_break + 1;
    }
    for (; column > 1 && at < text.size() && text[at] != '\n'; --column) {
        at += std::max<std::size_t>(utf8_length(text, at), 1);
    }
    return at;
}

}  // namespace

YamlEvents::YamlEvents(std::string_view text) {
    feed_.text = text;
    fy_diag_cfg diagnostics = {};
    fy_diag_cfg_default(&diagnostics);
    diagnostics.fp = nullptr;
    diagnostics.output_fn = [](fy_diag*, void*, const char*, std::size_t) {};
    diag_ = fy_diag_create(&diagnostics);
    if (!diag_) return;
    fy_diag_set_collect_errors(diag_, true);

    fy_parse_cfg config = {};
    // Braces may close in the column of their key, as most people write them. The reader counts the depth.
    // Measured: disabling the recycling of tokens or the accelerators makes it slower.
    config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_DISABLE_DEPTH_LIMIT | FYPCF_SLOPPY_FLOW_INDENTATION);
    config.diag = diag_;
    parser_ = fy_parser_create(&config);
    if (!parser_) return;
    bool fits_at_once =
        text.size() <= most_waiting_tokens || count_possible_tokens(text) <= most_waiting_tokens;
    ready_ = fits_at_once ? fy_parser_set_string(parser_, text.data(), text.size()) == 0 : start_feeding();
}

YamlEvents::~YamlEvents() {
    if (event_) fy_parser_event_free(parser_, event_);
    if (parser_) fy_parser_destroy(parser_);
    if (diag_) fy_diag_destroy(diag_);
    if (stream_) std::fclose(stream_);
}

const fy_event* YamlEvents::next() {
    if (!ready_) return nullptr;
    if (event_) fy_parser_event_free(parser_, event_);
    event_ = fy_parser_parse(parser_);
    feed_.tokens_since_event = 0;
    return feed_.looked_too_far ? nullptr : event_;
}

std::optional<YamlParserError> YamlEvents::error() const {
    if (!ready_) return YamlParserError{0, "out of memory"};
    if (!fy_parser_get_stream_error(parser_)) return std::nullopt;
    void* position = nullptr;
    const fy_diag_error* first = fy_diag_errors_iterate(diag_, &position);
    if (!first) return YamlParserError{0, "unknown error"};
    const fy_mark* mark = first->fyt ? fy_token_start_mark(first->fyt) : nullptr;
    std::size_t offset = mark && !stream_ ? mark->input_pos
                                          : offset_at(feed_.text, mark ? mark->line + 1 : first->line,
                                                      mark ? mark->column + 1 : first->column);
    return YamlParserError{static_cast<std::uint32_t>(std::min(offset, feed_.text.size())), first->msg};
}

ssize_t YamlEvents::give(void* feed, char* buffer, std::size_t size) {
    Feed& from = *static_cast<Feed*>(feed);
    std::string_view piece = from.text.substr(from.given, size);
    from.tokens_since_event += count_possible_tokens(piece);
    if (from.tokens_since_event > most_waiting_tokens) {
        from.looked_too_far = true;
        return 0;
    }
    std::memcpy(buffer, piece.data(), piece.size());
    from.given += piece.size();
    return static_cast<ssize_t>(piece.size());
}

/// libfyaml 0.7.12 counts the bytes of a stream anew after each 64 KiB; its lines and columns are right.
std::uint32_t YamlEvents::offset_of(const fy_mark& mark) {
    if (!stream_) return static_cast<std::uint32_t>(mark.input_pos);
    if (mark.line < cursor_.line) cursor_ = {};
    if (mark.line == cursor_.line && mark.column < cursor_.column)
        cursor_ = {cursor_.line_begin, cursor_.line, 0, cursor_.line_begin};
    while (cursor_.offset < feed_.text.size() &&
           (cursor_.line < mark.line || (cursor_.line == mark.line && cursor_.column < mark.column)))
        step();
    return static_cast<std::uint32_t>(cursor_.offset);
}

void YamlEvents::step() {
    const std::string_view text = feed_.text;
    const char c = text[cursor_.offset];
    const bool is_first_half = c == '\r' && text.substr(cursor_.offset + 1).starts_with('\n');
    cursor_.offset += std::max<std::size_t>(utf8_length(text, cursor_.offset), 1);
    if (is_first_half) return;
    if (c == '\n' || c == '\r') {
        ++cursor_.line;
        cursor_.column = 0;
        cursor_.line_begin = cursor_.offset;
    } else {
        ++cursor_.column;
    }
}

bool YamlEvents::start_feeding() {
    cookie_io_functions_t functions = {};
    functions.read = &YamlEvents::give;
    stream_ = fopencookie(&feed_, "r", functions);
    return stream_ && fy_parser_set_input_fp(parser_, "text", stream_) == 0;
}

}  // namespace bartizan
