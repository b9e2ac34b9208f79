#include "formats/native/read.h"

#include "formats/native/reading.h"

namespace bartizan {
namespace {

using namespace native;

/// The top-level keys of each document; `bartizan` and `name` are demanded of the main one alone.
void split_documents(Reading& reading, std::span<const YamlTree> trees) {
    for (std::size_t i = 0; i < trees.size(); ++i) {
        const YamlTree& tree = trees[i];
        if (tree.empty()) {
            reading.is_incomplete = true;
            continue;
        }
        Section section = document_section;
        std::vector<Key> keys(section.keys.begin(), section.keys.end());
        if (i > 0) {
            for (Key& key : keys) key.required = false;
        }
        section.keys = keys;
        reading.documents.push_back({&tree, read_fields(reading, tree.root(), section, tree.root())});
    }
}

void reserve_tables(Reading& reading) {
    std::size_t elements = 0, flows = 0;
    for (const DocumentFields& document : reading.documents) {
        const YamlRef element_map = document.fields[at(document_section, "elements")].value;
        const YamlRef flow_map = document.fields[at(document_section, "flows")].value;
        if (element_map.valid()) elements += element_map.size();
        if (flow_map.valid()) flows += flow_map.size();
    }
    reading.model.elements.reserve(elements);
    reading.model.flows.reserve(flows);
    reading.elements.reserve(elements);
    reading.flows.reserve(flows);
}

}  // namespace

Model read_model(std::span<const YamlTree> documents, const Schema& schema, Diagnostics& diagnostics,
                 ReadOptions options) {
    Reading reading(schema, diagnostics, options);
    split_documents(reading, documents);
    reserve_tables(reading);
    read_header(reading);
    read_data(reading);
    read_boundaries(reading);
    read_elements(reading);
    read_flows(reading);
    read_crossings(reading);
    read_placements(reading);
    read_decisions(reading);
    read_disabled_rules(reading);
    read_remarks(reading);
    read_extensions(reading);
    warn_about_unused(reading);
    reading.model.finish();
    return std::move(reading.model);
}

namespace native {

void warn_about_unused(Reading& reading) {
    if (reading.options.fragment || reading.is_incomplete) return;
    const Model& model = reading.model;
    for (std::size_t i = 0; i < model.data.size() && !reading.data.uses_lost; ++i) {
        if (reading.data_used[i]) continue;
        const Data& data = model.data[i];
        reading.report(
            DiagnosticKind::unused_data, data.where,
            "nothing stores, processes or sends " + quote_name(model.text_of(data.id)),
            "name it in `stores` or `processes` of an element, or in `data` or `returns` of a flow");
    }
    for (std::size_t i = 0; i < model.elements.size() && !reading.elements.uses_lost; ++i) {
        if (reading.element_has_flow[i]) continue;
        const Element& element = model.elements[i];
        reading.report(DiagnosticKind::orphan_element, element.where,
                       "no flow begins or ends at " + quote_name(model.text_of(element.id)),
                       "add its flows, or remove it");
    }
}

}  // namespace native
}  // namespace bartizan
