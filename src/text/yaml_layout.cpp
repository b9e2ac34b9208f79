#include "text/yaml_layout.h"

#include "text/yaml_positions.h"

#include <algorithm>

namespace bartizan {
namespace {

bool is_break(char c) { return c == '\n' || c == '\r'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view find_line_break(std::string_view text) {
    std::size_t at = text.find_first_of("\r\n");
    if (at == std::string_view::npos) return "\n";
    bool is_pair = text[at] == '\r' && text.substr(at + 1).starts_with('\n');
    return text.substr(at, is_pair ? 2 : 1);
}

/// From the first mapping that is indented under a key.
std::uint32_t find_step(const YamlLayout& layout) {
    const auto& nodes = layout.tree().nodes;
    for (std::uint32_t at = 0; at < nodes.size(); ++at) {
        if (nodes[at].kind != YamlKind::mapping || nodes[at].flow_style) continue;
        for (auto [key, value] : YamlRef(layout.tree(), at).entries()) {
            bool is_nested = value.is_mapping() && !value.node().flow_style;
            if (!is_nested || !layout.begins_line(value.node().begin)) continue;
            std::uint32_t outer = layout.column(nodes[at].begin);
            std::uint32_t inner = layout.column(value.node().begin);
            if (inner > outer) return std::min<std::uint32_t>(inner - outer, 8);
        }
    }
    return 2;
}

/// A document is taken for JSON if it starts with a bracket and its first key is in double quotes.
YamlDialect find_dialect(const YamlTree& tree) {
    if (tree.empty() || !tree.nodes[0].flow_style) return YamlDialect::yaml;
    for (std::size_t at = 0; at + 1 < tree.nodes.size(); ++at) {
        if (tree.nodes[at].kind != YamlKind::mapping || tree.nodes[at + 1].subtree_end != at + 2) continue;
        return tree.nodes[at + 1].style == ScalarStyle::double_quoted ? YamlDialect::json : YamlDialect::yaml;
    }
    return YamlDialect::yaml;
}

}  // namespace

YamlLayout::YamlLayout(const YamlTree& tree)
    : tree_(tree), text_(tree.source_text), line_break_(find_line_break(tree.source_text)) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_begin_ = 3;
    step_ = find_step(*this);
    dialect_ = find_dialect(tree);
}

std::uint32_t YamlLayout::line_begin(std::uint32_t at) const {
    while (at > text_begin_ && !is_break(text_[at - 1])) --at;
    return at;
}

std::uint32_t YamlLayout::line_end(std::uint32_t at) const {
    return static_cast<std::uint32_t>(std::min(text_.find_first_of("\r\n", at), text_.size()));
}

std::uint32_t YamlLayout::next_line(std::uint32_t at) const {
    at = line_end(at);
    if (at < text_.size() && text_[at] == '\r')
        ++at;
    else if (at < text_.size())
        return at + 1;
    return at < text_.size() && text_[at] == '\n' ? at + 1 : at;
}

bool YamlLayout::begins_line(std::uint32_t at) const {
    std::string_view before = text_.substr(line_begin(at), column(at));
    return std::all_of(before.begin(), before.end(), is_blank);
}

bool YamlLayout::ends_content(std::uint32_t at) const {
    std::string_view rest = text_.substr(at, line_end(at) - at);
    std::size_t first = rest.find_first_not_of(" \t");
    return first == std::string_view::npos || (rest[first] == '#' && first > 0);
}

bool YamlLayout::has_break_at_end() const { return text_.empty() || is_break(text_.back()); }

ByteRange YamlLayout::outer(std::uint32_t index) const {
    ByteRange range = {node(index).begin, node(index).end};
    auto alias = std::lower_bound(tree_.aliases.begin(), tree_.aliases.end(), index,
                                  [](const YamlAlias& a, std::uint32_t wanted) { return a.node < wanted; });
    if (alias != tree_.aliases.end() && alias->node == index) return {alias->begin, alias->end};
    auto properties =
        std::lower_bound(tree_.properties.begin(), tree_.properties.end(), index,
                         [](const YamlProperties& p, std::uint32_t wanted) { return p.node < wanted; });
    if (properties != tree_.properties.end() && properties->node == index) {
        range.begin = std::min(range.begin, properties->begin);
    }
    return range;
}

bool YamlLayout::is_block_collection(std::uint32_t index) const {
    return node(index).kind != YamlKind::scalar && !node(index).flow_style;
}

bool YamlLayout::is_block_scalar(std::uint32_t index) const {
    const YamlNode& of = node(index);
    bool is_block = of.style == ScalarStyle::literal || of.style == ScalarStyle::folded;
    return of.kind == YamlKind::scalar && is_block && outer(index).end == of.end;
}

bool YamlLayout::is_blank_block_scalar(std::uint32_t index) const {
    return is_block_scalar(index) &&
           YamlRef(tree_, index).text().find_first_not_of('\n') == std::string_view::npos;
}

bool YamlLayout::keeps_blank_lines(std::uint32_t index) const {
    std::string_view header = text_.substr(node(index).begin, 3);
    return header.substr(0, header.find_first_of(" \t\r\n#")).contains('+');
}

bool YamlLayout::is_ordinary(std::uint32_t index) const {
    std::uint32_t begin = line_begin(node(index).begin);
    std::string_view before = text_.substr(begin, node(index).begin - begin);
    if (before.find_first_not_of(" -") != std::string_view::npos) return false;
    YamlRef collection(tree_, index);
    std::uint32_t parent_column = column(node(index).begin);
    auto fits = [&](YamlRef value, bool may_be_beside) {
        bool takes_next = parent_column > 0 && is_blank_block_scalar(value.index());
        return !takes_next && is_indented(value.index(), parent_column, may_be_beside);
    };
    for (YamlRef item : collection.items()) {
        if (!fits(item, false)) return false;
    }
    for (auto [key, value] : collection.entries()) {
        bool may_be_beside = value.is_sequence() && !value.node().flow_style;
        if (outer(key.index()).empty() || !fits(value, may_be_beside)) return false;
    }
    return true;
}

bool YamlLayout::is_indented(std::uint32_t value, std::uint32_t parent_column, bool may_be_beside) const {
    ByteRange range = outer(value);
    if (range.empty()) return true;
    bool is_alias = range.end != node(value).end;
    bool is_text = !is_alias && node(value).kind == YamlKind::scalar && !is_block_scalar(value);
    std::uint32_t start = is_alias ? range.begin : std::max(range.begin, node(value).begin);
    std::uint32_t end = is_text ? range.end : start + 1;
    for (std::uint32_t line = line_begin(range.begin); line < end; line = next_line(line)) {
        std::size_t first = std::min(text_.find_first_not_of(" \t", line), text_.size());
        bool holds_value = first >= range.begin && first < end && !is_break(text_[first]);
        if (holds_value && first - line + (may_be_beside ? 1 : 0) <= parent_column) return false;
    }
    return true;
}

bool YamlLayout::is_pair_in_list(std::uint32_t index) const {
    if (node(index).kind != YamlKind::mapping || node(index).flow_style) return false;
    // In flow context a collection without brackets of its own can only be a pair.
    for (std::uint32_t at = index; at-- > 0;) {
        bool encloses = node(at).subtree_end > index;
        if (encloses && node(at).flow_style) return true;
        if (encloses) return false;
    }
    return false;
}

std::uint32_t YamlLayout::child_count(std::uint32_t collection) const {
    return static_cast<std::uint32_t>(YamlRef(tree_, collection).size());
}

std::uint32_t YamlLayout::child(std::uint32_t collection, std::size_t position) const {
    bool is_mapping = node(collection).kind == YamlKind::mapping;
    std::uint32_t at = collection + 1;
    for (; position > 0; --position) {
        at = node(at).subtree_end;
        if (is_mapping) at = node(at).subtree_end;
    }
    return at;
}

std::uint32_t YamlLayout::entry_end(std::uint32_t collection, std::uint32_t first) const {
    bool is_mapping = node(collection).kind == YamlKind::mapping;
    std::uint32_t end = outer(first).end;
    return is_mapping ? std::max(end, outer(node(first).subtree_end).end) : end;
}

ByteRange YamlLayout::entry(std::uint32_t collection, std::size_t position) const {
    bool is_flow = node(collection).flow_style;
    bool is_mapping = node(collection).kind == YamlKind::mapping;
    std::uint32_t first = child(collection, position);
    ByteRange range = {outer(first).begin, entry_end(collection, first)};
    if (is_flow && !is_mapping) return range;
    std::uint32_t start = node(collection).begin + (is_flow ? 1 : 0);
    if (position > 0) start = entry_end(collection, child(collection, position - 1));
    start = skip_blanks_and_comments(text_, skip_indicator(text_, start, ','));
    if (start < range.begin && text_[start] == (is_mapping ? '?' : '-')) range.begin = start;
    return range;
}

bool YamlLayout::is_explicit(std::uint32_t mapping, std::size_t position) const {
    return node(mapping).kind == YamlKind::mapping &&
           entry(mapping, position).begin != outer(child(mapping, position)).begin;
}

std::uint32_t YamlLayout::value_begin(std::uint32_t collection, std::size_t position) const {
    if (node(collection).kind == YamlKind::sequence) return entry(collection, position).begin + 1;
    std::uint32_t key_end = outer(child(collection, position)).end;
    std::uint32_t after_colon = skip_indicator(text_, key_end, ':');
    return after_colon > key_end ? after_colon : 0;
}

std::uint32_t YamlLayout::own_lines_begin(std::uint32_t collection, std::size_t position) const {
    std::uint32_t entry_begin = entry(collection, position).begin;
    std::uint32_t begin = line_begin(entry_begin);
    // The token before an entry: the previous entry, or what the collection is the value of.
    std::uint32_t bound = text_begin_;
    if (position > 0) {
        bound = entry(collection, position - 1).end;
    } else if (node(collection).flow_style) {
        bound = node(collection).begin + 1;
    } else if (collection > 0) {
        bound = end_before(collection);
    }
    while (begin > bound) {
        std::uint32_t above =
            line_begin(begin - 1 - (begin > 1 && text_[begin - 1] == '\n' && text_[begin - 2] == '\r'));
        std::size_t first = text_.find_first_not_of(' ', above);
        if (above < bound || text_[first] != '#' || first - above != column(entry_begin)) break;
        begin = above;
    }
    return begin == text_begin_ ? line_begin(entry_begin) : begin;
}

std::uint32_t YamlLayout::end_before(std::uint32_t index) const {
    std::uint32_t before = index - 1;
    for (const YamlAlias& alias : tree_.aliases) {
        if (before >= alias.node && before < node(alias.node).subtree_end) return alias.end;
    }
    return node(before).kind == YamlKind::scalar ? node(before).end : node(before).begin;
}

std::uint32_t YamlLayout::absorbed_end(std::uint32_t at, std::int64_t column, bool keeps_blank_lines) const {
    std::uint32_t end = at;
    while (at < text_.size()) {
        std::uint32_t next = next_line(at);
        std::string_view line = text_.substr(at, line_end(at) - at);
        std::size_t first = line.find_first_not_of(" \t");
        bool is_blank_line = first == std::string_view::npos;
        if (!is_blank_line && (line[first] != '#' || static_cast<std::int64_t>(first) <= column)) break;
        // Blank lines without spaces are dropped from the end of a scalar, unless it says to keep them.
        if (!is_blank_line || keeps_blank_lines || !line.empty()) end = next;
        at = next;
    }
    return end;
}

YamlLayout::Leaf YamlLayout::last_leaf(std::uint32_t index, std::int64_t column_of_parent) const {
    Leaf leaf = {index, column_of_parent};
    while (is_block_collection(leaf.node) && outer(leaf.node).end == node(leaf.node).end) {
        std::uint32_t count = child_count(leaf.node);
        if (count == 0) break;
        leaf.column = column(node(leaf.node).begin);
        std::uint32_t last = child(leaf.node, count - 1);
        leaf.node = node(leaf.node).kind == YamlKind::mapping ? node(last).subtree_end : last;
    }
    if (is_blank_block_scalar(leaf.node) && leaf.column > 0) --leaf.column;
    return leaf;
}

}  // namespace bartizan
