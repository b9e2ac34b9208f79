// The languages that a diagram can be printed in: one row each. A printer escapes what it prints and decides
// nothing about what is shown.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "diagram/diagram_view.h"

namespace bartizan {

struct DiagramFormat {
    std::string_view name;
    std::string_view description;
    /// Endings of file names by which it is chosen: ".mmd".
    std::span<const std::string_view> endings;
    std::string (*print)(const DiagramView& view);
};

std::span<const DiagramFormat> diagram_formats();
/// By name, or null.
const DiagramFormat* find_diagram_format(std::string_view name);
/// By the ending of a file name, or null.
const DiagramFormat* diagram_format_for_file(std::string_view path);

std::string print_mermaid(const DiagramView& view);
std::string print_dot(const DiagramView& view);
std::string print_plantuml(const DiagramView& view);

}  // namespace bartizan
