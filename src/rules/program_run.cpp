#include "rules/program_run.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace bartizan {
namespace {

constexpr std::uint8_t truth_unknown = 0xff;

bool is_empty(const Mask& mask) {
    std::uint64_t any = 0;
    for (std::uint64_t word : mask.words) any |= word;
    return any == 0;
}

void clear(Mask& mask) { mask.words.fill(0); }

template <typename Visit>
void visit_bits(const Mask& mask, Visit visit) {
    for (std::size_t i = 0; i < mask.words.size(); ++i)
        for (std::uint64_t word = mask.words[i]; word != 0; word &= word - 1)
            visit(static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
}

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
    : plan_(plan), evaluator_(evaluator), columns_(plan, evaluator),
      places_(place_count(evaluator.model(), plan.scope)), masks_(plan.leaves.size()),
      mask_blocks_(plan.leaves.size(), no_block), answers_(plan.leaves.size()) {}

std::vector<PlaceBits> PlanRun::bits() {
    constexpr std::size_t words = block_places / 64;
    std::size_t blocks = (places_ + block_places - 1) / block_places;
    std::vector<PlaceBits> result(plan_.roots.size(), PlaceBits(blocks * words));
    Mask mask;
    for (std::uint32_t block = 0; block < blocks; ++block) {
        start_block(block);
        for (std::size_t root = 0; root < plan_.roots.size(); ++root) {
            if (!term(plan_.roots[root], active_, mask)) continue;
            std::ranges::copy(mask.words, result[root].begin() + static_cast<std::ptrdiff_t>(block * words));
        }
    }
    return result;
}

void PlanRun::start_block(std::uint32_t block) {
    block_ = block;
    std::size_t count = std::min(places_ - block * block_places, block_places);
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
        case Leaf::Kind::comparison: return restrict(active, column_mask(term.index), term.negated, result);
        case Leaf::Kind::scalar: {
            Answers& answers = answers_[term.index];
            ask_evaluator(leaf, answers, active);
            return restrict(active, term.negated ? answers.falsehood : answers.truth, false, result);
        }
        case Leaf::Kind::always: truth = !term.negated; break;
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

const Mask& PlanRun::column_mask(std::uint32_t index) {
    if (mask_blocks_[index] != block_) {
        compute(plan_.leaves[index], masks_[index]);
        mask_blocks_[index] = block_;
    }
    return masks_[index];
}

template <typename T>
const T* PlanRun::block_of(std::uint32_t index) {
    const Column& column = columns_.column(index);
    std::size_t first = block_ * block_places;
    bool is_tail = first + block_places > places_;
    const std::byte* data = is_tail ? column.tail.data() : column.data + first * sizeof(T);
    return reinterpret_cast<const T*>(data);
}

void PlanRun::compute(const Leaf& leaf, Mask& mask) {
    std::size_t width = bytes_per_place(plan_.columns[leaf.column].kind);
    if (leaf.kind == Leaf::Kind::comparison) {
        if (width == 1) {
            mask_comparison(block_of<std::uint8_t>(leaf.column), block_of<std::uint8_t>(leaf.other_column),
                            leaf.comparison, mask);
        } else {
            mask_comparison(block_of<std::int32_t>(leaf.column), block_of<std::int32_t>(leaf.other_column),
                            leaf.comparison, mask);
        }
        return;
    }
    if (width == 1) {
        mask_range(block_of<std::uint8_t>(leaf.column), static_cast<std::uint8_t>(leaf.low),
                   static_cast<std::uint8_t>(leaf.high), mask);
    } else if (width == 2) {
        mask_range(block_of<std::uint16_t>(leaf.column), static_cast<std::uint16_t>(leaf.low),
                   static_cast<std::uint16_t>(leaf.high), mask);
    } else {
        mask_range(block_of<std::int32_t>(leaf.column), leaf.low, leaf.high, mask);
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
        Truth truth = ask(leaf, answers, static_cast<std::uint32_t>(block_ * block_places) + index);
        if (truth == Truth::yes) set_bit(answers.truth, index);
        if (truth == Truth::no) set_bit(answers.falsehood, index);
        set_bit(answers.known, index);
    });
}

/// What depends on one end only is asked once per element, not once per flow.
Truth PlanRun::ask(const Leaf& leaf, Answers& answers, std::uint32_t index) {
    Place place;
    place.subject = plan_.scope;
    place.index = index;
    if (leaf.variable != self_slot)
        return evaluator_.truth_of_body(*leaf.expression, leaf.part, leaf.variable, place);
    if (leaf.end == End::self) return evaluator_.truth(*leaf.expression, leaf.part, place);
    if (answers.of_end.empty()) answers.of_end.assign(evaluator_.model().elements.size(), truth_unknown);
    std::uint8_t& of_end = answers.of_end[columns_.ends(leaf.end)[index].index];
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
