#include "formats/threatdragon/splice.h"

#include <algorithm>

#include "text/json_writer.h"

namespace bartizan::threatdragon {
namespace {

/// A child of a container: an item, or a key with its value.
struct Child {
    std::uint32_t node = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

std::vector<Child> children_of(YamlRef container) {
    std::vector<Child> children;
    if (container.is_sequence())
        for (YamlRef item : container.items())
            children.push_back({item.index(), item.node().begin, item.node().end});
    else
        for (auto [key, value] : container.entries())
            children.push_back({key.index(), key.node().begin, value.node().end});
    return children;
}

/// White space before `at`, back to the last thing that is none.
std::string_view space_before(std::string_view text, std::uint32_t at) {
    std::size_t begin = at;
    while (begin > 0 && std::string_view(" \t\r\n").contains(text[begin - 1])) --begin;
    return text.substr(begin, at - begin);
}

/// Line break and indentation of the line on which `at` is; empty where the text has no lines.
std::string line_start(std::string_view text, std::uint32_t at) {
    const std::size_t line_break = text.substr(0, at).rfind('\n');
    if (line_break == std::string_view::npos) return {};
    const std::size_t end = text.find_first_not_of(" \t", line_break + 1);
    return std::string(text.substr(line_break, std::min<std::size_t>(end, at) - line_break));
}

/// Breaks of lines get the indentation of `separator`, or go where it has none. In JSON there are none in
/// strings.
std::string fitted(std::string_view json, std::string_view separator) {
    const std::size_t line_break = separator.rfind('\n');
    std::string out;
    for (std::size_t at = 0; at < json.size(); ++at) {
        if (json[at] != '\n') {
            out += json[at];
            continue;
        }
        if (line_break != std::string_view::npos) {
            out += separator.substr(line_break);
        } else {
            at = std::min(json.find_first_not_of(' ', at + 1), json.size()) - 1;
        }
    }
    return out;
}

}  // namespace

void Splicer::replace(YamlRef node, std::string json) { replaced_[node.index()] = std::move(json); }

void Splicer::set_member(YamlRef mapping, std::string_view key, std::string json) {
    if (const YamlRef value = mapping.find(key); value.valid()) return replace(value, std::move(json));
    std::string member;
    append_json_string(member, key);
    changes_[mapping.index()].added.push_back(member + ": " + json);
}

void Splicer::add_item(YamlRef list, std::string json) {
    changes_[list.index()].added.push_back(std::move(json));
}

void Splicer::remove_item(YamlRef list, YamlRef item) { changes_[list.index()].removed.insert(item.index()); }

void Splicer::edit_container(std::vector<TextEdit>& edits, YamlRef container, const Change& change) const {
    const std::vector<Child> children = children_of(container);
    const std::string_view text = tree_.source_text;
    const std::uint32_t begin = container.node().begin;
    const std::uint32_t end = container.node().end;
    const auto is_kept = [&](const Child& child) { return !change.removed.contains(child.node); };
    const auto first_kept = std::ranges::find_if(children, is_kept);
    if (first_kept == children.end()) {
        const std::string outer = line_start(text, begin);
        const std::string separator = outer.empty() ? std::string() : outer + "  ";
        std::string inside;
        for (const std::string& added : change.added)
            inside += (inside.empty() ? "" : ",") + separator + fitted(added, separator);
        edits.push_back({begin + 1, end - 1, inside.empty() ? inside : inside + outer});
        return;
    }
    if (first_kept != children.begin()) edits.push_back({children.front().begin, first_kept->begin, {}});
    for (auto child = first_kept + 1; child < children.end(); ++child)
        if (!is_kept(*child)) edits.push_back({(child - 1)->end, child->end, {}});
    const std::string separator(space_before(text, children.front().begin));
    std::string more;
    for (const std::string& added : change.added) more += "," + separator + fitted(added, separator);
    if (!more.empty()) edits.push_back({children.back().end, children.back().end, std::move(more)});
}

std::vector<TextEdit> Splicer::edits() const {
    std::vector<TextEdit> edits;
    for (const auto& [index, json] : replaced_) {
        const YamlNode& node = tree_.nodes[index];
        edits.push_back({node.begin, node.end, fitted(json, line_start(tree_.source_text, node.begin))});
    }
    for (const auto& [index, change] : changes_) edit_container(edits, YamlRef(tree_, index), change);
    return edits;
}

}  // namespace bartizan::threatdragon
