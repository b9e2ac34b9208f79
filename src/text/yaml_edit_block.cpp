#include "text/yaml_edit_parts.h"
#include "text/yaml_positions.h"

#include <algorithm>

namespace bartizan {
namespace {

constexpr const char* needs_final_line_break =
    "the text must end with a line break before this can be changed";

std::string lines_below(const YamlLayout& layout, const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += layout.line_break();
        text += line;
    }
    return text;
}

/// A text without a final line break whose last value is a block scalar that keeps line breaks: whatever is
/// put behind would add one to the value.
bool end_is_open(const YamlLayout& layout) {
    if (layout.has_break_at_end()) return false;
    auto leaf = layout.last_leaf(0, -1);
    return layout.is_block_scalar(leaf.node) && layout.keeps_blank_lines(leaf.node);
}

/// The layout of a value that is followed by the line that starts at `next_line`.
ValueText lay_out_before(const YamlLayout& layout, const NewValue& value, std::uint32_t indentation,
                         FirstLine first_line, std::int64_t column, std::uint32_t next_line) {
    ValueText text = lay_out(value, indentation, first_line, layout.dialect());
    bool is_followed = layout.absorbed_end(next_line, column, text.keeps_blank_lines) > next_line;
    if (text.ends_in_block_scalar && is_followed) return lay_out_in_one_line(value, layout.dialect());
    return text;
}

/// The line break that a block scalar needs at the end of a text.
std::string_view closing_break(const YamlLayout& layout, const ValueText& text, std::uint32_t at) {
    bool is_open = text.ends_in_block_scalar && at == layout.text().size();
    return is_open ? layout.line_break() : std::string_view();
}

/// The value of an entry or item that is to be replaced.
struct OldValue {
    std::uint32_t node = 0;
    /// Behind the colon or dash.
    std::uint32_t behind = 0;
    ByteRange range;
    /// Without its last comment for a block collection, whose line goes with it.
    std::uint32_t end = 0;
    /// Of the entry.
    std::uint32_t column = 0;
    bool is_item = false;
};

OldValue find_old_value(const YamlLayout& layout, std::uint32_t collection, std::size_t position) {
    OldValue old;
    old.is_item = layout.node(collection).kind == YamlKind::sequence;
    std::uint32_t first = layout.child(collection, position);
    old.node = old.is_item ? first : layout.node(first).subtree_end;
    old.behind = layout.value_begin(collection, position);
    old.range = layout.outer(old.node);
    bool is_alias = layout.node(old.node).end != old.range.end;
    bool is_lines = layout.is_block_collection(old.node) && !is_alias;
    old.end = is_lines ? layout.line_end(old.range.end) : old.range.end;
    if (old.range.empty()) old.range = {old.behind, old.behind}, old.end = old.behind;
    old.column = layout.column(layout.node(collection).begin);
    return old;
}

/// The old value starts on the line of its key or dash.
YamlEdits replace_beside(const YamlLayout& layout, const OldValue& old, const NewValue& value) {
    std::uint32_t line_end = layout.line_end(old.end);
    std::uint32_t indentation = old.column + (old.is_item ? 2 : layout.step());
    bool has_comment = skip_blanks_and_comments(layout.text(), old.end) > line_end &&
                       layout.text().substr(old.end, line_end - old.end).contains('#');
    auto first_line = old.is_item && !has_comment ? FirstLine::beside : FirstLine::below;
    ValueText text =
        lay_out_before(layout, value, indentation, first_line, old.column, layout.next_line(old.end));
    std::string head = with_line_breaks(text.head, layout.line_break());
    std::string rest = lines_below(layout, text.rest);
    rest += closing_break(layout, text, line_end);

    // The lines below count on one space behind the dash; in front of other values the spaces stay as they
    // are.
    bool keeps_spaces = old.range.begin > old.behind && !YamlLayout(value.tree).is_block_collection(0);
    TextEdit first = {old.range.begin, old.end, head};
    if (!keeps_spaces) first = {old.behind, old.end, (head.empty() ? "" : " ") + head};
    if (rest.empty()) return std::vector{std::move(first)};
    if (!has_comment) return std::vector{TextEdit{first.begin, line_end, first.replacement + rest}};
    return std::vector{std::move(first), TextEdit{line_end, line_end, std::move(rest)}};
}

/// The old value starts on a line below its key or dash.
YamlEdits replace_below(const YamlLayout& layout, const OldValue& old, const NewValue& value) {
    YamlLayout new_layout(value.tree);
    std::uint32_t column = layout.column(old.range.begin);
    std::uint32_t next_line = layout.next_line(old.end);
    bool is_list = value.root().is_sequence() && !old.is_item;
    bool both_are_lines = layout.is_block_collection(old.node) && new_layout.is_block_collection(0);
    if (both_are_lines && (column > old.column || is_list)) {
        ValueText text = lay_out_before(layout, value, column, FirstLine::below, old.column, next_line);
        if (text.rest.empty()) text.rest.push_back(std::string(column, ' ') + text.head);
        std::string lines = lines_below(layout, text.rest).substr(layout.line_break().size() + column);
        lines += closing_break(layout, text, old.end);
        return std::vector{TextEdit{old.range.begin, old.end, std::move(lines)}};
    }
    std::uint32_t indentation = old.column + (old.is_item ? 2 : layout.step());
    ValueText text = lay_out_before(layout, value, indentation, FirstLine::below, old.column, next_line);
    std::uint32_t end = layout.line_end(old.end);
    std::uint32_t key_line_end = layout.line_end(old.behind);
    std::string head = text.head.empty() ? "" : " " + with_line_breaks(text.head, layout.line_break());
    std::string rest = lines_below(layout, text.rest);
    rest += closing_break(layout, text, end);
    if (head.empty()) return std::vector{TextEdit{key_line_end, end, std::move(rest)}};
    return std::vector{TextEdit{old.behind, old.behind, std::move(head)},
                       TextEdit{key_line_end, end, std::move(rest)}};
}

/// The lines of an entry: with its own comments, and with lines that the block scalar above would take when
/// the entry is gone.
ByteRange lines_of(const YamlLayout& layout, std::uint32_t collection, std::size_t position) {
    ByteRange entry = layout.entry(collection, position);
    ByteRange lines = {layout.own_lines_begin(collection, position), layout.next_line(entry.end)};
    if (position == 0) return lines;
    std::uint32_t previous = layout.child(collection, position - 1);
    if (layout.node(collection).kind == YamlKind::mapping) previous = layout.node(previous).subtree_end;
    auto leaf = layout.last_leaf(previous, layout.column(layout.node(collection).begin));
    if (!layout.is_block_scalar(leaf.node)) return lines;
    lines.end = layout.absorbed_end(lines.end, leaf.column, layout.keeps_blank_lines(leaf.node));
    return lines;
}

/// `- a: 1`: the first entry shares its line with a dash.
YamlEdits remove_beside_dash(const YamlLayout& layout, std::uint32_t collection) {
    ByteRange first = layout.entry(collection, 0);
    std::uint32_t second = layout.entry(collection, 1).begin;
    std::uint32_t first_line_end = layout.line_end(first.end);
    bool has_lines_between = layout.next_line(first.end) != layout.line_begin(second);
    if (!has_lines_between) return std::vector{TextEdit{first.begin, second, ""}};
    std::uint32_t begin = first.begin;
    while (layout.text()[begin - 1] == ' ') --begin;
    return std::vector{TextEdit{begin, first_line_end, ""}};
}

/// Where an entry can be put behind the last one: after lines that its end would take.
std::uint32_t end_for(const YamlLayout& layout, std::uint32_t collection, std::size_t position) {
    std::uint32_t end = layout.next_line(layout.node(collection).end);
    std::int64_t column = layout.column(layout.node(collection).begin);
    std::uint32_t last = layout.child(collection, position);
    if (layout.node(collection).kind == YamlKind::mapping) last = layout.node(last).subtree_end;
    auto leaf = layout.last_leaf(last, column);
    if (!layout.is_block_scalar(leaf.node)) return end;
    return layout.absorbed_end(end, leaf.column, layout.keeps_blank_lines(leaf.node));
}

}  // namespace

