// Columns of plans, filled from the facts and the tables of a model.
#include <algorithm>
#include <cstring>
#include <utility>

#include "rules/program_run.h"

namespace bartizan {
namespace {

/// Calls `use(items_of)`, where `items_of(place, visit)` calls `visit` with the index of each item of a list
/// member; items of `carries` may come twice. What is to be done for each place is so compiled for each kind
/// of list.
template <typename Use>
void with_list(const Evaluator& evaluator, Subject subject, Member list, Use use) {
    const Model& model = evaluator.model();
    const Graph& graph = evaluator.facts().graph();
    const ModelLists& lists = evaluator.lists();
    const auto visit_uses = [&](Range uses, auto visit) {
        const DataUse* first = model.data_uses.data() + uses.first;
        for (const DataUse* use = first; use != first + uses.count; ++use) visit(use->data.index);
    };
    const auto visit_ids = [](auto ids, auto visit) {
        for (auto id : ids) visit(id.index);
    };
    const auto visit_crossing = [&](std::uint32_t place, bool entering, auto visit) {
        const BoundaryId boundary(place);
        for (ElementId inside : lists.inside(boundary)) {
            for (FlowId flow : entering ? graph.incoming(inside) : graph.outgoing(inside)) {
                ElementId other = entering ? model[flow].source : model[flow].target;
                if (!model.is_inside(other, boundary)) visit(flow.index);
            }
        }
    };
    switch (list) {
        case Member::stores:
            return use(
                [&](std::uint32_t place, auto visit) { visit_uses(model.elements[place].stores, visit); });
        case Member::processes:
            return use(
                [&](std::uint32_t place, auto visit) { visit_uses(model.elements[place].processes, visit); });
        case Member::incoming:
            return use(
                [&](std::uint32_t place, auto visit) { visit_ids(graph.incoming(ElementId(place)), visit); });
        case Member::outgoing:
            return use(
                [&](std::uint32_t place, auto visit) { visit_ids(graph.outgoing(ElementId(place)), visit); });
        case Member::returns:
            return use(
                [&](std::uint32_t place, auto visit) { visit_uses(model.flows[place].returns, visit); });
        case Member::carries:
            return use([&](std::uint32_t place, auto visit) {
                visit_uses(model.flows[place].data, visit);
                visit_uses(model.flows[place].returns, visit);
            });
        case Member::data:
            if (subject == Subject::flow)
                return use(
                    [&](std::uint32_t place, auto visit) { visit_uses(model.flows[place].data, visit); });
            return use(
                [&](std::uint32_t place, auto visit) { visit_ids(lists.data_at(ElementId(place)), visit); });
        case Member::elements:
            return use(
                [&](std::uint32_t place, auto visit) { visit_ids(lists.inside(BoundaryId(place)), visit); });
        case Member::entering:
            return use([&](std::uint32_t place, auto visit) { visit_crossing(place, true, visit); });
        case Member::leaving:
            return use([&](std::uint32_t place, auto visit) { visit_crossing(place, false, visit); });
        case Member::stored_in:
            return use(
                [&](std::uint32_t place, auto visit) { visit_ids(lists.stored_in(DataId(place)), visit); });
        case Member::processed_in:
            return use([&](std::uint32_t place, auto visit) {
                visit_ids(lists.processed_in(DataId(place)), visit);
            });
        case Member::sent_over:
            return use(
                [&](std::uint32_t place, auto visit) { visit_ids(lists.sent_over(DataId(place)), visit); });
        default:
            return;
    }
}

/// What the body of a quantifier says of each item: a bit for each Truth.
using Judgement = std::vector<std::uint8_t>;

constexpr std::uint8_t bit(Truth truth) {
    return static_cast<std::uint8_t>(1u << static_cast<unsigned>(truth));
}

Judgement judge(const Quantifier& quantifier, const Evaluator& evaluator) {
    Judgement result(place_count(evaluator.model(), quantifier.body.scope), bit(Truth::error));
    PlanRun(quantifier.body, evaluator).run([&](std::size_t root, std::size_t first, const Mask& mask) {
        const std::uint8_t truth = bit(root == 0 ? Truth::yes : Truth::no);
        visit_bits(mask, [&](std::uint32_t index) { result[first + index] = truth; });
    });
    return result;
}

/// A value that is no Truth.
constexpr std::uint8_t unanswered = 0xff;

/// Which truths the items have, and how many of them are true.
struct Summary {
    std::uint8_t truths = 0;
    std::uint32_t true_items = 0;

    void add(std::uint8_t truth) {
        truths |= truth;
        true_items += truth == bit(Truth::yes);
    }
    bool any(Truth truth) const { return (truths & bit(truth)) != 0; }

