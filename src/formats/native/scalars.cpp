// Single values of entries: an entry that is not there is no error and has no value.
#include "formats/native/reading.h"

namespace bartizan::native {

std::optional<std::string_view> read_text(Reading& reading, YamlRef value, std::string_view what) {
    return bartizan::read_text(value, {"", what}, reading.diagnostics);
}

std::optional<std::string_view> read_text(Reading& reading, const YamlEntry& entry) {
    if (!entry.value.valid()) return std::nullopt;
    return read_text(reading, entry.value, entry.key.text());
}

Symbol read_symbol(Reading& reading, const YamlEntry& entry) {
    auto text = read_text(reading, entry);
    return text ? reading.model.symbols.intern(*text) : Symbol();
}

std::optional<Date> read_date(Reading& reading, const YamlEntry& entry) {
    auto text = read_text(reading, entry);
    if (!text) return std::nullopt;
    auto date = parse_date(*text);
    if (!date) {
        reading.report(DiagnosticKind::invalid_value, entry.value.location(),
                       quote_name(*text) + " is not a date",
                       "write year, month and day, such as `2027-03-01`");
    }
    return date;
}

std::optional<std::size_t> read_choice(Reading& reading, const YamlEntry& entry, NameList names) {
    if (!entry.value.valid()) return std::nullopt;
    return bartizan::read_choice(entry.value, entry.key, names, reading.diagnostics);
}

}  // namespace bartizan::native
