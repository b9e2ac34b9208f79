// Adjacency of a model's flows, and the one way to walk it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/model.h"

namespace bartizan {

/// Compressed sparse rows: the flows out of and into each element, in the order of the model.
struct Graph {
    std::vector<std::uint32_t> out_start, in_start;  // per element, one more than there are elements
    std::vector<FlowId> out_flows, in_flows;

    std::span<const FlowId> outgoing(ElementId id) const {
        return std::span(out_flows).subspan(out_start[id.index],
                                            out_start[id.index + 1] - out_start[id.index]);
    }
    std::span<const FlowId> incoming(ElementId id) const {
        return std::span(in_flows).subspan(in_start[id.index], in_start[id.index + 1] - in_start[id.index]);
    }
};

Graph build_graph(const Model& model);

/// What a walk may not pass, one flag per element and per flow; empty: nothing is blocked.
struct Blocked {
    std::vector<std::uint8_t> elements;
    std::vector<std::uint8_t> flows;
};

enum class Direction : std::uint8_t { forward, backward };

/// Breadth-first reach from several starts along the flows (or against them). `by[e]` is the flow by which e
/// was first reached; starts and elements that were not reached have an invalid one.
struct Reach {
    std::vector<std::uint8_t> reached;  // per element; starts included unless blocked
    std::vector<FlowId> by;
    std::vector<std::uint32_t> start;  // per element: index into the starts of the one it was reached from

    /// The flows of a shortest path from a start to `target`, in order; for forward walks.
    std::vector<FlowId> path_to(const Model& model, ElementId target) const;
};

Reach walk(const Model& model, const Graph& graph, std::span<const ElementId> starts,
           const Blocked& blocked = {}, Direction direction = Direction::forward);

}  // namespace bartizan
