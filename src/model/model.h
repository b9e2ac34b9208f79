// A threat model as a graph: elements, flows, boundaries, data, and what people said of them. Plain tables
// with dense ids; lists of varying length are ranges into pools. Filled by the frontends in formats/, read by
// everything else.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "text/interner.h"
#include "text/source.h"

namespace bartizan {

struct ElementTag;
struct FlowTag;
struct BoundaryTag;
struct DataTag;
using ElementId = Id<ElementTag>;
using FlowId = Id<FlowTag>;
using BoundaryId = Id<BoundaryTag>;
using DataId = Id<DataTag>;

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
using Date = std::chrono::sys_days;

/// `YYYY-MM-DD`, or nothing if it is not a day of the calendar.
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Date date);

/// Seconds of a duration such as `15m`, `12h`, `30d`, `1h30m` (units s m h d w y; y = 365 d), or nothing.
std::optional<std::int32_t> parse_duration(std::string_view text);
std::string duration_text(std::int32_t seconds);

/// One element, flow, boundary, data or the model itself.
struct Place {
    Subject subject = Subject::model;
    std::uint32_t index = 0;

    Place() = default;
    Place(Subject of, std::uint32_t at) : subject(of), index(at) {}
    Place(ElementId id) : subject(Subject::element), index(id.index) {}
    Place(FlowId id) : subject(Subject::flow), index(id.index) {}
    Place(BoundaryId id) : subject(Subject::boundary), index(id.index) {}
    Place(DataId id) : subject(Subject::data), index(id.index) {}
    auto operator<=>(const Place&) const = default;
};

/// An attribute that the model states, or that a stated value implies (`implied`), and where.
struct StatedValue {
    AttributeId attribute;
    RawValue value = 0;
    Location where;
    bool implied = false;
};

/// Fields that all places share. `attributes` is a range of `Model::stated`, sorted by attribute; a list
/// attribute has one entry per item.
struct Described {
    Symbol id;
    Symbol title;  // as written, or the id
    Symbol text;   // description, may be invalid
    Range attributes;
    Range tags;      // of Model::tags
    Location where;  // of the id
};

struct Boundary : Described {
    BoundaryId parent;
    std::int32_t trust = 0;  // 0 to 100, inherited from the parent where not stated
    std::uint32_t depth = 1;
    Location trust_at;  // where it is stated; invalid if nowhere
};

struct DataUse {
    DataId data;
    Location where;
};

struct Element : Described {
    TypeId type;
    BoundaryId boundary;  // invalid: outside any
    Range stores;         // of Model::data_uses
    Range processes;
    Location type_at;
    Location boundary_at;
};

struct Flow : Described {
    ElementId source;
    ElementId target;
    FlowId reverse;  // the other direction of a two-way flow
    Range data;      // sent; of Model::data_uses
    Range returns;   // comes back
};

struct Data : Described {};

enum class EvidenceKind : std::uint8_t { document, configuration, check };

/// What shows a control: a document (stays claimed), a file of the repository (configured), a check
/// (verified).
struct Evidence {
    EvidenceKind kind = EvidenceKind::document;
    Symbol source;  // path or address
    std::optional<Date> date;
    Location where;
};

/// A control that somebody says stands at a place, or that attributes state (`recognised`).
struct ControlPlacement {
    ControlId control;
    Place place;
    Range evidence;  // of Model::evidence
    Symbol note;
    Location where;
    bool recognised = false;
};

/// What people decided of a threat. `threat` is text because it may name a threat that is not there (any
/// more).
struct Decision {
    Symbol threat;  // "rule@place"; `*` as rule or place stands for any
    ThreatStatus status = ThreatStatus::accepted;
    Symbol by;
    Symbol because;
    std::optional<Date> until;
    std::optional<Date> decided;
    Location where;
    Location until_at;
};

struct DisabledRule {
    Symbol rule;
    Symbol because;
    Location where;
};

/// Free text that people keep with the model.
struct Remark {
    enum class Kind : std::uint8_t { assumption, note, link } kind = Kind::note;
    Symbol text;
    Symbol address;  // links
    Location where;
};

