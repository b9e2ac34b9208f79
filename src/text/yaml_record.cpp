#include "text/yaml_record.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/nearest_name.h"

namespace bartizan {
namespace {

constexpr std::size_t most_choices_shown = 12;
constexpr std::size_t longest_name_shown = 80;
/// Comparing names costs the product of their lengths; nobody mistypes longer ones, or among more.
constexpr std::size_t longest_name_compared = 64;
constexpr std::size_t most_names_compared = 5000;

void report_form(YamlRef node, ValueName what, std::string_view wanted, Diagnostics& diagnostics,
                 std::string help = {}) {
    std::string message = what.text() + " must be " + std::string(wanted);
    message +=
        node.is_null() ? ", but nothing is written here" : ", but this is " + std::string(form_of(node));
    diagnostics.add(DiagnosticKind::wrong_type, node.location(), std::move(message), std::move(help));
}

/// What YAML 1.1 and other formats take for a truth value.
std::string help_for_boolean(std::string_view text) {
    constexpr std::array<std::string_view, 7> affirmative{"yes", "Yes", "YES", "on", "y", "true", "1"};
    constexpr std::array<std::string_view, 7> negative{"no", "No", "NO", "off", "n", "false", "0"};
    auto is_in = [&](const auto& words) {
        return std::find(words.begin(), words.end(), text) != words.end();
    };
    if (is_in(affirmative)) return "write `true`, without quotes";
    if (is_in(negative)) return "write `false`, without quotes";
    return {};
}

/// The kebab-case name that was probably meant, or empty.
std::string kebab_case_of(std::string_view name) {
    std::string result;
    bool after_lower = false;
    for (char c : name) {
        bool upper = c >= 'A' && c <= 'Z';
        if (upper && after_lower) result += '-';
        after_lower = c >= 'a' && c <= 'z';
        if (upper) c = static_cast<char>(c - 'A' + 'a');
        if (c == '_' || c == ' ' || c == '.') c = '-';
        result += c;
    }
    return is_kebab_case(result) ? result : std::string();
}

std::string near_name(std::string_view name, std::span<const std::string_view> candidates) {
    if (name.size() > longest_name_compared) return {};
    return did_you_mean(name, candidates.first(std::min(candidates.size(), most_names_compared)));
}

}  // namespace

std::string quote_name(std::string_view name) {
    if (name.size() <= longest_name_shown) return "`" + std::string(name) + "`";
    std::size_t end = longest_name_shown;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0u) == 0x80u) --end;
    return "`" + std::string(name.substr(0, end)) + "…`";
}

std::string ValueName::text() const {
    std::string result(words);
    if (name.empty()) return result;
    if (!result.empty()) result += ' ';
    return result + quote_name(name);
}

std::string_view form_of(YamlRef node) {
    if (node.is_mapping()) return "a mapping";
    if (node.is_sequence()) return "a list";
    if (node.is_null()) return "empty";
    if (node.as_boolean()) return "a boolean";
    if (node.as_integer()) return "a number";
    return "a text";
}

std::string choices_text(std::span<const std::string_view> names, std::string_view last_joint) {
    std::size_t shown = std::min(names.size(), most_choices_shown);
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) {
        bool last = i + 1 == names.size();
        if (i > 0) text += last ? " " + std::string(last_joint) + " " : ", ";
        text += quote_name(names[i]);
    }
    if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
    return text;
}

std::string suggest(std::string_view name, std::span<const std::string_view> candidates) {
    std::string near = near_name(name, candidates);
    if (!near.empty() || candidates.empty()) return near;
    return "there " + std::string(candidates.size() == 1 ? "is " : "are ") + choices_text(candidates, "and");
}

bool expect_mapping(YamlRef node, ValueName what, Diagnostics& diagnostics) {
    if (node.is_mapping()) return true;
    report_form(node, what, "a mapping of keys to values", diagnostics);
    return false;
}

bool expect_list(YamlRef node, ValueName what, Diagnostics& diagnostics) {
    if (node.is_sequence()) return true;
    report_form(node, what, "a list", diagnostics);
    return false;
}

std::optional<std::string_view> read_text(YamlRef node, ValueName what, Diagnostics& diagnostics) {
    if (node.is_scalar() && !node.is_null() && !node.text().empty()) return node.text();
    const bool is_empty = node.is_scalar() && !node.is_null();
    report_form(node, what, is_empty ? "a text that is not empty" : "a text", diagnostics);
    return std::nullopt;
}

std::optional<bool> read_boolean(YamlRef node, ValueName what, Diagnostics& diagnostics) {
    if (auto value = node.is_scalar() ? node.as_boolean() : std::nullopt) return value;
    report_form(node, what, "`true` or `false`", diagnostics, help_for_boolean(node.text()));
    return std::nullopt;
}

std::optional<std::int64_t> read_integer(YamlRef node, ValueName what, std::int64_t lowest,
                                         std::int64_t highest, Diagnostics& diagnostics) {
    auto value = node.is_scalar() ? node.as_integer() : std::nullopt;
    if (!value) {
        report_form(node, what, "a whole number", diagnostics);
        return std::nullopt;
    }
    if (*value >= lowest && *value <= highest) return value;
    diagnostics.add(
        DiagnosticKind::invalid_value, node.location(),
        what.text() + " must be from " + std::to_string(lowest) + " to " + std::to_string(highest));
    return std::nullopt;
}

std::optional<std::size_t> read_choice(YamlRef node, ValueName what,
                                       std::span<const std::string_view> choices, Diagnostics& diagnostics) {
    auto text = read_text(node, what, diagnostics);
    if (!text) return std::nullopt;
    auto found = std::find(choices.begin(), choices.end(), *text);
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    std::string help = near_name(*text, choices);
    if (help.empty()) help = "write " + choices_text(choices);
    diagnostics.add(DiagnosticKind::invalid_value, node.location(),
                    what.text() + " cannot be " + quote_name(*text), std::move(help));
    return std::nullopt;
}

bool is_kebab_case(std::string_view name) {
    if (name.empty() || name[0] < 'a' || name[0] > 'z') return false;
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool expect_name(YamlRef node, ValueName what, Diagnostics& diagnostics) {
    auto name = read_text(node, what, diagnostics);
    if (!name) return false;
    if (is_kebab_case(*name)) return true;
    std::string meant = kebab_case_of(*name);
    diagnostics.add(DiagnosticKind::invalid_name, node.location(),
                    what.text() + " cannot be " + quote_name(*name) +
                        ": names are lower-case letters, digits and hyphens, and begin with a letter",
                    meant.empty() ? std::string() : "write " + quote_name(meant));
    return false;
}

void report_unknown_key(YamlRef key, const RecordName& record, std::span<const std::string_view> keys,
                        Diagnostics& diagnostics) {
    std::string help = near_name(key.text(), keys);
    if (help.empty()) help = "its keys are " + choices_text(keys, "and");
    diagnostics.add(DiagnosticKind::unknown_key, key.location(),
                    std::string(record.kind) + " has no key " + quote_name(key.text()), std::move(help));
}

void report_missing_key(const RecordName& record, std::string_view key, Diagnostics& diagnostics) {
    std::string subject = record.name.empty() ? std::string(record.kind) : quote_name(record.name);
    diagnostics.add(DiagnosticKind::missing_key, record.where, subject + " has no " + quote_name(key));
}

}  // namespace bartizan
