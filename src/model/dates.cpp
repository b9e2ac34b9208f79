#include <charconv>
#include <limits>

#include "model/model.h"

namespace bartizan {

namespace {

constexpr std::int64_t seconds_per_day = 86'400;

struct DurationUnit {
    char letter;
    std::int64_t seconds;
};

constexpr DurationUnit duration_units[] = {
    {'y', 365 * seconds_per_day},
    {'w', 7 * seconds_per_day},
    {'d', seconds_per_day},
    {'h', 3'600},
    {'m', 60},
    {'s', 1},
};

std::optional<std::int64_t> unit_seconds(char letter) {
    for (const DurationUnit& unit : duration_units)
        if (unit.letter == letter) return unit.seconds;
    return std::nullopt;
}

std::optional<int> digits(std::string_view text, std::size_t first, std::size_t count) {
    int number = 0;
    for (char c : text.substr(first, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return Date(date);
}

std::string to_string(Date date) {
    const std::chrono::year_month_day day(date);
    const auto padded = [](unsigned number, std::size_t width) {
        std::string text = std::to_string(number);
        return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
    };
    return padded(static_cast<unsigned>(static_cast<int>(day.year())), 4) + "-" +
           padded(static_cast<unsigned>(day.month()), 2) + "-" + padded(static_cast<unsigned>(day.day()), 2);
}

std::optional<std::int32_t> parse_duration(std::string_view text) {
    std::int64_t total = 0;
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        std::int32_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || number < 0 || end == text.data() + text.size()) return std::nullopt;
        const auto unit = unit_seconds(*end);
        if (!unit) return std::nullopt;
        total += number * *unit;
        if (total > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    }
    return static_cast<std::int32_t>(total);
}

std::string duration_text(std::int32_t seconds) {
    if (seconds == 0) return "0s";
    std::string text;
    std::int64_t rest = seconds;
    for (const DurationUnit& unit : duration_units) {
        // Weeks are read but not written: 30d is what people expect, not 4w2d.
        if (unit.letter == 'w') continue;
        if (rest >= unit.seconds) {
            text += std::to_string(rest / unit.seconds) + unit.letter;
            rest %= unit.seconds;
        }
    }
    return text;
}

}  // namespace bartizan
