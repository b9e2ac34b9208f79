// What the readers of both versions share. Internal to this folder.
#pragma once

#include "formats/threatdragon/document.h"
#include "formats/threatdragon/values.h"

namespace bartizan::threatdragon {

/// More than any drawing has; memory stays bounded.
inline constexpr std::size_t most_diagrams = 10'000;
inline constexpr std::size_t most_cells = 100'000;
inline constexpr std::size_t most_threats = 100'000;

struct Reading {
    Document& document;
    Diagnostics& diagnostics;
    std::size_t diagrams = 0;
    std::size_t cells = 0;
    std::size_t threats = 0;
};

/// Counts one more; reports the first that is too much. False if it is to be left out.
bool has_room(Reading& reading, std::size_t& count, std::size_t most, const char* things, YamlRef node);

std::optional<Point> read_point(YamlRef node);
std::vector<Point> read_points(Reading& reading, YamlRef list);
/// From `position` and `size`.
Box read_box(Reading& reading, YamlRef cell);
std::vector<Threat> read_threats(Reading& reading, YamlRef list);
/// The check boxes and what else describes an element: `data` in version 2, the cell itself in version 1.
void read_properties(YamlRef node, Cell& cell);

Cell read_cell_of_version_2(Reading& reading, YamlRef node);
Cell read_cell_of_version_1(Reading& reading, YamlRef node);

}  // namespace bartizan::threatdragon
