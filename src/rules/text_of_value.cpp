// Values as people read them, in the titles and texts of threats and in explanations.
#include <fmt/format.h>

#include "rules/duration.h"
#include "rules/evaluation.h"

namespace bartizan {
namespace {

/// Items of a list that are written out; longer lists end in a number.
constexpr std::uint32_t max_items = 20;

std::string text_of_duration(std::int64_t nanoseconds) {
    std::int64_t seconds = nanoseconds / nanoseconds_per_second;
    bool whole = nanoseconds % nanoseconds_per_second == 0 && seconds >= 0 && seconds <= INT32_MAX;
    return whole ? duration_text(static_cast<std::int32_t>(seconds)) : condition_duration_text(nanoseconds);
}

std::string text_of_list(const Schema& schema, const Model& model, const ExpressionType& type,
                         const ListView& list, const Evaluation& evaluation) {
    if (list.count == 0) return "none";
    ExpressionType item_type{
        .base = type.item, .item = BaseType::null, .names = type.names, .enumeration = type.enumeration};
    std::uint32_t shown = list.count <= max_items ? list.count : max_items;
    std::string result;
    for (std::uint32_t i = 0; i < shown; ++i) {
        bool is_last = i + 1 == list.count;
        if (i > 0) result += is_last ? " and " : ", ";
        result += text_of(schema, model, item_type, evaluation.item(list, i), evaluation);
    }
    if (shown < list.count) result += fmt::format(" and {} more", list.count - shown);
    return result;
}

}  // namespace

std::string text_of(const Schema& schema, const Model& model, const ExpressionType& type, const Value& value,
                    const Evaluation& evaluation) {
    if (value.is_error()) return "unknown";
    switch (value.type) {
        case BaseType::null:
            return "none";
        case BaseType::boolean:
            return value.is_true() ? "true" : "false";
        case BaseType::integer:
            return std::to_string(value.integer);
        case BaseType::number:
            return fmt::format("{}", value.number);
        case BaseType::text:
            return std::string(value.text);
        case BaseType::duration:
            return text_of_duration(value.integer);
        case BaseType::enumeration:
            return schema[type.enumeration].values[static_cast<std::size_t>(value.integer)].name;
        case BaseType::list:
            return text_of_list(schema, model, type, value.list, evaluation);
        case BaseType::map:
            return fmt::format("{} entries", value.list.count / 2);
        default:
            return std::string(model.title(place_of(value)));
    }
}

}  // namespace bartizan
