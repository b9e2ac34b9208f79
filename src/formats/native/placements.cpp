// Controls at their places, and their evidence.
#include <algorithm>

#include "formats/native/reading.h"

namespace bartizan::native {
namespace {

/// A control that was read, before it is known where it stands.
struct ReadControl {
    ControlId control;
    Symbol note;
    Range evidence;
    Location where;
};

ControlId read_control_name(Reading& reading, YamlRef value) {
    auto name = read_text(reading, value, "control");
    if (!name) return {};
    ControlId control = reading.schema.find_control(*name);
    if (control.valid()) return control;
    std::vector<std::string_view> names;
    for (const Control& candidate : reading.schema.controls) names.push_back(candidate.name);
    reading.report(DiagnosticKind::unknown_control, value.location(),
                   "there is no control " + quote_name(*name),
                   suggest(reading, *name, names, "`bartizan rules doc controls` describes them all"));
    return {};
}

struct EvidenceForm {
    std::size_t position;
    EvidenceKind kind;
};

constexpr EvidenceForm evidence_forms[] = {
    {at(evidence_section, "document"), EvidenceKind::document},
    {at(evidence_section, "configuration"), EvidenceKind::configuration},
    {at(evidence_section, "check"), EvidenceKind::check},
};

void read_evidence(Reading& reading, YamlRef item) {
    Fields fields = read_fields(reading, item, evidence_section, item);
    if (!item.is_mapping()) return;
    const YamlEntry* stated = nullptr;
    Evidence evidence;
    for (const EvidenceForm& form : evidence_forms) {
        const YamlEntry& entry = fields[form.position];
        if (!entry.value.valid()) continue;
        if (stated) {
            reading.report(DiagnosticKind::contradiction, entry.key.location(),
                           "evidence is one of `document`, `configuration` and `check`",
                           "write a list with an entry for each");
            return;
        }
        stated = &entry;
        evidence.kind = form.kind;
    }
    if (!stated) {
        reading.report(DiagnosticKind::missing_key, item.location(),
                       "evidence names a `document`, a `configuration` or a `check`");
        return;
    }
    evidence.source = read_symbol(reading, *stated);
    evidence.date = read_date(reading, fields[at(evidence_section, "date")]);
    evidence.where = stated->value.location();
    if (evidence.kind == EvidenceKind::check && !fields.has(at(evidence_section, "date"))) {
        reading.report(DiagnosticKind::missing_key, stated->key.location(), "a check has no `date`",
                       "add `date`: the day on which the check saw the control work");
        return;
    }
    if (evidence.source.valid()) reading.model.evidence.push_back(evidence);
}

Range read_evidence_list(Reading& reading, const YamlEntry& entry) {
    Range range{static_cast<std::uint32_t>(reading.model.evidence.size()), 0};
    if (!entry.value.valid()) return range;
    for_each_item(entry.value, [&](YamlRef item) { read_evidence(reading, item); });
    range.count = static_cast<std::uint32_t>(reading.model.evidence.size()) - range.first;
    return range;
}

static_assert(at(control_section, "control") == at(placement_section, "control") &&
              at(control_section, "note") == at(placement_section, "note") &&
              at(control_section, "evidence") == at(placement_section, "evidence"));

/// The keys that both sections have.
ReadControl read_control_keys(Reading& reading, YamlRef item, const Fields& fields) {
    ReadControl read;
    read.where = item.location();
    if (const YamlEntry& name = fields[at(control_section, "control")]; name.value.valid()) {
        read.control = read_control_name(reading, name.value);
        read.where = name.value.location();
    }
    read.note = read_symbol(reading, fields[at(control_section, "note")]);
    read.evidence = read_evidence_list(reading, fields[at(control_section, "evidence")]);
    return read;
}

/// An entry of a list of controls at a place: the id alone, or a mapping.
ReadControl read_control(Reading& reading, YamlRef item) {
    if (item.is_mapping()) {
        return read_control_keys(reading, item, read_fields(reading, item, control_section, item));
    }
    ReadControl read;
    read.control = read_control_name(reading, item);
    read.where = item.location();
    return read;
}

std::string places_of(const Schema& schema, const Control& control) {
    std::vector<std::string_view> types;
    for (TypeId type : control.placed_on_types) types.push_back(schema[type].name);
    std::vector<std::string> kinds;
    if (!types.empty()) kinds.push_back("elements of type " + choices_text(types));
    if (control.placed_on_flow) kinds.push_back("flows");
    if (control.placed_on_boundary) kinds.push_back("boundaries");
    std::string text;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (i > 0) text += i + 1 == kinds.size() ? " and " : ", ";
        text += kinds[i];
    }
    return text;
}

bool may_stand(const Reading& reading, ControlId control, Place place, TypeId type) {
    switch (place.subject) {
        case Subject::element:
            return !type.valid() || reading.schema.may_place(control, type);
        case Subject::flow:
            return reading.schema[control].placed_on_flow;
        case Subject::boundary:
            return reading.schema[control].placed_on_boundary;
        default:
            return false;
    }
}

/// `type` is that of an element, or invalid where it is not known for sure.
void place_control(Reading& reading, const ReadControl& read, Place place, TypeId type, Location where) {
    if (!read.control.valid()) return;
    if (may_stand(reading, read.control, place, type)) {
        reading.model.placements.push_back(
            {read.control, place, read.evidence, read.note, read.where, false});
        return;
    }
    const Control& control = reading.schema[read.control];
    std::string what = place.subject == Subject::element ? with_article(reading.schema[type].name)
                                                         : with_article(name_of(place.subject));
    std::string allowed = places_of(reading.schema, control);
    reading.report(DiagnosticKind::misplaced_control, where,
                   quote_name(control.name) + " can't stand on " + what,
                   allowed.empty() ? std::string() : "it stands on " + allowed);
}

constexpr std::string_view element_prefix = "element:";
constexpr std::string_view flow_prefix = "flow:";
constexpr std::string_view boundary_prefix = "boundary:";

/// `a -> b`, or both directions of `a <-> b`.
bool find_arrow_places(const Reading& reading, const Arrow& arrow, std::vector<Place>& places) {
    FlowId forth = reading.flows.find(arrow.forth());
    if (!forth.valid()) return false;
    places.emplace_back(forth);
    if (!arrow.two_way) return true;
    FlowId back = reading.flows.find(arrow.back());
    if (back.valid()) places.emplace_back(back);
    return back.valid();
}

/// True if the name says what it names; whether there is such a thing is then settled.
bool read_prefixed_place(Reading& reading, YamlRef item, std::string_view name, std::vector<Place>& places) {
    auto rest = [&](std::string_view prefix) { return name.substr(prefix.size()); };
    if (name.starts_with(element_prefix)) {
        ElementId element = read_element_name(reading, rest(element_prefix), item.location());
        if (element.valid()) places.emplace_back(element);
    } else if (name.starts_with(boundary_prefix)) {
        BoundaryId boundary = read_boundary_name(reading, rest(boundary_prefix), item.location());
        if (boundary.valid()) places.emplace_back(boundary);
    } else if (name.starts_with(flow_prefix)) {
        FlowId flow = reading.flows.find(rest(flow_prefix));
        if (flow.valid()) places.emplace_back(flow);
        if (!flow.valid()) report_unknown_flow(reading, item, rest(flow_prefix));
    } else {
        return false;
    }
    return true;
}

void report_unknown_place(Reading& reading, YamlRef item, std::string_view name) {
    if (reading.is_incomplete) return;
    std::string help;
    for (NameList names : {NameList(reading.elements.in_order), NameList(reading.flows.in_order),
                           NameList(reading.boundaries.in_order)}) {
        if (help.empty()) help = suggest(reading, name, names);
    }
    reading.report(DiagnosticKind::unknown_place, item.location(),
                   "there is no element, flow or boundary " + quote_name(name), std::move(help));
}

void report_ambiguous_place(Reading& reading, YamlRef item, std::string_view name, bool is_element) {
    std::string what = is_element ? " is both an element and a boundary" : " is both a flow and a boundary";
    std::string other(is_element ? element_prefix : flow_prefix);
    reading.report(DiagnosticKind::unknown_place, item.location(), quote_name(name) + what,
                   "write " + quote_name(other + std::string(name)) + " or " +
                       quote_name(std::string(boundary_prefix) + std::string(name)));
}

/// An element, flow or boundary by its bare name.
void read_bare_place(Reading& reading, YamlRef item, std::string_view name, std::vector<Place>& places) {
    ElementId element = reading.elements.find(name);
    FlowId flow = reading.flows.find(name);
    BoundaryId boundary = reading.boundaries.find(name);
    if (boundary.valid() && (element.valid() || flow.valid())) {
        report_ambiguous_place(reading, item, name, element.valid());
    } else if (element.valid()) {
        places.emplace_back(element);
    } else if (flow.valid()) {
        places.emplace_back(flow);
    } else if (boundary.valid()) {
        places.emplace_back(boundary);
    } else {
        report_unknown_place(reading, item, name);
    }
}

/// The places that a name stands for; reports and leaves none if there is no such place, or more than one.
std::vector<Place> read_place(Reading& reading, YamlRef item) {
    std::vector<Place> places;
    auto name = read_text(reading, item, "on");
    if (!name) return places;
    if (auto arrow = split_arrow(*name)) {
        if (find_arrow_places(reading, *arrow, places)) return places;
        report_unknown_flow(reading, item, *name);
        places.clear();
    } else if (!read_prefixed_place(reading, item, *name, places)) {
        read_bare_place(reading, item, *name, places);
    }
    return places;
}

void read_placement(Reading& reading, YamlRef item) {
    Fields fields = read_fields(reading, item, placement_section, item);
    ReadControl read = read_control_keys(reading, item, fields);
    expect_mapping(reading, fields[at(placement_section, "verify")]);
    const YamlEntry& on = fields[at(placement_section, "on")];
    if (!on.value.valid()) return;
    for_each_item(on.value, [&](YamlRef place_name) {
        for (Place place : read_place(reading, place_name)) {
            bool is_element = place.subject == Subject::element;
            TypeId type = is_element ? reading.model.elements[place.index].type : TypeId();
            place_control(reading, read, place, type, place_name.location());
        }
    });
}

}  // namespace

void report_unknown_flow(Reading& reading, YamlRef item, std::string_view name) {
    if (reading.is_incomplete) return;
    reading.report(DiagnosticKind::unknown_flow, item.location(), "there is no flow " + quote_name(name),
                   suggest(reading, name, reading.flows.in_order, "declare it under `flows`"));
}

void read_controls_at(Reading& reading, const YamlEntry& entry, std::span<const Place> places, TypeId type) {
    if (!entry.value.valid()) return;
    for_each_item(entry.value, [&](YamlRef item) {
        ReadControl read = read_control(reading, item);
        for (Place place : places) place_control(reading, read, place, type, read.where);
    });
}

void read_placements(Reading& reading) {
    for (const DocumentFields& document : reading.documents) {
        const YamlEntry& entry = document.fields[at(document_section, "controls")];
        if (!entry.value.valid()) continue;
        for_each_item(entry.value, [&](YamlRef item) { read_placement(reading, item); });
    }
}

}  // namespace bartizan::native
