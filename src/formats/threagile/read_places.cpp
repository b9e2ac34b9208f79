#include "formats/threagile/reading.h"

namespace bartizan::threagile {
namespace {

constexpr std::array boundary_keys = {
    key_of<Boundary, &Boundary::id>("id", Presence::required),
    key_of<Boundary, &Boundary::description>("description"),
    key_of<Boundary, &Boundary::type>("type", Presence::required),
    key_of<Boundary, &Boundary::tags>("tags"),
    key_of<Boundary, &Boundary::assets_written>("technical_assets_inside"),
    key_of<Boundary, &Boundary::nested_written>("trust_boundaries_nested"),
};

constexpr std::array runtime_keys = {
    key_of<Runtime, &Runtime::id>("id", Presence::required),
    key_of<Runtime, &Runtime::description>("description"),
    key_of<Runtime, &Runtime::tags>("tags"),
    key_of<Runtime, &Runtime::assets_written>("technical_assets_running"),
};

template <typename Item, std::size_t size>
void read_section(Reading& reading, YamlEntry section, std::vector<Item>& items,
                  Reading::Positions& positions, std::string_view kind,
                  const std::array<Key<Item>, size>& keys) {
    if (!expect_mapping(section.value, section.key, reading.diagnostics)) return;
    for (YamlEntry entry : section.value.entries()) {
        Item& item = place_of(items, positions, entry.key.text());
        item.title = entry.key.text();
        item.where = item.id_where = entry.key.location();
        item.whole = whole_of(entry);
        read_keys(reading, entry.value, {kind, item.title, item.where}, keys, item);
    }
}

}  // namespace

void read_boundaries(Reading& reading, YamlEntry section) {
    read_section(reading, section, reading.document.boundaries, reading.boundary_titles, "a trust boundary",
                 boundary_keys);
}

void read_runtimes(Reading& reading, YamlEntry section) {
    read_section(reading, section, reading.document.runtimes, reading.runtime_titles, "a shared runtime",
                 runtime_keys);
}

}  // namespace bartizan::threagile
