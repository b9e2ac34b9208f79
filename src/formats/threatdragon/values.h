// Values of JSON as Threat Dragon takes them, that is, as JavaScript does. Internal to this folder.
#pragma once

#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "text/diagnostic.h"
#include "text/yaml_record.h"
#include "text/yaml_tree.h"

namespace bartizan::threatdragon {

/// The entries of a mapping that are asked for by name again and again. Of keys written twice the first
/// counts.
inline YamlRef member(YamlRef node, std::string_view key) {
    return node.valid() && node.is_mapping() ? node.find(key) : YamlRef();
}

inline YamlRef member(YamlRef node, std::string_view first, std::string_view second) {
    return member(member(node, first), second);
}

/// Text of a string, or of a number as it is written. Empty for everything else.
inline std::string text_of(YamlRef node) {
    if (!node.valid() || !node.is_scalar() || node.is_null()) return {};
    return std::string(node.text());
}

/// Whether JavaScript takes it for true: everything but false, 0, null, "" and what is not there.
inline bool is_true(YamlRef node) {
    if (!node.valid()) return false;
    if (!node.is_scalar()) return true;
    if (node.node().style != ScalarStyle::plain) return !node.text().empty();
    if (node.is_null()) return false;
    if (node.as_boolean()) return *node.as_boolean();
    const std::string text(node.text());
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return end == text.c_str() || (number != 0 && !std::isnan(number));
}

inline std::optional<double> number_of(YamlRef node) {
    if (!node.valid() || !node.is_scalar() || node.is_null()) return std::nullopt;
    const std::string text(node.text());
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (text.empty() || end != text.c_str() + text.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

}  // namespace bartizan::threatdragon
