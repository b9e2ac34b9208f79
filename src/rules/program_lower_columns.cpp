// Lowers checked expressions to plans: the leaves that columns can tell.
#include <algorithm>
#include <array>
#include <utility>

#include "rules/checker.h"
#include "rules/duration.h"
#include "rules/lowering.h"

namespace bartizan {
namespace {

Wide floor_division(Wide a, Wide b) { return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0); }

/// The integers x for which `x * unit` compares so with a constant.
struct Interval {
    Wide low = INT32_MIN;
    Wide high = INT32_MAX;
};

std::optional<Interval> interval(Operation operation, Wide constant, Wide unit) {
    Interval result;
    switch (operation) {
        case Operation::less:
            result.high = floor_division(constant - 1, unit);
            break;
        case Operation::less_equal:
            result.high = floor_division(constant, unit);
            break;
        case Operation::greater:
            result.low = floor_division(constant, unit) + 1;
            break;
        case Operation::greater_equal:
            result.low = floor_division(constant - 1, unit) + 1;
            break;
        default:
            if (constant % unit != 0) return std::nullopt;
            result.low = result.high = constant / unit;
            break;
    }
    return result;
}

Operation mirrored(Operation operation) {
    switch (operation) {
        case Operation::less:
            return Operation::greater;
        case Operation::less_equal:
            return Operation::greater_equal;
        case Operation::greater:
            return Operation::less;
        case Operation::greater_equal:
            return Operation::less_equal;
        default:
            return operation;
    }
}

/// Lists whose items may come from several places and count once.
bool is_union(Subject owner, Member list) {
    return (owner == Subject::element && list == Member::data) || list == Member::carries;
}

/// Lists that are not worth a column: there are few boundaries, and their flows are found one by one.
bool is_computed(Member list) { return list == Member::entering || list == Member::leaving; }

}  // namespace

std::optional<End> Lowering::place(NodeId id) const {
    const ExpressionNode& node = at(id);
    if (node.operation == Operation::variable) {
        if (node.id == variable_) return End::self;
        bool of_scope = variable_ == self_slot;
        if (of_scope && node.id == source_slot) return End::source;
        if (of_scope && node.id == target_slot) return End::target;
    }
    bool is_end = node.operation == Operation::member && plan_.scope == Subject::flow &&
                  place(operands(node)[0]) == End::self;
    if (is_end && node.which == static_cast<std::uint8_t>(Member::source)) return End::source;
    if (is_end && node.which == static_cast<std::uint8_t>(Member::target)) return End::target;
    return std::nullopt;
}

Subject Lowering::subject(End end) const { return end == End::self ? plan_.scope : Subject::element; }

std::uint32_t Lowering::column(ColumnKind kind, End end, std::uint32_t id, std::string name) {
    ColumnSource source{kind, end, id, std::move(name)};
    auto [found, added] = column_index_.try_emplace(source, static_cast<std::uint32_t>(plan_.columns.size()));
    if (added) plan_.columns.push_back(source);
    return found->second;
}

Term Lowering::range(std::uint32_t column, Wide low, Wide high, bool wanted) {
    std::size_t width = bytes_per_place(plan_.columns[column].kind);
    Wide least = width == 4 ? INT32_MIN : 0;
    Wide greatest = width == 4 ? INT32_MAX : (width == 2 ? UINT16_MAX : UINT8_MAX);
    low = std::max(low, least);
    high = std::min(high, greatest);
    if (low > high) return always(!wanted);
    if (low == least && high == greatest) return always(wanted);
    Leaf leaf;
    leaf.kind = Leaf::Kind::range;
    leaf.column = column;
    leaf.low = static_cast<std::int32_t>(low);
    leaf.high = static_cast<std::int32_t>(high);
    std::string key =
        "range " + std::to_string(column) + " " + std::to_string(leaf.low) + " " + std::to_string(leaf.high);
    return add_leaf(key, leaf, wanted);
}

Term Lowering::compare(std::uint32_t left, std::uint32_t right, ColumnComparison comparison, bool wanted) {
    Leaf leaf;
    leaf.kind = Leaf::Kind::comparison;
    leaf.column = left;
    leaf.other_column = right;
    leaf.comparison = comparison;
    std::string key = "compare " + std::to_string(left) + " " + std::to_string(right) + " " +
                      std::to_string(static_cast<int>(comparison));
    return add_leaf(key, leaf, wanted);
}

