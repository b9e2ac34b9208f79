// What a data-flow diagram shows, as plain data: nodes, nested groups and arrows. Chosen from a model here
// and printed by the formats; knows no language of diagrams.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "model/schema.h"

namespace bartizan {

enum class DiagramShape : std::uint8_t { external_entity, process, store, boundary };

/// Group of what lies outside any.
inline constexpr std::uint32_t no_group = UINT32_MAX;

/// Longer texts are cut, so that one title does not hide the diagram. In code points.
inline constexpr std::size_t longest_label = 200;

// Labels are safe to show (no control characters, nothing that reorders text) but escaped for no language. A
// line break in them is one of the layout.

struct DiagramNode {
    std::string id;  // letters and digits, unique in the diagram: `e1`
    DiagramShape shape = DiagramShape::process;
    std::string label;
    std::uint32_t group = no_group;
};

struct DiagramGroup {
    std::string id;
    std::string label;
    std::uint32_t depth = 0;  // 0: lies in no other
};

struct DiagramArrow {
    std::uint32_t source = 0;  // of `nodes`
    std::uint32_t target = 0;
    bool two_way = false;
    std::string label;  // may be empty
};

struct DiagramView {
    std::string title;
    std::vector<DiagramGroup> groups;  // each before what lies in it
    std::vector<DiagramNode> nodes;    // those outside any group first, then by group
    std::vector<DiagramArrow> arrows;  // in the order of the model
};

DiagramView view_of_model(const Schema& schema, const Model& model);
/// What lies in the boundary, what is directly connected to that, and the flows between them.
DiagramView view_of_boundary(const Schema& schema, const Model& model, BoundaryId boundary);
/// The element, its direct neighbours, and the flows between it and them.
DiagramView view_around(const Schema& schema, const Model& model, ElementId element);
/// A node for each outermost boundary, and one arrow with the number of flows for each direction between two.
DiagramView overview(const Schema& schema, const Model& model);

/// Text of a model as a diagram may show it: visible, at most `longest_label` long, on lines that are not too
/// wide.
std::string diagram_label(std::string_view text);

}  // namespace bartizan
