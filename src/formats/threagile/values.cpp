#include <algorithm>
#include <cctype>

#include "formats/threagile/reading.h"
#include "text/nearest_name.h"

namespace bartizan::threagile {
namespace {

std::string lower_trimmed(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

bool report_form(Reading& reading, YamlEntry entry, std::string_view wanted) {
    reading.diagnostics.add(DiagnosticKind::wrong_type, entry.value.location(),
                            quote_name(entry.key.text()) + " is " + std::string(form_of(entry.value)) +
                                ", not " + std::string(wanted));
    return false;
}

/// The items of a list; nothing counts as an empty one. Reports anything else.
template <typename Take>
bool read_list(Reading& reading, YamlEntry entry, const Take& take) {
    if (is_nothing(entry.value)) return true;
    if (!entry.value.is_sequence()) return report_form(reading, entry, "a list");
    for (YamlRef item : entry.value.items()) {
        if (!item.is_scalar()) {
            report_form(reading, {entry.key, item}, "a text");
            continue;
        }
        if (!item.is_null()) take(item);
    }
    return true;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, text) != words.end();
}

/// The name that the table has for a value that was renamed; tells of it where the followed version knows
/// only the other one.
std::string_view current_name(Reading& reading, YamlRef value) {
    const auto all = renamed_values();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_old = value.text() == all[i].old_name;
        if (!is_old && value.text() != all[i].new_name) continue;
        const bool fits = is_old != reading.document.development_version;
        if (!fits && !reading.told_renamed[i]) {
            reading.told_renamed[i] = true;
            reading.diagnostics.add(
                DiagnosticKind::unknown_value, value.location(),
                quote_name(value.text()) + " is what Threagile's " +
                    (is_old ? "version 0.9.1 calls " + quote_name(all[i].new_name)
                            : "development version calls " + quote_name(all[i].old_name)) +
                    "; it is read as that, here and wherever else it stands");
        }
        return all[i].new_name;
    }
    return value.text();
}

/// Version 0.9.1 documents two protocols that its reader then refuses, and lacks one.
void tell_of_protocols(Reading& reading, YamlRef value) {
    if (reading.document.development_version || reading.told_reverse_proxy) return;
    if (!value.text().starts_with("reverse-proxy-web-protocol") &&
        value.text() != "inter-process-communication")
        return;
    reading.told_reverse_proxy = true;
    reading.diagnostics.add(DiagnosticKind::unknown_value, value.location(),
                            "Threagile 0.9.1 does not read the protocol " + quote_name(value.text()) +
                                "; only its development version does");
}

}  // namespace

TagId intern_tag(Reading& reading, std::string_view text) {
    const auto [found, added] =
        reading.tag_ids.emplace(lower_trimmed(text), TagId(reading.document.tags.size()));
    if (added) {
        reading.document.tags.push_back(found->first);
        reading.tag_listed.push_back(false);
        reading.tag_used.emplace_back();
    }
    return found->second;
}

std::optional<std::size_t> read_name(Reading& reading, YamlRef key, YamlRef value,
                                     std::span<const std::string_view> names) {
    if (!value.is_scalar()) {
        report_form(reading, {key, value}, "one of the known words");
        return std::nullopt;
    }
    const std::string_view name = current_name(reading, value);
    if (names.data() == names_of(Protocol{}).data()) tell_of_protocols(reading, value);
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    const std::string said = value.is_null() || name.empty() ? "nothing" : quote_name(name);
    reading.diagnostics.add(
        DiagnosticKind::unknown_value, value.location(),
        quote_name(key.text()) + " does not know " + said + "; it is taken for " + quote_name(names[0]),
        suggest(name, names));
    return std::nullopt;
}

bool read_value(Reading& reading, YamlEntry entry, std::string_view& target) {
    if (entry.value.is_null()) return true;
    if (!entry.value.is_scalar()) return report_form(reading, entry, "a text");
    target = entry.value.text();
    return true;
}

bool read_value(Reading& reading, YamlEntry entry, std::string& target) {
    std::string_view text;
    if (!read_value(reading, entry, text)) return false;
    target = text;
    return true;
}

