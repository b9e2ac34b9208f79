#include <algorithm>

#include "formats/native/reading.h"

namespace bartizan::native {
namespace {

std::string help_for_unknown_element(Reading& reading, std::string_view name) {
    if (reading.boundaries.find(name).valid())
        return quote_name(name) + " is a boundary; flows join elements";
    return suggest(reading, name, reading.elements.in_order, "declare it under `elements`");
}

void read_data_use(Reading& reading, YamlRef item, std::string_view what) {
    auto name = read_text(reading, item, what);
    if (!name) return;
    DataId data = reading.data.find(*name);
    if (!data.valid()) {
        reading.data.uses_lost = true;
        if (reading.is_incomplete) return;
        reading.report(DiagnosticKind::unknown_data, item.location(), "there is no data " + quote_name(*name),
                       suggest(reading, *name, reading.data.in_order, "declare it under `data`"));
        return;
    }
    if (reading.data_seen_in[data.index] == reading.data_lists) {
        reading.report(DiagnosticKind::duplicate_name, item.location(),
                       quote_name(*name) + " is listed twice");
        return;
    }
    reading.data_seen_in[data.index] = reading.data_lists;
    reading.data_used[data.index] = 1;
    reading.model.data_uses.push_back({data, item.location()});
}

}  // namespace

void report_duplicate(Reading& reading, YamlRef key, std::string_view what, std::string_view name,
                      Location first) {
    Location where = key.location();
    std::string_view text = key.tree().source_text;
    auto written = [&](Location at) { return text.substr(at.begin, at.end - at.begin); };
    if (first.source == where.source && written(first) == written(where)) return;
    auto& diagnostic = reading.report(DiagnosticKind::duplicate_name, where,
                                      std::string(what) + " " + quote_name(name) + " is declared already");
    diagnostic.notes.push_back({first, "first declared here"});
}

bool check_name(Reading& reading, YamlRef key, std::string_view what) {
    if (is_name(key.text())) return true;
    reading.report(
        DiagnosticKind::invalid_name, key.location(),
        quote_name(key.text()) + " can't be the name of " + with_article(what),
        "use letters, digits, `_` and `-`, and begin with a letter or `_`; any text can be the `title`");
    return false;
}

void read_tags(Reading& reading, const YamlEntry& entry, Range& range) {
    if (!entry.value.valid()) return;
    range.first = static_cast<std::uint32_t>(reading.model.tags.size());
    for_each_item(entry.value, [&](YamlRef item) {
        if (auto tag = read_text(reading, item, "tags")) {
            reading.model.tags.push_back(reading.model.symbols.intern(*tag));
        }
    });
    range.count = static_cast<std::uint32_t>(reading.model.tags.size()) - range.first;
}

void read_described(Reading& reading, Described& described, const YamlEntry& title,
                    const YamlEntry& description, const YamlEntry& tags) {
    described.title = read_symbol(reading, title);
    if (!described.title.valid()) described.title = described.id;
    described.text = read_symbol(reading, description);
    read_tags(reading, tags, described.tags);
}

Range read_data_uses(Reading& reading, const YamlEntry& entry) {
    Range range{static_cast<std::uint32_t>(reading.model.data_uses.size()), 0};
    if (!entry.value.valid()) return range;
    ++reading.data_lists;
    for_each_item(entry.value, [&](YamlRef item) { read_data_use(reading, item, entry.key.text()); });
    range.count = static_cast<std::uint32_t>(reading.model.data_uses.size()) - range.first;
    return range;
}

BoundaryId read_boundary_name(Reading& reading, std::string_view name, Location where) {
    BoundaryId boundary = reading.boundaries.find(name);
    if (!boundary.valid() && !reading.is_incomplete) {
        reading.report(DiagnosticKind::unknown_boundary, where, "there is no boundary " + quote_name(name),
                       suggest(reading, name, reading.boundaries.in_order, "declare it under `boundaries`"));
    }
    return boundary;
}

BoundaryId read_boundary_name(Reading& reading, const YamlEntry& entry) {
    auto name = read_text(reading, entry);
    return name ? read_boundary_name(reading, *name, entry.value.location()) : BoundaryId();
}

ElementId read_element_name(Reading& reading, std::string_view name, Location where) {
    ElementId element = reading.elements.find(name);
    if (!element.valid()) {
        reading.elements.uses_lost = true;
        if (reading.is_incomplete) return element;
        reading.report(DiagnosticKind::unknown_element, where, "there is no element " + quote_name(name),
                       help_for_unknown_element(reading, name));
    }
    return element;
}

}  // namespace bartizan::native
