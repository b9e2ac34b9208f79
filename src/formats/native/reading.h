// What the stages of reading a native model share: the model as far as it is built, names declared so far,
// and readers of single values in the manner of text/yaml_record.h. Internal to this folder.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/native/language.h"
#include "formats/native/read.h"
#include "text/yaml_record.h"

namespace bartizan::native {

/// Names of one namespace. The views are into the model's symbols.
template <typename IdType>
struct Names {
    boost::unordered_flat_map<std::string_view, IdType> ids;
    std::vector<std::string_view> in_order;
    /// Some use of a name could not be understood, so what seems unused may be used there.
    bool uses_lost = false;

    IdType find(std::string_view name) const {
        auto found = ids.find(name);
        return found == ids.end() ? IdType() : found->second;
    }
    void reserve(std::size_t count) {
        ids.reserve(count);
        in_order.reserve(count);
    }
    void add(std::string_view name, IdType id) {
        ids.emplace(name, id);
        in_order.push_back(name);
    }
};

struct AttributeEntry {
    AttributeId attribute;
    YamlRef key;
    YamlRef value;
};

/// The values of a mapping, by position of the key in its section.
struct Fields {
    static constexpr std::size_t max_keys = 24;
    std::array<YamlEntry, max_keys> entries;

    const YamlEntry& operator[](std::size_t position) const { return entries[position]; }
    bool has(std::size_t position) const { return entries[position].value.valid(); }
};

/// Nodes of the document that belongs to one file, split by top-level key.
struct DocumentFields {
    const YamlTree* tree = nullptr;
    Fields fields;
};

struct Reading {
    Reading(const Schema& used_schema, Diagnostics& sink, ReadOptions with)
        : schema(used_schema), diagnostics(sink), options(with) {}

    const Schema& schema;
    Diagnostics& diagnostics;
    ReadOptions options;
    std::vector<DocumentFields> documents;
    /// A file could not be read: a name that is not found may be declared there.
    bool is_incomplete = false;
    Model model;

    Names<DataId> data;
    Names<BoundaryId> boundaries;
    Names<ElementId> elements;
    Names<FlowId> flows;
    /// The `crossed-by` of boundaries, until flows have names.
    std::vector<std::pair<BoundaryId, YamlEntry>> crossed_by;
    std::vector<std::uint8_t> data_used;
    std::vector<std::uint8_t> element_has_flow;

    /// Attributes of the mapping that was read last, see `read_fields`.
    std::vector<AttributeEntry> attributes;
    std::vector<StatedValue> values;
    /// The last list that named each data, so that a repetition is noticed without a search.
    std::vector<std::uint32_t> data_seen_in;
    std::uint32_t data_lists = 0;
    /// Names that may still be compared for suggestions: with very many mistakes in a very large model the
    /// later ones get none.
    std::size_t comparisons_left = 2'000'000;

    Diagnostic& report(DiagnosticKind kind, Location where, std::string message, std::string help = {}) {
        return diagnostics.add(kind, where, std::move(message), std::move(help));
    }
};

using NameList = std::span<const std::string_view>;

/// "an element", "a flow"
std::string with_article(std::string_view what);
/// "did you mean `x`?", else `otherwise`. Unlike the one in text/, looks at all names of a large model.
std::string suggest(Reading& reading, std::string_view name, NameList candidates, std::string otherwise = {});
/// Part of a scalar that stands in the source as it is; else all of it.
Location part_of(YamlRef scalar, std::size_t offset, std::size_t length);

/// Splits a mapping by the keys of a section, and its attributes into `Reading::attributes`. Reports unknown
/// keys and missing ones (at `owner`), and anything that is no mapping; null has no keys.
Fields read_fields(Reading& reading, YamlRef value, const Section& section, YamlRef owner);

/// False for an entry that is not there or has no value; anything else than a mapping is reported.
bool expect_mapping(Reading& reading, const YamlEntry& entry);

std::optional<std::string_view> read_text(Reading& reading, YamlRef value, std::string_view what);
std::optional<std::string_view> read_text(Reading& reading, const YamlEntry& entry);
Symbol read_symbol(Reading& reading, const YamlEntry& entry);
std::optional<Date> read_date(Reading& reading, const YamlEntry& entry);
/// One of the names of a fixed table of the vocabulary.
std::optional<std::size_t> read_choice(Reading& reading, const YamlEntry& entry, NameList names);

/// Calls `read(item)` for each item of a list; a scalar or mapping stands for a list of one, null for an
/// empty one.
template <typename Read>
void for_each_item(YamlRef value, Read read) {
    if (value.is_sequence()) {
        for (YamlRef item : value.items()) read(item);
    } else if (!value.is_null()) {
        read(value);
    }
}

/// Whether the key can be an id; reports if not. `what` is "element", "flow" …
bool check_name(Reading& reading, YamlRef key, std::string_view what);
/// Says nothing if both stand in one mapping of one file as the same text: YAML has said so already.
void report_duplicate(Reading& reading, YamlRef key, std::string_view what, std::string_view name,
                      Location first);

void read_tags(Reading& reading, const YamlEntry& entry, Range& range);
/// `title`, `description` and `tags`, with the id given; `where` and attributes are the caller's.
void read_described(Reading& reading, Described& described, const YamlEntry& title,
                    const YamlEntry& description, const YamlEntry& tags);
/// The attributes in `Reading::attributes`, as the last `read_fields` left them, with what they imply. `type`
/// is that of an element, or invalid.
void read_attributes(Reading& reading, Described& described, TypeId type = {});
/// As the language writes the value.
std::string value_text(const Schema& schema, const Model& model, const Attribute& attribute, RawValue value);
/// Names of data, marked as used.
Range read_data_uses(Reading& reading, const YamlEntry& entry);
BoundaryId read_boundary_name(Reading& reading, std::string_view name, Location where);
BoundaryId read_boundary_name(Reading& reading, const YamlEntry& entry);
ElementId read_element_name(Reading& reading, std::string_view name, Location where);

FlowId read_flow_name(Reading& reading, YamlRef name);
void report_unknown_flow(Reading& reading, YamlRef item, std::string_view name);

// The stages, in the order in which they run.
void read_header(Reading& reading);
void read_data(Reading& reading);
void read_boundaries(Reading& reading);
void read_elements(Reading& reading);
void read_flows(Reading& reading);
void read_crossings(Reading& reading);
void read_placements(Reading& reading);
void read_decisions(Reading& reading);
void read_disabled_rules(Reading& reading);
void read_remarks(Reading& reading);
void read_extensions(Reading& reading);
void warn_about_unused(Reading& reading);

/// The entries of a `controls` list at one or, for a two-way flow, two places.
void read_controls_at(Reading& reading, const YamlEntry& entry, std::span<const Place> places,
                      TypeId type = {});

/// Neither elements nor flows can have this name.
inline constexpr std::string_view reserved_name = "model";

/// Two names and an arrow: `a -> b`, `a->b` or `a <-> b`. The offsets are those of the names in the text.
struct Arrow {
    std::string_view source, target;
    std::size_t source_offset = 0, target_offset = 0;
    bool two_way = false;

    /// Ids of the flow that goes along the arrow, and of the one against it.
    std::string forth() const;
    std::string back() const;
};
/// Nothing if there is no arrow in the text, or none between two names.
std::optional<Arrow> split_arrow(std::string_view text);

}  // namespace bartizan::native
