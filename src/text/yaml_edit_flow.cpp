#include "text/yaml_edit_parts.h"
#include "text/yaml_positions.h"

namespace bartizan {
namespace {

/// The comma after a position, if it comes next.
std::optional<std::uint32_t> find_comma(const YamlLayout& layout, std::uint32_t at) {
    std::uint32_t after = skip_indicator(layout.text(), at, ',');
    return after > at ? std::optional(after - 1) : std::nullopt;
}

/// An entry that ends in an empty value would join its colon or tag with a comma that follows.
std::string_view padding_after(const YamlLayout& layout, std::uint32_t collection, std::size_t position) {
    std::uint32_t last = layout.child(collection, position);
    if (layout.node(collection).kind == YamlKind::mapping) last = layout.node(last).subtree_end;
    bool is_pair = layout.node(last).kind == YamlKind::mapping && !layout.node(last).flow_style;
    if (is_pair) last = layout.node(last + 1).subtree_end;
    return layout.node(last).begin == layout.node(last).end ? " " : "";
}

std::string indentation_of(const YamlLayout& layout, std::uint32_t at) {
    std::uint32_t begin = layout.line_begin(at);
    return std::string(layout.text().substr(begin, at - begin));
}

std::string own_line(const YamlLayout& layout, std::uint32_t like, std::string_view text) {
    return std::string(layout.line_break()) + indentation_of(layout, like) + std::string(text);
}

YamlEdits add_on_own_line(const YamlLayout& layout, ByteRange last, std::optional<std::uint32_t> comma,
                          std::string_view text) {
    std::uint32_t behind = comma ? *comma + 1 : last.end;
    std::string line = own_line(layout, last.begin, text);
    if (!layout.ends_content(behind)) {
        return std::vector{TextEdit{behind, behind, (comma ? "" : ",") + line}};
    }
    std::uint32_t line_end = layout.line_end(behind);
    if (comma) return std::vector{TextEdit{line_end, line_end, line + ","}};
    if (line_end == last.end) return std::vector{TextEdit{line_end, line_end, "," + line}};
    return std::vector{TextEdit{last.end, last.end, ","}, TextEdit{line_end, line_end, line}};
}

/// Removes the lines of an entry, if it has lines of its own.
std::optional<std::vector<TextEdit>> remove_lines(const YamlLayout& layout, std::uint32_t collection,
                                                  std::size_t position) {
    ByteRange entry = layout.entry(collection, position);
    if (!layout.begins_line(entry.begin)) return std::nullopt;
    auto comma = find_comma(layout, entry.end);
    std::uint32_t end = comma ? *comma + 1 : entry.end;
    bool is_last = position + 1 == layout.child_count(collection);
    bool next_begins_line = is_last || layout.begins_line(layout.entry(collection, position + 1).begin);
    if (!layout.ends_content(end) || !next_begins_line) return std::nullopt;
    std::vector<TextEdit> edits = {{layout.own_lines_begin(collection, position), layout.next_line(end), ""}};
    if (comma) return edits;
    auto comma_before = find_comma(layout, layout.entry(collection, position - 1).end);
    if (!comma_before || *comma_before >= edits[0].begin) return std::nullopt;
    edits.insert(edits.begin(), {*comma_before, *comma_before + 1, ""});
    return edits;
}

}  // namespace

YamlEdits add_in_flow(const YamlLayout& layout, std::uint32_t collection, std::string_view text) {
    const YamlNode& node = layout.node(collection);
    std::uint32_t count = layout.child_count(collection);
    if (count == 0) {
        std::string_view inside = layout.text().substr(node.begin + 1, node.end - node.begin - 2);
        bool has_comment = inside.find_first_not_of(" \t\r\n") != std::string_view::npos;
        std::uint32_t begin = has_comment ? node.end - 1 : node.begin + 1;
        return std::vector{TextEdit{begin, node.end - 1, std::string(text)}};
    }
    ByteRange last = layout.entry(collection, count - 1);
    auto comma = find_comma(layout, last.end);
    if (layout.begins_line(last.begin) && layout.line_begin(last.begin) > node.begin) {
        return add_on_own_line(layout, last, comma, text);
    }
    if (comma) return std::vector{TextEdit{*comma + 1, *comma + 1, " " + std::string(text)}};
    std::string padding(padding_after(layout, collection, count - 1));
    return std::vector{TextEdit{last.end, last.end, padding + ", " + std::string(text)}};
}

YamlEdits replace_in_flow(const YamlLayout& layout, std::uint32_t collection, std::size_t position,
                          std::string_view text) {
    bool is_mapping = layout.node(collection).kind == YamlKind::mapping;
    std::uint32_t key = layout.child(collection, position);
    ByteRange old = layout.outer(is_mapping ? layout.node(key).subtree_end : key);
    if (!old.empty()) {
        bool follows_colon = is_mapping && layout.text()[old.begin - 1] == ':';
        bool wants_space = follows_colon && layout.dialect() == YamlDialect::yaml;
        return std::vector{TextEdit{old.begin, old.end, (wants_space ? " " : "") + std::string(text)}};
    }
    std::uint32_t behind_colon = is_mapping ? layout.value_begin(collection, position) : 0;
    if (behind_colon > 0) return std::vector{TextEdit{behind_colon, behind_colon, " " + std::string(text)}};
    if (!is_mapping || layout.is_explicit(collection, position)) {
        return std::unexpected("an entry written with `?` can't be changed");
    }
    std::uint32_t key_end = layout.outer(key).end;
    return std::vector{TextEdit{key_end, key_end, ": " + std::string(text)}};
}

YamlEdits remove_in_flow(const YamlLayout& layout, std::uint32_t collection, std::size_t position) {
    const YamlNode& node = layout.node(collection);
    std::uint32_t count = layout.child_count(collection);
    if (count == 1) return std::vector{TextEdit{node.begin + 1, node.end - 1, ""}};
    if (auto edits = remove_lines(layout, collection, position)) return std::move(*edits);
    ByteRange entry = layout.entry(collection, position);
    if (position + 1 < count) {
        return std::vector{TextEdit{entry.begin, layout.entry(collection, position + 1).begin, ""}};
    }
    std::uint32_t begin = layout.entry(collection, position - 1).end;
    return std::vector{
        TextEdit{begin, entry.end, std::string(padding_after(layout, collection, position - 1))}};
}

YamlEdits move_in_flow(const YamlLayout& layout, std::uint32_t collection, std::size_t position,
                       std::optional<std::size_t> before) {
    auto edits = remove_in_flow(layout, collection, position);
    if (!edits) return edits;
    ByteRange entry = layout.entry(collection, position);
    std::string text(layout.text().substr(entry.begin, entry.end - entry.begin));
    if (before) {
        text += padding_after(layout, collection, position);
        std::uint32_t target = layout.entry(collection, *before).begin;
        bool on_own_line = layout.begins_line(target) && layout.begins_line(entry.begin);
        text += on_own_line ? "," + own_line(layout, target, "") : ", ";
        edits->push_back({target, target, std::move(text)});
        return edits;
    }
    std::size_t last = layout.child_count(collection) - 1;
    std::uint32_t target = layout.entry(collection, last).end;
    bool on_own_line =
        layout.begins_line(layout.entry(collection, last).begin) && layout.begins_line(entry.begin);
    std::string separator(padding_after(layout, collection, last));
    separator += on_own_line ? "," + own_line(layout, layout.entry(collection, last).begin, "") : ", ";
    text += padding_after(layout, collection, position);
    edits->push_back({target, target, separator + text});
    return edits;
}

}  // namespace bartizan