Term Lowering::one_of(std::uint32_t column, std::vector<std::int64_t> values, bool wanted) {
    std::ranges::sort(values);
    std::vector<Term> runs;
    for (std::size_t first = 0; first < values.size();) {
        std::size_t last = first;
        while (last + 1 < values.size() && values[last + 1] - values[last] <= 1) ++last;
        runs.push_back(range(column, values[first], values[last], wanted));
        first = last + 1;
    }
    return combine(!wanted, runs);
}

std::optional<std::uint32_t> Lowering::truth_column(const ExpressionNode& node) {
    if (node.operation != Operation::attribute && node.operation != Operation::member) return std::nullopt;
    auto end = place(operands(node)[0]);
    if (!end || node.type.base != BaseType::boolean) return std::nullopt;
    if (node.operation == Operation::attribute) return column(ColumnKind::attribute, *end, node.id);
    return column(ColumnKind::two_way, *end);
}

std::optional<NumberColumn> Lowering::number_column(NodeId id) {
    const ExpressionNode& node = at(id);
    BaseType type = node.type.base;
    auto of_column = [&](ColumnKind kind, End end, std::uint32_t of = 0, std::int64_t unit = 1) {
        return NumberColumn{column(kind, end, of), kind, unit};
    };
    if (node.operation == Operation::attribute) {
        auto end = place(operands(node)[0]);
        if (!end) return std::nullopt;
        if (type == BaseType::enumeration) return of_column(ColumnKind::attribute, *end, node.id);
        if (type == BaseType::integer) return of_column(ColumnKind::number, *end, node.id);
        if (type == BaseType::duration)
            return of_column(ColumnKind::number, *end, node.id, nanoseconds_per_second);
        return std::nullopt;
    }
    if (node.operation == Operation::member && type == BaseType::integer) {
        auto end = place(operands(node)[0]);
        if (!end) return std::nullopt;
        auto member = static_cast<Member>(node.which);
        if (member == Member::trust) return of_column(ColumnKind::trust, *end);
        return of_column(member == Member::depth ? ColumnKind::depth : ColumnKind::trust_gain, *end);
    }
    bool is_size =
        node.operation == Operation::call && node.which == static_cast<std::uint8_t>(Function::size);
    if (!is_size) return std::nullopt;
    auto counts = count_column(at(operands(node)[0]));
    if (!counts) return std::nullopt;
    return NumberColumn{*counts, ColumnKind::item_count, 1};
}

std::optional<std::uint32_t> Lowering::count_column(const ExpressionNode& list) {
    if (list.operation != Operation::member || list.type.base != BaseType::list) return std::nullopt;
    return count_column(operands(list)[0], static_cast<Member>(list.which));
}

std::optional<std::uint32_t> Lowering::count_column(NodeId owner, Member list) {
    auto end = place(owner);
    bool has_column = end && list != Member::controls && !is_union(subject(*end), list) && !is_computed(list);
    if (!has_column) return std::nullopt;
    return column(ColumnKind::item_count, *end, static_cast<std::uint32_t>(list));
}

std::optional<std::int64_t> Lowering::constant_number(NodeId id) const {
    const ExpressionNode& node = at(id);
    if (node.operation != Operation::constant) return std::nullopt;
    const auto* number = std::get_if<std::int64_t>(&expression_->constants[node.id]);
    return number != nullptr ? std::optional(*number) : std::nullopt;
}

const std::string* Lowering::constant_text(NodeId id) const {
    const ExpressionNode& node = at(id);
    if (node.operation != Operation::constant) return nullptr;
    return std::get_if<std::string>(&expression_->constants[node.id]);
}

std::optional<Term> Lowering::comparison(const ExpressionNode& node, bool wanted) {
    NodeId left = operands(node)[0];
    NodeId right = operands(node)[1];
    Operation operation = node.operation;
    if (at(left).operation == Operation::constant) {
        std::swap(left, right);
        operation = mirrored(operation);
    }
    bool differs = operation == Operation::not_equal;
    if (differs) {
        operation = Operation::equal;
        wanted = !wanted;
    }
    if (operation == Operation::equal) {
        if (auto term = boundary_equality(left, right, wanted)) return term;
        if (const std::string* text = constant_text(right))
            if (auto term = type_equality(left, std::array{*text}, wanted)) return term;
    }
    auto column = number_column(left);
    if (!column) return std::nullopt;
    if (auto number = constant_number(right)) {
        auto found = interval(operation, *number, column->unit);
        return found ? range(column->column, found->low, found->high, wanted) : always(!wanted);
    }
    auto other = number_column(right);
    bool alike =
        other && other->unit == column->unit && bytes_per_place(other->kind) == bytes_per_place(column->kind);
    if (!alike) return std::nullopt;
    return column_comparison(operation, column->column, other->column, wanted);
}

