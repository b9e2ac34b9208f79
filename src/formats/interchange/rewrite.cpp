#include "formats/interchange/rewrite.h"

#include <algorithm>
#include <tuple>

#include "formats/interchange/object_reader.h"

namespace bartizan::interchange {
namespace {

std::size_t column_of(std::string_view text, std::size_t at) {
    const std::size_t line_break = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return line_break == std::string_view::npos ? at : at - line_break - 1;
}

/// What stands between two items of a list.
std::string separator_of(YamlRef list, const std::vector<YamlRef>& items) {
    const std::string_view text = list.tree().source_text;
    if (items.size() > 1) {
        const std::size_t begin = items[0].node().end;
        const std::string_view between = text.substr(begin, items[1].node().begin - begin);
        if (between.find('#') == std::string_view::npos) return std::string(between);
    }
    const std::size_t column = column_of(text, list.node().begin);
    if (!list.node().flow_style) return "\n" + std::string(column, ' ') + "- ";
    return ", ";
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    return texts;
}

std::vector<std::pair<std::string, std::string>> attributes_of(const DraftPlace& place) {
    std::vector<std::pair<std::string, std::string>> all;
    for (const DraftAttribute& attribute : place.attributes)
        all.emplace_back(attribute.name, attribute.value);
    std::ranges::sort(all);
    return all;
}

bool is_same_place(const DraftPlace& a, const DraftPlace& b) {
    return a.id == b.id && a.title == b.title && a.text == b.text && sorted(a.tags) == sorted(b.tags) &&
           attributes_of(a) == attributes_of(b);
}

}  // namespace

YamlRef Rewrite::at(const YamlPath& path) const {
    YamlRef node = tree_.root();
    for (const auto& step : path) {
        if (const auto* key = std::get_if<std::string>(&step)) {
            node = node.is_mapping() ? node.find(*key) : YamlRef();
        } else {
            std::size_t index = std::get<std::size_t>(step);
            YamlRef found;
            if (node.is_sequence())
                for (YamlRef item : node.items())
                    if (index-- == 0) {
                        found = item;
                        break;
                    }
            node = found;
        }
        if (!node.valid()) return {};
    }
    return node;
}

bool Rewrite::is_unchanged(YamlRef list, const std::vector<ListItem>& items) const {
    if (!list.valid() || !list.is_sequence()) return items.empty();
    if (list.size() != items.size()) return false;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].kept != i) return false;
    return true;
}

void Rewrite::list(const YamlPath& path, const std::vector<ListItem>& items) {
    const YamlRef old = at(path);
    if (is_unchanged(old, items)) return;
    if (!old.valid() || !old.is_sequence() || old.size() == 0) {
        std::string json = "[";
        for (const ListItem& item : items) json += (json.size() > 1 ? ", " : "") + item.json;
        return value(path, json + "]");
    }
    std::vector<YamlRef> old_items;
    for (YamlRef item : old.items()) old_items.push_back(item);
    const std::string_view text = tree_.source_text;
    if (items.empty()) {
        edits_.push_back({old.node().begin, old.node().end, old.node().flow_style ? "[]" : " []"});
        return;
    }
    const std::string separator = separator_of(old, old_items);
    std::string written;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::optional<std::size_t> kept = items[i].kept;
        const bool follows = i > 0 && kept && items[i - 1].kept && *items[i - 1].kept + 1 == *kept;
        if (follows) {
            const std::size_t begin = old_items[*kept - 1].node().end;
            written += text.substr(begin, old_items[*kept].node().begin - begin);
        } else if (i > 0) {
            written += separator;
        }
        if (kept) {
            const YamlNode& node = old_items[*kept].node();
            written += text.substr(node.begin, node.end - node.begin);
        } else {
            written += items[i].json;
        }
    }
    edits_.push_back({old_items.front().node().begin, old_items.back().node().end, std::move(written)});
}

void Rewrite::value(const YamlPath& path, std::string_view json) {
    auto edits = set_value(tree_, path, json);
    if (!edits) {
        failed_ = true;
        return;
    }
    for (TextEdit& edit : *edits) edits_.push_back(std::move(edit));
}

std::optional<std::string> Rewrite::text() const {
    if (failed_ || !tree_.aliases.empty()) return {};
    std::vector<TextEdit> edits = edits_;
    std::ranges::sort(edits, {}, &TextEdit::begin);
    // Several members may be added at the same place; then their order is unknown and so is the text.
    for (std::size_t i = 1; i < edits.size(); ++i)
        if (edits[i].begin < edits[i - 1].end || edits[i].begin == edits[i - 1].begin) return {};
    return apply_edits(tree_.source_text, std::move(edits));
}

bool is_same(const DraftElement& a, const DraftElement& b) {
    return is_same_place(a, b) && a.type == b.type && a.in == b.in && sorted(a.stores) == sorted(b.stores) &&
           sorted(a.processes) == sorted(b.processes);
}

bool is_same(const DraftFlow& a, const DraftFlow& b) {
    return is_same_place(a, b) && a.source == b.source && a.target == b.target && a.two_way == b.two_way &&
           sorted(a.data) == sorted(b.data) && sorted(a.returns) == sorted(b.returns);
}

bool is_same(const DraftBoundary& a, const DraftBoundary& b) {
    return is_same_place(a, b) && a.in == b.in && a.trust == b.trust && a.is_line == b.is_line;
}

bool is_same(const DraftData& a, const DraftData& b) { return is_same_place(a, b); }

}  // namespace bartizan::interchange
