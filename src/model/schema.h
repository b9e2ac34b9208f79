// What models may be made of: element types, attributes, enumerations and controls, as the loaded packs
// define them. No parsing, no I/O: rules/pack.h fills it.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/vocabulary.h"
#include "text/ids.h"
#include "text/source.h"

namespace bartizan {

struct TypeTag;
struct AttributeTag;
struct EnumerationTag;
struct ControlTag;
using TypeId = Id<TypeTag>;
using AttributeId = Id<AttributeTag>;
using EnumerationId = Id<EnumerationTag>;
using ControlId = Id<ControlTag>;

enum class ValueType : std::uint8_t { boolean, integer, text, duration, enumeration };

/// One value, by the attribute's type: 0/1, the integer, a Symbol of the model (texts of defaults: index into
/// `Schema::texts`), seconds, or the ordinal of the enumeration's value.
using RawValue = std::int32_t;

struct ImpliedValue {
    std::string attribute;  // of the same subject; resolved to `id` once all packs are read
    AttributeId id;
    RawValue value = 0;
    std::string value_text;
    Location where;
};

struct EnumerationValue {
    std::string name;
    std::string description;
    std::vector<ImpliedValue> implies;
};

struct Enumeration {
    std::string name;
    std::string description;
    bool ordered = false;
    std::vector<EnumerationValue> values;  // at most 256; ordinals are positions
    Location where;

    std::optional<RawValue> ordinal(std::string_view value) const;
};

struct Attribute {
    std::string name;
    std::string description;
    Subject subject = Subject::element;
    ValueType type = ValueType::boolean;
    bool is_list = false;
    EnumerationId enumeration;  // where `type` is enumeration
    RawValue default_value = 0;
    /// Element attributes: the types (with what derives from them) that may state it; empty for all.
    std::vector<TypeId> only_for;
    Location where;
};

struct TypeDefault {
    AttributeId attribute;
    RawValue value = 0;
};

struct ElementType {
    std::string name;
    std::string title;
    std::string description;
    ElementKind kind = ElementKind::process;
    bool is_abstract = false;
    TypeId parent;  // invalid for the three base kinds
    /// Own and inherited defaults, one per attribute (the nearest wins), sorted by attribute.
    std::vector<TypeDefault> defaults;
    /// `t.is(u)` iff u.first <= t.first && t.first <= u.last: types are numbered in preorder of their tree.
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    Location where;
};

/// What a control covers besides the place where it stands; see docs/packs.md.
struct Protects {
    bool incoming = false;
    bool outgoing = false;
    bool downstream = false;
};

struct Control {
    std::string name;
    std::string title;
    std::string text;
    std::vector<TypeId> placed_on_types;
    bool placed_on_flow = false;
    bool placed_on_boundary = false;
    Protects protects;
    StrideSet mitigates = 0;
    std::vector<int> cwe;
    std::string verified_by;
    std::vector<std::string> nist;
    std::vector<std::string> asvs;
    /// Conditions that recognise the control from attributes (empty: none); compiled by rules/.
    std::string recognised_on_element;
    std::string recognised_on_flow;
    Location recognised_on_element_at;
    Location recognised_on_flow_at;
    Level effort = Level::medium;
    Location where;
};

/// Positions by name, looked up without making a string of the name.
struct NameHash {
    using is_transparent = void;
    using is_avalanching = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
};
using NameIndex = boost::unordered_flat_map<std::string, std::uint32_t, NameHash, std::equal_to<>>;

struct Schema {
    std::vector<Enumeration> enumerations;
    std::vector<Attribute> attributes;
    std::vector<ElementType> types;
    std::vector<Control> controls;
    /// Default texts of text attributes; `RawValue` 0 is the empty text.
    std::vector<std::string> texts{""};

    TypeId find_type(std::string_view name) const;
    AttributeId find_attribute(Subject subject, std::string_view name) const;
    EnumerationId find_enumeration(std::string_view name) const;
    ControlId find_control(std::string_view name) const;

    const ElementType& operator[](TypeId id) const { return types[id.index]; }
    const Attribute& operator[](AttributeId id) const { return attributes[id.index]; }
    const Enumeration& operator[](EnumerationId id) const { return enumerations[id.index]; }
    const Control& operator[](ControlId id) const { return controls[id.index]; }

    bool is(TypeId type, TypeId ancestor) const {
        return types[ancestor.index].first <= types[type.index].first &&
               types[type.index].first <= types[ancestor.index].last;
    }
    /// Whether an element of this type may state the attribute.
    bool may_have(TypeId type, AttributeId attribute) const;
    bool may_place(ControlId control, TypeId type) const;

    /// Numbers the types in preorder, inherits kinds and defaults, and builds the indices behind `find_…`.
    /// Call when all packs are read; parents must be free of cycles.
    void finish();

private:
    NameIndex type_index_, enumeration_index_, control_index_;
    std::array<NameIndex, subject_names.size()> attribute_index_;
};

}  // namespace bartizan