    Truth of(Macro macro) const {
        if (macro == Macro::exists_one) {
            if (any(Truth::error)) return Truth::error;
            return true_items == 1 ? Truth::yes : Truth::no;
        }
        const Truth decides = macro == Macro::exists ? Truth::yes : Truth::no;
        const Truth otherwise = macro == Macro::exists ? Truth::no : Truth::yes;
        if (any(decides)) return decides;
        return any(Truth::error) ? Truth::error : otherwise;
    }
};

}  // namespace

Columns::Columns(const Plan& plan, const Evaluator& evaluator)
    : plan_(plan), evaluator_(evaluator), model_(evaluator.model()), columns_(plan.columns.size()) {}

void Columns::start_block(std::size_t first_place, std::size_t count) {
    first_ = first_place;
    count_ = count;
}

Columns::Column& Columns::column(std::uint32_t index) {
    if (!columns_[index]) {
        columns_[index] = std::make_unique<Column>();
        fill(*columns_[index], plan_.columns[index]);
    }
    return *columns_[index];
}

const std::byte* Columns::block_bytes(std::uint32_t index) {
    const ColumnSource& source = plan_.columns[index];
    std::size_t width = bytes_per_place(source.kind);
    Column& column = this->column(index);
    if (source.end == End::self && count_ == block_places) return column.data + first_ * width;
    if (column.gathered_at == first_) return column.gathered.data();
    column.gathered.resize(block_places * width);
    column.gathered_at = first_;
    if (source.end == End::self) {
        std::memcpy(column.gathered.data(), column.data + first_ * width, count_ * width);
    } else if (width == 1) {
        gather<std::uint8_t>(column, source.end);
    } else if (width == 2) {
        gather<std::uint16_t>(column, source.end);
    } else {
        gather<std::int32_t>(column, source.end);
    }
    return column.gathered.data();
}

template <typename T>
void Columns::gather(Column& column, End end) {
    const Ends& elements = ends(end);
    const T* from = reinterpret_cast<const T*>(column.data);
    T* to = reinterpret_cast<T*>(column.gathered.data());
    for (std::size_t i = 0; i < count_; ++i) to[i] = from[elements[i]];
}

const Columns::Ends& Columns::ends(End end) {
    if (ends_at_ != first_) {
        for (std::size_t i = 0; i < count_; ++i) {
            sources_[i] = model_.flows[first_ + i].source.index;
            targets_[i] = model_.flows[first_ + i].target.index;
        }
        ends_at_ = first_;
    }
    return end == End::source ? sources_ : targets_;
}

std::uint32_t Columns::end_of(End end, std::size_t index_in_block) { return ends(end)[index_in_block]; }

void Columns::fill(Column& column, const ColumnSource& source) {
    Subject subject = source.end == End::self ? plan_.scope : Subject::element;
    auto borrow = [&](const auto& values) {
        column.data = reinterpret_cast<const std::byte*>(values.data());
    };
    auto keep = [&](auto values) { borrow(column.own.emplace<decltype(values)>(std::move(values))); };
    if (bytes_per_place(source.kind) == 4) return keep(number_column(source, subject));
    if (source.kind == ColumnKind::type_order) return borrow(evaluator_.facts().type_order());
    if (const auto* values = facts_column(source, subject)) return borrow(*values);
    keep(byte_column(source, subject));
}

const std::vector<std::uint8_t>* Columns::facts_column(const ColumnSource& source, Subject subject) const {
    const Facts& facts = evaluator_.facts();
    bool of_flow = subject == Subject::flow;
    switch (source.kind) {
        case ColumnKind::attribute:
            return &facts.attribute(AttributeId(source.id));
        case ColumnKind::has_control: {
            const ControlCover& cover = facts.cover(ControlId(source.id));
            return of_flow ? &cover.flow_covered : &cover.element_covered;
        }
        case ColumnKind::shielded_by: {
            const ControlCover& cover = facts.cover(ControlId(source.id));
            return of_flow ? &cover.flow_shielded : &cover.element_shielded;
        }
        case ColumnKind::exposed:
            return &facts.exposed();
        case ColumnKind::reachable_from:
            return &facts.reachable_from(TypeId(source.id));
        case ColumnKind::reaches:
            return &facts.reaches(TypeId(source.id));
        case ColumnKind::crosses:
            return &facts.crosses();
        default:
            break;
    }
    BoundaryId boundary = model_.find_boundary(source.name);
    if (source.kind == ColumnKind::in_boundary && boundary.valid()) return &facts.inside(boundary);
    if (source.kind == ColumnKind::crosses_boundary && boundary.valid()) return &facts.crosses(boundary);
    return nullptr;
}

std::vector<std::uint8_t> Columns::byte_column(const ColumnSource& source, Subject subject) const {
    if (source.kind == ColumnKind::stated) return stated_column(AttributeId(source.id), subject);
    std::vector<std::uint8_t> values(place_count(model_, subject));
    if (source.kind == ColumnKind::quantifier) std::ranges::fill(values, unanswered);
    if (source.kind == ColumnKind::two_way)
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = model_.flows[i].reverse.valid();
    return values;
}

std::vector<std::uint8_t> Columns::stated_column(AttributeId attribute, Subject subject) const {
    std::vector<std::uint8_t> values(place_count(model_, subject));
    for (std::uint32_t i = 0; i < values.size(); ++i) {
        Range range = model_.described(Place(subject, i))->attributes;
        for (std::uint32_t s = range.first; s < range.first + range.count; ++s)
            if (model_.stated[s].attribute == attribute) values[i] = 1;
    }
    return values;
}

std::vector<std::int32_t> Columns::number_column(const ColumnSource& source, Subject subject) const {
    if (source.kind == ColumnKind::number) return attribute_numbers(AttributeId(source.id), subject);
    if (source.kind == ColumnKind::item_count) return item_counts(static_cast<Member>(source.id), subject);
    const auto& trust = evaluator_.facts().trust();
    if (source.kind == ColumnKind::trust && subject == Subject::element) return trust;
    std::vector<std::int32_t> values(place_count(model_, subject));
    auto none_or = [](BoundaryId id) { return id.valid() ? static_cast<std::int32_t>(id.index) : -1; };
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (source.kind == ColumnKind::trust_gain) {
            const Flow& flow = model_.flows[i];
            values[i] = trust[flow.target.index] - trust[flow.source.index];
        } else if (source.kind == ColumnKind::trust) {
            values[i] = model_.boundaries[i].trust;
        } else if (source.kind == ColumnKind::depth) {
            values[i] = static_cast<std::int32_t>(model_.boundaries[i].depth);
        } else if (subject == Subject::element) {
            values[i] = none_or(model_.elements[i].boundary);
        } else {
            values[i] = none_or(model_.boundaries[i].parent);
        }
    }
    return values;
}

