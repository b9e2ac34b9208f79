// Many conditions over all things of one kind at once. They are taken apart into comparisons of columns, of
// which equal ones are shared, and evaluated for a block of places at a time; only what no column tells is
// left to the Evaluator, for the places that are still undecided. The results are those of Evaluator::holds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "model/model.h"
#include "model/schema.h"
#include "rules/expression.h"
#include "rules/facts.h"

namespace bartizan {

struct Plan;

/// Called with the index of a condition and some places (ascending) where it holds.
using PlaceVisitor = std::function<void(std::size_t condition, std::span<const std::uint32_t> places)>;

/// What a program consists of, for tests and measurements.
struct ProgramShape {
    std::size_t column_leaves = 0;   // comparisons of columns
    std::size_t scalar_leaves = 0;   // left to the Evaluator
    std::size_t uniform_leaves = 0;  // the same for all places, evaluated once
    std::size_t columns = 0;
};

class Program {
public:
    /// The conditions must be of that scope and outlive the program. Empty ones hold nowhere.
    static Program compile(std::span<const Expression* const> conditions, Subject scope,
                           const Schema& schema);

    Program(Program&&) noexcept;
    Program& operator=(Program&&) noexcept;
    ~Program();

    /// For each condition the indices (ascending) of the elements, flows … where it holds; the model has
    /// index 0. 4 bytes for each place where one holds.
    std::vector<std::vector<std::uint32_t>> run(const Schema& schema, const Model& model,
                                                const Facts& facts) const;

    /// The same in parts and without keeping anything: for each block of places, the conditions that hold in
    /// it.
    void run(const Schema& schema, const Model& model, const Facts& facts, const PlaceVisitor& visit) const;

    ProgramShape shape() const;

private:
    explicit Program(std::unique_ptr<const Plan> plan);

    std::unique_ptr<const Plan> plan_;
};

}  // namespace bartizan
