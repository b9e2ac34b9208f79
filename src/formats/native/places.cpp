// Data, boundaries and elements: the places that flows join.
#include <algorithm>

#include "formats/native/reading.h"

namespace bartizan::native {
namespace {

/// Calls `read(key, value)` for each entry of one section in all documents.
template <typename Read>
void for_each_entry(Reading& reading, std::size_t section, Read read) {
    for (const DocumentFields& document : reading.documents) {
        const YamlEntry& entry = document.fields[section];
        if (!expect_mapping(reading, entry)) continue;
        for (auto [key, value] : entry.value.entries()) read(key, value);
    }
}

/// Whether the key can be declared: a proper name, not taken.
template <typename IdType, typename Table>
bool check_new(Reading& reading, YamlRef key, std::string_view what, const Names<IdType>& names,
               const Table& table) {
    if (!check_name(reading, key, what)) return false;
    IdType taken = names.find(key.text());
    if (!taken.valid()) return true;
    report_duplicate(reading, key, what, key.text(), table[taken.index].where);
    return false;
}

template <typename Thing, typename IdType>
void declare(Reading& reading, YamlRef key, Thing& thing, Names<IdType>& names, IdType id) {
    thing.id = reading.model.symbols.intern(key.text());
    thing.where = key.location();
    names.add(reading.model.symbols[thing.id], id);
}

void read_one_data(Reading& reading, YamlRef key, YamlRef value) {
    Fields fields = read_fields(reading, value, data_section, key);
    if (!check_new(reading, key, "data", reading.data, reading.model.data)) return;
    Data data;
    declare(reading, key, data, reading.data, DataId(reading.model.data.size()));
    read_described(reading, data, fields[at(data_section, "title")], fields[at(data_section, "description")],
                   fields[at(data_section, "tags")]);
    read_attributes(reading, data);
    reading.model.data.push_back(data);
}

/// A boundary may be declared after those inside it, so `in` and `controls` wait until all have names.
struct PendingBoundary {
    BoundaryId id;
    YamlEntry parent;
    YamlEntry controls;
};

void read_trust(Reading& reading, Boundary& boundary, const YamlEntry& entry) {
    if (!entry.value.valid()) return;
    auto trust = read_integer(entry.value, entry.key, 0, highest_trust, reading.diagnostics);
    if (!trust) return;
    boundary.trust = static_cast<std::int32_t>(*trust);
    boundary.trust_at = entry.value.location();
}

void read_boundary(Reading& reading, YamlRef key, YamlRef value, std::vector<PendingBoundary>& pending) {
    Fields fields = read_fields(reading, value, boundary_section, key);
    if (!check_new(reading, key, "boundary", reading.boundaries, reading.model.boundaries)) return;
    Boundary boundary;
    BoundaryId id(reading.model.boundaries.size());
    declare(reading, key, boundary, reading.boundaries, id);
    read_described(reading, boundary, fields[at(boundary_section, "title")],
                   fields[at(boundary_section, "description")], fields[at(boundary_section, "tags")]);
    read_trust(reading, boundary, fields[at(boundary_section, "trust")]);
    read_attributes(reading, boundary);
    reading.model.boundaries.push_back(boundary);
    if (const YamlEntry& crossed = fields[at(boundary_section, "crossed-by")]; crossed.value.valid())
        reading.crossed_by.emplace_back(id, crossed);
    pending.push_back({id, fields[at(boundary_section, "in")], fields[at(boundary_section, "controls")]});
}

void report_cycle(Reading& reading, BoundaryId first) {
    std::vector<Boundary>& boundaries = reading.model.boundaries;
    constexpr std::size_t most_named = 10;
    auto name = [&](BoundaryId id) { return quote_name(reading.model.symbols[boundaries[id.index].id]); };
    std::string chain = name(first);
    BoundaryId member = boundaries[first.index].parent;
    for (std::size_t named = 1; member != first && named < most_named; ++named) {
        chain += " in " + name(member);
        member = boundaries[member.index].parent;
    }
    if (member != first) chain += " in …";
    reading.report(DiagnosticKind::boundary_cycle, boundaries[first.index].where,
                   "boundaries lie in each other: " + chain + " in " + name(first),
                   "remove one of the `in` keys");
}

/// Follows each chain of parents once; a chain that meets itself is a cycle and is cut open where it was
/// entered.
void cut_cycles(Reading& reading) {
    std::vector<Boundary>& boundaries = reading.model.boundaries;
    std::vector<std::uint32_t> visited_from(boundaries.size(), BoundaryId::none_value);
    for (std::uint32_t start = 0; start < boundaries.size(); ++start) {
        BoundaryId at{start};
        while (at.valid() && visited_from[at.index] == BoundaryId::none_value) {
            visited_from[at.index] = start;
            at = boundaries[at.index].parent;
        }
        if (!at.valid() || visited_from[at.index] != start) continue;
        report_cycle(reading, at);
        boundaries[at.index].parent = {};
    }
}

/// Outermost boundaries first, so that depth and trust come down the tree in one pass.
std::vector<BoundaryId> outermost_first(const std::vector<Boundary>& boundaries) {
    std::vector<std::vector<BoundaryId>> inside(boundaries.size());
    std::vector<BoundaryId> order;
    for (std::uint32_t i = 0; i < boundaries.size(); ++i) {
        BoundaryId parent = boundaries[i].parent;
        if (parent.valid()) {
            inside[parent.index].push_back(BoundaryId(i));
        } else {
            order.push_back(BoundaryId(i));
        }
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto& children = inside[order[i].index];
        order.insert(order.end(), children.begin(), children.end());
    }
    return order;
}

void inherit_depth_and_trust(Reading& reading) {
    std::vector<Boundary>& boundaries = reading.model.boundaries;
    for (BoundaryId id : outermost_first(boundaries)) {
        Boundary& boundary = boundaries[id.index];
        if (!boundary.parent.valid()) continue;
        const Boundary& parent = boundaries[boundary.parent.index];
        if (!boundary.trust_at.valid()) boundary.trust = parent.trust;
        boundary.depth = parent.depth + 1;
        if (boundary.depth <= max_boundary_depth) continue;
        reading.report(
            DiagnosticKind::too_deep, boundary.where,
            "boundaries may lie in each other at most " + std::to_string(max_boundary_depth) + " deep");
        boundary.parent = {};
        boundary.depth = 1;
    }
}

/// An unknown type is reported, and the element goes on as a process: every element has a type.
void read_type(Reading& reading, Element& element, YamlRef value, bool& known) {
    const Schema& schema = reading.schema;
    element.type = schema.find_type(name_of(ElementKind::process));
    if (!value.valid()) return;
    element.type_at = value.location();
    auto name = read_text(reading, value, "type");
    if (!name) return;
    TypeId type = schema.find_type(*name);
    if (!type.valid()) {
        std::vector<std::string_view> names;
        for (const ElementType& candidate : schema.types) {
            if (!candidate.is_abstract) names.push_back(candidate.name);
        }
        reading.report(DiagnosticKind::unknown_type, value.location(),
                       "there is no element type " + quote_name(*name),
                       suggest(reading, *name, names, "`bartizan schema` lists them all"));
        return;
    }
    element.type = type;
    known = !schema[type].is_abstract;
    if (known) return;
    std::vector<std::string_view> narrower;
    for (const ElementType& candidate : schema.types) {
        if (candidate.parent == type && !candidate.is_abstract) narrower.push_back(candidate.name);
    }
    reading.report(DiagnosticKind::invalid_value, value.location(),
                   quote_name(*name) + " only groups other types; an element can't be one",
                   narrower.empty() ? std::string() : "write " + choices_text(narrower));
}

Fields read_element_fields(Reading& reading, YamlRef key, YamlRef value) {
    if (!value.is_scalar() || value.is_null()) return read_fields(reading, value, element_section, key);
    reading.attributes.clear();
    Fields fields;
    fields.entries[at(element_section, "type")] = {key, value};
    return fields;
}

void read_element(Reading& reading, YamlRef key, YamlRef value) {
    Fields fields = read_element_fields(reading, key, value);
    if (key.text() == reserved_name) {
        reading.report(DiagnosticKind::invalid_name, key.location(), "`model` stands for the model itself",
                       "choose another name; any text can be the `title`");
        return;
    }
    if (!check_new(reading, key, "element", reading.elements, reading.model.elements)) return;
    Element element;
    ElementId id(reading.model.elements.size());
    declare(reading, key, element, reading.elements, id);
    bool type_known = false;
    read_type(reading, element, fields[at(element_section, "type")].value, type_known);
    read_described(reading, element, fields[at(element_section, "title")],
                   fields[at(element_section, "description")], fields[at(element_section, "tags")]);
    if (const YamlEntry& in = fields[at(element_section, "in")]; in.value.valid()) {
        element.boundary = read_boundary_name(reading, in);
        element.boundary_at = in.value.location();
    }
    element.stores = read_data_uses(reading, fields[at(element_section, "stores")]);
    element.processes = read_data_uses(reading, fields[at(element_section, "processes")]);
    TypeId type = type_known ? element.type : TypeId();
    read_attributes(reading, element, type);
    reading.model.elements.push_back(element);
    const Place place(id);
    read_controls_at(reading, fields[at(element_section, "controls")], std::span(&place, 1), type);
}

}  // namespace

void read_data(Reading& reading) {
    for_each_entry(reading, at(document_section, "data"),
                   [&](YamlRef key, YamlRef value) { read_one_data(reading, key, value); });
    reading.data_used.resize(reading.model.data.size());
    reading.data_seen_in.resize(reading.model.data.size());
}

void read_boundaries(Reading& reading) {
    std::vector<PendingBoundary> pending;
    for_each_entry(reading, at(document_section, "boundaries"),
                   [&](YamlRef key, YamlRef value) { read_boundary(reading, key, value, pending); });
    for (const PendingBoundary& boundary : pending) {
        if (boundary.parent.value.valid()) {
            reading.model.boundaries[boundary.id.index].parent = read_boundary_name(reading, boundary.parent);
        }
        const Place place(boundary.id);
        read_controls_at(reading, boundary.controls, std::span(&place, 1));
    }
    cut_cycles(reading);
    inherit_depth_and_trust(reading);
}

void read_elements(Reading& reading) {
    for_each_entry(reading, at(document_section, "elements"),
                   [&](YamlRef key, YamlRef value) { read_element(reading, key, value); });
    reading.element_has_flow.resize(reading.model.elements.size());
}

}  // namespace bartizan::native
