#include "rules/checked_conditions.h"

#include <algorithm>
#include <compare>
#include <cstring>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace bartizan {
namespace {

struct TextPlace {
    std::uint32_t tree = 0;
    std::uint32_t begin = 0;

    auto operator<=>(const TextPlace&) const = default;
};

/// A condition but for its parts, which follow one another from `contents` on, in this order.
struct Record {
    TextPlace place;
    std::uint32_t contents = 0;
    std::uint32_t nodes = 0;
    std::uint32_t operands = 0;
    std::uint32_t pieces = 0;
    std::uint32_t constants = 0;
    std::uint32_t slot_count = 0;
    NodeId root;
    Subject scope = Subject::model;
};

static_assert(std::is_trivially_copyable_v<ExpressionNode> && std::is_trivially_copyable_v<NodeId> &&
              std::is_trivially_copyable_v<TextMap::Piece> && std::is_trivially_copyable_v<Record>);

template <typename Part>
void append(std::string& bytes, const Part& part) {
    bytes.append(reinterpret_cast<const char*>(&part), sizeof(Part));
}

template <typename Part>
void append_all(std::string& bytes, const std::vector<Part>& parts) {
    for (const Part& part : parts) append(bytes, part);
}

void append_constant(std::string& bytes, const Constant& constant) {
    append(bytes, static_cast<std::uint32_t>(constant.index()));
    if (const auto* text = std::get_if<std::string>(&constant)) {
        append(bytes, static_cast<std::uint32_t>(text->size()));
        bytes += *text;
    } else if (const auto* boolean = std::get_if<bool>(&constant)) {
        append(bytes, *boolean);
    } else if (const auto* integer = std::get_if<std::int64_t>(&constant)) {
        append(bytes, *integer);
    } else if (const auto* number = std::get_if<double>(&constant)) {
        append(bytes, *number);
    }
}

class Writer {
public:
    explicit Writer(SourceId first_source) : first_source_(first_source) {}

    void add(const Expression& condition) {
        if (condition.empty() || !condition.patterns.empty()) return;
        records_.push_back(
            {.place = {condition.where.source.index - first_source_.index, condition.where.begin},
             .contents = static_cast<std::uint32_t>(contents_.size()),
             .nodes = static_cast<std::uint32_t>(condition.nodes.size()),
             .operands = static_cast<std::uint32_t>(condition.operands.size()),
             .pieces = static_cast<std::uint32_t>(condition.positions.pieces.size()),
             .constants = static_cast<std::uint32_t>(condition.constants.size()),
             .slot_count = condition.slot_count,
             .root = condition.root,
             .scope = condition.scope});
        append_all(contents_, condition.nodes);
        append_all(contents_, condition.operands);
        append_all(contents_, condition.positions.pieces);
        for (const Constant& constant : condition.constants) append_constant(contents_, constant);
    }

    std::string finish() {
        std::ranges::sort(records_, {}, &Record::place);
        std::string bytes;
        append(bytes, static_cast<std::uint32_t>(records_.size()));
        append_all(bytes, records_);
        return bytes + contents_;
    }

private:
    SourceId first_source_;
    std::vector<Record> records_;
    std::string contents_;
};

/// Takes parts from the front of bytes that a Writer wrote.
struct Reader {
    std::string_view bytes;

    std::string_view take_bytes(std::size_t count) {
        std::string_view taken = bytes.substr(0, count);
        bytes.remove_prefix(count);
        return taken;
    }
    template <typename Part>
    Part take() {
        Part part;
        std::memcpy(&part, take_bytes(sizeof(Part)).data(), sizeof(Part));
        return part;
    }
    template <typename Part>
    void take_all(std::vector<Part>& parts, std::size_t count) {
        if (count == 0) return;
        parts.resize(count);
        std::memcpy(parts.data(), take_bytes(count * sizeof(Part)).data(), count * sizeof(Part));
    }
    Constant take_constant() {
        switch (take<std::uint32_t>()) {
            case 1:
                return take<bool>();
            case 2:
                return take<std::int64_t>();
            case 3:
                return take<double>();
            case 4:
                return std::string(take_bytes(take<std::uint32_t>()));
            default:
                return {};
        }
    }
};

static_assert(
    std::is_same_v<Constant, std::variant<std::monostate, bool, std::int64_t, double, std::string>>);

Record record_at(std::string_view records, std::size_t index) {
    return Reader{records.substr(index * sizeof(Record))}.take<Record>();
}

/// The first record at the place or behind it.
std::size_t lower_bound(std::string_view records, TextPlace place) {
    std::size_t first = 0, count = records.size() / sizeof(Record);
    while (count > 0) {
        const std::size_t half = count / 2;
        if (record_at(records, first + half).place < place) {
            first += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return first;
}

Expression condition_of(const Record& record, std::string_view contents, YamlRef text) {
    Expression condition;
    Reader reader{contents.substr(record.contents)};
    condition.scope = record.scope;
    reader.take_all(condition.nodes, record.nodes);
    reader.take_all(condition.operands, record.operands);
    reader.take_all(condition.positions.pieces, record.pieces);
    condition.constants.reserve(record.constants);
    for (std::uint32_t i = 0; i < record.constants; ++i)
        condition.constants.push_back(reader.take_constant());
    condition.root = record.root;
    condition.slot_count = record.slot_count;
    condition.text = text.text();
    condition.where = text.location();
    condition.positions.whole = condition.where;
    condition.positions.length = static_cast<std::uint32_t>(condition.text.size());
    return condition;
}

}  // namespace

std::string write_checked_conditions(const Knowledge& knowledge, SourceId first_source) {
    Writer writer(first_source);
    for (const Rule& rule : knowledge.rules) {
        writer.add(rule.when);
        for (const Adjustment& adjustment : rule.adjust) writer.add(adjustment.when);
    }
    for (const auto* recognitions : {&knowledge.recognised_on_element, &knowledge.recognised_on_flow}) {
        for (const auto& condition : *recognitions)
            if (condition) writer.add(*condition);
    }
    return writer.finish();
}

CheckedConditions::CheckedConditions(std::string_view bytes, SourceId first_source)
    : first_source_(first_source) {
    Reader reader{bytes};
    const std::size_t count = reader.take<std::uint32_t>();
    records_ = reader.take_bytes(count * sizeof(Record));
    contents_ = reader.bytes;
}

std::optional<Expression> CheckedConditions::find(YamlRef text) const {
    const Location where = text.location();
    if (records_.empty() || !text.is_scalar() || where.source.index < first_source_.index)
        return std::nullopt;
    const TextPlace place{where.source.index - first_source_.index, where.begin};
    const std::size_t index = lower_bound(records_, place);
    if (index * sizeof(Record) == records_.size()) return std::nullopt;
    const Record record = record_at(records_, index);
    if (record.place != place) return std::nullopt;
    return condition_of(record, contents_, text);
}

}  // namespace bartizan
