// Columns of plans, filled from the facts and the tables of a model.
#include <algorithm>
#include <cstring>
#include <utility>

#include "rules/program_run.h"

namespace bartizan {
namespace {

template <typename Visit>
void visit_uses(const Model& model, Range uses, Visit visit) {
    for (std::uint32_t i = uses.first; i < uses.first + uses.count; ++i) visit(model.data_uses[i].data.index);
}

/// Calls `visit` with the index of each item of a list member; items of unions may come several times.
template <typename Visit>
void visit_items(const Evaluator& evaluator, Place place, Member list, Visit visit) {
    const Model& model = evaluator.model();
    const Graph& graph = evaluator.facts().graph();
    const ModelLists& lists = evaluator.lists();
    auto visit_ids = [&](auto ids) {
        for (auto id : ids) visit(id.index);
    };
    ElementId element(place.index);
    BoundaryId boundary(place.index);
    bool is_flow = place.subject == Subject::flow;
    switch (list) {
        case Member::stores: return visit_uses(model, model[element].stores, visit);
        case Member::processes: return visit_uses(model, model[element].processes, visit);
        case Member::incoming: return visit_ids(graph.incoming(element));
        case Member::outgoing: return visit_ids(graph.outgoing(element));
        case Member::returns: return visit_uses(model, model.flows[place.index].returns, visit);
        case Member::carries:
            visit_uses(model, model.flows[place.index].data, visit);
            return visit_uses(model, model.flows[place.index].returns, visit);
        case Member::data:
            if (is_flow) return visit_uses(model, model.flows[place.index].data, visit);
            visit_uses(model, model[element].stores, visit);
            visit_uses(model, model[element].processes, visit);
            for (auto flows : {graph.incoming(element), graph.outgoing(element)}) {
                for (FlowId flow : flows) {
                    visit_uses(model, model[flow].data, visit);
                    visit_uses(model, model[flow].returns, visit);
                }
            }
            return;
        case Member::elements: return visit_ids(lists.inside(boundary));
        case Member::entering:
        case Member::leaving:
            for (ElementId inside : lists.inside(boundary)) {
                bool entering = list == Member::entering;
                for (FlowId flow : entering ? graph.incoming(inside) : graph.outgoing(inside)) {
                    ElementId other = entering ? model[flow].source : model[flow].target;
                    if (!model.is_inside(other, boundary)) visit(flow.index);
                }
            }
            return;
        case Member::stored_in: return visit_ids(lists.stored_in(DataId(place.index)));
        case Member::processed_in: return visit_ids(lists.processed_in(DataId(place.index)));
        case Member::sent_over: return visit_ids(lists.sent_over(DataId(place.index)));
        default: return;
    }
}

bool bit(const PlaceBits& bits, std::size_t index) { return (bits[index / 64] >> (index % 64) & 1) != 0; }

struct Counts {
    std::size_t yes = 0;
    std::size_t no = 0;
    std::size_t error = 0;

    void add(const std::vector<PlaceBits>& of_body, std::size_t item) {
        if (bit(of_body[0], item)) {
            ++yes;
        } else if (bit(of_body[1], item)) {
            ++no;
        } else {
            ++error;
        }
    }

