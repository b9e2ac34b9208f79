#include "rules/facts.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace bartizan {
namespace {

constexpr ControlId limit{0};       // protects incoming and downstream
constexpr ControlId validation{1};  // protects incoming only

Schema small_schema() {
    Schema schema;
    for (auto kind : {ElementKind::external_entity, ElementKind::process, ElementKind::store}) {
        ElementType type;
        type.name = name_of(kind);
        type.kind = kind;
        schema.types.push_back(type);
    }
    Control rate_limiting, input_validation;
    rate_limiting.name = "rate-limiting";
    rate_limiting.protects = {.incoming = true, .outgoing = false, .downstream = true};
    input_validation.name = "input-validation";
    input_validation.protects.incoming = true;
    schema.controls = {rate_limiting, input_validation};
    schema.finish();
    return schema;
}

/// A model by hand: boundaries, elements with a type and a boundary, flows, placements.
struct Built {
    Schema schema = small_schema();
    Model model;
    std::vector<ControlPlacement> placements;
    std::vector<Assurance> assurance;

    BoundaryId boundary(int trust, BoundaryId parent = {}) {
        Boundary added;
        added.trust = trust;
        added.parent = parent;
        added.depth = parent.valid() ? model[parent].depth + 1 : 1;
        model.boundaries.push_back(added);
        return BoundaryId(model.boundaries.size() - 1);
    }
    ElementId element(std::string_view type, BoundaryId boundary) {
        Element added;
        added.type = schema.find_type(type);
        added.boundary = boundary;
        model.elements.push_back(added);
        return ElementId(model.elements.size() - 1);
    }
    FlowId flow(ElementId source, ElementId target) {
        Flow added;
        added.source = source;
        added.target = target;
        model.flows.push_back(added);
        return FlowId(model.flows.size() - 1);
    }
    void put(ControlId control, Place place, Assurance sure = Assurance::claimed) {
        ControlPlacement placement;
        placement.control = control;
        placement.place = place;
        placements.push_back(placement);
        assurance.push_back(sure);
    }
    Facts facts() {
        Facts facts(schema, model);
        facts.set_placements(placements, assurance);
        return facts;
    }
};

/// An attacker outside, a gateway and a service inside.
struct BehindAGateway : testing::Test {
    Built built;
    BoundaryId internet = built.boundary(0), cluster = built.boundary(50);
    ElementId client = built.element("external-entity", internet);
    ElementId gateway = built.element("process", cluster);
    ElementId orders = built.element("process", cluster);
    FlowId to_gateway = built.flow(client, gateway);
    FlowId to_orders = built.flow(gateway, orders);
};

TEST_F(BehindAGateway, AServiceIsShieldedByAControlOnTheOnlyWay) {
    built.put(limit, gateway);
    const Facts facts = built.facts();
    EXPECT_TRUE(facts.cover(limit).element_shielded[orders.index]);
    EXPECT_TRUE(facts.cover(limit).flow_shielded[to_orders.index]);
    EXPECT_FALSE(facts.cover(limit).element_covered[orders.index]);
    EXPECT_EQ(facts.cover(limit).upstream_placement[orders.index], 0u);
    EXPECT_TRUE(facts.path_around(limit, orders).empty());
}

TEST_F(BehindAGateway, AFlowAroundTheGatewayEndsTheShieldAndIsNamed) {
    built.put(limit, gateway);
    const FlowId direct = built.flow(client, orders);
    const Facts facts = built.facts();
    EXPECT_FALSE(facts.cover(limit).element_shielded[orders.index]);
    EXPECT_EQ(facts.path_around(limit, orders), std::vector{direct});
    EXPECT_EQ(facts.path_around(limit, direct), std::vector{direct});
}

TEST_F(BehindAGateway, AnElementOfLowerTrustIsAPlaceToStartFrom) {
    built.put(limit, gateway);
    const ElementId partner = built.element("process", built.boundary(20));
    const FlowId aside = built.flow(partner, orders);
    EXPECT_EQ(built.facts().path_around(limit, orders), std::vector{aside});
}

TEST_F(BehindAGateway, AnElementOfEqualTrustIsNot) {
    built.put(limit, gateway);
    built.flow(built.element("process", cluster), orders);
    EXPECT_TRUE(built.facts().cover(limit).element_shielded[orders.index]);
}

TEST_F(BehindAGateway, AControlThatDoesNotProtectDownstreamStaysWhereItIs) {
    built.put(validation, gateway);
    const Facts facts = built.facts();
    EXPECT_TRUE(facts.cover(validation).element_covered[gateway.index]);
    EXPECT_TRUE(facts.cover(validation).flow_covered[to_gateway.index]);
    EXPECT_FALSE(facts.cover(validation).flow_covered[to_orders.index]);
    EXPECT_FALSE(facts.cover(validation).element_shielded[orders.index]);
}

TEST_F(BehindAGateway, AControlOnABoundaryCoversItsMembersAndTheFlowsBetweenThem) {
    built.put(validation, cluster);
    const Facts facts = built.facts();
    EXPECT_TRUE(facts.cover(validation).element_covered[orders.index]);
    EXPECT_TRUE(facts.cover(validation).flow_covered[to_orders.index]);
    EXPECT_FALSE(facts.cover(validation).flow_covered[to_gateway.index]);
}

TEST_F(BehindAGateway, AShieldOnABoundaryStandsOnTheFlowsThatEnter) {
    built.put(limit, cluster);
    const Facts facts = built.facts();
    EXPECT_TRUE(facts.cover(limit).flow_covered[to_gateway.index]);
    EXPECT_TRUE(facts.cover(limit).element_shielded[gateway.index]);
    EXPECT_TRUE(facts.cover(limit).element_shielded[orders.index]);
}

TEST_F(BehindAGateway, OnlySureEnoughPlacementsCount) {
    built.put(limit, gateway, Assurance::configured);
    const Facts facts = built.facts();
    EXPECT_TRUE(facts.cover(limit, Assurance::configured).element_shielded[orders.index]);
    EXPECT_FALSE(facts.cover(limit, Assurance::verified).element_shielded[orders.index]);
}

TEST_F(BehindAGateway, NobodyIsShieldedFromAttackersWhoCannotGetThereAnyway) {
    built.put(limit, gateway);
    const ElementId lonely = built.element("process", cluster);
    EXPECT_FALSE(built.facts().cover(limit).element_shielded[lonely.index]);
}

TEST_F(BehindAGateway, ExposedIsWhatOutsidersOrLesserTrustedElementsCall) {
    const Facts facts = built.facts();
    EXPECT_EQ(facts.exposed(), (ByteColumn{0, 1, 0}));
}

TEST_F(BehindAGateway, ReachFollowsPathsOfFlows) {
    const Facts facts = built.facts();
    const TypeId outside = built.schema.find_type("external-entity");
    EXPECT_EQ(facts.reachable_from(outside), (ByteColumn{0, 1, 1}));
    EXPECT_EQ(facts.reaches(built.schema.find_type("process")), (ByteColumn{1, 1, 0}));
}

/// Judges by trying every simple path from every start.
struct PathOracle {
    const Built& built;
    std::vector<std::uint8_t> guarded_elements, guarded_flows;

