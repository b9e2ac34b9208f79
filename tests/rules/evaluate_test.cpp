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
        for (const Diagnostic& diagnostic : diagnostics.all())
            ADD_FAILURE() << text << ": " << diagnostic.message;
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

TEST_F(Evaluate, Texts) {
    EXPECT_TRUE(holds("'a' + \"b\" == 'ab'"));
    EXPECT_TRUE(holds("'a' < 'b' && 'a' <= 'a' && 'b' > 'B'"));
    EXPECT_TRUE(
        holds("'gateway'.contains('tew') && 'gateway'.startsWith('gate') && 'gateway'.endsWith('way')"));
    EXPECT_TRUE(holds("'Ab1'.lowerAscii() == 'ab1' && 'Ab1'.upperAscii() == 'AB1'"));
    EXPECT_TRUE(holds("size('naïve') == 5 && 'naïve'.size() == 5")) << "sizes count characters, not bytes";
    EXPECT_TRUE(holds("'go 1.22'.matches('[0-9]+\\\\.[0-9]+') && matches('abc', 'b')"));
    EXPECT_TRUE(holds("!'abc'.matches(r'^b')"));
}

TEST_F(Evaluate, LiteralsOfTexts) {
    EXPECT_TRUE(holds(R"('\n\t\\\'\"' == "\x0a\011\u005C'" + '"')"));
    EXPECT_TRUE(holds(R"('\u00e9\U0001F600' == 'é😀')"));
    EXPECT_TRUE(holds(R"(r'\n'.size() == 2 && R"\".size() == 1)"));
    EXPECT_TRUE(holds("'''a\nb''' == \"a\\nb\" && \"\"\"it's \"quoted\" \"\"\" == 'it\\'s \"quoted\" '"));
}

TEST_F(Evaluate, Lists) {
    EXPECT_TRUE(holds("2 in [1, 2] && !(3 in [1, 2]) && !('a' in [])"));
    EXPECT_TRUE(holds("[1] + [2, 3,] == [1, 2, 3] && [] + [1] == [1] && [] == []"));
    EXPECT_TRUE(holds("[1, 2][1] == 2 && size([1, 2]) == 2 && [].size() == 0"));
    EXPECT_TRUE(holds("[1, 2] != [2, 1]"));
    EXPECT_TRUE(holds("['a', 'b'].join(', ') == 'a, b' && ['a', 'b'].join() == 'ab' && [].join() == ''"));
    EXPECT_TRUE(fails("[1, 2][2] == 0"));
    EXPECT_TRUE(fails("[1, 2][-1] == 0"));
}

TEST_F(Evaluate, Maps) {
    EXPECT_TRUE(holds("{'a': 1, 'b': 2}['b'] == 2 && {'a': 1}.a == 1"));
    EXPECT_TRUE(holds("'a' in {'a': 1} && has({'a': 1}.a) && !has({'a': 1}.b)"));
    EXPECT_TRUE(holds("{'a': 1, 'b': 2} == {'b': 2, 'a': 1} && {'a': 1} != {'a': 2} && size({'a': 1}) == 1"));
    EXPECT_TRUE(holds("{'a': 1, 'b': 2}.exists(key, key == 'b')"));
    EXPECT_TRUE(fails("{'a': 1}['b'] == 1"));
    EXPECT_TRUE(fails("{'a': 1, 'a': 2}.a == 1")) << "two entries of one key";
}

TEST_F(Evaluate, Macros) {
    EXPECT_TRUE(holds("[1, 2].all(x, x > 0) && [1, 2].exists(x, x > 1) && [1, 2].exists_one(x, x > 1)"));
    EXPECT_TRUE(holds("[].all(x, false) && ![].exists(x, true) && ![1, 1].exists_one(x, x == 1)"));
    EXPECT_TRUE(holds("[1, 2, 3].filter(x, x % 2 == 1) == [1, 3] && [1, 2].map(x, x * 2) == [2, 4]"));
    EXPECT_TRUE(holds("[1, 2, 3].map(x, x > 1, x * 2) == [4, 6]"));
    EXPECT_TRUE(holds("[1, 2].exists(x, [2, 3].exists(y, x == y))"));
    EXPECT_TRUE(holds("[1].all(x, ['a'].all(x, x == 'a') && x == 1)"))
        << "the inner variable hides the outer one";
}

TEST_F(Evaluate, MacrosTreatErrorsAsAndAndOrDo) {
    EXPECT_TRUE(holds("[0, 1].exists(x, 1 / x == 1)"));
    EXPECT_TRUE(fails("[0, 1].exists(x, 1 / x == 2)"));
    EXPECT_TRUE(holds("![0, 1].all(x, 1 / x == 2)"));
    EXPECT_TRUE(fails("[0, 1].all(x, 1 / x == 1)"));
    EXPECT_TRUE(fails("[0, 1].exists_one(x, 1 / x == 1)"));
    EXPECT_TRUE(fails("[0, 1].filter(x, 1 / x == 1) == [1]"));
    EXPECT_TRUE(fails("[0, 1].map(x, 1 / x) == [1]"));
}