bool read_value(Reading& reading, YamlEntry entry, bool& target) {
    if (is_nothing(entry.value)) return true;
    if (const auto value = entry.value.as_boolean()) {
        target = *value;
        return true;
    }
    // YAML 1.1, which the tool's reader follows here (type "bool").
    const bool plain = entry.value.is_scalar() && entry.value.node().style == ScalarStyle::plain;
    const std::string word = plain ? lower_trimmed(entry.value.text()) : std::string();
    if (is_one_of(word, {"yes", "on", "y", "true"})) return target = true;
    if (is_one_of(word, {"no", "off", "n", "false"})) {
        target = false;
        return true;
    }
    return report_form(reading, entry, "`true` or `false`");
}

bool read_value(Reading& reading, YamlEntry entry, int& target) {
    if (is_nothing(entry.value)) return true;
    const auto value = entry.value.as_integer();
    constexpr std::int64_t most = 1'000'000;
    if (!value || *value < -most || *value > most) return report_form(reading, entry, "a number");
    target = static_cast<int>(*value);
    return true;
}

bool read_value(Reading& reading, YamlEntry entry, Reference& target) {
    if (!read_value(reading, entry, target.text)) return false;
    target.where = entry.value.location();
    return true;
}

bool read_value(Reading& reading, YamlEntry entry, std::vector<Reference>& target) {
    target.clear();
    return read_list(reading, entry, [&](YamlRef item) { target.push_back({item.text(), item.location()}); });
}

bool read_value(Reading& reading, YamlEntry entry, std::vector<TagId>& target) {
    target.clear();
    return read_list(reading, entry, [&](YamlRef item) {
        const TagId tag = intern_tag(reading, item.text());
        if (!reading.tag_used[tag.index].valid()) reading.tag_used[tag.index] = item.location();
        target.push_back(tag);
    });
}

bool read_value(Reading& reading, YamlEntry entry, std::vector<Technology>& target) {
    const auto take = [&](YamlRef item) {
        if (const auto technology = find_technology(item.text())) {
            target.push_back(*technology);
            return;
        }
        const auto names = names_of(Technology{});
        reading.diagnostics.add(DiagnosticKind::unknown_value, item.location(),
                                quote_name(entry.key.text()) + " does not know " + quote_name(item.text()) +
                                    "; it is taken for " + quote_name(names[0]),
                                did_you_mean(item.text(), names));
        target.push_back(Technology::unknown);
    };
    if (entry.value.is_sequence()) return read_list(reading, entry, take);
    if (is_nothing(entry.value)) return true;
    if (!entry.value.is_scalar()) return report_form(reading, entry, "a technology");
    take(entry.value);
    return true;
}

bool read_value(Reading& reading, YamlEntry entry, std::vector<DataFormat>& target) {
    target.clear();
    return read_list(reading, entry, [&](YamlRef item) {
        if (const auto format = read_name(reading, entry.key, item, names_of(DataFormat{})))
            target.push_back(static_cast<DataFormat>(*format));
    });
}

bool read_value(Reading& reading, YamlEntry entry, Overview& target) {
    if (is_nothing(entry.value)) return true;
    if (!entry.value.is_mapping()) return report_form(reading, entry, "a mapping");
    for (YamlEntry inner : entry.value.entries())
        if (inner.key.text() == "description") read_value(reading, inner, target.description);
    return true;
}

std::vector<YamlRef> merged_mappings(YamlRef node) {
    std::vector<YamlRef> found;
    const auto collect = [&](YamlRef from) {
        for (YamlEntry entry : from.entries()) {
            if (entry.key.text() != "<<") continue;
            if (entry.value.is_mapping()) found.push_back(entry.value);
            if (entry.value.is_sequence())
                for (YamlRef item : entry.value.items())
                    if (item.is_mapping()) found.push_back(item);
        }
    };
    collect(node);
    // Aliases were replaced by copies, so that nothing can contain itself.
    for (std::size_t i = 0; i < found.size(); ++i) collect(YamlRef(found[i]));
    return found;
}

void report_skipped_key(Reading& reading, YamlRef key, const RecordName& record,
                        std::span<const std::string_view> names) {
    reading.diagnostics.add(DiagnosticKind::skipped_part, key.location(),
                            std::string(record.kind) + (record.name.empty() ? "" : " ") +
                                (record.name.empty() ? "" : quote_name(record.name)) + " has no key " +
                                quote_name(key.text()) + "; it is left out",
                            did_you_mean(key.text(), names));
}

}  // namespace bartizan::threagile
