#include "diagram/diagram_view.h"

#include <gtest/gtest.h>

#include "report/checked_model.h"

namespace bartizan {
namespace {

const char* const shop = R"(bartizan: 1
name: Shop
boundaries:
  internet: { trust: 0, title: Internet }
  cluster: { trust: 50, title: Cluster }
  zone: { trust: 70, title: Zone, in: cluster }
data:
  card: { title: Card numbers }
elements:
  store: { type: database, in: zone, title: Ledger }
  shopper: { type: client, in: internet, title: Shopper }
  gateway: { type: service, in: cluster, title: Gateway }
  orders: { type: service, in: zone, title: Orders }
  clock: { type: client, title: Clock }
flows:
  shopper -> gateway: { protocol: https, data: [card] }
  gateway <-> orders: { title: Ask and answer }
  orders -> store: { data: [card], returns: [card] }
  orders -> orders: {}
  clock -> gateway: {}
)";

class DiagramViews : public testing::Test {
protected:
    CheckedModel checked{"shop.yaml", shop};
    const Model& model = checked.model;
    const Schema& schema = checked.knowledge.schema;

    void SetUp() override { ASSERT_FALSE(checked.diagnostics.has_errors()); }
};

std::string nodes(const DiagramView& view) {
    std::string list;
    for (const DiagramNode& node : view.nodes) {
        const std::string group = node.group == no_group ? "-" : view.groups[node.group].label;
        list += group + "/" + node.label + " ";
    }
    return list;
}

std::string arrows(const DiagramView& view) {
    std::string list;
    for (const DiagramArrow& arrow : view.arrows)
        list += view.nodes[arrow.source].label + (arrow.two_way ? "<->" : "->") +
                view.nodes[arrow.target].label + "(" + arrow.label + ") ";
    return list;
}

TEST_F(DiagramViews, ShowNodesByGroupAndThoseOutsideFirst) {
    const DiagramView view = view_of_model(schema, model);
    EXPECT_EQ(nodes(view), "-/Clock Internet/Shopper Cluster/Gateway Zone/Ledger Zone/Orders ");
    ASSERT_EQ(view.groups.size(), 3u);
    EXPECT_EQ(view.groups[1].depth, 0u);
    EXPECT_EQ(view.groups[2].depth, 1u);
}

TEST_F(DiagramViews, ShowATwoWayFlowOnceAndWhatFlowsCarry) {
    EXPECT_EQ(arrows(view_of_model(schema, model)),
              "Shopper->Gateway(https\nCard numbers) Gateway<->Orders(Ask and answer) "
              "Orders->Ledger(Card numbers\nreturns Card numbers) Orders->Orders() Clock->Gateway() ");
}

TEST_F(DiagramViews, OfABoundaryShowWhatIsConnectedToIt) {
    const DiagramView view = view_of_boundary(schema, model, model.find_boundary("zone"));
    EXPECT_EQ(nodes(view), "Cluster/Gateway Zone/Ledger Zone/Orders ");
    EXPECT_EQ(view.arrows.size(), 3u);
}

TEST_F(DiagramViews, AroundAnElementShowItsNeighbours) {
    const DiagramView view = view_around(schema, model, model.find_element("gateway"));
    EXPECT_EQ(nodes(view), "-/Clock Internet/Shopper Cluster/Gateway Zone/Orders ");
    EXPECT_EQ(view.arrows.size(), 3u);
}

TEST_F(DiagramViews, FromAboveCountTheFlowsBetweenOutermostBoundaries) {
    const DiagramView view = overview(schema, model);
    EXPECT_EQ(nodes(view), "-/Internet -/Cluster -/Clock ");
    EXPECT_EQ(arrows(view), "Internet->Cluster(1 flow) Clock->Cluster(1 flow) ");
}

TEST(DiagramLabels, ShowWhatReordersOrHidesText) {
    EXPECT_EQ(diagram_label("a\u202Eb"), "a\\u{202E}b");
    EXPECT_EQ(diagram_label("a\nb\tc\x01"), "a\\nb c\\x01");
}

TEST(DiagramLabels, AreCutWhereTheyAreTooLong) {
    const auto without_breaks = [](std::string text) {
        std::erase(text, '\n');
        return text;
    };
    const std::string fits(longest_label, 'x');
    EXPECT_EQ(without_breaks(diagram_label(fits)), fits);
    EXPECT_EQ(without_breaks(diagram_label(std::string(10'000, 'x'))),
              std::string(longest_label - 1, 'x') + "…");
}

TEST(DiagramLabels, AreBrokenAtSpacesIntoLines) {
    EXPECT_EQ(diagram_label("The service that takes the orders of customers"),
              "The service that takes the\norders of customers");
    EXPECT_EQ(diagram_label(""), "");
}

}  // namespace
}  // namespace bartizan
