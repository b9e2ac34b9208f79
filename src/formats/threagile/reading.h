// What the parts of the reader share: the state of one reading, and the readers of single values.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/threagile/document.h"
#include "text/diagnostic.h"
#include "text/yaml_record.h"

namespace bartizan::threagile {

struct Reading {
    Sources& sources;
    Diagnostics& diagnostics;
    Document& document;

    Reading(Sources& from, Diagnostics& into, Document& of)
        : sources(from), diagnostics(into), document(of) {}

    boost::unordered_flat_map<std::string, TagId> tag_ids;
    /// Whether a tag is listed in `tags_available`, by TagId.
    std::vector<char> tag_listed;
    /// Where a tag was first used.
    std::vector<Location> tag_used;
    /// Parallel to Document::assets until they are put in order.
    std::vector<std::vector<Link>> links;
    /// Of renamed values, those that were met already.
    std::array<bool, 2> told_renamed{};
    bool told_reverse_proxy = false;

    /// Titles (or tracked ids) to positions: a later file replaces what an earlier one says.
    using Positions = boost::unordered_flat_map<std::string_view, std::size_t>;
    Positions data_titles, asset_titles, boundary_titles, runtime_titles, category_titles, tracking_titles;
};

TagId intern_tag(Reading& reading, std::string_view text);

/// Readers of values: they report what they don't like and then leave the target as it is.
bool read_value(Reading& reading, YamlEntry entry, std::string_view& target);
bool read_value(Reading& reading, YamlEntry entry, std::string& target);
bool read_value(Reading& reading, YamlEntry entry, bool& target);
bool read_value(Reading& reading, YamlEntry entry, int& target);
bool read_value(Reading& reading, YamlEntry entry, Reference& target);
bool read_value(Reading& reading, YamlEntry entry, std::vector<Reference>& target);
bool read_value(Reading& reading, YamlEntry entry, std::vector<TagId>& target);
bool read_value(Reading& reading, YamlEntry entry, std::vector<Technology>& target);
bool read_value(Reading& reading, YamlEntry entry, std::vector<DataFormat>& target);
bool read_value(Reading& reading, YamlEntry entry, Overview& target);

/// Position of a scalar among the names of an enumeration; renamed values are known by both names. `what` is
/// the key.
std::optional<std::size_t> read_name(Reading& reading, YamlRef key, YamlRef value,
                                     std::span<const std::string_view> names);

template <typename Enum>
requires std::is_enum_v<Enum>
bool read_value(Reading& reading, YamlEntry entry, Enum& target) {
    const auto position = read_name(reading, entry.key, entry.value, names_of(Enum{}));
    if (!position) return false;
    target = static_cast<Enum>(*position);
    return true;
}
template <typename Enum>
requires std::is_enum_v<Enum>
bool read_value(Reading& reading, YamlEntry entry, std::optional<Enum>& target) {
    Enum value{};
    if (!read_value(reading, entry, value)) return false;
    target = value;
    return true;
}

template <typename Target>
using Key = RecordKey<Reading, Target>;

/// A key whose value goes into one member.
template <typename Target, auto member>
constexpr Key<Target> key_of(std::string_view name, Presence presence = Presence::optional) {
    return {name,
            [](Reading& reading, YamlEntry entry, Target& target) {
                return read_value(reading, entry, target.*member);
            },
            presence};
}
/// The same for a member of a member.
template <typename Target, auto member, auto inner>
constexpr Key<Target> key_of(std::string_view name, Presence presence = Presence::optional) {
    return {name,
            [](Reading& reading, YamlEntry entry, Target& target) {
                return read_value(reading, entry, target.*member.*inner);
            },
            presence};
}

/// Keys that the tool itself would pass over are reported, and so are required ones that are missing; reading
/// goes on after everything that is wrong.
void report_skipped_key(Reading& reading, YamlRef key, const RecordName& record,
                        std::span<const std::string_view> names);

/// The mappings that stand under `<<` (a YAML 1.1 merge key), and those merged into them, the nearest first.
std::vector<YamlRef> merged_mappings(YamlRef node);

/// Reads the entries in the order of the text, the last of a key that stands twice; after them what is merged
/// into the mapping and not among them.
template <typename Target, std::size_t size>
void read_keys(Reading& reading, YamlRef node, const RecordName& record,
               const std::array<Key<Target>, size>& keys, Target& target) {
    if (!expect_mapping(node, ValueName(record.kind, record.name), reading.diagnostics)) return;
    std::array<bool, size> found{};
    const auto position_of = [&](YamlEntry entry) {
        std::size_t position = 0;
        while (position < size && keys[position].name != entry.key.text()) ++position;
        return position;
    };
    bool merges = false;
    for (YamlEntry entry : node.entries()) {
        if (entry.key.text() == "<<") {
            merges = true;
            continue;
        }
        if (const std::size_t position = position_of(entry); position < size) {
            found[position] = true;
            keys[position].read(reading, entry, target);
            continue;
        }
        std::array<std::string_view, size> names;
        for (std::size_t i = 0; i < size; ++i) names[i] = keys[i].name;
        report_skipped_key(reading, entry.key, record, names);
    }
    if (merges)
        for (YamlRef merged : merged_mappings(node))
            for (YamlEntry entry : merged.entries())
                if (const std::size_t position = position_of(entry); position < size && !found[position]) {
                    found[position] = true;
                    keys[position].read(reading, entry, target);
                }
    for (std::size_t i = 0; i < size; ++i)
        if (!found[i] && keys[i].presence == Presence::required)
            report_missing_key(record, keys[i].name, reading.diagnostics);
}

/// From the beginning of the key to the end of the value.
inline Location whole_of(YamlEntry entry) {
    Location where = entry.key.location();
    where.end = std::max(where.end, entry.value.location().end);
    return where;
}

/// Nothing, `~` or an empty collection.
inline bool is_nothing(YamlRef node) {
    return node.is_null() || (!node.is_scalar() && node.size() == 0) ||
           (node.is_scalar() && node.text().empty());
}

/// The entries of a section, each under its title: reports what is no mapping.
void read_data_assets(Reading& reading, YamlEntry section);
void read_technical_assets(Reading& reading, YamlEntry section);
void read_boundaries(Reading& reading, YamlEntry section);
void read_runtimes(Reading& reading, YamlEntry section);
/// Both forms: a mapping from titles, and a list whose items hold their titles.
void read_categories(Reading& reading, YamlEntry section);
void read_tracking(Reading& reading, YamlEntry section);

/// Puts links in order, turns what is written into ids and reports what is not there, stands twice or goes
/// round in circles.
void resolve_references(Reading& reading);

/// The entry of a title: a new one, or the one that is replaced.
template <typename Item>
Item& place_of(std::vector<Item>& items, Reading::Positions& positions, std::string_view title) {
    const auto [found, added] = positions.emplace(title, items.size());
    if (added) return items.emplace_back();
    return items[found->second] = Item{};
}

}  // namespace bartizan::threagile
