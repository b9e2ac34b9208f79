#include "rules/expression.h"

#include <fmt/format.h>

#include <array>

namespace bartizan {
namespace {

constexpr std::array<std::string_view, 14> singular{
    "null",       "a truth value", "an integer", "a number", "a text",    "a duration", "an enumeration",
    "an element", "a flow",        "a boundary", "data",     "the model", "a list",     "a map"};
constexpr std::array<std::string_view, 14> plural{
    "nothing",  "truth values", "integers",   "numbers", "texts",  "durations", "enumeration values",
    "elements", "flows",        "boundaries", "data",    "models", "lists",     "maps"};

std::string_view word(const std::array<std::string_view, 14>& words, BaseType type) {
    return words[static_cast<std::size_t>(type)];
}

}  // namespace

std::string describe(const ExpressionType& type, const Schema& schema) {
    std::string enumeration;
    if (type.enumeration.valid()) enumeration = fmt::format("`{}`", schema[type.enumeration].name);
    if (type.base == BaseType::enumeration) return fmt::format("a value of {}", enumeration);
    if (type.base != BaseType::list && type.base != BaseType::map)
        return std::string(word(singular, type.base));
    if (type.item == BaseType::null)
        return fmt::format("an empty {}", type.base == BaseType::list ? "list" : "map");
    std::string items(word(plural, type.item));
    if (type.item == BaseType::enumeration) items = "values of " + enumeration;
    return fmt::format("{} of {}", word(singular, type.base), items);
}

}  // namespace bartizan
