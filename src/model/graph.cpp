#include "model/graph.h"

#include <algorithm>

namespace bartizan {

namespace {

void fill_rows(const Model& model, ElementId Flow::*end, std::vector<std::uint32_t>& start,
               std::vector<FlowId>& rows) {
    start.assign(model.elements.size() + 1, 0);
    for (const Flow& flow : model.flows) ++start[(flow.*end).index + 1];
    for (std::size_t i = 1; i < start.size(); ++i) start[i] += start[i - 1];
    rows.resize(model.flows.size());
    std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
    for (std::uint32_t i = 0; i < model.flows.size(); ++i)
        rows[next[(model.flows[i].*end).index]++] = FlowId(i);
}

bool is_blocked(const std::vector<std::uint8_t>& blocked, std::uint32_t index) {
    return !blocked.empty() && blocked[index];
}

}  // namespace

Graph build_graph(const Model& model) {
    Graph graph;
    fill_rows(model, &Flow::source, graph.out_start, graph.out_flows);
    fill_rows(model, &Flow::target, graph.in_start, graph.in_flows);
    return graph;
}

Reach walk(const Model& model, const Graph& graph, std::span<const ElementId> starts, const Blocked& blocked,
           Direction direction) {
    Reach reach;
    reach.reached.assign(model.elements.size(), 0);
    reach.by.assign(model.elements.size(), FlowId());
    reach.start.assign(model.elements.size(), 0);
    std::vector<ElementId> queue;
    queue.reserve(model.elements.size());
    const auto visit = [&](ElementId id, FlowId by, std::uint32_t start) {
        if (reach.reached[id.index] || is_blocked(blocked.elements, id.index)) return;
        reach.reached[id.index] = 1;
        reach.by[id.index] = by;
        reach.start[id.index] = start;
        queue.push_back(id);
    };
    for (std::uint32_t i = 0; i < starts.size(); ++i) visit(starts[i], FlowId(), i);
    const bool forward = direction == Direction::forward;
    for (std::size_t head = 0; head < queue.size(); ++head)
        for (FlowId flow : forward ? graph.outgoing(queue[head]) : graph.incoming(queue[head])) {
            if (is_blocked(blocked.flows, flow.index)) continue;
            visit(forward ? model[flow].target : model[flow].source, flow, reach.start[queue[head].index]);
        }
    return reach;
}

std::vector<FlowId> Reach::path_to(const Model& model, ElementId target) const {
    std::vector<FlowId> path;
    for (FlowId flow = by[target.index]; flow.valid(); flow = by[model[flow].source.index])
        path.push_back(flow);
    std::reverse(path.begin(), path.end());
    return path;
}

}  // namespace bartizan