Term Lowering::column_comparison(Operation operation, std::uint32_t left, std::uint32_t right, bool wanted) {
    switch (operation) {
        case Operation::less:
            return compare(left, right, ColumnComparison::less, wanted);
        case Operation::less_equal:
            return compare(left, right, ColumnComparison::less_equal, wanted);
        case Operation::greater:
            return compare(right, left, ColumnComparison::less, wanted);
        case Operation::greater_equal:
            return compare(right, left, ColumnComparison::less_equal, wanted);
        default:
            return compare(std::min(left, right), std::max(left, right), ColumnComparison::equal, wanted);
    }
}

std::optional<std::uint32_t> Lowering::boundary_column(NodeId id) {
    const ExpressionNode& node = at(id);
    if (node.operation != Operation::member || node.type.base != BaseType::boundary) return std::nullopt;
    auto end = place(operands(node)[0]);
    if (!end) return std::nullopt;
    return column(ColumnKind::boundary, *end);
}

std::optional<Term> Lowering::boundary_equality(NodeId left, NodeId right, bool wanted) {
    auto column = boundary_column(left);
    if (!column) return std::nullopt;
    if (at(right).type.base == BaseType::null) return range(*column, -1, -1, wanted);
    auto other = boundary_column(right);
    if (!other) return std::nullopt;
    return column_comparison(Operation::equal, *column, *other, wanted);
}

std::optional<Term> Lowering::type_equality(NodeId id, std::span<const std::string> names, bool wanted) {
    const ExpressionNode& node = at(id);
    bool is_name = node.operation == Operation::member &&
                   (node.type.names == Names::types || node.type.names == Names::kinds);
    auto end = is_name ? place(operands(node)[0]) : std::nullopt;
    if (!end) return std::nullopt;
    std::vector<std::int64_t> orders;
    for (const ElementType& type : schema_.types) {
        std::string_view name =
            node.type.names == Names::types ? std::string_view(type.name) : name_of(type.kind);
        if (std::ranges::find(names, name) != names.end()) orders.push_back(type.first);
    }
    return one_of(column(ColumnKind::type_order, *end), std::move(orders), wanted);
}

std::optional<Term> Lowering::in(const ExpressionNode& node, bool wanted) {
    NodeId item = operands(node)[0];
    const ExpressionNode& list = at(operands(node)[1]);
    if (list.operation != Operation::make_list) return std::nullopt;
    std::vector<std::string> texts;
    std::vector<std::int64_t> numbers;
    for (NodeId constant : operands(list)) {
        if (const std::string* text = constant_text(constant)) {
            texts.push_back(*text);
        } else if (auto number = constant_number(constant)) {
            numbers.push_back(*number);
        } else {
            return std::nullopt;
        }
    }
    if (!texts.empty()) return type_equality(item, texts, wanted);
    auto column = number_column(item);
    if (!column) return std::nullopt;
    std::vector<std::int64_t> values;
    for (std::int64_t number : numbers) {
        bool fits = number % column->unit == 0 && number / column->unit >= INT32_MIN &&
                    number / column->unit <= INT32_MAX;
        if (fits) values.push_back(number / column->unit);
    }
    return one_of(column->column, std::move(values), wanted);
}

std::optional<Term> Lowering::call_or_stated(const ExpressionNode& node, bool wanted) {
    if (node.operation != Operation::call && node.operation != Operation::is_stated) return std::nullopt;
    auto end = place(operands(node)[0]);
    if (!end) return std::nullopt;
    if (node.operation == Operation::call) return call(node, *end, wanted);
    if (node.which == 0) return range(column(ColumnKind::stated, *end, node.id), 1, 255, wanted);
    auto member = static_cast<Member>(node.id);
    if (member == Member::boundary || member == Member::parent)
        return range(column(ColumnKind::boundary, *end), 0, INT32_MAX, wanted);
    auto counts = count_column(operands(node)[0], member);
    if (!counts) return std::nullopt;
    return range(*counts, 1, INT32_MAX, wanted);
}