    bool starts(std::size_t element, std::int32_t trust) const {
        return built.model.trust(ElementId(element)) < trust ||
               built.schema[built.model.elements[element].type].kind == ElementKind::external_entity;
    }
    bool way_exists(std::size_t target, bool may_pass_guards) const {
        std::vector<std::uint8_t> on_path(built.model.elements.size());
        const std::function<bool(std::size_t)> search = [&](std::size_t at) {
            if (on_path[at] || (!may_pass_guards && guarded_elements[at])) return false;
            if (at == target) return true;
            on_path[at] = 1;
            for (std::size_t f = 0; f < built.model.flows.size(); ++f) {
                if (built.model.flows[f].source.index != at || (!may_pass_guards && guarded_flows[f]))
                    continue;
                if (search(built.model.flows[f].target.index)) return true;
            }
            on_path[at] = 0;
            return false;
        };
        for (std::size_t start = 0; start < on_path.size(); ++start)
            if (starts(start, built.model.trust(ElementId(target))) && search(start)) return true;
        return false;
    }
};

TEST(Shields, AgreeWithTryingEveryPath) {
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        Built built;
        const std::vector<BoundaryId> zones{built.boundary(0), built.boundary(30), built.boundary(60)};
        const std::size_t size = 2 + random() % 6;
        for (std::size_t i = 0; i < size; ++i)
            built.element(random() % 4 == 0 ? "external-entity" : "process", zones[random() % zones.size()]);
        for (std::size_t i = random() % 14; i > 0; --i)
            built.flow(ElementId(random() % size), ElementId(random() % size));
        PathOracle oracle{built, std::vector<std::uint8_t>(size),
                          std::vector<std::uint8_t>(built.model.flows.size())};
        for (std::size_t i = 0; i < size; ++i)
            if (random() % 4 == 0) built.put(limit, ElementId(i)), oracle.guarded_elements[i] = 1;
        for (std::size_t i = 0; i < built.model.flows.size(); ++i)
            if (random() % 6 == 0) built.put(limit, FlowId(i)), oracle.guarded_flows[i] = 1;
        const Facts facts = built.facts();
        for (std::size_t i = 0; i < size; ++i) {
            const bool shielded =
                !built.placements.empty() && oracle.way_exists(i, true) && !oracle.way_exists(i, false);
            EXPECT_EQ(bool(facts.cover(limit).element_shielded[i]), shielded || oracle.guarded_elements[i])
                << "round " << round << " element " << i;
        }
    }
}

}  // namespace
}  // namespace bartizan
