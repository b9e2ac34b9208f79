// Explains the result of a condition: which parts decided it, with which values, from which lines.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rules/evaluation.h"

namespace bartizan {
namespace {

/// A part that looks at many things shows this many of them.
constexpr std::size_t max_items = 10;
constexpr std::size_t max_values = 100;

struct Origin {
    Location where;
    std::string text;
};

Origin computed() { return {{}, "computed"}; }
Origin stated_at(Location where) { return {where, where.valid() ? "stated" : "default"}; }

/// The attribute whose stated value implies this one.
std::string implied_by(const Schema& schema, const Model& model, Place place, const StatedValue& implied) {
    Range range = model.described(place)->attributes;
    for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
        const StatedValue& other = model.stated[i];
        const Attribute& attribute = schema[other.attribute];
        if (attribute.type != ValueType::enumeration) continue;
        auto ordinal = static_cast<std::size_t>(other.value);
        for (const ImpliedValue& implication : schema[attribute.enumeration].values[ordinal].implies)
            if (implication.id == implied.attribute && implication.value == implied.value)
                return fmt::format("implied by {}", attribute.name);
    }
    return "implied";
}

const TypeDefault* default_of(const ElementType& type, AttributeId attribute) {
    auto found = std::ranges::find(type.defaults, attribute, &TypeDefault::attribute);
    return found == type.defaults.end() ? nullptr : &*found;
}

/// Types hold inherited defaults too: the one that gave it is the last ancestor in a row that has the same.
std::string origin_of_default(const Schema& schema, const Model& model, Place place, AttributeId attribute) {
    if (place.subject != Subject::element) return "default";
    TypeId type = model.elements[place.index].type;
    const TypeDefault* of_type = default_of(schema[type], attribute);
    if (of_type == nullptr) return "default";
    for (;;) {
        TypeId parent = schema[type].parent;
        const TypeDefault* of_parent = parent.valid() ? default_of(schema[parent], attribute) : nullptr;
        if (of_parent == nullptr || of_parent->value != of_type->value) break;
        type = parent;
    }
    return fmt::format("default of type {}", schema[type].name);
}

Origin origin_of_attribute(const Schema& schema, const Model& model, Place place, AttributeId attribute) {
    EffectiveValue effective = effective_value(schema, model, place, attribute);
    if (effective.stated == nullptr) return {{}, origin_of_default(schema, model, place, attribute)};
    if (!effective.stated->implied) return stated_at(effective.stated->where);
    return {effective.stated->where, implied_by(schema, model, place, *effective.stated)};
}

/// Boundaries take their trust from the nearest one around them that states it.
Origin origin_of_trust(const Model& model, BoundaryId boundary) {
    while (boundary.valid() && !model[boundary].trust_at.valid()) boundary = model[boundary].parent;
    return stated_at(boundary.valid() ? model[boundary].trust_at : Location());
}

Origin origin_of_uses(const Model& model, Range uses) {
    return stated_at(uses.empty() ? Location() : model.data_uses[uses.first].where);
}

Origin origin_of_member(const Model& model, Place place, Member member) {
    ElementId element(place.index);
    switch (member) {
        case Member::id:
        case Member::title:
        case Member::tags:
        case Member::name:
        case Member::source:
        case Member::target:
            return stated_at(model.location(place));
        case Member::type:
        case Member::kind:
            return stated_at(model[element].type_at);
        case Member::boundary:
            return stated_at(model[element].boundary_at);
        case Member::stores:
            return origin_of_uses(model, model[element].stores);
        case Member::processes:
            return origin_of_uses(model, model[element].processes);
        case Member::returns:
            return origin_of_uses(model, model.flows[place.index].returns);
        case Member::data:
            if (place.subject != Subject::flow) return computed();
            return origin_of_uses(model, model.flows[place.index].data);
        case Member::parent:
            return stated_at(model.location(place));
        case Member::trust:
            if (place.subject == Subject::boundary) return origin_of_trust(model, BoundaryId(place.index));
            return origin_of_trust(model, model[element].boundary);
        default:
            return computed();
    }
}

bool is_structure(const ExpressionNode& node) {
    return node.operation == Operation::logical_not || node.operation == Operation::logical_and ||
           node.operation == Operation::logical_or || node.operation == Operation::conditional;
}

class Tracer {
public:
    Tracer(const Evaluator& evaluator, const Expression& expression, Place place)
        : evaluator_(evaluator),
          expression_(expression),
          schema_(evaluator.schema()),
          model_(evaluator.model()),
          evaluation_(evaluator, expression) {
        evaluation_.bind_scope(place);
    }