YamlEdits add_in_block(const YamlLayout& layout, std::uint32_t collection, std::string_view key,
                       const NewValue& value) {
    if (end_is_open(layout)) return std::unexpected(needs_final_line_break);
    bool is_item = layout.node(collection).kind == YamlKind::sequence;
    std::uint32_t column = layout.column(layout.node(collection).begin);
    std::uint32_t end = layout.line_end(layout.node(collection).end);
    std::uint32_t indentation = column + (is_item ? 2 : layout.step());
    auto first_line = is_item ? FirstLine::beside : FirstLine::below;
    ValueText text = lay_out_before(layout, value, indentation, first_line, column, layout.next_line(end));
    std::string line = std::string(column, ' ') + (is_item ? "-" : std::string(key) + ":");
    if (!text.head.empty()) line += " " + with_line_breaks(text.head, layout.line_break());
    text.rest.insert(text.rest.begin(), std::move(line));
    std::string lines = lines_below(layout, text.rest);
    lines += closing_break(layout, text, end);
    return std::vector{TextEdit{end, end, std::move(lines)}};
}

YamlEdits replace_in_block(const YamlLayout& layout, std::uint32_t collection, std::size_t position,
                           const NewValue& value) {
    OldValue old = find_old_value(layout, collection, position);
    if (old.behind == 0) return std::unexpected("an entry written with `?` can't be changed");
    bool is_beside = layout.line_begin(old.range.begin) == layout.line_begin(old.behind);
    return is_beside ? replace_beside(layout, old, value) : replace_below(layout, old, value);
}

