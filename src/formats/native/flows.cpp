#include <algorithm>

#include "formats/native/reading.h"

namespace bartizan::native {
namespace {

std::size_t first_not_space(std::string_view text, std::size_t from) {
    while (from < text.size() && text[from] == ' ') ++from;
    return from;
}

std::string_view without_end_spaces(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// What is known of a flow before its ends are looked up.
struct FlowEnds {
    ElementId source;
    ElementId target;
    bool two_way = false;
    /// Ids of the flow and, if it is two-way, of its other direction.
    std::string forth, back;
};

std::string help_for_arrow(std::string_view key) {
    std::string_view left_arrows[] = {"<-", "<="};
    for (std::string_view arrow : left_arrows) {
        if (key.find(arrow) != std::string_view::npos) return "write the arrow to the right: `b -> a`";
    }
    std::string_view right_arrows[] = {"→", "=>", ">"};
    for (std::string_view arrow : right_arrows) {
        if (key.find(arrow) != std::string_view::npos) return "write the arrow as `->`: `a -> b`";
    }
    return "write `a -> b`, or a name with `from` and `to`";
}

void refuse_keys_of_long_form(Reading& reading, const Fields& fields) {
    for (std::size_t position :
         {at(flow_section, "from"), at(flow_section, "to"), at(flow_section, "two-way")}) {
        if (!fields.has(position)) continue;
        YamlRef key = fields[position].key;
        std::string help = position == at(flow_section, "two-way")
                               ? "write `a <-> b` for a flow in both directions"
                               : "give the flow a name of its own instead";
        reading.report(DiagnosticKind::unknown_key, key.location(),
                       quote_name(key.text()) + " can't stand at a flow that is named by an arrow",
                       std::move(help));
    }
}

FlowEnds ends_of_arrow(Reading& reading, YamlRef key, const Arrow& arrow, const Fields& fields) {
    refuse_keys_of_long_form(reading, fields);
    FlowEnds ends;
    ends.source =
        read_element_name(reading, arrow.source, part_of(key, arrow.source_offset, arrow.source.size()));
    ends.target =
        read_element_name(reading, arrow.target, part_of(key, arrow.target_offset, arrow.target.size()));
    ends.two_way = arrow.two_way;
    ends.forth = arrow.forth();
    if (arrow.two_way) ends.back = arrow.back();
    return ends;
}

ElementId read_end(Reading& reading, YamlRef key, const Fields& fields, std::size_t position) {
    const YamlEntry& entry = fields[position];
    if (!entry.value.valid()) {
        std::string_view name = flow_section.keys[position].name;
        reading.report(DiagnosticKind::missing_key, key.location(),
                       "flow " + quote_name(key.text()) + " has no " + quote_name(name),
                       "name both ends with `from` and `to`, or write `a -> b` as the name of the flow");
        reading.elements.uses_lost = true;
        return {};
    }
    auto name = read_text(reading, entry);
    if (!name) reading.elements.uses_lost = true;
    return name ? read_element_name(reading, *name, entry.value.location()) : ElementId();
}

FlowEnds ends_of_named(Reading& reading, YamlRef key, const Fields& fields) {
    FlowEnds ends;
    ends.source = read_end(reading, key, fields, at(flow_section, "from"));
    ends.target = read_end(reading, key, fields, at(flow_section, "to"));
    if (const YamlEntry& entry = fields[at(flow_section, "two-way")]; entry.value.valid()) {
        ends.two_way = read_boolean(entry.value, entry.key, reading.diagnostics).value_or(false);
    }
    ends.forth = key.text();
    ends.back = ends.forth + ".back";
    return ends;
}

/// The short form `a -> b: https` states the protocol.
Fields read_flow_fields(Reading& reading, YamlRef key, YamlRef value) {
    AttributeId attribute = reading.schema.find_attribute(Subject::flow, flow_short_attribute);
    if (!attribute.valid() || !value.is_scalar() || value.is_null()) {
        return read_fields(reading, value, flow_section, key);
    }
    reading.attributes.assign(1, {attribute, key, value});
    return {};
}

bool check_flow_id(Reading& reading, YamlRef key, std::string_view id) {
    if (FlowId taken = reading.flows.find(id); taken.valid()) {
        report_duplicate(reading, key, "flow", id, reading.model.flows[taken.index].where);
        return false;
    }
    ElementId element = reading.elements.find(id);
    if (!element.valid()) return true;
    auto& diagnostic = reading.report(DiagnosticKind::duplicate_name, key.location(),
                                      quote_name(id) + " is the name of an element already");
    diagnostic.notes.push_back({reading.model.elements[element.index].where, "first declared here"});
    return false;
}

void report_unusable_key(Reading& reading, YamlRef key, const std::optional<Arrow>& arrow) {
    std::string_view text = key.text();
    if (arrow) {
        reading.report(DiagnosticKind::invalid_value, key.location(),
                       "a flow from an element to itself has no other direction",
                       "write `" + std::string(arrow->source) + " -> " + std::string(arrow->target) + "`");
    } else if (text == reserved_name) {
        reading.report(DiagnosticKind::invalid_name, key.location(), "`model` stands for the model itself",
                       "choose another name; any text can be the `title`");
    } else {
        reading.report(DiagnosticKind::invalid_name, key.location(),
                       quote_name(text) + " can't be the name of a flow", help_for_arrow(text));
    }
}

/// Whether the key says which flow this is; a flow without a usable key is still read for other mistakes.
bool check_key(Reading& reading, YamlRef key, const std::optional<Arrow>& arrow) {
    bool is_turn_on_itself = arrow && arrow->two_way && arrow->source == arrow->target;
    bool is_usable = arrow ? !is_turn_on_itself : key.text() != reserved_name && is_name(key.text());
    if (is_usable) return true;
    reading.elements.uses_lost = true;
    report_unusable_key(reading, key, arrow);
    return false;
}

FlowId add_flow(Reading& reading, Flow flow, YamlRef key, const std::string& id) {
    if (!check_flow_id(reading, key, id)) return {};
    FlowId place(reading.model.flows.size());
    bool has_title = flow.title.valid();
    flow.id = reading.model.symbols.intern(id);
    if (!has_title) flow.title = flow.id;
    reading.flows.add(reading.model.symbols[flow.id], place);
    reading.model.flows.push_back(flow);
    return place;
}

/// The other direction carries back what the first one returns.
Flow turned_round(const Flow& flow) {
    Flow back = flow;
    std::swap(back.source, back.target);
    back.data = flow.returns;
    back.returns = {};
    return back;
}

void mark_used(Reading& reading, ElementId element) {
    if (element.valid()) reading.element_has_flow[element.index] = 1;
}

void add_directions(Reading& reading, Flow flow, YamlRef key, const FlowEnds& ends,
                    std::vector<Place>& places) {
    flow.source = ends.source;
    flow.target = ends.target;
    Flow back = turned_round(flow);
    if (ends.two_way) flow.returns = {};
    FlowId forth_id = add_flow(reading, flow, key, ends.forth);
    if (forth_id.valid()) places.emplace_back(forth_id);
    if (!ends.two_way) return;
    FlowId back_id = add_flow(reading, back, key, ends.back);
    if (back_id.valid()) places.emplace_back(back_id);
    if (!forth_id.valid() || !back_id.valid()) return;
    reading.model.flows[forth_id.index].reverse = back_id;
    reading.model.flows[back_id.index].reverse = forth_id;
}

void read_flow(Reading& reading, YamlRef key, YamlRef value, std::vector<Place>& places) {
    Fields fields = read_flow_fields(reading, key, value);
    Flow flow;
    flow.where = key.location();
    read_attributes(reading, flow);
    read_described(reading, flow, fields[at(flow_section, "title")], fields[at(flow_section, "description")],
                   fields[at(flow_section, "tags")]);
    flow.data = read_data_uses(reading, fields[at(flow_section, "data")]);
    flow.returns = read_data_uses(reading, fields[at(flow_section, "returns")]);
    auto arrow = split_arrow(key.text());
    places.clear();
    if (check_key(reading, key, arrow)) {
        FlowEnds ends =
            arrow ? ends_of_arrow(reading, key, *arrow, fields) : ends_of_named(reading, key, fields);
        mark_used(reading, ends.source);
        mark_used(reading, ends.target);
        if (ends.source.valid() && ends.target.valid()) add_directions(reading, flow, key, ends, places);
    }
    read_controls_at(reading, fields[at(flow_section, "controls")], places);
}

}  // namespace

std::string Arrow::forth() const { return std::string(source) + "->" + std::string(target); }

std::string Arrow::back() const { return std::string(target) + "->" + std::string(source); }

std::optional<Arrow> split_arrow(std::string_view text) {
    std::size_t at = text.find("->");
    if (at == std::string_view::npos) return std::nullopt;
    Arrow arrow;
    arrow.two_way = at > 0 && text[at - 1] == '<';
    arrow.source_offset = first_not_space(text, 0);
    std::size_t source_end = arrow.two_way ? at - 1 : at;
    if (source_end < arrow.source_offset) return std::nullopt;
    arrow.source = without_end_spaces(text.substr(arrow.source_offset, source_end - arrow.source_offset));
    arrow.target_offset = first_not_space(text, at + 2);
    arrow.target = without_end_spaces(text.substr(arrow.target_offset));
    if (!is_name(arrow.source) || !is_name(arrow.target)) return std::nullopt;
    return arrow;
}

FlowId read_flow_name(Reading& reading, YamlRef name) {
    auto text = read_text(reading, name, "a flow");
    if (!text) return {};
    const auto arrow = split_arrow(*text);
    const FlowId flow = reading.flows.find(arrow ? arrow->forth() : std::string(*text));
    if (!flow.valid()) report_unknown_flow(reading, name, *text);
    return flow;
}

void read_crossings(Reading& reading) {
    for (const auto& [boundary, entry] : reading.crossed_by) {
        for_each_item(entry.value, [&, boundary = boundary](YamlRef item) {
            const FlowId flow = read_flow_name(reading, item);
            if (!flow.valid()) return;
            std::vector<DrawnCrossing>& crossings = reading.model.drawn_crossings;
            crossings.push_back({flow, boundary});
            const FlowId back = reading.model.flows[flow.index].reverse;
            if (back.valid()) crossings.push_back({back, boundary});
        });
    }
}

void read_flows(Reading& reading) {
    std::vector<Place> places;
    for (const DocumentFields& document : reading.documents) {
        const YamlEntry& entry = document.fields[at(document_section, "flows")];
        if (!expect_mapping(reading, entry)) continue;
        for (auto [key, value] : entry.value.entries()) read_flow(reading, key, value, places);
    }
}

}  // namespace bartizan::native
