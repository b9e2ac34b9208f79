// Reads mappings with known keys: every key that is not known, every key that is missing and every value of
// the wrong form is reported where it stands. Knows nothing of what the keys mean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan {

enum class Presence : std::uint8_t { optional, required };

/// One key of a mapping that is read into a `Target`. `read` reports what is wrong with the value and then
/// returns false.
template <typename Context, typename Target>
struct RecordKey {
    std::string_view name;
    bool (*read)(Context&, YamlEntry, Target&);
    Presence presence = Presence::optional;
};

/// How a record is called in messages: its kind with an article (`a control`), its name, and where the name
/// stands. `name` is empty for records without a name of their own.
struct RecordName {
    std::string_view kind;
    std::string_view name;
    Location where;
};

/// What a value is called in messages; made into text only when there is something to say. `name` is put in
/// backticks.
struct ValueName {
    std::string_view words;
    std::string_view name;

    ValueName(const char* only_words) : words(only_words) {}
    ValueName(std::string_view first, std::string_view quoted) : words(first), name(quoted) {}
    /// The value of a key.
    ValueName(YamlRef key) : name(key.text()) {}
    std::string text() const;
};

/// "a mapping", "a list", "a text", "empty": what a node is, in words.
std::string_view form_of(YamlRef node);

/// "`a`, `b` or `c`", cut short after a dozen.
std::string choices_text(std::span<const std::string_view> names, std::string_view last_joint = "or");
/// "did you mean …?" if there is a near name, else what there is.
std::string suggest(std::string_view name, std::span<const std::string_view> candidates);

/// The readers below report what they don't like and then return nothing.
bool expect_mapping(YamlRef node, ValueName what, Diagnostics& diagnostics);
bool expect_list(YamlRef node, ValueName what, Diagnostics& diagnostics);
std::optional<std::string_view> read_text(YamlRef node, ValueName what, Diagnostics& diagnostics);
std::optional<bool> read_boolean(YamlRef node, ValueName what, Diagnostics& diagnostics);
/// Integers from `lowest` to `highest`.
std::optional<std::int64_t> read_integer(YamlRef node, ValueName what, std::int64_t lowest,
                                         std::int64_t highest, Diagnostics& diagnostics);
/// Position of the text among `choices`.
std::optional<std::size_t> read_choice(YamlRef node, ValueName what,
                                       std::span<const std::string_view> choices, Diagnostics& diagnostics);

/// A name in kebab-case: a letter a to z, then letters, digits and hyphens.
bool is_kebab_case(std::string_view name);
bool expect_name(YamlRef node, ValueName what, Diagnostics& diagnostics);

std::string quote_name(std::string_view name);  // in backticks

void report_unknown_key(YamlRef key, const RecordName& record, std::span<const std::string_view> keys,
                        Diagnostics& diagnostics);
void report_missing_key(const RecordName& record, std::string_view key, Diagnostics& diagnostics);

/// Calls the readers in the order of the table, whatever the order in the text, so that a reader can rely on
/// what those above it have read. True if all is well.
template <typename Context, typename Target, std::size_t size>
bool read_record(Context& context, YamlRef node, const RecordName& record,
                 const std::array<RecordKey<Context, Target>, size>& keys, Target& target,
                 Diagnostics& diagnostics) {
    ValueName what = record.name.empty() ? ValueName(record.kind, {}) : ValueName("", record.name);
    if (!expect_mapping(node, what, diagnostics)) return false;
    bool well = true;
    std::array<YamlEntry, size> found{};
    for (YamlEntry entry : node.entries()) {
        std::size_t position = 0;
        while (position < size && keys[position].name != entry.key.text()) ++position;
        if (position < size) {
            found[position] = entry;
            continue;
        }
        std::array<std::string_view, size> names;
        for (std::size_t i = 0; i < size; ++i) names[i] = keys[i].name;
        report_unknown_key(entry.key, record, names, diagnostics);
        well = false;
    }
    for (std::size_t i = 0; i < size; ++i) {
        if (found[i].value.valid()) {
            if (!keys[i].read(context, found[i], target)) well = false;
        } else if (keys[i].presence == Presence::required) {
            report_missing_key(record, keys[i].name, diagnostics);
            well = false;
        }
    }
    return well;
}

}  // namespace bartizan