TEST_F(Evaluate, Conversions) {
    EXPECT_TRUE(holds("int('-12') == -12 && int(3.9) == 3 && int(-3.9) == -3 && int(5) == 5"));
    EXPECT_TRUE(holds("double(2) == 2.0 && double('1e3') == 1000.0"));
    EXPECT_TRUE(
        holds("string(12) == '12' && string(true) == 'true' && string(1.5) == '1.5' && string('a') == 'a'"));
    EXPECT_TRUE(holds("bool('true') && !bool('false')"));
    EXPECT_TRUE(fails("int('12a') == 12"));
    EXPECT_TRUE(fails("int(1e30) == 1"));
    EXPECT_TRUE(fails("int(0.0 / 0.0) == 1"));
    EXPECT_TRUE(fails("bool('yes')"));
    EXPECT_TRUE(fails("duration('so' + 'on') > duration('1s')"));
}

TEST_F(Evaluate, Durations) {
    EXPECT_TRUE(holds("duration('1h30m') == duration('90m') && duration('1d') == duration('24h')"));
    EXPECT_TRUE(holds("duration('1.5s') > duration('1499ms') && duration('-1s') < duration('0s')"));
    EXPECT_TRUE(holds("duration('1h') - duration('15m') == duration('45m')"));
    EXPECT_TRUE(holds("duration('90m').getHours() == 1 && duration('90m').getMinutes() == 90"));
    EXPECT_TRUE(holds("duration('90m').getSeconds() == 5400 && string(duration('1.5s')) == '1.5s'"));
    EXPECT_TRUE(fails("duration('290y') + duration('290y') > duration('1s')"));
}

TEST_F(Evaluate, AttributesHaveStatedImpliedAndDefaultValues) {
    EXPECT_TRUE(holds("flow.protocol == 'https' && flow.encrypted", shop.enter));
    EXPECT_TRUE(holds("flow.token_lifetime == duration('15m')", shop.call));
    EXPECT_TRUE(holds("flow.token_lifetime == duration('1h') && !has(flow.token_lifetime)", shop.enter));
    EXPECT_TRUE(holds("element.payload == 'json' && !has(element.payload)", shop.orders))
        << "of the type api";
    EXPECT_TRUE(holds("element.payload == 'none'", shop.cards));
    EXPECT_TRUE(holds("element.technology == 'go' && has(element.technology)", shop.orders));
    EXPECT_TRUE(holds("element.technology == 'unnamed'", shop.cards));
    EXPECT_TRUE(holds("element.replicas == 3", shop.cards));
    EXPECT_TRUE(holds("element.regions == ['eu', 'us'] && 'eu' in element.regions", shop.orders));
    EXPECT_TRUE(holds("element.regions == [] && !has(element.regions)", shop.cards));
    EXPECT_TRUE(holds("has(flow.encrypted)", shop.enter)) << "implied counts as stated";
}

TEST_F(Evaluate, EnumerationsCompareWithTexts) {
    EXPECT_TRUE(
        holds("data.classification >= 'confidential' && data.classification > 'internal'", shop.card));
    EXPECT_TRUE(holds("'restricted' == data.classification", shop.card));
    EXPECT_TRUE(holds("flow.protocol in ['http', 'https']", shop.call));
    EXPECT_TRUE(holds("'payment' in data.kinds && data.kinds == ['payment', 'credential']", shop.card));
    EXPECT_TRUE(
        holds("flow.protocol.startsWith('post') && string(flow.protocol) == 'postgre' + 'sql'", shop.query));
    EXPECT_TRUE(holds("data.kinds.join('+') == 'payment+credential'", shop.card));
    EXPECT_TRUE(holds("(true ? flow.protocol : 'unknown') == 'http'", shop.call));
}

TEST_F(Evaluate, MembersOfElements) {
    EXPECT_TRUE(holds("element.id == 'orders' && element.title == 'orders' && element.type == 'rest-api'",
                      shop.orders));
    EXPECT_TRUE(holds("element.kind == 'process' && element.boundary.id == 'cluster'", shop.orders));
    EXPECT_TRUE(holds("element.trust == 50", shop.orders));
    EXPECT_TRUE(holds("element.stores.size() == 0 && element.processes.size() == 1", shop.orders));
    EXPECT_TRUE(holds("element.data.map(d, d.id) == ['card', 'session']", shop.orders));
    EXPECT_TRUE(
        holds("element.incoming.size() == 1 && element.outgoing[0].target.id == 'cards'", shop.orders));
    EXPECT_TRUE(holds("'pci' in element.tags && element.controls == []", shop.orders));
    EXPECT_TRUE(holds("element.controls == ['rate-limiting']", shop.gateway));
    EXPECT_TRUE(
        holds("element.is('service') && element.is('rest-api') && !element.is('store')", shop.orders));
    EXPECT_TRUE(holds("element.has_control('rate-limiting')", shop.gateway));
    EXPECT_TRUE(
        holds("!element.has_control('rate-limiting') && element.shielded_by('rate-limiting')", shop.orders));
    EXPECT_TRUE(holds("element.exposed() && element.reachable_from('browser') && element.reaches('store')",
                      shop.gateway));
    EXPECT_TRUE(
        holds("element.in('cluster') && element.in('cardzone') && !element.in('nowhere')", shop.cards));
}

