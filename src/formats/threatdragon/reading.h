// What the readers of both versions share. Internal to this folder.
#pragma once

#include "formats/threatdragon/document.h"
#include "formats/threatdragon/values.h"

namespace bartizan::threatdragon {

struct Reading {
    Document& document;
    Diagnostics& diagnostics;
};

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