std::optional<Term> Lowering::call(const ExpressionNode& node, End end, bool wanted) {
    auto of_kind = [&](ColumnKind kind, std::string name = {}) {
        return range(column(kind, end, name.empty() ? node.id : 0, name), 1, 255, wanted);
    };
    auto boundary_id = [&] { return *constant_text(operands(node)[1]); };
    bool on_boundary = subject(end) == Subject::boundary;
    switch (static_cast<Function>(node.which)) {
        case Function::is: {
            const ElementType& type = schema_[TypeId(node.id)];
            return range(column(ColumnKind::type_order, end), type.first, type.last, wanted);
        }
        case Function::has_control:
            if (on_boundary) return std::nullopt;
            return of_kind(ColumnKind::has_control);
        case Function::shielded_by:
            return of_kind(ColumnKind::shielded_by);
        case Function::exposed:
            return of_kind(ColumnKind::exposed);
        case Function::reachable_from:
            return of_kind(ColumnKind::reachable_from);
        case Function::reaches:
            return of_kind(ColumnKind::reaches);
        case Function::crosses:
            return of_kind(ColumnKind::crosses);
        case Function::in_boundary:
            return of_kind(ColumnKind::in_boundary, boundary_id());
        case Function::crosses_boundary:
            return of_kind(ColumnKind::crosses_boundary, boundary_id());
        default:
            return std::nullopt;
    }
}

std::optional<Term> Lowering::quantifier(const ExpressionNode& node, Macro macro, NodeId body, bool wanted) {
    bool gives_truth = macro == Macro::all || macro == Macro::exists || macro == Macro::exists_one;
    const ExpressionNode& list = at(operands(node)[0]);
    auto item = subject_of(list.type.item);
    bool judged_alone = gives_truth && item && list.operation == Operation::member &&
                        uses_only(*expression_, body, std::array{node.id, std::uint32_t{model_slot}});
    if (!judged_alone) return std::nullopt;
    NodeId owner = operands(list)[0];
    bool of_model = at(owner).type.base == BaseType::model;
    auto end = of_model ? std::optional(End::self) : place(owner);
    auto member = static_cast<Member>(list.which);
    // Each item counts once for exists_one; for the others it does not matter how often it comes.
    bool counts_twice = macro == Macro::exists_one && end && is_union(subject(*end), member);
    if (!end || counts_twice) return std::nullopt;
    Quantifier quantifier{macro, of_model ? Subject::model : subject(*end), member, {}};
    std::uint32_t index = add_quantifier(std::move(quantifier), *item, node, body);
    if (!of_model) {
        Wide truth = wanted ? 1 : 0;
        return range(column(ColumnKind::quantifier, *end, index), truth, truth, true);
    }
    Leaf leaf;
    leaf.kind = Leaf::Kind::uniform;
    leaf.quantifier = index;
    return add_leaf("quantifier " + std::to_string(index), leaf, wanted);
}

std::vector<Term> Lowering::necessary(const ExpressionNode& node) {
    const auto macro = static_cast<Macro>(node.which);
    if (macro != Macro::exists && macro != Macro::exists_one) return {};
    const ExpressionNode& body = at(operands(node)[1]);
    if (body.operation != Operation::logical_and) return {};
    std::vector<Term> terms;
    for (NodeId part : operands(body))
        if (auto term = quantifier(node, Macro::exists, part, true)) terms.push_back(*term);
    return terms;
}

std::uint32_t Lowering::add_quantifier(Quantifier quantifier, Subject item, const ExpressionNode& node,
                                       NodeId body) {
    std::string key = std::to_string(static_cast<int>(quantifier.macro)) + " " +
                      std::to_string(static_cast<int>(quantifier.owner)) + " " +
                      std::to_string(static_cast<int>(quantifier.list)) + " " +
                      expression_key(*expression_, body, node.id);
    auto [found, added] =
        quantifier_index_.try_emplace(key, static_cast<std::uint32_t>(plan_.quantifiers.size()));
    if (!added) return found->second;
    std::array roots{PlanRoot{expression_, body, node.id, true}, PlanRoot{expression_, body, node.id, false}};
    quantifier.body = make_plan(item, roots, schema_);
    plan_.quantifiers.push_back(std::move(quantifier));
    return found->second;
}

}  // namespace bartizan
