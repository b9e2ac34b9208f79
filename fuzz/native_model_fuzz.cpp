// Any bytes as a native model: whatever is wrong with the text, the model that comes of it is sound, so that
// nothing that reads it has to ask. Includes are not followed, so that a fuzzer can't reach other files.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "builtin_schema.h"
#include "formats/native/read.h"
#include "text/diagnostic.h"
#include "text/source.h"
#include "text/yaml_tree.h"

namespace {

using namespace bartizan;

void require(bool holds) {
    if (!holds) std::abort();
}

template <typename Pool>
void require_inside(Range range, const Pool& pool) {
    require(std::size_t{range.first} + range.count <= pool.size());
}

void check_described(const Model& model, const Described& described) {
    require(described.id.valid() && described.title.valid() && described.where.valid());
    require_inside(described.tags, model.tags);
    require_inside(described.attributes, model.stated);
    for (std::uint32_t i = 1; i < described.attributes.count; ++i) {
        const StatedValue* stated = &model.stated[described.attributes.first + i];
        require(!(stated[0].attribute < stated[-1].attribute));
    }
}

void check_boundaries(const Model& model) {
    for (const Boundary& boundary : model.boundaries) {
        check_described(model, boundary);
        require(boundary.trust >= 0 && boundary.trust <= 100);
        if (!boundary.parent.valid()) {
            require(boundary.depth == 1);
        } else {
            require(boundary.depth == model[boundary.parent].depth + 1);
        }
    }
}

void check_model(const Model& model) {
    check_boundaries(model);
    for (const Data& data : model.data) check_described(model, data);
    for (const Element& element : model.elements) {
        check_described(model, element);
        require(element.type.index < builtin_schema().types.size());
        require(!element.boundary.valid() || element.boundary.index < model.boundaries.size());
        require_inside(element.stores, model.data_uses);
        require_inside(element.processes, model.data_uses);
    }
    for (const Flow& flow : model.flows) {
        check_described(model, flow);
        require(flow.source.index < model.elements.size() && flow.target.index < model.elements.size());
        require(!flow.reverse.valid() || model[flow.reverse].source == flow.target);
        require_inside(flow.data, model.data_uses);
        require_inside(flow.returns, model.data_uses);
    }
    for (const DataUse& use : model.data_uses) require(use.data.index < model.data.size());
    for (const ControlPlacement& placement : model.placements) {
        require(placement.control.index < builtin_schema().controls.size());
        require(model.location(placement.place).valid());
        require_inside(placement.evidence, model.evidence);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("model.yaml", std::string(reinterpret_cast<const char*>(data), size));
    std::vector<YamlTree> documents;
    documents.push_back(read_yaml(sources, source, diagnostics));
    const Model model = read_model(documents, builtin_schema(), diagnostics);
    check_model(model);
    render_all(diagnostics, sources, false);
    return 0;
}
