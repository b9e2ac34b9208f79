// Drafts become models by way of the language itself: what is checked and implied there holds for them too.
#include <array>
#include <string>

#include "formats/native/read.h"
#include "formats/native/write.h"
#include "text/yaml_tree.h"

namespace bartizan {
namespace {

/// Gives the things of a model the places of the draft, in the file that was read.
class Relocation {
public:
    Relocation(const DraftModel& draft, Model& model, Location whole)
        : draft_(draft), model_(model), whole_(whole) {}

    void run() {
        model_.where = whole_;
        for (const DraftData& data : draft_.data)
            if (const DataId id = model_.find_data(data.id); id.valid())
                place(model_.data[id.index], data.where);
        for (const DraftBoundary& boundary : draft_.boundaries) move(boundary);
        for (const DraftElement& element : draft_.elements) move(element);
        for (const DraftFlow& flow : draft_.flows) move(flow);
        move_remarks();
    }

private:
    Location or_whole(Location where) const { return where.valid() ? where : whole_; }

    void place(Described& thing, Location where) {
        thing.where = or_whole(where);
        for (std::uint32_t i = 0; i < thing.attributes.count; ++i)
            model_.stated[thing.attributes.first + i].where = thing.where;
    }
    void place_uses(Range uses, Location where) {
        for (std::uint32_t i = 0; i < uses.count; ++i) model_.data_uses[uses.first + i].where = where;
    }

    void move(const DraftBoundary& draft) {
        const BoundaryId id = model_.find_boundary(draft.id);
        if (!id.valid()) return;
        Boundary& boundary = model_.boundaries[id.index];
        place(boundary, draft.where);
        if (boundary.trust_at.valid()) boundary.trust_at = boundary.where;
    }
    void move(const DraftElement& draft) {
        const ElementId id = model_.find_element(draft.id);
        if (!id.valid()) return;
        Element& element = model_.elements[id.index];
        place(element, draft.where);
        element.type_at = element.where;
        if (element.boundary_at.valid()) element.boundary_at = element.where;
        place_uses(element.stores, element.where);
        place_uses(element.processes, element.where);
    }
    void move(const DraftFlow& draft) {
        const FlowId id = model_.find_flow(draft.id);
        if (!id.valid()) return;
        move(model_.flows[id.index], draft.where);
        const FlowId reverse = model_.flows[id.index].reverse;
        if (reverse.valid()) move(model_.flows[reverse.index], draft.where);
    }
    void move(Flow& flow, Location where) {
        place(flow, where);
        place_uses(flow.data, flow.where);
        place_uses(flow.returns, flow.where);
    }
    void move_remarks() {
        for (std::size_t i = 0; i < model_.placements.size(); ++i)
            model_.placements[i].where =
                i < draft_.controls.size() ? or_whole(draft_.controls[i].where) : whole_;
        for (std::size_t i = 0; i < model_.decisions.size(); ++i) {
            Decision& decision = model_.decisions[i];
            decision.where = i < draft_.decisions.size() ? or_whole(draft_.decisions[i].where) : whole_;
            if (decision.until_at.valid()) decision.until_at = decision.where;
        }
        for (Remark& remark : model_.remarks) remark.where = whole_;
    }

    const DraftModel& draft_;
    Model& model_;
    Location whole_;
};

}  // namespace

Model build_model(const DraftModel& draft, const Schema& schema, Sources& sources, SourceId origin,
                  Diagnostics& diagnostics) {
    const std::string name = sources[origin].name + " (as native model)";
    const SourceId source = sources.add(name, write_native(draft));
    std::array<YamlTree, 1> documents{read_yaml(sources, source, diagnostics)};
    Model model = read_model(documents, schema, diagnostics, {.fragment = true});
    Relocation(draft, model, {origin, 0, 0}).run();
    return model;
}

}  // namespace bartizan
