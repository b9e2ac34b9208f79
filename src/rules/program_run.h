// One run of a plan over a model: columns and masks while they are needed. The inside of program*.cpp only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "rules/column_masks.h"
#include "rules/evaluate.h"
#include "rules/program.h"
#include "rules/program_plan.h"

namespace bartizan {

/// Values of one kind for all places, in memory of the facts or of its own.
struct Column {
    const std::byte* data = nullptr;
    std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::int32_t>> own;
    /// The last block, filled up, where it is not full.
    std::vector<std::byte> tail;
};

std::size_t place_count(const Model& model, Subject subject);

/// Computes columns: those of elements by themselves, those of flows also by way of their ends.
class Columns {
public:
    Columns(const Plan& plan, const Evaluator& evaluator);

    const Column& column(std::uint32_t index);
    /// The truth of a quantifier over a list of the model itself.
    Truth truth_for_model(std::uint32_t quantifier);

    std::span<const ElementId> ends(End end);

private:
    template <typename T>
    std::vector<T> gathered(const std::vector<T>& of_elements, End end);

    void fill(Column& column, const ColumnSource& source);
    void fill_tail(Column& column, std::size_t width);
    const std::vector<std::uint8_t>* facts_column(const ColumnSource& source, Subject subject) const;
    std::vector<std::uint8_t> byte_column(const ColumnSource& source, Subject subject);
    std::vector<std::int32_t> number_column(const ColumnSource& source, Subject subject);
    std::vector<std::uint8_t> stated_column(AttributeId attribute, Subject subject) const;
    std::vector<std::int32_t> attribute_numbers(AttributeId attribute, Subject subject) const;
    std::vector<std::int32_t> item_counts(Member list, Subject subject) const;
    std::vector<std::uint8_t> quantifier_column(const Quantifier& quantifier);

    const Plan& plan_;
    const Evaluator& evaluator_;
    const Model& model_;
    std::vector<std::optional<Column>> columns_;
    std::vector<ElementId> sources_, targets_;  // of all flows, once asked for
};

/// Evaluates the roots of a plan, block by block.
class PlanRun {
public:
    PlanRun(const Plan& plan, const Evaluator& evaluator);

    std::vector<PlaceBits> bits();

private:
    /// What the Evaluator has said of a leaf in this block.
    struct Answers {
        std::uint32_t block = no_block;
        Mask known;
        Mask truth;
        Mask falsehood;
        /// Truth of ends asked for in any block, or unknown.
        std::vector<std::uint8_t> of_end;
        std::optional<Truth> uniform;
    };
    static constexpr std::uint32_t no_block = 0xffffffffu;

    void start_block(std::uint32_t block);
    bool term(const Term& term, const Mask& active, Mask& result);
    bool node(const PlanNode& node, const Mask& active, Mask& result);
    bool leaf(const Term& term, const Mask& active, Mask& result);
    const Mask& column_mask(std::uint32_t index);
    void compute(const Leaf& leaf, Mask& mask);
    void ask_evaluator(const Leaf& leaf, Answers& answers, const Mask& active);
    Truth ask(const Leaf& leaf, Answers& answers, std::uint32_t place);
    Truth uniform(const Leaf& leaf, Answers& answers);
    template <typename T>
    const T* block_of(std::uint32_t column);

    const Plan& plan_;
    const Evaluator& evaluator_;
    Columns columns_;
    std::size_t places_;
    std::uint32_t block_ = no_block;
    Mask active_;
    /// By leaf: of columns the mask and the block that it is of, of others the answers.
    std::vector<Mask> masks_;
    std::vector<std::uint32_t> mask_blocks_;
    std::vector<Answers> answers_;
};

}  // namespace bartizan
