#include <algorithm>
#include <limits>

#include "formats/native/reading.h"

namespace bartizan::native {
namespace {

std::optional<RawValue> read_enumeration_value(Reading& reading, YamlRef value, const Attribute& attribute) {
    auto text = read_text(reading, value, attribute.name);
    if (!text) return std::nullopt;
    const Enumeration& enumeration = reading.schema[attribute.enumeration];
    if (auto ordinal = enumeration.ordinal(*text)) return ordinal;
    std::vector<std::string_view> names;
    for (const EnumerationValue& known : enumeration.values) names.push_back(known.name);
    reading.report(DiagnosticKind::invalid_value, value.location(),
                   quote_name(attribute.name) + " cannot be " + quote_name(*text),
                   suggest(reading, *text, names, "write " + choices_text(names)));
    return std::nullopt;
}

std::optional<RawValue> read_duration(Reading& reading, YamlRef value, const Attribute& attribute) {
    auto text = read_text(reading, value, attribute.name);
    if (!text) return std::nullopt;
    auto seconds = parse_duration(*text);
    if (!seconds) {
        reading.report(DiagnosticKind::invalid_value, value.location(),
                       quote_name(*text) + " is not a duration",
                       "write a number and a unit (s, m, h, d, w or y), such as `15m` or `30d`");
    }
    return seconds;
}

std::optional<RawValue> read_value(Reading& reading, YamlRef value, const Attribute& attribute) {
    constexpr std::int64_t lowest = std::numeric_limits<RawValue>::min();
    constexpr std::int64_t highest = std::numeric_limits<RawValue>::max();
    switch (attribute.type) {
        case ValueType::boolean:
            return read_boolean(value, {"", attribute.name}, reading.diagnostics);
        case ValueType::integer:
            return read_integer(value, {"", attribute.name}, lowest, highest, reading.diagnostics);
        case ValueType::duration:
            return read_duration(reading, value, attribute);
        case ValueType::enumeration:
            return read_enumeration_value(reading, value, attribute);
        case ValueType::text: {
            auto text = read_text(reading, value, attribute.name);
            if (!text) return std::nullopt;
            return static_cast<RawValue>(reading.model.symbols.intern(*text).index);
        }
    }
    return std::nullopt;
}

/// Whether an element of this type may state the attribute; reports if not.
bool check_type(Reading& reading, const AttributeEntry& entry, TypeId type) {
    const Schema& schema = reading.schema;
    if (!type.valid() || schema.may_have(type, entry.attribute)) return true;
    const Attribute& attribute = schema[entry.attribute];
    std::vector<std::string_view> meant_for;
    for (TypeId allowed : attribute.only_for) meant_for.push_back(schema[allowed].name);
    reading.report(
        DiagnosticKind::misplaced_attribute, entry.key.location(),
        quote_name(attribute.name) + " means nothing for " + with_article(schema[type].name),
        "it is meant for elements of type " + choices_text(meant_for) + " and those that derive from it");
    return false;
}

void read_entry(Reading& reading, const AttributeEntry& entry) {
    const Attribute& attribute = reading.schema[entry.attribute];
    std::size_t first = reading.values.size();
    auto add = [&](YamlRef item) {
        auto value = read_value(reading, item, attribute);
        if (!value) return;
        // Enumerations are small, so that looking for a repetition stays cheap however long the list.
        auto same = [&](const StatedValue& other) { return other.value == *value; };
        bool can_repeat = attribute.type != ValueType::enumeration;
        if (!can_repeat && std::any_of(reading.values.begin() + first, reading.values.end(), same)) {
            reading.report(DiagnosticKind::duplicate_name, item.location(),
                           quote_name(item.text()) + " is listed twice");
            return;
        }
        reading.values.push_back({entry.attribute, *value, item.location(), false});
    };
    if (attribute.is_list) {
        for_each_item(entry.value, add);
    } else {
        add(entry.value);
    }
}

void report_contradiction(Reading& reading, const StatedValue& cause, const ImpliedValue& implied,
                          RawValue wanted, const StatedValue& other) {
    const Attribute& attribute = reading.schema[implied.id];
    const Attribute& source = reading.schema[cause.attribute];
    std::string cause_text =
        quote_name(source.name + ": " + value_text(reading.schema, reading.model, source, cause.value));
    auto& diagnostic = reading.report(
        DiagnosticKind::contradiction, other.where,
        cause_text + " implies " +
            quote_name(attribute.name + ": " + value_text(reading.schema, reading.model, attribute, wanted)) +
            ", but here it is " +
            quote_name(value_text(reading.schema, reading.model, attribute, other.value)),
        "change one of the two");
    diagnostic.notes.push_back({cause.where, cause_text + " is stated here"});
}

/// Adds the value, or finds it stated already, the same or another.
void apply_implied(Reading& reading, std::size_t cause_position, const ImpliedValue& implied) {
    if (!implied.id.valid()) return;
    std::vector<StatedValue>& values = reading.values;
    const Attribute& attribute = reading.schema[implied.id];
    RawValue wanted = implied.value;
    if (attribute.type == ValueType::text) {
        wanted = static_cast<RawValue>(reading.model.symbols.intern(implied.value_text).index);
    }
    StatedValue cause = values[cause_position];
    for (const StatedValue& other : values) {
        if (other.attribute != implied.id) continue;
        if (other.value == wanted) return;
        if (attribute.is_list) continue;
        report_contradiction(reading, cause, implied, wanted, other);
        return;
    }
    values.push_back({implied.id, wanted, cause.where, true});
}

/// What is implied may imply more; each step adds a value that was not there, so it ends.
void add_implied(Reading& reading) {
    for (std::size_t i = 0; i < reading.values.size(); ++i) {
        const Attribute& attribute = reading.schema[reading.values[i].attribute];
        if (attribute.type != ValueType::enumeration) continue;
        const auto& enumeration = reading.schema[attribute.enumeration];
        for (const ImpliedValue& implied : enumeration.values[reading.values[i].value].implies) {
            apply_implied(reading, i, implied);
        }
    }
}

}  // namespace

std::string value_text(const Schema& schema, const Model& model, const Attribute& attribute, RawValue value) {
    switch (attribute.type) {
        case ValueType::boolean:
            return value ? "true" : "false";
        case ValueType::integer:
            return std::to_string(value);
        case ValueType::duration:
            return duration_text(value);
        case ValueType::enumeration:
            return schema[attribute.enumeration].values[value].name;
        case ValueType::text:
            return std::string(model.text_of(Symbol(value)));
    }
    return {};
}

void read_attributes(Reading& reading, Described& described, TypeId type) {
    if (reading.attributes.empty()) return;
    reading.values.clear();
    for (const AttributeEntry& entry : reading.attributes) {
        if (check_type(reading, entry, type)) read_entry(reading, entry);
    }
    add_implied(reading);
    std::vector<StatedValue>& values = reading.values;
    auto by_attribute = [](const StatedValue& a, const StatedValue& b) { return a.attribute < b.attribute; };
    if (!std::is_sorted(values.begin(), values.end(), by_attribute)) {
        std::stable_sort(values.begin(), values.end(), by_attribute);
    }
    std::vector<StatedValue>& stated = reading.model.stated;
    described.attributes = {static_cast<std::uint32_t>(stated.size()),
                            static_cast<std::uint32_t>(values.size())};
    stated.insert(stated.end(), values.begin(), values.end());
}

}  // namespace bartizan::native
