// A model as a draft.
#include "formats/native/reading.h"
#include "formats/native/write.h"

namespace bartizan {
namespace {

class DraftWriter {
public:
    DraftWriter(const Model& model, const Schema& schema) : model_(model), schema_(schema) {}

    DraftModel run() {
        draft_.name = model_.text_of(model_.name);
        draft_.text = model_.text_of(model_.text);
        for (Symbol owner : model_.owners) draft_.owners.emplace_back(model_.text_of(owner));
        draft_.tags = tags(model_.tags_of_model);
        for (const Data& data : model_.data) describe(draft_.data.emplace_back(), data);
        for (std::uint32_t i = 0; i < model_.boundaries.size(); ++i) add_boundary(BoundaryId(i));
        add_crossings();
        for (const Element& element : model_.elements) add_element(element);
        for (std::uint32_t i = 0; i < model_.flows.size(); ++i) add_flow(FlowId(i));
        add_controls();
        add_decisions();
        for (const Remark& remark : model_.remarks)
            draft_.remarks.push_back({remark.kind, text(remark.text), text(remark.address)});
        for (const KeptExtension& extension : model_.extensions)
            draft_.extensions.push_back({text(extension.format), text(extension.json)});
        return std::move(draft_);
    }

private:
    std::string text(Symbol symbol) const { return std::string(model_.text_of(symbol)); }

    std::vector<std::string> tags(Range range) const {
        std::vector<std::string> result;
        for (std::uint32_t i = 0; i < range.count; ++i) result.push_back(text(model_.tags[range.first + i]));
        return result;
    }

    std::vector<std::string> names(Range uses) const {
        std::vector<std::string> result;
        for (std::uint32_t i = 0; i < uses.count; ++i)
            result.push_back(text(model_[model_.data_uses[uses.first + i].data].id));
        return result;
    }

    /// What is implied comes by itself.
    void describe(DraftPlace& draft, const Described& thing) const {
        draft.id = text(thing.id);
        draft.title = text(thing.title);
        draft.text = text(thing.text);
        draft.tags = tags(thing.tags);
        draft.where = thing.where;
        for (std::uint32_t i = 0; i < thing.attributes.count; ++i) {
            const StatedValue& stated = model_.stated[thing.attributes.first + i];
            if (stated.implied) continue;
            const Attribute& attribute = schema_[stated.attribute];
            draft.attributes.push_back(
                {attribute.name, native::value_text(schema_, model_, attribute, stated.value)});
        }
    }

    void add_boundary(BoundaryId id) {
        const Boundary& boundary = model_[id];
        DraftBoundary& draft = draft_.boundaries.emplace_back();
        describe(draft, boundary);
        if (boundary.parent.valid()) draft.in = text(model_[boundary.parent].id);
        if (boundary.trust_at.valid()) draft.trust = boundary.trust;
    }

    /// A two-way flow is named once.
    void add_crossings() {
        for (const DrawnCrossing& crossing : model_.drawn_crossings) {
            const Flow& flow = model_[crossing.flow];
            DraftBoundary& draft = draft_.boundaries[crossing.boundary.index];
            draft.is_line = true;
            if (!flow.reverse.valid() || crossing.flow < flow.reverse)
                draft.crossed_by.push_back(text(flow.id));
        }
    }

    void add_element(const Element& element) {
        DraftElement& draft = draft_.elements.emplace_back();
        describe(draft, element);
        draft.type = schema_[element.type].name;
        if (element.boundary.valid()) draft.in = text(model_[element.boundary].id);
        draft.stores = names(element.stores);
        draft.processes = names(element.processes);
    }

    /// A two-way flow is one, of which the second direction says what the first one returns.
    void add_flow(FlowId id) {
        const Flow& flow = model_[id];
        if (flow.reverse.valid() && flow.reverse < id) return;
        DraftFlow& draft = draft_.flows.emplace_back();
        describe(draft, flow);
        draft.source = text(model_[flow.source].id);
        draft.target = text(model_[flow.target].id);
        draft.data = names(flow.data);
        draft.returns = names(flow.returns);
        if (!flow.reverse.valid()) return;
        draft.two_way = true;
        draft.returns = names(model_[flow.reverse].data);
    }

    void add_controls() {
        for (const ControlPlacement& placement : model_.placements)
            draft_.controls.push_back({schema_[placement.control].name, model_.place_id(placement.place),
                                       text(placement.note), placement.where});
    }

    void add_decisions() {
        const auto day = [](const std::optional<Date>& date) { return date ? to_string(*date) : ""; };
        for (const Decision& decision : model_.decisions)
            draft_.decisions.push_back({text(decision.threat), decision.status, text(decision.by),
                                        text(decision.because), day(decision.until), day(decision.decided),
                                        decision.where});
    }

    const Model& model_;
    const Schema& schema_;
    DraftModel draft_;
};

}  // namespace

DraftModel draft_of(const Model& model, const Schema& schema) { return DraftWriter(model, schema).run(); }

}  // namespace bartizan