    Truth truth(Macro macro) const {
        if (macro == Macro::exists_one) {
            if (error > 0) return Truth::error;
            return yes == 1 ? Truth::yes : Truth::no;
        }
        bool exists = macro == Macro::exists;
        if ((exists ? yes : no) > 0) return exists ? Truth::yes : Truth::no;
        if (error > 0) return Truth::error;
        return exists ? Truth::no : Truth::yes;
    }
};

Place place_at(Subject subject, std::size_t index) {
    Place place;
    place.subject = subject;
    place.index = static_cast<std::uint32_t>(index);
    return place;
}

}  // namespace

std::size_t place_count(const Model& model, Subject subject) {
    switch (subject) {
        case Subject::element: return model.elements.size();
        case Subject::flow: return model.flows.size();
        case Subject::boundary: return model.boundaries.size();
        case Subject::data: return model.data.size();
        case Subject::model: break;
    }
    return 1;
}

Columns::Columns(const Plan& plan, const Evaluator& evaluator)
    : plan_(plan), evaluator_(evaluator), model_(evaluator.model()), columns_(plan.columns.size()) {}

const Column& Columns::column(std::uint32_t index) {
    std::optional<Column>& column = columns_[index];
    if (column) return *column;
    column.emplace();
    fill(*column, plan_.columns[index]);
    fill_tail(*column, bytes_per_place(plan_.columns[index].kind));
    return *column;
}

std::span<const ElementId> Columns::ends(End end) {
    if (sources_.empty()) {
        sources_.reserve(model_.flows.size());
        targets_.reserve(model_.flows.size());
        for (const Flow& flow : model_.flows) {
            sources_.push_back(flow.source);
            targets_.push_back(flow.target);
        }
    }
    return end == End::source ? sources_ : targets_;
}

template <typename T>
std::vector<T> Columns::gathered(const std::vector<T>& of_elements, End end) {
    auto elements = ends(end);
    std::vector<T> result(elements.size());
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = of_elements[elements[i].index];
    return result;
}

void Columns::fill(Column& column, const ColumnSource& source) {
    Subject subject = source.end == End::self ? plan_.scope : Subject::element;
    bool gathers = source.end != End::self;
    auto borrow = [&](const auto& values) { column.data = reinterpret_cast<const std::byte*>(values.data()); };
    auto keep = [&](auto values) {
        auto& kept = column.own.emplace<decltype(values)>(std::move(values));
        borrow(kept);
    };
    if (bytes_per_place(source.kind) == 4) {
        std::vector<std::int32_t> values = number_column(source, subject);
        return keep(gathers ? gathered(values, source.end) : std::move(values));
    }
    if (source.kind == ColumnKind::type_order) {
        const auto& values = evaluator_.facts().type_order();
        return gathers ? keep(gathered(values, source.end)) : borrow(values);
    }
    if (const auto* values = facts_column(source, subject))
        return gathers ? keep(gathered(*values, source.end)) : borrow(*values);
    std::vector<std::uint8_t> values = byte_column(source, subject);
    keep(gathers ? gathered(values, source.end) : std::move(values));
}

void Columns::fill_tail(Column& column, std::size_t width) {
    std::size_t places = place_count(model_, plan_.scope);
    std::size_t rest = places % block_places;
    if (rest == 0) return;
    column.tail.resize(block_places * width);
    std::memcpy(column.tail.data(), column.data + (places - rest) * width, rest * width);
}

const std::vector<std::uint8_t>* Columns::facts_column(const ColumnSource& source, Subject subject) const {
    const Facts& facts = evaluator_.facts();
    bool of_flow = subject == Subject::flow;
    switch (source.kind) {
        case ColumnKind::attribute: return &facts.attribute(AttributeId(source.id));
        case ColumnKind::has_control: {
            const ControlCover& cover = facts.cover(ControlId(source.id));
            return of_flow ? &cover.flow_covered : &cover.element_covered;
        }
        case ColumnKind::shielded_by: {
            const ControlCover& cover = facts.cover(ControlId(source.id));
            return of_flow ? &cover.flow_shielded : &cover.element_shielded;
        }
        case ColumnKind::exposed: return &facts.exposed();
        case ColumnKind::reachable_from: return &facts.reachable_from(TypeId(source.id));
        case ColumnKind::reaches: return &facts.reaches(TypeId(source.id));
        case ColumnKind::crosses: return &facts.crosses();
        default: break;
    }
    BoundaryId boundary = model_.find_boundary(source.name);
    if (source.kind == ColumnKind::in_boundary && boundary.valid()) return &facts.inside(boundary);
    if (source.kind == ColumnKind::crosses_boundary && boundary.valid()) return &facts.crosses(boundary);
    return nullptr;
}

std::vector<std::uint8_t> Columns::byte_column(const ColumnSource& source, Subject subject) {
    if (source.kind == ColumnKind::stated) return stated_column(AttributeId(source.id), subject);
    if (source.kind == ColumnKind::quantifier) return quantifier_column(plan_.quantifiers[source.id]);
    std::vector<std::uint8_t> values(place_count(model_, subject));
    if (source.kind == ColumnKind::two_way)
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = model_.flows[i].reverse.valid();
    return values;
}

std::vector<std::uint8_t> Columns::stated_column(AttributeId attribute, Subject subject) const {
    std::vector<std::uint8_t> values(place_count(model_, subject));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Range range = model_.described(place_at(subject, i))->attributes;
        for (std::uint32_t s = range.first; s < range.first + range.count; ++s)
            if (model_.stated[s].attribute == attribute) values[i] = 1;
    }
    return values;
}

std::vector<std::int32_t> Columns::number_column(const ColumnSource& source, Subject subject) {
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
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = effective_value(evaluator_.schema(), model_, place_at(subject, i), attribute).value;
    return values;
}

std::vector<std::int32_t> Columns::item_counts(Member list, Subject subject) const {
    std::vector<std::int32_t> values(place_count(model_, subject));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Place place = place_at(subject, i);
        if (list == Member::tags) {
            values[i] = static_cast<std::int32_t>(model_.described(place)->tags.count);
            continue;
        }
        visit_items(evaluator_, place, list, [&](std::uint32_t) { ++values[i]; });
    }
    return values;
}

std::vector<std::uint8_t> Columns::quantifier_column(const Quantifier& quantifier) {
    std::vector<PlaceBits> of_body = PlanRun(quantifier.body, evaluator_).bits();
    std::vector<std::uint8_t> values(place_count(model_, quantifier.owner));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Counts counts;
        visit_items(evaluator_, place_at(quantifier.owner, i), quantifier.list,
                    [&](std::uint32_t item) { counts.add(of_body, item); });
        values[i] = static_cast<std::uint8_t>(counts.truth(quantifier.macro));
    }
    return values;
}

Truth Columns::truth_for_model(std::uint32_t index) {
    const Quantifier& quantifier = plan_.quantifiers[index];
    std::vector<PlaceBits> of_body = PlanRun(quantifier.body, evaluator_).bits();
    Counts counts;
    for (std::size_t i = 0; i < place_count(model_, quantifier.body.scope); ++i) counts.add(of_body, i);
    return counts.truth(quantifier.macro);
}

}  // namespace bartizan