    Trace run() {
        walk(expression_.root, true, -1);
        return std::move(trace_);
    }

private:
    const ExpressionNode& at(NodeId id) const { return expression_[id]; }
    std::span<const NodeId> operands(const ExpressionNode& node) const {
        return expression_.operands_of(node);
    }

    void walk(NodeId id, bool decisive, int depth) {
        const ExpressionNode& node = at(id);
        if (!is_structure(node)) return leaf(id, decisive, std::max(depth, 0));
        if (node.operation == Operation::logical_not) return walk(operands(node)[0], decisive, depth);
        Value result = evaluation_.value(id);
        for (std::size_t i = 0; i < operands(node).size(); ++i) {
            NodeId operand = operands(node)[i];
            walk(operand, decisive && decides(node, i, evaluation_.value(operand), result), depth + 1);
        }
    }

    bool decides(const ExpressionNode& node, std::size_t index, const Value& operand, const Value& result) {
        if (node.operation == Operation::conditional) {
            if (index == 0) return true;
            Value condition = evaluation_.value(operands(node)[0]);
            return !condition.is_error() && condition.is_true() == (index == 1);
        }
        if (result.is_error()) return operand.is_error();
        bool by_all = result.is_true() == (node.operation == Operation::logical_and);
        return by_all || (!operand.is_error() && operand.is_true() == result.is_true());
    }

    void leaf(NodeId id, bool decisive, int depth) {
        const ExpressionNode& node = at(id);
        TracePart part;
        part.text = expression_.text_of(node);
        part.value = evaluation_.value(id).is_true();
        part.decisive = decisive;
        part.depth = depth;
        part_ = &part;
        visit(id);
        trace_.push_back(std::move(part));
    }

    void add(std::string text, std::string value, Origin origin) {
        TraceValue added{std::move(text), std::move(value), origin.where, std::move(origin.text)};
        auto same = [&](const TraceValue& other) {
            return other.text == added.text && other.value == added.value && other.where == added.where;
        };
        bool known = std::ranges::any_of(part_->values, same);
        if (!known && part_->values.size() < max_values) part_->values.push_back(std::move(added));
    }

    std::string written(NodeId id) const { return std::string(expression_.text_of(at(id))); }

    std::string shown(NodeId id) {
        return text_of(schema_, model_, at(id).type, evaluation_.value(id), evaluation_);
    }

    void visit(NodeId id) {
        const ExpressionNode& node = at(id);
        switch (node.operation) {
            case Operation::constant:
                return;
            case Operation::variable:
                if (type_is_thing(node)) add(written(id), shown(id), thing_origin(evaluation_.value(id)));
                return;
            case Operation::attribute:
            case Operation::member:
            case Operation::is_stated:
                return access(id);
            case Operation::call:
                if (type_is_thing(at(operands(node)[0]))) return call_on_thing(id);
                break;
            case Operation::macro:
                return macro(id);
            default:
                break;
        }
        for (NodeId operand : operands(node)) visit(operand);
    }

    static bool type_is_thing(const ExpressionNode& node) {
        return node.type.base >= BaseType::element && node.type.base <= BaseType::model;
    }

    Origin thing_origin(const Value& value) const {
        if (value.is_error() || value.type == BaseType::null) return computed();
        return stated_at(model_.location(place_of(value)));
    }

    void access(NodeId id) {
        const ExpressionNode& node = at(id);
        NodeId of = operands(node)[0];
        Value receiver = evaluation_.value(of);
        if (!type_is_thing(at(of)) || receiver.is_error() || receiver.type == BaseType::null) {
            add(written(of), receiver.is_error() ? "unknown" : "none", computed());
            return;
        }
        Place place = place_of(receiver);
        bool asks_member =
            node.operation == Operation::is_stated ? node.which == 1 : node.operation == Operation::member;
        auto member = static_cast<Member>(node.operation == Operation::is_stated ? node.id : node.which);
        Origin origin = asks_member ? origin_of_member(model_, place, member)
                                    : origin_of_attribute(schema_, model_, place, AttributeId(node.id));
        std::string value = shown(id);
        if (node.operation == Operation::is_stated) value = value == "true" ? "stated" : "not stated";
        add(written(id), std::move(value), std::move(origin));
    }

