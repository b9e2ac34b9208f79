// A model of pytm as its file says it: objects in the order in which they are made, each with a row of values
// for the attributes of its class. Knows nothing of Bartizan's own model.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/pytm/vocabulary.h"
#include "text/diagnostic.h"
#include "text/interner.h"
#include "text/source.h"

namespace bartizan::pytm {

struct ObjectTag;
using ObjectId = Id<ObjectTag>;

enum class ValueKind : std::uint8_t {
    missing,  // no such attribute: an exception in Python
    none,
    boolean,
    integer,
    real,
    text,         // number: a Symbol
    enumeration,  // detail: which one; number: the member
    object,
    controls,  // of an object
    list,      // of an object; detail: the attribute
    sequence,  // written in a condition; number: its node; detail 1: a generator
    type,      // number: a Class
};

struct Value {
    ValueKind kind = ValueKind::missing;
    std::uint8_t detail = 0;
    /// Written in the file, rather than a default.
    bool stated = false;
    std::int32_t number = 0;  // of reals: the bits of a float

    bool is_true() const { return kind == ValueKind::boolean && number != 0; }
};

inline Value make_none() { return {ValueKind::none}; }
inline Value make_boolean(bool value) { return {ValueKind::boolean, 0, false, value ? 1 : 0}; }
inline Value make_integer(std::int32_t value) { return {ValueKind::integer, 0, false, value}; }
inline Value make_text(Symbol symbol) {
    return {ValueKind::text, 0, false, static_cast<std::int32_t>(symbol.index)};
}
inline Value make_member(Enumeration enumeration, std::uint8_t member) {
    return {ValueKind::enumeration, static_cast<std::uint8_t>(enumeration), false, member};
}
inline Value make_object(ObjectId id) {
    return {ValueKind::object, 0, false, static_cast<std::int32_t>(id.index)};
}
/// What is too large for our whole numbers is real.
inline Value make_number(std::int64_t value) {
    const auto small = static_cast<std::int32_t>(value);
    return small == value
               ? make_integer(small)
               : Value{ValueKind::real, 0, false, std::bit_cast<std::int32_t>(static_cast<float>(value))};
}

/// A finding that somebody wrote for an element: its fields replace those of the threat.
struct Override {
    std::string threat_id;
    std::vector<std::pair<std::string, std::string>> fields;  // cvss, response, severity, …
    Location where;

    /// Empty where it is not written.
    std::string_view field(std::string_view name) const;
};

struct Assumption {
    std::string name;
    std::string description;
    std::vector<std::string> exclude;  // SIDs
    Location where;
};

/// What few objects have.
struct Details {
    std::vector<Override> overrides;
    std::vector<Assumption> assumptions;
    std::vector<std::string> source_files;
    std::vector<std::int64_t> levels;
    std::vector<std::pair<Attribute, Value>> extras;  // attributes that pytm does not know
    bool has_own_overrides = false;
};

struct Object {
    Class kind = Class::element;
    std::uint32_t row = 0;  // first value in Document::values
    std::uint32_t details = Id<ObjectTag>::none_value;
    std::vector<ObjectId> data;
    std::vector<ObjectId> inputs;   // of data: the flows that carry it
    std::vector<ObjectId> outputs;  // of data: who processes it
    std::string id;                 // the file's own, where names are not what refers
    Location where;
    Location whole;  // its entry in JSON
};

struct Document {
    std::string name;
    std::string description;
    bool is_ordered = false;
    bool ignore_unused = false;
    bool is_python = false;
    std::vector<Assumption> assumptions;
    std::vector<std::string> excluded;  // SIDs
    Location where;

    Interner texts;
    std::vector<Object> objects;  // data, too, in the order of creation
    std::vector<Value> values;
    std::deque<Details> details;
    /// Attributes that some object states though its class has none of that name.
    std::array<bool, known_count> is_misplaced{};
    /// Names that pytm does not know: of attributes, and (after a dot) of controls.
    boost::unordered_flat_map<std::string, Attribute> extra_names;

    const Object& operator[](ObjectId id) const { return objects[id.index]; }
    Object& operator[](ObjectId id) { return objects[id.index]; }
    std::string_view name_of(ObjectId id) const;
    Class kind_of(ObjectId id) const { return objects[id.index].kind; }
    bool is_a(ObjectId id, ClassMask classes) const { return (mask_of(kind_of(id)) & classes) != 0; }

    /// Missing where the class has no such attribute.
    Value get(ObjectId id, Attribute attribute) const {
        const Object& object = objects[id.index];
        if (number_of(attribute) >= known_count) return get_extra(object, attribute);
        const std::uint8_t slot = slot_of(object.kind, attribute);
        return slot == no_slot ? get_extra(object, attribute) : values[object.row + slot];
    }
    Value get(ObjectId id, Control control) const { return get(id, attribute_of(control)); }
    bool is_true(ObjectId id, Attribute attribute) const { return get(id, attribute).is_true(); }
    ObjectId object(ObjectId id, Attribute attribute) const;
    std::string_view text(ObjectId id, Attribute attribute) const;

    /// The slot's value; nothing happens where the class has no such attribute.
    void set(ObjectId id, Attribute attribute, Value value);
    void set(ObjectId id, Control control, Value value) { set(id, attribute_of(control), value); }

    const Details& details_of(ObjectId id) const;
    Details& add_details(ObjectId id);

    void reserve(std::size_t more_objects);
    /// A new object with the defaults of its class.
    ObjectId make(Class kind, std::string_view name, Location where);
    /// The number of a name that pytm does not know.
    Attribute extra(std::string_view name, bool of_controls);
    /// Invalid where no object has such an attribute.
    std::optional<Attribute> find_extra(std::string_view name, bool of_controls) const;

private:
    Value get_extra(const Object& object, Attribute attribute) const;
};

/// A scalar of a file before it is fitted to an attribute.
struct Literal {
    Value value;
    std::string_view text;  // of texts, before they are interned
    Location where;
};

/// Sets a plain attribute (no list) after fitting the value to its form; reports a value that does not fit.
/// `name` may be unknown to pytm: it is kept as an extra, and a near name of pytm's is suggested.
void state(Document& document, ObjectId id, std::string_view name, bool of_controls, Literal written,
           Location name_where, Diagnostics& diagnostics);

}  // namespace bartizan::pytm
