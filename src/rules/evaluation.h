// One evaluation of an expression at a place: the inside of evaluate.cpp, evaluate_members.cpp,
// evaluate_calls.cpp, trace.cpp and text_of_value.cpp only.
#pragma once

#include <boost/container/small_vector.hpp>
#include <span>
#include <string>
#include <vector>

#include "rules/evaluate.h"
#include "rules/members.h"
#include "rules/value.h"

namespace bartizan {

class Evaluation {
public:
    Evaluation(const Evaluator& evaluator, const Expression& expression)
        : evaluator_(evaluator),
          expression_(expression),
          schema_(evaluator.schema()),
          model_(evaluator.model()),
          variables_(expression.slot_count) {}

    void bind_scope(Place place);
    void bind(std::uint32_t slot, Value value) { variables_[slot] = value; }
    Value value(NodeId id);
    Value item(const ListView& list, std::uint32_t index) const;
    /// The items of a list, the keys of a map.
    Value range(NodeId id);

private:
    // evaluate.cpp
    Value constant(const ExpressionNode& node) const;
    Value logical(const ExpressionNode& node, bool absorbing);
    Value arithmetic(const ExpressionNode& node);
    Value concatenate(const Value& left, const Value& right);
    Value comparison(const ExpressionNode& node);
    bool equal(const Value& left, const Value& right);
    bool contains(const ListView& list, const Value& wanted);
    Value in(const ExpressionNode& node);
    Value index(const ExpressionNode& node);
    Value make_list(const ExpressionNode& node);
    Value macro(const ExpressionNode& node);
    Value quantifier(const ExpressionNode& node, const ListView& list, bool stops_at);
    Value exists_one(const ExpressionNode& node, const ListView& list);
    Value collect(const ExpressionNode& node, const ListView& list);

    // evaluate_members.cpp
    Value attribute(const ExpressionNode& node);
    Value attribute_list(Place place, AttributeId attribute) const;
    Value member(const ExpressionNode& node);
    Value described_member(Member member, Place place);
    Value element_member(Member member, ElementId id);
    Value flow_member(Member member, FlowId id);
    Value boundary_member(Member member, BoundaryId id);
    Value data_member(Member member, DataId id);
    Value model_member(Member member);
    Value data_uses(Range range) const;
    Value data_of_element(ElementId id);
    Value data_union(std::span<const Range> ranges);
    Value crossing_flows(BoundaryId id, bool entering);
    Value controls(Place place);
    Value is_stated(const ExpressionNode& node);

    // evaluate_calls.cpp
    Value call(const ExpressionNode& node);
    Value call_on_thing(const ExpressionNode& node, const Value& receiver);
    Value call_on_text(const ExpressionNode& node, const Value& receiver);
    Value convert(const ExpressionNode& node, const Value& from);
    Value has_control(ControlId control, Place place) const;
    Value join(const ExpressionNode& node, const Value& list);

    std::span<const NodeId> operands(const ExpressionNode& node) const {
        return expression_.operands_of(node);
    }

    const Evaluator& evaluator_;
    const Expression& expression_;
    const Schema& schema_;
    const Model& model_;
    Arena arena_;
    boost::container::small_vector<Value, 8> variables_;
};

/// The place that a value of type element, flow, boundary, data or model stands for.
Place place_of(const Value& value);
Value value_of(Place place);

/// As people read it: titles of things, names of values, lists with commas and "and".
std::string text_of(const Schema& schema, const Model& model, const ExpressionType& type, const Value& value,
                    const Evaluation& evaluation);

}  // namespace bartizan
