#include "rules/program.h"

#include <bit>
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

}  // namespace

std::size_t count_places(const PlaceBits& bits) {
    std::size_t count = 0;
    for (std::uint64_t word : bits) count += static_cast<std::size_t>(std::popcount(word));
    return count;
}

std::vector<std::uint32_t> places_of(const PlaceBits& bits) {
    std::vector<std::uint32_t> places(count_places(bits));
    std::size_t next = 0;
    for (std::size_t i = 0; i < bits.size(); ++i)
        for (std::uint64_t word = bits[i]; word != 0; word &= word - 1)
            places[next++] = static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    return places;
}

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

std::vector<std::vector<std::uint32_t>> Program::run(const Schema& schema, const Model& model,
                                                     const Facts& facts) const {
    std::vector<std::vector<std::uint32_t>> result;
    for (PlaceBits& bits : run_bits(schema, model, facts)) {
        result.push_back(places_of(bits));
        bits = {};
    }
    return result;
}

std::vector<PlaceBits> Program::run_bits(const Schema& schema, const Model& model, const Facts& facts) const {
    Evaluator evaluator(schema, model, facts);
    return PlanRun(*plan_, evaluator).bits();
}

ProgramShape Program::shape() const {
    ProgramShape shape;
    add_shape(*plan_, shape);
    return shape;
}

}  // namespace bartizan
