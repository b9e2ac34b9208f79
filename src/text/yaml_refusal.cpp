#include "text/yaml_refusal.h"

#include "text/utf8.h"

#include <algorithm>
#include <cstdio>
#include <string>

namespace bartizan {
namespace {

/// Reading a directive (`%TAG`) takes libfyaml time in proportion to those before it.
constexpr std::size_t most_directives = 100;

/// The first directive too many, if there is one.
std::optional<std::size_t> find_excess_directive(std::string_view text) {
    std::size_t count = text.starts_with('%') ? 1 : 0;
    for (std::size_t at = text.find("\n%"); at != std::string_view::npos; at = text.find("\n%", at + 1)) {
        if (++count > most_directives) return at + 1;
    }
    return std::nullopt;
}

/// Lines that start with `%` at the start of a text need a `---` after them; libfyaml drops some without.
bool lacks_document_start(std::string_view text) {
    bool has_directives = false;
    while (!text.empty()) {
        bool is_directive = text.front() == '%';
        if (!is_directive && !std::string_view("# \t\r\n").contains(text.front())) break;
        has_directives = has_directives || is_directive;
        std::size_t line_end = text.find_first_of("\r\n");
        text.remove_prefix(line_end == std::string_view::npos ? text.size() : line_end + 1);
    }
    return has_directives && !text.starts_with("---");
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Whether a `?` may start a key somewhere.
bool may_have_explicit_keys(std::string_view text) {
    for (std::size_t at = text.find('?'); at != std::string_view::npos; at = text.find('?', at + 1)) {
        if (at + 1 == text.size() || std::string_view(" \t\r\n").contains(text[at + 1])) return true;
    }
    return false;
}

/// A tab between the colon of an entry that was written with `?` and another indicator: libfyaml 0.7.12
/// reports it and puts a record into its list of free ones twice, which later crashes (fy_fetch_value).
std::optional<std::size_t> find_dangerous_tab(std::string_view text) {
    for (std::size_t tab = text.find('\t'); tab != std::string_view::npos; tab = text.find('\t', tab + 1)) {
        std::size_t before = tab;
        while (before > 0 && is_blank(text[before - 1])) --before;
        std::size_t after = std::min(text.find_first_not_of(" \t", tab), text.size());
        bool follows_colon = before > 0 && text[before - 1] == ':';
        bool precedes_indicator = after < text.size() && std::string_view("?:|>-").contains(text[after]);
        if (follows_colon && precedes_indicator)
            return may_have_explicit_keys(text) ? std::optional(tab) : std::nullopt;
        tab = after - 1;
    }
    return std::nullopt;
}

std::string describe_bad_byte(std::string_view text, std::size_t at) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return "the text is UTF-16, not UTF-8";
    if (text[at] == '\0') return "this is not a text: it has a NUL byte";
    char code[8];
    std::snprintf(code, sizeof code, "%02X", static_cast<unsigned>(static_cast<unsigned char>(text[at])));
    if (static_cast<unsigned char>(text[at]) < 0x20) {
        return std::string("the control character 0x") + code + " can't stand in a text";
    }
    return std::string("the byte 0x") + code + " is not valid UTF-8";
}

}  // namespace

std::optional<Diagnostic> refuse_text(SourceId source, std::string_view text) {
    auto at = [&](std::size_t begin) {
        auto offset = static_cast<std::uint32_t>(begin);
        return Location{source, offset, offset + 1};
    };
    if (text.size() > max_source_bytes) {
        std::string limit = std::to_string(max_source_bytes >> 20) + " MiB";
        return Diagnostic{
            DiagnosticKind::too_large, {source, 0, 0}, "the text is larger than " + limit, {}, {}};
    }
    if (auto bad = find_bad_byte(text)) {
        bool is_control = static_cast<unsigned char>(text[*bad]) < 0x20;
        const char* help = is_control ? "" : "save the file as UTF-8";
        return Diagnostic{
            DiagnosticKind::invalid_encoding, at(*bad), describe_bad_byte(text, *bad), help, {}};
    }
    if (auto excess = find_excess_directive(text)) {
        std::string message = "more than " + std::to_string(most_directives) + " lines start with `%`";
        return Diagnostic{DiagnosticKind::too_large, at(*excess), std::move(message), {}, {}};
    }
    std::string_view content = text.substr(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    if (content.starts_with('%') && lacks_document_start(content)) {
        return Diagnostic{DiagnosticKind::invalid_yaml,
                          at(text.size() - content.size()),
                          "a line that starts with `%` needs a `---` on a line below",
                          "quote the text",
                          {}};
    }
    if (auto tab = find_dangerous_tab(text)) {
        return Diagnostic{
            DiagnosticKind::invalid_yaml, at(*tab), "a tab stands where a space belongs", {}, {}};
    }
    return std::nullopt;
}

}  // namespace bartizan