std::vector<std::int32_t> Columns::attribute_numbers(AttributeId attribute, Subject subject) const {
    std::vector<std::int32_t> values(place_count(model_, subject));
    for (std::uint32_t i = 0; i < values.size(); ++i)
        values[i] = effective_value(evaluator_.schema(), model_, Place(subject, i), attribute).value;
    return values;
}

std::vector<std::int32_t> Columns::item_counts(Member list, Subject subject) const {
    std::vector<std::int32_t> values(place_count(model_, subject));
    if (list == Member::tags) {
        for (std::uint32_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<std::int32_t>(model_.described(Place(subject, i))->tags.count);
    }
    with_list(evaluator_, subject, list, [&](auto items_of) {
        for (std::uint32_t place = 0; place < values.size(); ++place)
            items_of(place, [&](std::uint32_t) { ++values[place]; });
    });
    return values;
}

void Columns::answer(std::uint32_t index, const Mask& places) {
    const ColumnSource& source = plan_.columns[index];
    const Quantifier& quantifier = plan_.quantifiers[source.id];
    Column& column = this->column(index);
    if (column.judgement.empty()) column.judgement = judge(quantifier, evaluator_);
    auto& values = std::get<std::vector<std::uint8_t>>(column.own);
    const std::uint8_t* judgement = column.judgement.data();
    bool is_new = false;
    with_list(evaluator_, quantifier.owner, quantifier.list, [&](auto items_of) {
        visit_bits(places, [&](std::uint32_t in_block) {
            const std::uint32_t place = source.end == End::self
                                            ? static_cast<std::uint32_t>(first_) + in_block
                                            : ends(source.end)[in_block];
            if (values[place] != unanswered) return;
            Summary summary;
            items_of(place, [&](std::uint32_t item) { summary.add(judgement[item]); });
            values[place] = static_cast<std::uint8_t>(summary.of(quantifier.macro));
            is_new = true;
        });
    });
    if (is_new) column.gathered_at = no_place;
}

Truth Columns::truth_for_model(std::uint32_t index) {
    const Quantifier& quantifier = plan_.quantifiers[index];
    Summary summary;
    for (std::uint8_t truth : judge(quantifier, evaluator_)) summary.add(truth);
    return summary.of(quantifier.macro);
}

}  // namespace bartizan
