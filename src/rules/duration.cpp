#include "rules/duration.h"

#include <fmt/format.h>

#include <array>

namespace bartizan {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};

// Longer names stand before their beginnings.
constexpr auto units = std::to_array<Unit>({{"ns", 1},
                                            {"us", 1'000},
                                            {"ms", 1'000'000},
                                            {"s", nanoseconds_per_second},
                                            {"m", 60 * nanoseconds_per_second},
                                            {"h", 3'600 * nanoseconds_per_second},
                                            {"d", 86'400 * nanoseconds_per_second},
                                            {"w", 604'800 * nanoseconds_per_second},
                                            {"y", 31'536'000 * nanoseconds_per_second}});

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const Unit* unit_at(std::string_view text) {
    for (const Unit& unit : units)
        if (text.starts_with(unit.name)) return &unit;
    return nullptr;
}

/// A decimal number and a unit, taken from the front of `text`.
std::optional<std::int64_t> take_part(std::string_view& text) {
    std::int64_t whole = 0;
    std::int64_t fraction = 0;
    std::int64_t fraction_unit = 1;
    std::size_t at = 0;
    for (; at < text.size() && is_digit(text[at]); ++at) {
        if (__builtin_mul_overflow(whole, 10, &whole) ||
            __builtin_add_overflow(whole, text[at] - '0', &whole))
            return std::nullopt;
    }
    std::size_t digits = at;
    if (at < text.size() && text[at] == '.') {
        for (++at; at < text.size() && is_digit(text[at]); ++at) {
            ++digits;
            // More than nine digits are below a nanosecond of every unit that matters.
            if (fraction_unit == nanoseconds_per_second) continue;
            fraction = fraction * 10 + (text[at] - '0');
            fraction_unit *= 10;
        }
    }
    const Unit* unit = unit_at(text.substr(at));
    if (digits == 0 || unit == nullptr) return std::nullopt;
    text.remove_prefix(at + unit->name.size());
    std::int64_t result = 0;
    if (__builtin_mul_overflow(whole, unit->nanoseconds, &result)) return std::nullopt;
    // In 128 bits, as a fraction of a year times a billion does not fit into 64.
    __extension__ using Wide = __int128;
    auto part = static_cast<std::int64_t>(static_cast<Wide>(fraction) * unit->nanoseconds / fraction_unit);
    if (__builtin_add_overflow(result, part, &result)) return std::nullopt;
    return result;
}

}  // namespace

std::optional<std::int64_t> parse_condition_duration(std::string_view text) {
    bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text == "0") return 0;
    if (text.empty()) return std::nullopt;
    std::int64_t total = 0;
    while (!text.empty()) {
        auto part = take_part(text);
        if (!part || __builtin_add_overflow(total, *part, &total)) return std::nullopt;
    }
    return negative ? -total : total;
}

std::string condition_duration_text(std::int64_t nanoseconds) {
    std::int64_t seconds = nanoseconds / nanoseconds_per_second;
    std::int64_t rest = nanoseconds % nanoseconds_per_second;
    if (rest == 0) return fmt::format("{}s", seconds);
    std::string_view sign = nanoseconds < 0 ? "-" : "";
    std::string fraction = fmt::format("{:09}", rest < 0 ? -rest : rest);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return fmt::format("{}{}.{}s", sign, seconds < 0 ? -seconds : seconds, fraction);
}

}  // namespace bartizan