    void call_on_thing(NodeId id) {
        const ExpressionNode& node = at(id);
        NodeId of = operands(node)[0];
        Value receiver = evaluation_.value(of);
        bool known = !receiver.is_error() && receiver.type != BaseType::null;
        if (known && node.which == static_cast<std::uint8_t>(Function::is)) {
            const Element& element = model_.elements[place_of(receiver).index];
            return add(written(of) + ".type", schema_[element.type].name, stated_at(element.type_at));
        }
        Origin origin = computed();
        bool asks_control = node.which == static_cast<std::uint8_t>(Function::has_control) ||
                            node.which == static_cast<std::uint8_t>(Function::shielded_by);
        if (known && asks_control) origin.where = placement_of(ControlId(node.id), place_of(receiver));
        add(written(id), shown(id), std::move(origin));
    }

    /// The line that places the control so that it covers the place; invalid if none does directly.
    Location placement_of(ControlId control, Place place) const {
        const Facts& facts = evaluator_.facts();
        std::uint32_t placement = no_placement;
        if (place.subject == Subject::element)
            placement = facts.cover(control).element_placement[place.index];
        if (place.subject == Subject::flow) placement = facts.cover(control).flow_placement[place.index];
        return placement == no_placement ? Location() : facts.placements()[placement].where;
    }

    /// The items that made it so: one that is true makes `exists` true, all that are false make it false.
    void macro(NodeId id) {
        const ExpressionNode& node = at(id);
        auto of_macro = operands(node);
        Value list = evaluation_.range(of_macro[0]);
        if (list.is_error() || list.list.count == 0) return visit(of_macro[0]);
        auto macro = static_cast<Macro>(node.which);
        Value result = evaluation_.value(id);
        bool has_predicate = macro != Macro::map || of_macro.size() > 2;
        NodeId predicate = of_macro[macro == Macro::map && has_predicate ? 2 : 1];
        std::size_t shown_items = 0;
        for (std::uint32_t i = 0; i < list.list.count && shown_items < max_items; ++i) {
            Value item = evaluation_.item(list.list, i);
            evaluation_.bind(node.id, item);
            bool decides = !has_predicate || item_decides(macro, result, evaluation_.value(predicate));
            if (!decides) continue;
            ++shown_items;
            show_item(node, item, list.list, i);
            for (NodeId body : of_macro.subspan(1)) visit(body);
        }
        if (shown_items == 0) visit(of_macro[0]);
    }

    static bool item_decides(Macro macro, const Value& result, const Value& of_item) {
        if (of_item.is_error()) return result.is_error();
        if (macro == Macro::all) return result.is_true() || !of_item.is_true();
        if (macro == Macro::exists) return !result.is_true() || of_item.is_true();
        return of_item.is_true();
    }

    void show_item(const ExpressionNode& macro, const Value& item, const ListView& list,
                   std::uint32_t index) {
        std::string name = variable_name(operands(macro).subspan(1), macro.id);
        if (name.empty()) return;
        ExpressionType type = at(operands(macro)[0]).type;
        ExpressionType item_type{.base = type.base == BaseType::map ? BaseType::text : type.item,
                                 .item = BaseType::null,
                                 .names = Names::any,
                                 .enumeration = type.enumeration};
        Origin origin = computed();
        if (item.type >= BaseType::element && item.type <= BaseType::model) origin = thing_origin(item);
        if (list.storage == ListView::Storage::data_uses)
            origin = stated_at(static_cast<const DataUse*>(list.first)[index].where);
        if (list.storage == ListView::Storage::stated)
            origin = stated_at(static_cast<const StatedValue*>(list.first)[index].where);
        add(std::move(name), text_of(schema_, model_, item_type, item, evaluation_), std::move(origin));
    }

    /// As the body writes it; empty if the body does not use it.
    std::string variable_name(std::span<const NodeId> bodies, std::uint32_t slot) const {
        std::vector<NodeId> waiting(bodies.begin(), bodies.end());
        while (!waiting.empty()) {
            const ExpressionNode& node = at(waiting.back());
            waiting.pop_back();
            if (node.operation == Operation::variable && node.id == slot)
                return std::string(expression_.text_of(node));
            waiting.insert(waiting.end(), operands(node).begin(), operands(node).end());
        }
        return {};
    }

    const Evaluator& evaluator_;
    const Expression& expression_;
    const Schema& schema_;
    const Model& model_;
    Evaluation evaluation_;
    Trace trace_;
    TracePart* part_ = nullptr;
};

}  // namespace

Trace Evaluator::trace(const Expression& condition, Place place) const {
    if (condition.empty()) return {};
    return Tracer(*this, condition, place).run();
}

}  // namespace bartizan
