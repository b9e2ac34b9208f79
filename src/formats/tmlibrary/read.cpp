#include <algorithm>

#include "formats/interchange/object_reader.h"
#include "formats/tmlibrary/document.h"

namespace bartizan::tmlibrary {
namespace {

using interchange::for_each_object;
using interchange::member;
using interchange::ObjectReader;
using interchange::read_list;

Entry read_entry(const ObjectReader& object) {
    Entry entry;
    entry.name = object.required_text("symbolic_name");
    entry.title = object.required_text("title");
    entry.description = object.text("description");
    entry.node = object.node();
    return entry;
}

Part read_part(const ObjectReader& object, std::span<const std::string_view> types) {
    Part part;
    static_cast<Entry&>(part) = read_entry(object);
    part.zone = object.text("trust_zone");
    part.zone_at = object.where("trust_zone");
    part.product = object.text("product");
    if (types.empty()) return part;
    if (object.required_text("type").empty()) return part;
    if (const auto type = object.choice("type", types)) part.type = types[*type];
    return part;
}

DataSet read_data_set(const ObjectReader& object, Diagnostics& diagnostics) {
    DataSet data;
    static_cast<Entry&>(data) = read_entry(object);
    for_each_object(
        object.required_list("placements"), "a placement", diagnostics, [&](const ObjectReader& item) {
            data.placements.push_back(
                {item.text("data_store"), item.optional_flag("encrypted"), item.where("data_store")});
        });
    data.sensitivity = object.texts("data_sensitivity");
    for (std::string_view value : data.sensitivity)
        if (std::find(sensitivities.begin(), sensitivities.end(), value) == sensitivities.end())
            diagnostics.add(DiagnosticKind::unknown_value, object.where("data_sensitivity"),
                            "`" + std::string(value) + "` is no sensitivity of data");
    data.record_count = object.number("record_count");
    return data;
}

FlowEnd read_end(const ObjectReader& object, std::string_view key, Diagnostics& diagnostics) {
    const YamlRef node = object.required_object(key);
    if (!node.valid()) return {};
    const ObjectReader end(node, "an end of a data flow", diagnostics);
    return {end.text("type"), end.required_text("object"), end.where("object")};
}

Flow read_flow(const ObjectReader& object, Diagnostics& diagnostics) {
    Flow flow;
    static_cast<Entry&>(flow) = read_entry(object);
    flow.source = read_end(object, "source", diagnostics);
    flow.destination = read_end(object, "destination", diagnostics);
    flow.encrypted = object.optional_flag("encrypted");
    return flow;
}

std::vector<int> read_numbers(const ObjectReader& object, std::string_view list, std::string_view key,
                              Diagnostics& diagnostics) {
    std::vector<int> numbers;
    for_each_object(object.list(list), "a reference", diagnostics, [&](const ObjectReader& item) {
        const auto number = item.number(key);
        if (number && *number > 0 && *number < 1e6) numbers.push_back(static_cast<int>(*number));
    });
    return numbers;
}

Threat read_threat(const ObjectReader& object, Diagnostics& diagnostics) {
    Threat threat;
    static_cast<Entry&>(threat) = read_entry(object);
    threat.components = object.texts("components_affected");
    threat.components_at = object.where("components_affected");
    threat.persona = object.text("threat_persona");
    threat.event = object.text("event");
    threat.cwe = read_numbers(object, "weaknesses", "cwe_id", diagnostics);
    threat.capec = read_numbers(object, "attack_mechanisms", "capec_id", diagnostics);
    return threat;
}

Control read_control(const ObjectReader& object) {
    Control control;
    static_cast<Entry&>(control) = read_entry(object);
    control.threats = object.texts("threats");
    control.threats_at = object.where("threats");
    if (const auto status = object.choice("status", control_statuses))
        control.status = control_statuses[*status];
    if (const auto priority = object.choice("priority", priorities)) control.priority = priorities[*priority];
    return control;
}

Risk read_risk(const ObjectReader& object) {
    Risk risk;
    static_cast<Entry&>(risk) = read_entry(object);
    risk.threats = object.texts("threats");
    risk.threats_at = object.where("threats");
    risk.likelihood = object.choice("likelihood", likelihoods);
    risk.impact = object.choice("impact", impacts);
    risk.level = object.choice("level", risk_levels);
    return risk;
}

void read_header(Document& document, const ObjectReader& root, Diagnostics& diagnostics) {
    document.version = root.required_text("version");
    if (const YamlRef node = root.required_object("scope"); node.valid()) {
        const ObjectReader scope(node, "a scope", diagnostics);
        document.title = scope.required_text("title");
        document.description = scope.text("description");
    }
    for_each_object(root.list("assumptions"), "an assumption", diagnostics, [&](const ObjectReader& item) {
        item.choice("validity", validities);
        document.assumptions.push_back({item.required_text("description"), item.text("validity")});
    });
}

}  // namespace

std::unique_ptr<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
    auto document = std::make_unique<Document>();
    document->tree = read_yaml(sources, source, diagnostics);
    const auto object = interchange::read_root(document->tree, "a threat model", diagnostics);
    if (!object) return nullptr;
    const ObjectReader& root = *object;
    read_header(*document, root, diagnostics);
    read_list(root.required_list("trust_zones"), "a trust zone", document->zones, diagnostics,
              [](const ObjectReader& object) { return Zone{read_entry(object)}; });
    root.required_list("trust_boundaries");
    read_list(root.required_list("actors"), "an actor", document->actors, diagnostics,
              [](const ObjectReader& object) { return read_part(object, actor_types); });
    read_list(root.required_list("components"), "a component", document->components, diagnostics,
              [](const ObjectReader& object) { return read_part(object, {}); });
    read_list(root.required_list("data_stores"), "a data store", document->stores, diagnostics,
              [](const ObjectReader& object) { return read_part(object, store_types); });
    read_list(root.required_list("data_sets"), "a data set", document->data_sets, diagnostics,
              [&](const ObjectReader& object) { return read_data_set(object, diagnostics); });
    read_list(root.required_list("data_flows"), "a data flow", document->flows, diagnostics,
              [&](const ObjectReader& object) { return read_flow(object, diagnostics); });
    read_list(root.list("threat_personas"), "a threat persona", document->personas, diagnostics, read_entry);
    read_list(root.list("threats"), "a threat", document->threats, diagnostics,
              [&](const ObjectReader& object) { return read_threat(object, diagnostics); });
    read_list(root.list("controls"), "a control", document->controls, diagnostics, read_control);
    read_list(root.list("risks"), "a risk", document->risks, diagnostics, read_risk);
    return document;
}

}  // namespace bartizan::tmlibrary
