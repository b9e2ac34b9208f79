#include "rules/program_run.h"

#include <algorithm>

namespace bartizan {
namespace {

constexpr std::uint8_t truth_unknown = 0xff;

bool is_empty(const Mask& mask) {
    std::uint64_t any = 0;
    for (std::uint64_t word : mask.words) any |= word;
    return any == 0;
}

void clear(Mask& mask) { mask.words.fill(0); }

void set_bit(Mask& mask, std::uint32_t index) { mask.words[index / 64] |= std::uint64_t{1} << (index % 64); }

/// result = active and mask, or active and not mask. Whether anything is left.
bool restrict(const Mask& active, const Mask& mask, bool negated, Mask& result) {
    std::uint64_t flip = negated ? ~std::uint64_t{0} : 0;
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < result.words.size(); ++i) {
        result.words[i] = active.words[i] & (mask.words[i] ^ flip);
        any |= result.words[i];
    }
    return any != 0;
}

}  // namespace

PlanRun::PlanRun(const Plan& plan, const Evaluator& evaluator)
    : plan_(plan),
      evaluator_(evaluator),
      columns_(plan, evaluator),
      places_(place_count(evaluator.model(), plan.scope)),
      masks_(plan.leaves.size()),
      mask_blocks_(plan.leaves.size(), no_block),
      answers_(plan.leaves.size()) {}

void PlanRun::start_block(std::size_t first) {
    block_ = first;
    std::size_t count = std::min(places_ - first, block_places);
    columns_.start_block(first, count);
    for (std::size_t i = 0; i < active_.words.size(); ++i) {
        std::size_t places = std::min(count - std::min(count, i * 64), std::size_t{64});
        active_.words[i] = places == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << places) - 1;
    }
}

bool PlanRun::term(const Term& term, const Mask& active, Mask& result) {
    return term.kind == Term::Kind::leaf ? leaf(term, active, result)
                                         : node(plan_.nodes[term.index], active, result);
}

/// An And goes on with the places that are left, an Or with those that are not decided yet.
bool PlanRun::node(const PlanNode& node, const Mask& active, Mask& result) {
    auto terms = std::span(plan_.terms).subspan(node.terms.first, node.terms.count);
    if (node.is_and) {
        if (!term(terms[0], active, result)) return false;
        for (const Term& next : terms.subspan(1))
            if (!term(next, result, result)) return false;
        return true;
    }
    Mask open = active;
    Mask found;
    Mask all;
    clear(all);
    for (const Term& next : terms) {
        if (!term(next, open, found)) continue;
        for (std::size_t i = 0; i < all.words.size(); ++i) all.words[i] |= found.words[i];
        if (!restrict(open, found, true, open)) break;
    }
    result = all;
    return !is_empty(result);
}

bool PlanRun::leaf(const Term& term, const Mask& active, Mask& result) {
    const Leaf& leaf = plan_.leaves[term.index];
    bool truth = false;
    switch (leaf.kind) {
        case Leaf::Kind::range:
        case Leaf::Kind::comparison:
            return restrict(active, column_mask(term.index, active), term.negated, result);
        case Leaf::Kind::scalar: {
            Answers& answers = answers_[term.index];
            ask_evaluator(leaf, answers, active);
            return restrict(active, term.negated ? answers.falsehood : answers.truth, false, result);
        }
        case Leaf::Kind::always:
            truth = !term.negated;
            break;
        case Leaf::Kind::uniform:
            truth = uniform(leaf, answers_[term.index]) == (term.negated ? Truth::no : Truth::yes);
            break;
    }
    if (truth) {
        result = active;
    } else {
        clear(result);
    }
    return truth && !is_empty(result);
}

/// Of all places of the block; for quantifiers only right for the active ones.
const Mask& PlanRun::column_mask(std::uint32_t index, const Mask& active) {
    const Leaf& leaf = plan_.leaves[index];
    const bool on_demand = columns_.is_answered_on_demand(leaf.column);
    if (on_demand) columns_.answer(leaf.column, active);
    if (on_demand || mask_blocks_[index] != block_) {
        compute(leaf, masks_[index]);
        mask_blocks_[index] = block_;
    }
    return masks_[index];
}

void PlanRun::compute(const Leaf& leaf, Mask& mask) {
    std::size_t width = bytes_per_place(plan_.columns[leaf.column].kind);
    if (leaf.kind == Leaf::Kind::comparison) {
        if (width == 1) {
            mask_comparison(columns_.block<std::uint8_t>(leaf.column),
                            columns_.block<std::uint8_t>(leaf.other_column), leaf.comparison, mask);
        } else {
            mask_comparison(columns_.block<std::int32_t>(leaf.column),
                            columns_.block<std::int32_t>(leaf.other_column), leaf.comparison, mask);
        }
        return;
    }
    if (width == 1) {
        mask_range(columns_.block<std::uint8_t>(leaf.column), static_cast<std::uint8_t>(leaf.low),
                   static_cast<std::uint8_t>(leaf.high), mask);
    } else if (width == 2) {
        mask_range(columns_.block<std::uint16_t>(leaf.column), static_cast<std::uint16_t>(leaf.low),
                   static_cast<std::uint16_t>(leaf.high), mask);
    } else {
        mask_range(columns_.block<std::int32_t>(leaf.column), leaf.low, leaf.high, mask);
    }
}

void PlanRun::ask_evaluator(const Leaf& leaf, Answers& answers, const Mask& active) {
    if (answers.block != block_) {
        clear(answers.truth);
        clear(answers.falsehood);
        clear(answers.known);
        answers.block = block_;
    }
    Mask asked;
    if (!restrict(active, answers.known, true, asked)) return;
    visit_bits(asked, [&](std::uint32_t index) {
        Truth truth = ask(leaf, answers, index);
        if (truth == Truth::yes) set_bit(answers.truth, index);
        if (truth == Truth::no) set_bit(answers.falsehood, index);
        set_bit(answers.known, index);
    });
}

/// What depends on one end only is asked once per element, not once per flow.
Truth PlanRun::ask(const Leaf& leaf, Answers& answers, std::uint32_t index_in_block) {
    const Place place(plan_.scope, static_cast<std::uint32_t>(block_) + index_in_block);
    if (leaf.variable != self_slot)
        return evaluator_.truth_of_body(*leaf.expression, leaf.part, leaf.variable, place);
    if (leaf.end == End::self) return evaluator_.truth(*leaf.expression, leaf.part, place);
    if (answers.of_end.empty()) answers.of_end.assign(evaluator_.model().elements.size(), truth_unknown);
    std::uint8_t& of_end = answers.of_end[columns_.end_of(leaf.end, index_in_block)];
    if (of_end == truth_unknown)
        of_end = static_cast<std::uint8_t>(evaluator_.truth(*leaf.expression, leaf.part, place));
    return static_cast<Truth>(of_end);
}

Truth PlanRun::uniform(const Leaf& leaf, Answers& answers) {
    if (!answers.uniform)
        answers.uniform = leaf.quantifier != Leaf::no_quantifier
                              ? columns_.truth_for_model(leaf.quantifier)
                              : evaluator_.truth_of_body(*leaf.expression, leaf.part, model_slot, Place());
    return *answers.uniform;
}

}  // namespace bartizan
