// Evaluates a checked expression at one place, value by value: for single questions, for the leaves that
// program.h has no columns for, for texts, and for explanations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "rules/expression.h"
#include "rules/facts.h"
#include "rules/model_lists.h"
#include "rules/rule.h"
#include "rules/value.h"

namespace bartizan {

/// A value that a part of a condition used.
struct TraceValue {
    std::string text;    // "flow.protocol"
    std::string value;   // "http"
    Location where;      // of the model's line that says so; invalid if no line does
    std::string origin;  // "stated", "implied by protocol", "default of type rest-api", "default", "computed"
};

/// A leaf of the boolean structure (&& || ! ?:) of a condition.
struct TracePart {
    std::string text;  // as written
    bool value = false;
    std::vector<TraceValue> values;
    /// It made the result what it is: true operands of a true &&, those that are true of a true ||, and so
    /// on.
    bool decisive = false;
    int depth = 0;
};

using Trace = std::vector<TracePart>;

enum class Truth : std::uint8_t { no, yes, error };

/// Cheap to make; computes lists of the model on demand and keeps them, so that one per run is best. Not for
/// several threads at once.
class Evaluator {
public:
    Evaluator(const Schema& schema, const Model& model, const Facts& facts);

    /// Whether the condition holds; an error counts as false.
    bool holds(const Expression& condition, Place place) const;
    /// The text with all placeholders filled in.
    std::string text(const Template& text, Place place) const;
    /// The leaves of the condition in order, with the values they used.
    Trace trace(const Expression& condition, Place place) const;

    /// A part of the condition, which must not use variables of macros outside it.
    Truth truth(const Expression& expression, NodeId part, Place place) const;
    /// The same for the body of a macro about its variable and the model only.
    Truth truth_of_body(const Expression& expression, NodeId body, std::uint32_t slot, Place item) const;

    const Schema& schema() const { return schema_; }
    const Model& model() const { return model_; }
    const Facts& facts() const { return facts_; }
    const ModelLists& lists() const { return lists_; }

private:
    const Schema& schema_;
    const Model& model_;
    const Facts& facts_;
    ModelLists lists_;
};

}  // namespace bartizan