/// A flow that cuts a boundary drawn as a line, whatever the boundary holds.
struct DrawnCrossing {
    FlowId flow;
    BoundaryId boundary;

    auto operator<=>(const DrawnCrossing&) const = default;
};

/// What another format says and this model can't, kept for the way back: one JSON value.
struct KeptExtension {
    Symbol format;
    Symbol json;
    Location where;
};

struct Policy {
    Method method = Method::combined;
    /// Lowest assurance that closes a threat of a severity, by severity.
    Assurance closes[5] = {Assurance::claimed, Assurance::claimed, Assurance::claimed, Assurance::claimed,
                           Assurance::configured};
    Severity fail_on = Severity::high;
    /// Evidence older than this counts as claimed; 0 = never grows stale.
    std::int32_t fresh_for_days = 0;
};

struct Model {
    Interner symbols;
    Symbol name;
    Symbol text;
    std::vector<Symbol> owners;
    Range tags_of_model;

    std::vector<Boundary> boundaries;
    std::vector<Data> data;
    std::vector<Element> elements;
    std::vector<Flow> flows;

    std::vector<StatedValue> stated;
    std::vector<Symbol> tags;
    std::vector<DataUse> data_uses;
    std::vector<ControlPlacement> placements;
    std::vector<Evidence> evidence;

    std::vector<Decision> decisions;
    std::vector<DisabledRule> disabled_rules;
    std::vector<Remark> remarks;
    std::vector<DrawnCrossing> drawn_crossings;  // sorted by `finish`
    std::vector<KeptExtension> extensions;
    Policy policy;
    Location where;  // of the document

    const Boundary& operator[](BoundaryId id) const { return boundaries[id.index]; }
    const Data& operator[](DataId id) const { return data[id.index]; }
    const Element& operator[](ElementId id) const { return elements[id.index]; }
    const Flow& operator[](FlowId id) const { return flows[id.index]; }
    std::string_view text_of(Symbol symbol) const { return symbols[symbol]; }

    /// Null for the model itself.
    const Described* described(Place place) const;
    /// `orders`, `a->b`, `boundary:cluster`, `data:card`, `model`.
    std::string place_id(Place place) const;
    std::string_view title(Place place) const;
    Location location(Place place) const;

    ElementId find_element(std::string_view id) const;
    FlowId find_flow(std::string_view id) const;  // spaces around the arrow do not matter
    BoundaryId find_boundary(std::string_view id) const;
    DataId find_data(std::string_view id) const;
    /// Reads what `place_id` writes.
    std::optional<Place> find_place(std::string_view id) const;

    /// Trust of the innermost boundary; 0 outside any.
    std::int32_t trust(ElementId id) const;
    bool is_inside(BoundaryId inner, BoundaryId outer) const;  // also if they are the same
    bool is_inside(ElementId element, BoundaryId boundary) const;
    /// Exactly one end is inside, or the flow is drawn across.
    bool crosses(FlowId flow, BoundaryId boundary) const;
    bool crosses_any(FlowId flow) const;

    /// Bytes of all tables and symbols, by capacity.
    std::size_t memory_bytes() const;

    /// Builds the indices behind `find_…`; call when all tables are filled.
    void finish();

private:
    boost::unordered_flat_map<Symbol, std::uint32_t> element_index_, flow_index_, boundary_index_,
        data_index_;
};

/// The effective value of a scalar attribute (stated, implied, default of the type, default of the attribute)
/// and, if it is stated or implied, the entry that says so.
struct EffectiveValue {
    RawValue value = 0;
    const StatedValue* stated = nullptr;
    bool text_is_default =
        false;  // text attributes: `value` indexes Schema::texts instead of the model's symbols
};
EffectiveValue effective_value(const Schema& schema, const Model& model, Place place, AttributeId attribute);

/// How many places of that kind there are; the model itself is one.
std::size_t place_count(const Model& model, Subject subject);

}  // namespace bartizan
