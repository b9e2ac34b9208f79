// One run of a plan over a model: columns and masks while they are needed. The inside of program*.cpp only.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "rules/column_masks.h"
#include "rules/evaluate.h"
#include "rules/program_plan.h"

namespace bartizan {

/// Gives columns a block at a time. Columns of the places themselves are read where they are; values of the
/// ends of flows are gathered block by block, which costs no memory.
class Columns {
public:
    Columns(const Plan& plan, const Evaluator& evaluator);

    void start_block(std::size_t first_place, std::size_t count);
    /// `block_places` values, of which the first ones are those of the block.
    template <typename T>
    const T* block(std::uint32_t index) {
        return reinterpret_cast<const T*>(block_bytes(index));
    }
    /// Whether the column is one of quantifiers. Their values are computed only for places that are asked
    /// for.
    bool is_answered_on_demand(std::uint32_t index) const {
        return plan_.columns[index].kind == ColumnKind::quantifier;
    }
    /// Makes the values of those places of the block available.
    void answer(std::uint32_t index, const Mask& places);
    /// The element at an end of a flow of the block.
    std::uint32_t end_of(End end, std::size_t index_in_block);

    /// The truth of a quantifier over a list of the model itself.
    Truth truth_for_model(std::uint32_t quantifier);

private:
    static constexpr std::size_t no_place = ~std::size_t{0};

    struct Column {
        /// Of all places, or of all elements for columns of ends; in memory of the facts or of its own.
        const std::byte* data = nullptr;
        std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::int32_t>> own;
        /// Of quantifiers: what the body says of each item.
        std::vector<std::uint8_t> judgement;
        /// A block that can't be read in place, and which one it is.
        std::vector<std::byte> gathered;
        std::size_t gathered_at = no_place;
    };
    using Ends = std::array<std::uint32_t, block_places>;

    Column& column(std::uint32_t index);
    const std::byte* block_bytes(std::uint32_t index);
    void fill(Column& column, const ColumnSource& source);
    template <typename T>
    void gather(Column& column, End end);
    const Ends& ends(End end);

    const std::vector<std::uint8_t>* facts_column(const ColumnSource& source, Subject subject) const;
    std::vector<std::uint8_t> byte_column(const ColumnSource& source, Subject subject) const;
    std::vector<std::int32_t> number_column(const ColumnSource& source, Subject subject) const;
    std::vector<std::uint8_t> stated_column(AttributeId attribute, Subject subject) const;
    std::vector<std::int32_t> attribute_numbers(AttributeId attribute, Subject subject) const;
    std::vector<std::int32_t> item_counts(Member list, Subject subject) const;

    const Plan& plan_;
    const Evaluator& evaluator_;
    const Model& model_;
    std::vector<std::unique_ptr<Column>> columns_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    Ends sources_;
    Ends targets_;
    std::size_t ends_at_ = no_place;
};

template <typename Visit>
void visit_bits(const Mask& mask, Visit visit) {
    for (std::size_t i = 0; i < mask.words.size(); ++i)
        for (std::uint64_t word = mask.words[i]; word != 0; word &= word - 1)
            visit(static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
}

/// Evaluates the roots of a plan, block by block.
class PlanRun {
public:
    PlanRun(const Plan& plan, const Evaluator& evaluator);

    /// Calls `visit(root, first place of the block, mask)` for each root that holds somewhere in a block.
    template <typename Visit>
    void run(Visit visit) {
        Mask mask;
        for (std::size_t first = 0; first < places_; first += block_places) {
            start_block(first);
            for (std::size_t root = 0; root < plan_.roots.size(); ++root)
                if (term(plan_.roots[root], active_, mask)) visit(root, first, mask);
        }
    }

private:
    /// What the Evaluator has said of a leaf in this block.
    struct Answers {
        std::size_t block = no_block;
        Mask known;
        Mask truth;
        Mask falsehood;
        /// Truth of ends asked for in any block, or unknown.
        std::vector<std::uint8_t> of_end;
        std::optional<Truth> uniform;
    };
    static constexpr std::size_t no_block = ~std::size_t{0};

    void start_block(std::size_t first);
    bool term(const Term& term, const Mask& active, Mask& result);
    bool node(const PlanNode& node, const Mask& active, Mask& result);
    bool leaf(const Term& term, const Mask& active, Mask& result);
    const Mask& column_mask(std::uint32_t index, const Mask& active);
    void compute(const Leaf& leaf, Mask& mask);
    void ask_evaluator(const Leaf& leaf, Answers& answers, const Mask& active);
    Truth ask(const Leaf& leaf, Answers& answers, std::uint32_t index_in_block);
    Truth uniform(const Leaf& leaf, Answers& answers);

    const Plan& plan_;
    const Evaluator& evaluator_;
    Columns columns_;
    std::size_t places_;
    /// The first place of the block.
    std::size_t block_ = no_block;
    Mask active_;
    /// By leaf: of columns the mask and the block that it is of, of others the answers.
    std::vector<Mask> masks_;
    std::vector<std::size_t> mask_blocks_;
    std::vector<Answers> answers_;
};

}  // namespace bartizan
