#include <gtest/gtest.h>

#include <initializer_list>
#include <random>

#include "model/graph.h"

namespace bartizan {
namespace {

using Edges = std::vector<std::pair<std::size_t, std::size_t>>;

Model model_of(std::size_t elements, const Edges& edges) {
    Model model;
    model.elements.resize(elements);
    for (auto [source, target] : edges) {
        Flow flow;
        flow.source = ElementId(source);
        flow.target = ElementId(target);
        model.flows.push_back(flow);
    }
    return model;
}

std::vector<std::size_t> indices(std::span<const FlowId> flows) {
    std::vector<std::size_t> found;
    for (FlowId flow : flows) found.push_back(flow.index);
    return found;
}

TEST(Graph, ListsFlowsOfAnElementInTheOrderOfTheModel) {
    const Model model = model_of(3, {{0, 1}, {2, 1}, {0, 2}, {0, 1}});
    const Graph graph = build_graph(model);
    EXPECT_EQ(indices(graph.outgoing(ElementId(0))), (std::vector<std::size_t>{0, 2, 3}));
    EXPECT_EQ(indices(graph.incoming(ElementId(1))), (std::vector<std::size_t>{0, 1, 3}));
    EXPECT_TRUE(graph.outgoing(ElementId(1)).empty());
}

TEST(Walk, FollowsFlowsFromAllStarts) {
    const Model model = model_of(5, {{0, 1}, {1, 2}, {3, 4}});
    const Reach reach = walk(model, build_graph(model), std::vector{ElementId(0)});
    EXPECT_EQ(reach.reached, (std::vector<std::uint8_t>{1, 1, 1, 0, 0}));
}

TEST(Walk, GoesAgainstTheFlowsWhenAsked) {
    const Model model = model_of(4, {{0, 1}, {1, 2}, {3, 2}});
    const Reach reach = walk(model, build_graph(model), std::vector{ElementId(1)}, {}, Direction::backward);
    EXPECT_EQ(reach.reached, (std::vector<std::uint8_t>{1, 1, 0, 0}));
}

TEST(Walk, TellsAShortestPath) {
    const Model model = model_of(4, {{0, 1}, {1, 2}, {2, 3}, {0, 2}});
    const Reach reach = walk(model, build_graph(model), std::vector{ElementId(0)});
    EXPECT_EQ(indices(reach.path_to(model, ElementId(3))), (std::vector<std::size_t>{3, 2}));
}

TEST(Walk, PassesNeitherBlockedElementsNorBlockedFlows) {
    const Model model = model_of(4, {{0, 1}, {1, 3}, {0, 2}, {2, 3}});
    const Graph graph = build_graph(model);
    Blocked blocked{{0, 1, 0, 0}, {0, 0, 0, 1}};
    EXPECT_FALSE(walk(model, graph, std::vector{ElementId(0)}, blocked).reached[3]);
    blocked.flows[3] = 0;
    EXPECT_TRUE(walk(model, graph, std::vector{ElementId(0)}, blocked).reached[3]);
}

TEST(Walk, EndsOnCyclesAndSelfLoops) {
    const Model model = model_of(2, {{0, 0}, {0, 1}, {1, 0}});
    EXPECT_EQ(walk(model, build_graph(model), std::vector{ElementId(1)}).reached,
              (std::vector<std::uint8_t>{1, 1}));
}

/// Transitive closure by repetition, as an independent judge.
std::vector<std::uint8_t> closure(const Model& model, std::size_t start) {
    std::vector<std::uint8_t> reached(model.elements.size());
    reached[start] = 1;
    for (bool grown = true; grown;) {
        grown = false;
        for (const Flow& flow : model.flows) {
            if (!reached[flow.source.index] || reached[flow.target.index]) continue;
            reached[flow.target.index] = 1;
            grown = true;
        }
    }
    return reached;
}

TEST(Walk, ReachesWhatTheTransitiveClosureHolds) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        const std::size_t size = 1 + random() % 12;
        Edges edges(random() % 20);
        for (auto& edge : edges) edge = {random() % size, random() % size};
        const Model model = model_of(size, edges);
        const std::size_t start = random() % size;
        EXPECT_EQ(walk(model, build_graph(model), std::vector{ElementId(start)}).reached,
                  closure(model, start));
    }
}

}  // namespace
}  // namespace bartizan
