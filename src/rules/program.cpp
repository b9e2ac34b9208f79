#include "rules/program.h"

#include <algorithm>
#include <array>
#include <utility>

#include "rules/program_plan.h"
#include "rules/program_run.h"

namespace bartizan {
namespace {

void add_shape(const Plan& plan, ProgramShape& shape) {
    shape.columns += plan.columns.size();
    for (const Leaf& leaf : plan.leaves) {
        shape.column_leaves += leaf.kind == Leaf::Kind::range || leaf.kind == Leaf::Kind::comparison;
        shape.scalar_leaves += leaf.kind == Leaf::Kind::scalar;
        shape.uniform_leaves += leaf.kind == Leaf::Kind::uniform;
    }
    for (const Quantifier& quantifier : plan.quantifiers) add_shape(quantifier.body, shape);
}

/// By what was found in the first places, and an eighth for chance.
std::size_t expected_count(std::size_t found, std::size_t in_places, std::size_t of_places) {
    std::size_t expected = found * of_places / in_places;
    return std::clamp(expected + expected / 8, found, of_places);
}

}  // namespace

Program::Program(std::unique_ptr<const Plan> plan) : plan_(std::move(plan)) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

Program Program::compile(std::span<const Expression* const> conditions, Subject scope, const Schema& schema) {
    std::vector<PlanRoot> roots;
    for (const Expression* condition : conditions) {
        if (condition->empty()) {
            roots.emplace_back();
        } else {
            roots.push_back({condition, condition->root, self_slot, true});
        }
    }
    return Program(std::make_unique<const Plan>(make_plan(scope, roots, schema)));
}

void Program::run(const Schema& schema, const Model& model, const Facts& facts,
                  const PlaceVisitor& visit) const {
    Evaluator evaluator(schema, model, facts);
    std::array<std::uint32_t, block_places> places;
    PlanRun(*plan_, evaluator).run([&](std::size_t root, std::size_t first, const Mask& mask) {
        std::size_t count = 0;
        visit_bits(mask,
                   [&](std::uint32_t index) { places[count++] = static_cast<std::uint32_t>(first) + index; });
        visit(root, std::span(places).first(count));
    });
}

std::vector<std::vector<std::uint32_t>> Program::run(const Schema& schema, const Model& model,
                                                     const Facts& facts) const {
    std::vector<std::vector<std::uint32_t>> result(plan_->roots.size());
    std::size_t all_places = place_count(model, plan_->scope);
    run(schema, model, facts, [&](std::size_t condition, std::span<const std::uint32_t> places) {
        std::vector<std::uint32_t>& found = result[condition];
        std::size_t count = found.size() + places.size();
        // Grows to what is to be expected from the places so far, as moving these vectors costs more than
        // filling them.
        if (count > found.capacity())
            found.reserve(expected_count(count, places.back() + std::size_t{1}, all_places));
        found.insert(found.end(), places.begin(), places.end());
    });
    return result;
}

ProgramShape Program::shape() const {
    ProgramShape shape;
    add_shape(*plan_, shape);
    return shape;
}

}  // namespace bartizan