YamlEdits remove_in_block(const YamlLayout& layout, std::uint32_t collection, std::size_t position) {
    if (!layout.begins_line(layout.entry(collection, position).begin))
        return remove_beside_dash(layout, collection);
    ByteRange lines = lines_of(layout, collection, position);
    return std::vector{TextEdit{lines.begin, lines.end, ""}};
}

YamlEdits move_in_block(const YamlLayout& layout, std::uint32_t collection, std::size_t position,
                        std::optional<std::size_t> before) {
    if (end_is_open(layout)) return std::unexpected(needs_final_line_break);
    auto edits = remove_in_block(layout, collection, position);
    if (!edits) return edits;
    ByteRange entry = layout.entry(collection, position);
    std::uint32_t column = layout.column(layout.node(collection).begin);
    bool is_beside_dash = !layout.begins_line(entry.begin);
    ByteRange lines = {entry.begin, layout.next_line(entry.end)};
    if (!is_beside_dash) lines = lines_of(layout, collection, position);
    std::string text(layout.text().substr(lines.begin, lines.end - lines.begin));
    if (is_beside_dash) text.insert(0, column, ' ');
    if (!text.ends_with('\n') && !text.ends_with('\r')) text += layout.line_break();

    if (!before) {
        std::uint32_t target = end_for(layout, collection, position);
        bool is_open = target == layout.text().size() && !layout.has_break_at_end();
        edits->push_back({target, target, (is_open ? std::string(layout.line_break()) : "") + text});
        return edits;
    }
    std::uint32_t target = layout.entry(collection, *before).begin;
    if (layout.begins_line(target)) {
        target = layout.own_lines_begin(collection, *before);
    } else {
        text = text.substr(column) + std::string(column, ' ');
    }
    edits->push_back({target, target, std::move(text)});
    return edits;
}

YamlEdits replace_document(const YamlLayout& layout, const NewValue& value) {
    if (layout.tree().empty()) {
        ValueText text = lay_out(value, 0, FirstLine::below, layout.dialect());
        std::string lines = with_line_breaks(text.head, layout.line_break()) + lines_below(layout, text.rest);
        if (text.head.empty()) lines.erase(0, layout.line_break().size());
        auto end = static_cast<std::uint32_t>(layout.text().size());
        bool is_open = !layout.has_break_at_end() && skip_blanks_and_comments(layout.text(), 0) > 0;
        std::string before(is_open ? layout.line_break() : "");
        return std::vector{TextEdit{end, end, before + lines + std::string(layout.line_break())}};
    }
    ByteRange old = layout.outer(0);
    std::string_view behind = layout.text().substr(skip_blanks_and_comments(layout.text(), old.end));
    bool is_followed = !behind.empty() && !behind.starts_with("---") && !behind.starts_with("...");
    std::string_view before = layout.text().substr(layout.line_begin(old.begin), layout.column(old.begin));
    if (is_followed || before.find_first_not_of(" -") != std::string_view::npos) {
        return std::unexpected("the text behind the document is too unusual to be changed");
    }
    bool begins_line = layout.begins_line(old.begin);
    std::uint32_t column = begins_line ? layout.column(old.begin) : 0;
    std::uint32_t end = layout.is_block_collection(0) ? layout.line_end(old.end) : old.end;
    bool new_is_lines = YamlLayout(value.tree).is_block_collection(0);
    std::uint32_t indentation = new_is_lines ? column : column + layout.step();
    ValueText text =
        lay_out_before(layout, value, indentation, FirstLine::below, -1, layout.next_line(old.end));
    std::string lines = with_line_breaks(text.head, layout.line_break()) + lines_below(layout, text.rest);
    bool follows_marks = layout.column(old.begin) > 0 && layout.text()[old.begin - 1] == '-';
    if (follows_marks && !text.head.empty()) lines.insert(0, 1, ' ');
    // A comment behind the old value would stand behind the last line of the new one.
    if (!text.rest.empty()) end = layout.line_end(end);
    if (text.head.empty() && begins_line) lines.erase(0, layout.line_break().size() + column);
    lines += closing_break(layout, text, end);
    return std::vector{TextEdit{old.begin, end, std::move(lines)}};
}

}  // namespace bartizan
