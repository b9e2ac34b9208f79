#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "model/model.h"
#include "rules/members.h"
#include "rules/pack_reader.h"

namespace bartizan {
namespace {

constexpr std::size_t most_enumerations = 2000;
constexpr std::size_t most_values = 256;       // ordinals are kept in one byte
constexpr std::size_t most_attributes = 2000;  // of one subject

struct EnumerationDraft {
    Enumeration enumeration;
    std::vector<WaitingImplication> implications;
};

/// One value while it is read; `position` is its ordinal.
struct ValueDraft {
    EnumerationDraft& owner;
    EnumerationValue value;
    std::uint32_t position = 0;
};

bool read_value_description(PackReader& reader, YamlEntry entry, ValueDraft& draft) {
    return reader.read_text_into(entry, draft.value.description);
}

bool read_implies(PackReader& reader, YamlEntry entry, ValueDraft& draft) {
    if (!expect_mapping(entry.value, "`implies`", reader.diagnostics)) return false;
    for (YamlEntry implied : entry.value.entries()) {
        draft.owner.implications.push_back({EnumerationId(), draft.position, implied});
    }
    return true;
}

constexpr std::array<RecordKey<PackReader, ValueDraft>, 2> value_keys{{
    {"description", read_value_description, Presence::required},
    {"implies", read_implies},
}};

bool read_values(PackReader& reader, YamlEntry entry, EnumerationDraft& draft) {
    if (!expect_mapping(entry.value, "`values`", reader.diagnostics)) return false;
    for (auto [key, value] : entry.value.entries()) {
        if (!expect_name(key, "a value of an enumeration", reader.diagnostics)) return false;
        auto& values = draft.enumeration.values;
        if (values.size() == most_values) {
            reader.diagnostics.add(DiagnosticKind::too_large, key.location(),
                                   "an enumeration has at most " + std::to_string(most_values) + " values");
            return false;
        }
        ValueDraft value_draft{
            draft, {std::string(key.text()), {}, {}}, static_cast<std::uint32_t>(values.size())};
        if (value.is_scalar()) {
            reader.read_text_into({key, value}, value_draft.value.description);
        } else {
            RecordName name{"a value of an enumeration", key.text(), key.location()};
            read_record(reader, value, name, value_keys, value_draft, reader.diagnostics);
        }
        values.push_back(std::move(value_draft.value));
    }
    return true;
}

bool read_enumeration_description(PackReader& reader, YamlEntry entry, EnumerationDraft& draft) {
    return reader.read_text_into(entry, draft.enumeration.description);
}

bool read_ordered(PackReader& reader, YamlEntry entry, EnumerationDraft& draft) {
    return reader.read_boolean_into(entry, draft.enumeration.ordered);
}

constexpr std::array<RecordKey<PackReader, EnumerationDraft>, 3> enumeration_keys{{
    {"description", read_enumeration_description, Presence::required},
    {"ordered", read_ordered},
    {"values", read_values, Presence::required},
}};

struct AttributeDraft {
    Attribute attribute;
    bool typed = false;
};

/// Scalar types in the order of ValueType.
constexpr std::array<std::string_view, 4> scalar_type_names{"boolean", "integer", "text", "duration"};

bool read_type(PackReader& reader, YamlEntry entry, AttributeDraft& draft) {
    auto text = read_text(entry.value, "`type`", reader.diagnostics);
    if (!text) return false;
    std::string_view name = *text;
    constexpr std::string_view list_prefix = "list of ";
    if (name.starts_with(list_prefix)) {
        draft.attribute.is_list = true;
        name.remove_prefix(list_prefix.size());
    }
    auto scalar = std::find(scalar_type_names.begin(), scalar_type_names.end(), name);
    if (scalar != scalar_type_names.end()) {
        draft.attribute.type = static_cast<ValueType>(scalar - scalar_type_names.begin());
        draft.typed = !draft.attribute.is_list || draft.attribute.type == ValueType::text;
        if (draft.typed) return true;
        reader.diagnostics.add(DiagnosticKind::invalid_value, entry.value.location(),
                               "there are no lists of " + quote_name(name),
                               "a list holds `text` or the values of an enumeration");
        return false;
    }
    if (const DeclaredNames::Entry* enumeration = reader.enumerations.find(name)) {
        draft.attribute.type = ValueType::enumeration;
        draft.attribute.enumeration = EnumerationId(enumeration->index);
        draft.typed = true;
        return true;
    }
    std::vector<std::string_view> candidates(scalar_type_names.begin(), scalar_type_names.end());
    candidates.insert(candidates.end(), reader.enumerations.in_order.begin(),
                      reader.enumerations.in_order.end());
    reader.diagnostics.add(DiagnosticKind::unknown_name, entry.value.location(),
                           "there is no enumeration " + quote_name(name), suggest(name, candidates));
    return false;
}

bool read_default(PackReader& reader, YamlEntry entry, AttributeDraft& draft) {
    if (!draft.typed) return false;
    auto value = read_attribute_value(reader, draft.attribute, entry.value);
    if (value) draft.attribute.default_value = *value;
    return value.has_value();
}

bool read_only_for(PackReader& reader, YamlEntry entry, AttributeDraft& draft) {
    if (draft.attribute.subject != Subject::element) {
        reader.diagnostics.add(DiagnosticKind::invalid_value, entry.key.location(),
                               "`for` is only for attributes of elements", "leave it out");
        return false;
    }
    return reader.for_each_item(entry, [&](YamlRef item) {
        const auto* type = reader.resolve(reader.types, item, "type", DiagnosticKind::unknown_type);
        if (type) draft.attribute.only_for.push_back(TypeId(type->index));
        return type != nullptr;
    });
}

bool read_attribute_description(PackReader& reader, YamlEntry entry, AttributeDraft& draft) {
    return reader.read_text_into(entry, draft.attribute.description);
}

constexpr std::array<RecordKey<PackReader, AttributeDraft>, 4> attribute_keys{{
    {"type", read_type, Presence::required},
    {"default", read_default},
    {"for", read_only_for},
    {"description", read_attribute_description, Presence::required},
}};

/// In a condition the attribute could not be told from what every element, flow, … has anyway.
bool is_free_name(PackReader& reader, Subject subject, YamlRef key) {
    std::string in_conditions(key.text());
    std::ranges::replace(in_conditions, '-', '_');
    if (!find_member(subject, in_conditions)) return true;
    reader.diagnostics.add(DiagnosticKind::invalid_name, key.location(),
                           "this attribute cannot be called " + quote_name(key.text()) + ": `" +
                               std::string(name_of(subject)) + "." + in_conditions +
                               "` means something already",
                           "choose another name");
    return false;
}

void read_attribute(PackReader& reader, Subject subject, YamlRef key, YamlRef value) {
    AttributeDraft draft;
    draft.attribute.name = key.text();
    draft.attribute.subject = subject;
    draft.attribute.where = key.location();
    RecordName name{"an attribute", key.text(), key.location()};
    read_record(reader, value, name, attribute_keys, draft, reader.diagnostics);
    auto& attributes = reader.schema().attributes;
    auto& names = reader.attributes[static_cast<std::size_t>(subject)];
    if (!is_free_name(reader, subject, key)) return;
    if (!reader.declare(names, key, "attribute", attributes.size(), most_attributes)) return;
    attributes.push_back(std::move(draft.attribute));
}

/// The subject whose attributes each enumeration serves; nothing if there is none, or more than one.
using EnumerationSubjects = std::vector<std::optional<Subject>>;

/// What a value implies is an attribute of the place that has it, so all places must be of one subject.
EnumerationSubjects find_subjects(PackReader& reader) {
    const Schema& schema = reader.schema();
    std::vector<YamlRef> implies(schema.enumerations.size());
    for (const WaitingImplication& waiting : reader.implications) {
        implies[waiting.enumeration.index] = waiting.implied.key;
    }
    EnumerationSubjects subjects(schema.enumerations.size());
    std::vector<std::uint32_t> disputed;
    for (const Attribute& attribute : schema.attributes) {
        if (!attribute.enumeration.valid()) continue;
        std::uint32_t enumeration = attribute.enumeration.index;
        auto& subject = subjects[enumeration];
        if (!subject) subject = attribute.subject;
        if (subject == attribute.subject || !implies[enumeration].valid()) continue;
        disputed.push_back(enumeration);
        reader.diagnostics
            .add(DiagnosticKind::invalid_value, attribute.where,
                 quote_name(attribute.name) + " cannot have the type " +
                     quote_name(schema.enumerations[enumeration].name) +
                     ": its values imply attributes of another subject, " + std::string(name_of(*subject)),
                 "define an enumeration of its own for it")
            .notes.push_back({implies[enumeration].location(), "it is implied here"});
    }
    for (std::uint32_t enumeration : disputed) subjects[enumeration].reset();
    return subjects;
}

void resolve_implication(PackReader& reader, const WaitingImplication& waiting, Subject subject) {
    auto [key, value] = waiting.implied;
    AttributeId id = reader.resolve_attribute(subject, key);
    if (!id.valid()) return;
    const Attribute& attribute = reader.schema()[id];
    if (attribute.enumeration == waiting.enumeration) {
        reader.diagnostics.add(DiagnosticKind::invalid_value, key.location(),
                               "a value of this enumeration cannot imply another value of it");
        return;
    }
    auto raw = read_attribute_value(reader, attribute, value);
    if (!raw) return;
    Enumeration& enumeration = reader.schema().enumerations[waiting.enumeration.index];
    enumeration.values[waiting.value].implies.push_back(
        {attribute.name, id, *raw, std::string(value.text()), key.location()});
}

}  // namespace

void read_enumerations(PackReader& reader) {
    reader.for_each_definition(Section::enumerations, [&](const PackFile&, YamlRef key, YamlRef value) {
        EnumerationDraft draft;
        draft.enumeration.name = key.text();
        draft.enumeration.where = key.location();
        RecordName name{"an enumeration", key.text(), key.location()};
        read_record(reader, value, name, enumeration_keys, draft, reader.diagnostics);
        // Without a first value it has no default; what uses it would have no value to hold.
        if (draft.enumeration.values.empty()) return;
        auto& enumerations = reader.schema().enumerations;
        EnumerationId id(enumerations.size());
        if (!reader.declare(reader.enumerations, key, "enumeration", id.index, most_enumerations)) return;
        enumerations.push_back(std::move(draft.enumeration));
        for (WaitingImplication& waiting : draft.implications) {
            waiting.enumeration = id;
            reader.implications.push_back(waiting);
        }
    });
}

void read_attributes(PackReader& reader) {
    constexpr std::array<std::string_view, 4> subjects{"element", "flow", "boundary", "data"};
    reader.for_each_definition(Section::attributes, [&](const PackFile&, YamlRef key, YamlRef value) {
        auto subject = from_name<Subject>(subject_names, key.text());
        if (!subject || *subject == Subject::model) {
            report_unknown_key(key, {"`attributes`", {}, {}}, subjects, reader.diagnostics);
            return;
        }
        if (value.is_scalar() && value.is_null()) return;
        if (!expect_mapping(value, key, reader.diagnostics)) return;
        for (YamlEntry attribute : value.entries())
            read_attribute(reader, *subject, attribute.key, attribute.value);
    });
}

void resolve_implied_values(PackReader& reader) {
    EnumerationSubjects subjects = find_subjects(reader);
    for (const WaitingImplication& waiting : reader.implications) {
        if (auto subject = subjects[waiting.enumeration.index])
            resolve_implication(reader, waiting, *subject);
    }
}

std::optional<RawValue> read_attribute_value(PackReader& reader, const Attribute& attribute, YamlRef node) {
    ValueName what("", attribute.name);
    Diagnostics& diagnostics = reader.diagnostics;
    if (attribute.is_list) {
        diagnostics.add(DiagnosticKind::invalid_value, node.location(),
                        what.text() + " is a list; a list has no default and cannot be implied");
        return std::nullopt;
    }
    if (attribute.type == ValueType::boolean) return read_boolean(node, what, diagnostics);
    if (attribute.type == ValueType::integer) {
        using Limits = std::numeric_limits<RawValue>;
        auto value = read_integer(node, what, Limits::min(), Limits::max(), diagnostics);
        return value ? std::optional<RawValue>(static_cast<RawValue>(*value)) : std::nullopt;
    }
    auto text = read_text(node, what, diagnostics);
    if (!text) return std::nullopt;
    if (attribute.type == ValueType::text) {
        reader.schema().texts.emplace_back(*text);
        return static_cast<RawValue>(reader.schema().texts.size() - 1);
    }
    if (attribute.type == ValueType::duration) {
        auto seconds = parse_duration(*text);
        if (!seconds) {
            diagnostics.add(DiagnosticKind::invalid_value, node.location(),
                            what.text() + " cannot be " + quote_name(*text) + ", which is no duration",
                            "write it like `15m`, `12h` or `30d`");
        }
        return seconds;
    }
    const Enumeration& enumeration = reader.schema()[attribute.enumeration];
    if (auto ordinal = enumeration.ordinal(*text)) return ordinal;
    std::vector<std::string_view> names;
    for (const EnumerationValue& value : enumeration.values) names.push_back(value.name);
    read_choice(node, what, names, diagnostics);
    return std::nullopt;
}

}  // namespace bartizan
