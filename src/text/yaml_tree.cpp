#include "text/yaml_tree.h"

#include <algorithm>
#include <charconv>

namespace bartizan {

const YamlNode& YamlRef::node() const { return tree_->nodes[index_]; }

bool YamlRef::is_null() const {
    if (!is_scalar() || node().style != ScalarStyle::plain) return false;
    std::string_view value = text();
    return value.empty() || value == "~" || value == "null" || value == "Null" || value == "NULL";
}

std::string_view YamlRef::text() const {
    const YamlNode& of = node();
    if (of.text_length == 0) return {};
    std::string_view all = of.in_arena ? std::string_view(tree_->arena) : tree_->source_text;
    return all.substr(of.text, of.text_length);
}

std::optional<bool> YamlRef::as_boolean() const {
    if (!is_scalar() || node().style != ScalarStyle::plain) return std::nullopt;
    std::string_view value = text();
    if (value == "true" || value == "True" || value == "TRUE") return true;
    if (value == "false" || value == "False" || value == "FALSE") return false;
    return std::nullopt;
}

std::optional<std::int64_t> YamlRef::as_integer() const {
    if (!is_scalar() || node().style != ScalarStyle::plain) return std::nullopt;
    std::string_view digits = text();
    int base = 10;
    if (digits.starts_with("0x")) base = 16;
    if (digits.starts_with("0o")) base = 8;
    if (base != 10) digits.remove_prefix(2);
    if (base == 10 && digits.starts_with('+')) digits.remove_prefix(1);
    // from_chars takes a minus sign; the core schema has one only before decimal digits, and only one sign.
    std::size_t sign = base == 10 && digits.size() == text().size() && digits.starts_with('-') ? 1 : 0;
    if (digits.substr(sign).starts_with('-')) return std::nullopt;
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

Location YamlRef::location() const {
    const YamlNode& of = node();
    return {tree_->source, of.begin, of.end};
}

std::size_t YamlRef::size() const {
    std::size_t count = 0;
    if (is_scalar()) return count;
    std::uint32_t last = node().subtree_end;
    for (std::uint32_t child = index_ + 1; child < last; child = tree_->nodes[child].subtree_end) ++count;
    return is_mapping() ? count / 2 : count;
}

YamlRef YamlRef::find(std::string_view key) const {
    for (auto [name, value] : entries()) {
        if (name.is_scalar() && name.text() == key) return value;
    }
    return {};
}

YamlChildren<1> YamlRef::items() const {
    std::uint32_t first = index_ + 1;
    return {tree_, first, is_sequence() ? node().subtree_end : first};
}

YamlChildren<2> YamlRef::entries() const {
    std::uint32_t first = index_ + 1;
    return {tree_, first, is_mapping() ? node().subtree_end : first};
}

std::uint32_t depth_of(YamlRef node) {
    const auto& nodes = node.tree().nodes;
    std::size_t deepest = 0;
    std::vector<std::uint32_t> ends;
    for (std::uint32_t at = node.index(); at < node.node().subtree_end; ++at) {
        if (nodes[at].kind == YamlKind::scalar) continue;
        while (!ends.empty() && ends.back() <= at) ends.pop_back();
        ends.push_back(nodes[at].subtree_end);
        deepest = std::max(deepest, ends.size());
    }
    return static_cast<std::uint32_t>(deepest);
}

}  // namespace bartizan
