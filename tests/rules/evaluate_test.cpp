#include "rules/evaluate.h"

#include <gtest/gtest.h>

#include "small_world.h"

namespace bartizan {
namespace {

struct Evaluate : testing::Test {
    WebShop shop;
    Facts facts = shop.facts();
    Evaluator evaluator{shop.schema, shop.model, facts};

    bool holds(std::string_view condition, Place place) {
        Diagnostics diagnostics;
        auto expression = parse_condition(condition, {}, place.subject, shop.schema, diagnostics);
        for (const Diagnostic& diagnostic : diagnostics.all())
            ADD_FAILURE() << condition << ": " << diagnostic.message << " (" << diagnostic.help << ")";
        return expression && evaluator.holds(*expression, place);
    }
    bool holds(std::string_view condition) { return holds(condition, Place()); }
    /// Neither it nor its opposite holds.
    bool fails(std::string_view condition, Place place = {}) {
        return !holds(condition, place) && !holds("!(" + std::string(condition) + ")", place);
    }
    std::string filled(std::string_view text, Place place) {
        Diagnostics diagnostics;
        auto parsed = parse_template(text, {}, place.subject, shop.schema, diagnostics);
        for (const Diagnostic& diagnostic : diagnostics.all()) ADD_FAILURE() << text << ": " << diagnostic.message;
        return parsed ? evaluator.text(*parsed, place) : "";
    }
};

TEST_F(Evaluate, Arithmetic) {
    EXPECT_TRUE(holds("1 + 2 * 3 == 7"));
    EXPECT_TRUE(holds("(1 + 2) * 3 == 9"));
    EXPECT_TRUE(holds("10 - 4 - 3 == 3"));
    EXPECT_TRUE(holds("7 / 2 == 3 && -7 / 2 == -3"));
    EXPECT_TRUE(holds("7 % 3 == 1 && -7 % 3 == -1"));
    EXPECT_TRUE(holds("0x10 == 16 && -0x10 == -16"));
    EXPECT_TRUE(holds("1.5 + 0.5 == 2.0 && .5 == 5e-1"));
    EXPECT_TRUE(holds("- - 3 == 3"));
    EXPECT_TRUE(holds("-9223372036854775808 < 0"));
}

TEST_F(Evaluate, OverflowAndDivisionByZeroAreErrors) {
    EXPECT_TRUE(fails("9223372036854775807 + 1 > 0"));
    EXPECT_TRUE(fails("-9223372036854775808 - 1 < 0"));
    EXPECT_TRUE(fails("-9223372036854775808 / -1 > 0"));
    EXPECT_TRUE(fails("-(-9223372036854775808) > 0"));
    EXPECT_TRUE(fails("4611686018427387904 * 2 > 0"));
    EXPECT_TRUE(fails("1 / 0 == 1"));
    EXPECT_TRUE(fails("1 % 0 == 1"));
    EXPECT_TRUE(holds("1.0 / 0.0 > 1e308")) << "doubles have infinities";
}

TEST_F(Evaluate, AndAndOrDoWithoutErrorsOnEitherSide) {
    EXPECT_TRUE(holds("!(false && 1 / 0 == 1)"));
    EXPECT_TRUE(holds("!(1 / 0 == 1 && false)"));
    EXPECT_TRUE(holds("true || 1 / 0 == 1"));
    EXPECT_TRUE(holds("1 / 0 == 1 || true"));
    EXPECT_TRUE(fails("1 / 0 == 1 && true"));
    EXPECT_TRUE(fails("1 / 0 == 1 || false"));
    EXPECT_TRUE(holds("1 / 0 == 1 || 2 % 0 == 1 || true"));
}

TEST_F(Evaluate, TheConditionalChoosesOneSide) {
    EXPECT_TRUE(holds("(true ? 1 : 1 / 0) == 1"));
    EXPECT_TRUE(holds("(false ? 1 / 0 : 2) == 2"));
    EXPECT_TRUE(fails("(1 / 0 == 1 ? 1 : 1) == 1"));
    EXPECT_TRUE(holds("false ? false : true ? true : false"));
}

}  // namespace
}  // namespace bartizan
