// What `explain` tells: the parts of a condition, the values they used, and where those come from.
#include <gtest/gtest.h>

#include "rules/evaluate.h"
#include "small_world.h"

namespace bartizan {
namespace {

struct Tracing : testing::Test {
    WebShop shop;
    Facts facts = shop.facts();
    Evaluator evaluator{shop.schema, shop.model, facts};

    Trace trace(std::string_view condition, Place place) {
        Diagnostics diagnostics;
        auto expression = parse_condition(condition, {}, place.subject, shop.schema, diagnostics);
        for (const Diagnostic& diagnostic : diagnostics.all()) ADD_FAILURE() << diagnostic.message;
        return expression ? evaluator.trace(*expression, place) : Trace();
    }

    /// One line for each part: + decisive, the text, the result, the values.
    std::string told(std::string_view condition, Place place) {
        std::string result;
        for (const TracePart& part : trace(condition, place)) {
            result +=
                std::string(static_cast<std::size_t>(part.depth) * 2, ' ') + (part.decisive ? "+ " : "- ");
            result += part.text + (part.value ? " yes" : " no");
            for (const TraceValue& value : part.values) {
                result += " [" + value.text + " = " + value.value + ", " + value.origin +
                          (value.where.valid() ? "" : " nowhere") + "]";
            }
            result += "\n";
        }
        return result;
    }
};

TEST_F(Tracing, TellsEachPartWithItsValues) {
    EXPECT_EQ(told("source.trust < target.trust && flow.encrypted", shop.enter),
              "+ source.trust < target.trust yes [source.trust = 0, stated] [target.trust = 50, stated]\n"
              "+ flow.encrypted yes [flow.encrypted = true, implied by protocol]\n");
}

TEST_F(Tracing, PartsThatDecideAreMarked) {
    EXPECT_EQ(told("flow.encrypted || flow.protocol == 'http' || flow.port == 0", shop.enter),
              "+ flow.encrypted yes [flow.encrypted = true, implied by protocol]\n"
              "- flow.protocol == 'http' no [flow.protocol = https, stated]\n"
              "+ flow.port == 0 yes [flow.port = 0, default nowhere]\n");
    EXPECT_EQ(told("flow.encrypted && flow.port == 1", shop.enter),
              "- flow.encrypted yes [flow.encrypted = true, implied by protocol]\n"
              "+ flow.port == 1 no [flow.port = 0, default nowhere]\n");
}

TEST_F(Tracing, NestingIsShown) {
    EXPECT_EQ(told("true && !(flow.encrypted || flow.crosses())", shop.call),
              "+ true yes\n"
              "  + flow.encrypted no [flow.encrypted = false, default nowhere]\n"
              "  + flow.crosses() no [flow.crosses() = false, computed nowhere]\n");
}

TEST_F(Tracing, OnlyTheChosenSideOfAConditionalDecides) {
    EXPECT_EQ(told("flow.encrypted ? true : flow.port == 1", shop.enter),
              "+ flow.encrypted yes [flow.encrypted = true, implied by protocol]\n"
              "+ true yes\n"
              "- flow.port == 1 no [flow.port = 0, default nowhere]\n");
}

TEST_F(Tracing, AnErrorIsDecisiveWhereItIsTheResult) {
    EXPECT_EQ(told("boundary.parent.trust > 0 && boundary.trust == 0", shop.internet),
              "+ boundary.parent.trust > 0 no [boundary.parent = none, computed nowhere]\n"
              "- boundary.trust == 0 yes [boundary.trust = 0, stated]\n");
}

TEST_F(Tracing, TypesAndDefaultsOfTypesAreNamed) {
    EXPECT_EQ(
        told("element.is('service') && element.payload == 'json' && element.kind == 'process'", shop.orders),
        "+ element.is('service') yes [element.type = rest-api, stated]\n"
        "+ element.payload == 'json' yes [element.payload = json, default of type api nowhere]\n"
        "+ element.kind == 'process' yes [element.kind = process, stated]\n");
}

TEST_F(Tracing, ItemsThatMadeItTrueAreShown) {
    EXPECT_EQ(told("flow.data.exists(d, d.classification == 'restricted')", shop.enter),
              "+ flow.data.exists(d, d.classification == 'restricted') yes [d = Payment card, stated] "
              "[d.classification = restricted, stated]\n");
}

TEST_F(Tracing, AllItemsThatMadeItFalseAreShown) {
    EXPECT_EQ(told("flow.data.exists(d, d.classification == 'public')", shop.enter),
              "+ flow.data.exists(d, d.classification == 'public') no [d = Session token, stated] "
              "[d.classification = confidential, stated] [d = Payment card, stated] "
              "[d.classification = restricted, stated]\n");
    EXPECT_EQ(
        told("flow.returns.exists(d, d.classification == 'public')", shop.enter),
        "+ flow.returns.exists(d, d.classification == 'public') no [flow.returns = none, default nowhere]\n");
}

TEST_F(Tracing, StatedIsToldFromDefault) {
    EXPECT_EQ(told("has(flow.protocol) && !has(flow.port)", shop.enter),
              "+ has(flow.protocol) yes [has(flow.protocol) = stated, stated]\n"
              "+ has(flow.port) no [has(flow.port) = not stated, default nowhere]\n");
}

TEST_F(Tracing, LocationsAreThoseOfTheModel) {
    Trace parts = trace("flow.protocol == 'https' && target.has_control('rate-limiting')", shop.enter);
    const Model& model = shop.model;
    EXPECT_EQ(parts[0].values[0].where, model.stated[model[shop.enter].attributes.first].where);
    EXPECT_EQ(parts[1].values[0].where, shop.placements[0].where);
}

}  // namespace
}  // namespace bartizan