TEST_F(Evaluate, MembersOfFlows) {
    EXPECT_TRUE(holds("flow.id == 'gateway->orders' && flow.source.id == 'gateway'", shop.call));
    EXPECT_TRUE(holds("flow.source == source && flow.target != source", shop.call));
    EXPECT_TRUE(holds("flow.data.map(d, d.id) == ['card'] && flow.returns[0].id == 'session'", shop.call));
    EXPECT_TRUE(holds("flow.carries.size() == 2 && flow.trust_gain == 0 && !flow.two_way", shop.call));
    EXPECT_TRUE(holds("flow.crosses() && flow.crosses('cardzone') && !flow.crosses('cluster')", shop.query));
    EXPECT_TRUE(holds("!flow.crosses('nowhere') && flow.trust_gain == 30", shop.query));
    EXPECT_TRUE(holds("flow.has_control('rate-limiting') && flow.shielded_by('rate-limiting')", shop.enter));
}

TEST_F(Evaluate, MembersOfBoundariesDataAndTheModel) {
    EXPECT_TRUE(holds("boundary.trust == 80 && boundary.depth == 2 && boundary.parent.id == 'cluster'",
                      shop.cardzone));
    EXPECT_TRUE(holds("has(boundary.parent) && boundary.parent.managed", shop.cardzone));
    EXPECT_TRUE(holds("boundary.elements.map(e, e.id) == ['gateway', 'orders', 'cards']", shop.cluster));
    EXPECT_TRUE(holds("boundary.entering.map(f, f.id) == ['shopper->gateway'] && boundary.leaving == []",
                      shop.cluster));
    EXPECT_TRUE(
        holds("boundary.leaving.size() == 1 && !boundary.has_control('rate-limiting')", shop.internet));
    EXPECT_TRUE(holds("data.stored_in[0].id == 'cards' && data.processed_in[0].id == 'orders'", shop.card));
    EXPECT_TRUE(holds("data.sent_over.size() == 3 && data.title == 'Payment card'", shop.card));
    EXPECT_TRUE(
        holds("data.sent_over.map(f, f.id) == ['shopper->gateway', 'gateway->orders']", shop.session));
    EXPECT_TRUE(holds("model.name == 'Web shop' && model.elements.size() == 4 && model.flows.size() == 3"));
    EXPECT_TRUE(
        holds("model.boundaries.exists(b, b.trust > 70) && model.data.all(d, d.stored_in.size() < 2)"));
}

TEST_F(Evaluate, WhatIsNotThereIsNull) {
    EXPECT_TRUE(holds("boundary.parent == null && !has(boundary.parent)", shop.internet));
    EXPECT_TRUE(fails("boundary.parent.trust > 0", shop.internet)) << "a member of null is an error";
    EXPECT_TRUE(holds("boundary.parent == null || boundary.parent.trust > 0", shop.internet));
}

TEST_F(Evaluate, AnEvaluationHasABudget) {
    std::string list =
        "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]";
    std::string condition = "1 > 2";
    for (char name = 'a'; name < 'k'; ++name)
        condition = list + ".exists(" + std::string(1, name) + ", " + condition + ")";
    EXPECT_TRUE(fails(condition)) << "30^10 steps are not taken";
    std::string text = "['aaaaaaaaaaaaaaaa']";
    for (int i = 0; i < 60; ++i) text += ".map(x, x + x)";
    EXPECT_TRUE(fails(text + "[0] != ''")) << "2^64 bytes are not made";
}

TEST_F(Evaluate, TemplatesAreFilledIn) {
    EXPECT_EQ(filled("{source} calls {target} with {flow.data}", shop.enter),
              "shopper calls gateway with Session token and Payment card");
    EXPECT_EQ(filled("{flow.protocol}, {flow.token_lifetime}, {flow.port}", shop.query),
              "postgresql, 1h, 5432");
    EXPECT_EQ(filled("{data} is {data.classification}: {data.kinds}", shop.card),
              "Payment card is restricted: payment and credential");
    EXPECT_EQ(filled("{{{element.title}}} {'}'}", shop.orders), "{orders} }");
    EXPECT_EQ(filled("{model}: {model.elements.map(e, e.id)}", Place()),
              "Web shop: shopper, gateway, orders and cards");
    EXPECT_EQ(filled("{boundary.parent}, {boundary.parent.trust}, {boundary.tags}", shop.internet),
              "none, unknown, none");
    EXPECT_EQ(filled("", Place()), "");
}

}  // namespace
}  // namespace bartizan
