// Attributes and built-in members of things.
#include <algorithm>
#include <array>
#include <utility>

#include "rules/evaluation.h"

namespace bartizan {
namespace {

template <typename T>
Value ids_value(ListView::Storage storage, BaseType item, std::span<const T> ids) {
    return list_value({storage, item, ids.data(), static_cast<std::uint32_t>(ids.size())});
}

Value all_of(BaseType item, std::size_t count) {
    return list_value({ListView::Storage::consecutive, item, nullptr, static_cast<std::uint32_t>(count)});
}

BaseType base_of(ValueType type) {
    switch (type) {
        case ValueType::boolean:
            return BaseType::boolean;
        case ValueType::integer:
            return BaseType::integer;
        case ValueType::text:
            return BaseType::text;
        case ValueType::duration:
            return BaseType::duration;
        case ValueType::enumeration:
            break;
    }
    return BaseType::enumeration;
}

/// The stated entries of an attribute at a place: several for a list.
std::span<const StatedValue> stated_entries(const Model& model, Place place, AttributeId attribute) {
    const Described* thing = model.described(place);
    if (thing == nullptr) return {};
    auto all = std::span(model.stated).subspan(thing->attributes.first, thing->attributes.count);
    auto found = std::ranges::equal_range(all, attribute, {}, &StatedValue::attribute);
    return {found.begin(), found.end()};
}

}  // namespace

Value Evaluation::attribute(const ExpressionNode& node) {
    Value receiver = value(operands(node)[0]);
    if (receiver.is_error()) return receiver;
    if (receiver.type == BaseType::null) return error_value(EvaluationError::no_such_thing);
    AttributeId id(node.id);
    Place place = place_of(receiver);
    const Attribute& attribute = schema_[id];
    if (attribute.is_list) return attribute_list(place, id);
    EffectiveValue effective = effective_value(schema_, model_, place, id);
    switch (attribute.type) {
        case ValueType::text:
            if (effective.text_is_default)
                return text_value(schema_.texts[static_cast<std::size_t>(effective.value)]);
            return text_value(model_.text_of(Symbol(static_cast<std::size_t>(effective.value))));
        case ValueType::duration:
            return integer_value(effective.value * std::int64_t{1'000'000'000}, BaseType::duration);
        default:
            return integer_value(effective.value, base_of(attribute.type));
    }
}

Value Evaluation::attribute_list(Place place, AttributeId attribute) const {
    auto entries = stated_entries(model_, place, attribute);
    return ids_value(ListView::Storage::stated, base_of(schema_[attribute].type), entries);
}

Value Evaluation::is_stated(const ExpressionNode& node) {
    Value receiver = value(operands(node)[0]);
    if (receiver.is_error()) return receiver;
    if (receiver.type == BaseType::null) return error_value(EvaluationError::no_such_thing);
    Place place = place_of(receiver);
    if (node.which == 0) return boolean_value(!stated_entries(model_, place, AttributeId(node.id)).empty());
    ExpressionNode asked = node;
    asked.operation = Operation::member;
    asked.which = static_cast<std::uint8_t>(node.id);
    Value found = member(asked);
    if (found.is_error()) return found;
    return boolean_value(found.type == BaseType::list ? found.list.count > 0 : found.type != BaseType::null);
}

Value Evaluation::member(const ExpressionNode& node) {
    Value receiver = value(operands(node)[0]);
    if (receiver.is_error()) return receiver;
    if (receiver.type == BaseType::null) return error_value(EvaluationError::no_such_thing);
    Place place = place_of(receiver);
    auto which = static_cast<Member>(node.which);
    switch (which) {
        case Member::id:
        case Member::title:
        case Member::tags:
            return described_member(which, place);
        case Member::controls:
            return controls(place);
        default:
            break;
    }
    switch (place.subject) {
        case Subject::element:
            return element_member(which, ElementId(place.index));
        case Subject::flow:
            return flow_member(which, FlowId(place.index));
        case Subject::boundary:
            return boundary_member(which, BoundaryId(place.index));
        case Subject::data:
            return data_member(which, DataId(place.index));
        case Subject::model:
            break;
    }
    return model_member(which);
}

Value Evaluation::described_member(Member member, Place place) {
    const Described* thing = model_.described(place);
    if (member == Member::id) return text_value(model_.text_of(thing->id));
    if (member == Member::title) return text_value(model_.title(place));
    Range tags = thing != nullptr ? thing->tags : model_.tags_of_model;
    return list_value(
        {ListView::Storage::symbols, BaseType::text, model_.tags.data() + tags.first, tags.count});
}

Value Evaluation::element_member(Member member, ElementId id) {
    const Element& element = model_[id];
    const Graph& graph = evaluator_.facts().graph();
    switch (member) {
        case Member::type:
            return text_value(schema_[element.type].name);
        case Member::kind:
            return text_value(name_of(schema_[element.type].kind));
        case Member::boundary:
            return thing_value(BaseType::boundary, element.boundary);
        case Member::trust:
            return integer_value(model_.trust(id));
        case Member::stores:
            return data_uses(element.stores);
        case Member::processes:
            return data_uses(element.processes);
        case Member::data:
            return data_of_element(id);
        case Member::incoming:
            return ids_value(ListView::Storage::flows, BaseType::flow, graph.incoming(id));
        default:
            return ids_value(ListView::Storage::flows, BaseType::flow, graph.outgoing(id));
    }
}

Value Evaluation::flow_member(Member member, FlowId id) {
    const Flow& flow = model_[id];
    switch (member) {
        case Member::source:
            return thing_value(BaseType::element, flow.source);
        case Member::target:
            return thing_value(BaseType::element, flow.target);
        case Member::data:
            return data_uses(flow.data);
        case Member::returns:
            return data_uses(flow.returns);
        case Member::carries:
            return data_union(std::array{flow.data, flow.returns});
        case Member::trust_gain:
            return integer_value(model_.trust(flow.target) - model_.trust(flow.source));
        default:
            return boolean_value(flow.reverse.valid());
    }
}

Value Evaluation::boundary_member(Member member, BoundaryId id) {
    const Boundary& boundary = model_[id];
    switch (member) {
        case Member::trust:
            return integer_value(boundary.trust);
        case Member::depth:
            return integer_value(boundary.depth);
        case Member::parent:
            return thing_value(BaseType::boundary, boundary.parent);
        case Member::elements:
            return ids_value(ListView::Storage::elements, BaseType::element, evaluator_.lists().inside(id));
        case Member::entering:
            return crossing_flows(id, true);
        default:
            return crossing_flows(id, false);
    }
}

Value Evaluation::data_member(Member member, DataId id) {
    const ModelLists& lists = evaluator_.lists();
    switch (member) {
        case Member::stored_in:
            return ids_value(ListView::Storage::elements, BaseType::element, lists.stored_in(id));
        case Member::processed_in:
            return ids_value(ListView::Storage::elements, BaseType::element, lists.processed_in(id));
        default:
            return ids_value(ListView::Storage::flows, BaseType::flow, lists.sent_over(id));
    }
}

Value Evaluation::model_member(Member member) {
    switch (member) {
        case Member::elements:
            return all_of(BaseType::element, model_.elements.size());
        case Member::flows:
            return all_of(BaseType::flow, model_.flows.size());
        case Member::boundaries:
            return all_of(BaseType::boundary, model_.boundaries.size());
        case Member::data:
            return all_of(BaseType::data, model_.data.size());
        default:
            return text_value(model_.text_of(model_.name));
    }
}

Value Evaluation::data_uses(Range range) const {
    return list_value(
        {ListView::Storage::data_uses, BaseType::data, model_.data_uses.data() + range.first, range.count});
}

Value Evaluation::data_of_element(ElementId id) {
    const Graph& graph = evaluator_.facts().graph();
    std::vector<Range> ranges{model_[id].stores, model_[id].processes};
    for (auto flows : {graph.incoming(id), graph.outgoing(id)}) {
        for (FlowId flow : flows) {
            ranges.push_back(model_[flow].data);
            ranges.push_back(model_[flow].returns);
        }
    }
    return data_union(ranges);
}

/// Each data once, in the order of the model.
Value Evaluation::data_union(std::span<const Range> ranges) {
    std::uint64_t count = 0;
    for (Range range : ranges) count += range.count;
    if (!arena_.spend(count + ranges.size()) || !arena_.spend_bytes(count * sizeof(Value)))
        return error_value(EvaluationError::out_of_budget);
    std::vector<std::uint32_t> found;
    found.reserve(count);
    for (Range range : ranges)
        for (std::uint32_t i = range.first; i < range.first + range.count; ++i)
            found.push_back(model_.data_uses[i].data.index);
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::vector<Value> items;
    items.reserve(found.size());
    for (std::uint32_t index : found) items.push_back(integer_value(index, BaseType::data));
    return list_value(arena_.keep(std::move(items), BaseType::data));
}

Value Evaluation::crossing_flows(BoundaryId id, bool entering) {
    const Graph& graph = evaluator_.facts().graph();
    std::vector<Value> items;
    for (ElementId inside : evaluator_.lists().inside(id)) {
        auto flows = entering ? graph.incoming(inside) : graph.outgoing(inside);
        if (!arena_.spend(flows.size() + 1) || !arena_.spend_bytes(flows.size() * sizeof(Value)))
            return error_value(EvaluationError::out_of_budget);
        for (FlowId flow : flows) {
            ElementId other = entering ? model_[flow].source : model_[flow].target;
            if (!model_.is_inside(other, id)) items.push_back(integer_value(flow.index, BaseType::flow));
        }
    }
    return list_value(arena_.keep(std::move(items), BaseType::flow));
}

Value Evaluation::controls(Place place) {
    auto placed = evaluator_.lists().controls(place);
    if (!arena_.spend_bytes(placed.size() * sizeof(Value)))
        return error_value(EvaluationError::out_of_budget);
    std::vector<Value> names;
    for (ControlId control : placed) names.push_back(text_value(schema_[control].name));
    return list_value(arena_.keep(std::move(names), BaseType::text));
}

}  // namespace bartizan
