#include "diagram/diagram_formats.h"

#include <algorithm>
#include <array>

namespace bartizan {
namespace {

constexpr std::array<std::string_view, 2> mermaid_endings{".mmd", ".mermaid"};
constexpr std::array<std::string_view, 2> dot_endings{".dot", ".gv"};
constexpr std::array<std::string_view, 2> plantuml_endings{".puml", ".plantuml"};

constexpr std::array formats{
    DiagramFormat{"mermaid", "Mermaid, drawn by code hosts and wikis", mermaid_endings, print_mermaid},
    DiagramFormat{"dot", "the language of Graphviz", dot_endings, print_dot},
    DiagramFormat{"plantuml", "PlantUML", plantuml_endings, print_plantuml},
};

}  // namespace

std::span<const DiagramFormat> diagram_formats() { return formats; }

const DiagramFormat* find_diagram_format(std::string_view name) {
    const auto found = std::ranges::find(formats, name, &DiagramFormat::name);
    return found == formats.end() ? nullptr : &*found;
}

const DiagramFormat* diagram_format_for_file(std::string_view path) {
    for (const DiagramFormat& format : formats)
        for (const std::string_view ending : format.endings)
            if (path.ends_with(ending)) return &format;
    return nullptr;
}

}  // namespace bartizan
