#include "text/yaml_value.h"

#include "text/yaml_positions.h"

#include <algorithm>

namespace bartizan {
namespace {

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    for (;;) {
        std::size_t end = text.find_first_of("\r\n");
        lines.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return lines;
        bool is_pair = text[end] == '\r' && text.substr(end + 1).starts_with('\n');
        text.remove_prefix(end + (is_pair ? 2 : 1));
    }
}

void indent(std::string& line, std::uint32_t columns) {
    if (!line.empty()) line.insert(0, columns, ' ');
}

void remove_indentation(std::string& line, std::uint32_t columns) {
    line.erase(0, std::min<std::size_t>(columns, std::min(line.find_first_not_of(' '), line.size())));
}

/// `|2`: the number counts from the indentation of the parent, which will be another one.
bool has_indentation_indicator(std::string_view header) {
    return header.find_first_of("123456789") != std::string_view::npos;
}

/// Whether two nodes are the same to a reader.
bool same_content(YamlRef a, YamlRef b) {
    std::uint32_t count = a.node().subtree_end - a.index();
    if (b.node().subtree_end - b.index() != count) return false;
    for (std::uint32_t at = 0; at < count; ++at) {
        YamlRef one(a.tree(), a.index() + at);
        YamlRef other(b.tree(), b.index() + at);
        bool same_shape = one.node().kind == other.node().kind &&
                          one.node().subtree_end - one.index() == other.node().subtree_end - other.index();
        bool same_text = one.text() == other.text() && one.node().style == other.node().style;
        if (!same_shape || !same_text) return false;
    }
    return true;
}

/// libfyaml takes some things at column 0 of a document that it refuses under a key.
bool survives_indentation(const NewValue& value) {
    ValueText text = lay_out(value, 2, FirstLine::below, YamlDialect::yaml);
    std::string document = "key: " + text.head;
    for (const std::string& line : text.rest) document += "\n" + line;
    Sources sources;
    Diagnostics diagnostics;
    YamlTree tree = read_yaml(sources, sources.add("value", document + "\nnext: x\n"), diagnostics);
    if (diagnostics.has_errors() || !tree.root().is_mapping()) return false;
    return same_content(value.root(), tree.root().find("key"));
}

/// Joins all lines into the head: they need no place of their own.
ValueText in_head(std::vector<std::string> lines, std::uint32_t indentation) {
    ValueText text;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (at > 0) {
            indent(lines[at], indentation);
            text.head += '\n';
        }
        text.head += lines[at];
    }
    return text;
}

/// Whether a line would be the mark of a document if it came to stand at the left edge.
bool has_line_like_mark(std::string_view text) {
    for (std::size_t line = 0; line < text.size();) {
        const std::size_t start = std::min(text.find_first_not_of(" \t", line), text.size());
        const std::string_view rest = text.substr(start);
        if (rest.starts_with("---") || rest.starts_with("...")) return true;
        line = std::min(text.find_first_of("\r\n", start), text.size() - 1) + 1;
    }
    return false;
}

}  // namespace

std::expected<NewValue, std::string> read_value(std::string_view text) {
    std::string complete(text);
    bool is_empty = skip_blanks_and_comments(text, 0) == text.size();
    if (is_empty) complete = "null";
    if (complete.back() != '\n') complete += '\n';
    NewValue value;
    value.sources = std::make_unique<Sources>();
    SourceId source = value.sources->add("value", std::move(complete));
    Diagnostics diagnostics;
    if (text.contains("\xEF\xBB\xBF")) return std::unexpected("a value can't have a byte order mark");
    value.tree = read_yaml(*value.sources, source, diagnostics);
    if (diagnostics.has_errors()) {
        return std::unexpected("the value can't be used: " + diagnostics.all().front().message);
    }
    for (const YamlProperties& properties : value.tree.properties) {
        if (properties.anchored) return std::unexpected("a value with anchors (`&name`) can't be put in");
    }
    YamlLayout layout(value.tree);
    bool starts_document = skip_blanks_and_comments(layout.text(), 0) != layout.outer(0).begin;
    std::uint32_t behind = skip_blanks_and_comments(layout.text(), layout.outer(0).end);
    if (starts_document || behind != layout.text().size()) {
        return std::unexpected("a value can't have the marks of a document (`---`, `%`)");
    }
    if (!value.root().is_scalar() && has_line_like_mark(layout.text()))
        return std::unexpected(
            "a line of the value starts like a mark of a document: put its text in quotes");
    std::string_view begin = layout.text().substr(layout.outer(0).begin);
    bool looks_like_marks =
        value.root().is_scalar() && (begin.starts_with("---") || begin.starts_with("..."));
    value.needs_one_line = looks_like_marks || layout.is_blank_block_scalar(layout.last_leaf(0, -1).node) ||
                           !survives_indentation(value);
    return value;
}

ValueText lay_out(const NewValue& value, std::uint32_t indentation, FirstLine first_line,
                  YamlDialect dialect) {
    if (value.needs_one_line) return lay_out_in_one_line(value, dialect);
    YamlLayout layout(value.tree);
    ByteRange range = layout.outer(0);
    auto lines = split_lines(layout.text().substr(range.begin, range.end - range.begin));
    auto leaf = layout.last_leaf(0, -1);
    ValueText text;
    text.ends_in_block_scalar = layout.is_block_scalar(leaf.node);
    text.keeps_blank_lines = text.ends_in_block_scalar && layout.keeps_blank_lines(leaf.node);

    if (layout.is_block_collection(0)) {
        for (std::size_t at = 0; at < lines.size(); ++at) {
            bool is_head = at == 0 && first_line == FirstLine::beside;
            if (at > 0) remove_indentation(lines[at], layout.column(range.begin));
            if (!is_head) indent(lines[at], indentation);
            if (is_head)
                text.head = lines[at];
            else
                text.rest.push_back(lines[at]);
        }
        return text;
    }
    if (!layout.is_block_scalar(0)) return in_head(std::move(lines), indentation);

    std::string_view header = layout.text().substr(value.root().node().begin);
    header = header.substr(0, header.find_first_of(" \t\r\n"));
    std::size_t header_end = value.root().node().begin - range.begin + header.size();
    bool follows_its_tag = header_end <= lines[0].size();
    if (has_indentation_indicator(header) || !follows_its_tag) return lay_out_in_one_line(value, dialect);
    text.head = lines[0].substr(0, header_end);
    for (std::size_t at = 1; at < lines.size(); ++at) {
        indent(lines[at], indentation);
        text.rest.push_back(lines[at]);
    }
    return text;
}

ValueText lay_out_in_one_line(const NewValue& value, YamlDialect dialect) {
    ValueText text;
    text.head = flow_text(value.root(), dialect);
    return text;
}

}  // namespace bartizan
