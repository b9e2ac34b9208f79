#include "rules/program.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "rules/column_masks.h"
#include "small_world.h"

namespace bartizan {
namespace {

std::vector<Expression> parse_all(const Schema& schema, Subject scope,
                                  const std::vector<std::string>& texts) {
    std::vector<Expression> result;
    for (const std::string& text : texts) {
        Diagnostics diagnostics;
        auto expression = parse_condition(text, {}, scope, schema, diagnostics);
        for (const Diagnostic& diagnostic : diagnostics.all())
            ADD_FAILURE() << text << ": " << diagnostic.message << " (" << diagnostic.help << ")";
        if (expression) result.push_back(std::move(*expression));
    }
    return result;
}

Program compile(const std::vector<Expression>& conditions, Subject scope, const Schema& schema) {
    std::vector<const Expression*> pointers;
    for (const Expression& condition : conditions) pointers.push_back(&condition);
    return Program::compile(pointers, scope, schema);
}

/// What the program is compared with: each condition at each place by itself.
std::vector<std::vector<std::uint32_t>> one_by_one(const std::vector<Expression>& conditions, Subject scope,
                                                   const Schema& schema, const Model& model,
                                                   const Facts& facts) {
    Evaluator evaluator(schema, model, facts);
    std::vector<std::vector<std::uint32_t>> result(conditions.size());
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        for (std::uint32_t index = 0; index < place_count(model, scope); ++index) {
            if (evaluator.holds(conditions[i], Place(scope, index))) result[i].push_back(index);
        }
    }
    return result;
}

ProgramShape shape_of(std::string_view condition, Subject scope) {
    Schema schema = small_schema();
    auto conditions = parse_all(schema, scope, {std::string(condition)});
    return compile(conditions, scope, schema).shape();
}

TEST(Program, FindsTheFlowsWhereAConditionHolds) {
    WebShop shop;
    Facts facts = shop.facts();
    auto conditions = parse_all(shop.schema, Subject::flow,
                                {"!flow.encrypted", "source.trust < target.trust", "target.is(\"api\")",
                                 "false", "flow.data.exists(d, d.kinds.exists(k, k == \"credential\"))"});
    auto found = compile(conditions, Subject::flow, shop.schema).run(shop.schema, shop.model, facts);
    using Indices = std::vector<std::uint32_t>;
    EXPECT_EQ(found[0], (Indices{shop.call.index, shop.query.index}));
    EXPECT_EQ(found[1], (Indices{shop.enter.index, shop.query.index}));
    EXPECT_EQ(found[2], (Indices{shop.call.index}));
    EXPECT_EQ(found[3], Indices{});
    EXPECT_EQ(found[4], (Indices{0, 1, 2}));
}

TEST(Program, AnEmptyConditionHoldsNowhere) {
    WebShop shop;
    Facts facts = shop.facts();
    Expression empty;
    std::vector<const Expression*> conditions{&empty};
    auto found = Program::compile(conditions, Subject::flow, shop.schema).run(shop.schema, shop.model, facts);
    EXPECT_TRUE(found[0].empty());
}

TEST(Program, AModelWithoutPlacesHasNoResults) {
    World world;
    Facts facts = world.facts();
    auto conditions = parse_all(world.schema, Subject::flow, {"true", "flow.encrypted", "flow.id == \"a\""});
    for (const auto& found :
         compile(conditions, Subject::flow, world.schema).run(world.schema, world.model, facts))
        EXPECT_TRUE(found.empty());
}

TEST(Program, ComparesColumnsWhereItCan) {
    for (std::string_view condition :
         {"flow.protocol == \"http\" && !flow.encrypted", "source.trust < target.trust",
          "flow.trust_gain > 10", "target.is(\"api\") && source.kind == \"external-entity\"",
          "flow.protocol in [\"http\", \"postgresql\"]", "flow.token_lifetime > duration(\"15m\")",
          "has(flow.port) && flow.port != 443", "target.shielded_by(\"rate-limiting\") || flow.crosses()",
          "flow.data.all(d, d.classification >= \"internal\")", "size(target.incoming) > 3",
          "flow.source.boundary == flow.target.boundary", "has(target.boundary)",
          "target.stores.size() > 0 ? flow.crosses(\"cluster\") : source.in(\"internet\")",
          "flow.encrypted == source.multi_tenant", "target.incoming.exists(f, f.source.kind == \"store\")"}) {
        EXPECT_EQ(shape_of(condition, Subject::flow).scalar_leaves, 0u) << condition;
    }
    EXPECT_EQ(shape_of("target.technology.startsWith(\"go\")", Subject::flow).scalar_leaves, 1u);
    // Columns tell which targets are worth asking: those with a flow from a store.
    const ProgramShape shape = shape_of(
        "target.incoming.exists(f, f.source.kind == \"store\" && f.source.id != source.id)", Subject::flow);
    EXPECT_EQ(shape.scalar_leaves, 1u);
    EXPECT_GT(shape.column_leaves, 0u);
    EXPECT_EQ(shape_of("model.flows.exists(f, f.encrypted)", Subject::flow).scalar_leaves, 0u);
    EXPECT_EQ(shape_of("model.flows.exists(f, f.encrypted)", Subject::flow).uniform_leaves, 1u);
}

TEST(Program, SharesWhatConditionsHaveInCommon) {
    Schema schema = small_schema();
    auto conditions =
        parse_all(schema, Subject::flow,
                  {"flow.encrypted && target.is(\"api\")", "!flow.encrypted && !target.is(\"api\")",
                   "flow.data.exists(d, d.classification == \"restricted\")",
                   "!flow.data.exists(x, x.classification == \"restricted\")",
                   "source.technology.contains(\"a\")", "true && source.technology.contains(\"a\")"});
    ProgramShape shape = compile(conditions, Subject::flow, schema).shape();
    EXPECT_EQ(shape.scalar_leaves, 1u);
    // encrypted, is api, the quantifier true, the quantifier false, and the classification it asks for.
    EXPECT_EQ(shape.column_leaves, 5u);
}

TEST(Program, OperatorsThatNeedBothTruthsDoNotGrowWithoutBound) {
    std::string condition = "flow.encrypted";
    for (int i = 0; i < 90; ++i) condition = "(" + condition + ") == flow.crosses()";
    EXPECT_LT(shape_of(condition, Subject::flow).scalar_leaves, 2u);
    condition = "flow.encrypted";
    for (int i = 0; i < 90; ++i) condition = "(" + condition + ") ? flow.crosses() : flow.two_way";
    EXPECT_LT(shape_of(condition, Subject::flow).scalar_leaves, 2u);
}

/// Makes conditions at random, of every type and from every part of the language.
class ConditionMaker {
public:
    explicit ConditionMaker(std::uint32_t seed) : random_(seed) {}

    std::string condition(Subject scope) {
        things_.clear();
        switch (scope) {
            case Subject::element:
                things_.push_back({"element", Subject::element});
                break;
            case Subject::flow:
                things_ = {
                    {"flow", Subject::flow}, {"source", Subject::element}, {"target", Subject::element}};
                break;
            case Subject::boundary:
                things_.push_back({"boundary", Subject::boundary});
                break;
            case Subject::data:
                things_.push_back({"data", Subject::data});
                break;
            case Subject::model:
                break;
        }
        things_.push_back({"model", Subject::model});
        return truth(3);
    }

private:
    struct Thing {
        std::string name;
        Subject subject;
    };

    std::size_t below(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
    }
    std::string pick(std::initializer_list<const char*> choices) {
        return choices.begin()[below(choices.size())];
    }

    /// An element in sight, `otherwise` if there is none.
    std::string element(const std::string& otherwise) {
        std::vector<std::string> elements{otherwise};
        for (const Thing& thing : things_)
            if (thing.subject == Subject::element) elements.push_back(thing.name);
        return elements[below(elements.size())];
    }

    std::string truth(int depth) {
        if (depth > 0) {
            switch (below(8)) {
                case 0:
                    return "(" + truth(depth - 1) + " && " + truth(depth - 1) + ")";
                case 1:
                    return "(" + truth(depth - 1) + " || " + truth(depth - 1) + " || " + truth(depth - 1) +
                           ")";
                case 2:
                    return "!" + truth(depth - 1);
                case 3:
                    return "(" + truth(depth - 1) + " ? " + truth(depth - 1) + " : " + truth(depth - 1) + ")";
                case 4:
                    return "(" + truth(depth - 1) + pick({" == ", " != "}) + truth(depth - 1) + ")";
                case 5:
                    return quantifier(depth);
                default:
                    break;
            }
        }
        return "(" + leaf() + ")";
    }

    std::string quantifier(int depth) {
        static const std::vector<std::vector<std::pair<std::string, Subject>>> lists{
            {{"stores", Subject::data},
             {"processes", Subject::data},
             {"data", Subject::data},
             {"incoming", Subject::flow},
             {"outgoing", Subject::flow}},
            {{"data", Subject::data}, {"returns", Subject::data}, {"carries", Subject::data}},
            {{"elements", Subject::element}, {"entering", Subject::flow}, {"leaving", Subject::flow}},
            {{"stored_in", Subject::element},
             {"processed_in", Subject::element},
             {"sent_over", Subject::flow}},
            {{"elements", Subject::element},
             {"flows", Subject::flow},
             {"boundaries", Subject::boundary},
             {"data", Subject::data}}};
        Thing owner = things_[below(things_.size())];
        const auto& of_owner = lists[static_cast<std::size_t>(owner.subject)];
        auto [list, item] = of_owner[below(of_owner.size())];
        std::string variable = "x" + std::to_string(variables_++);
        std::string range = owner.name + "." + list;
        if (below(4) == 0) return "(size(" + range + ")" + comparison() + std::to_string(below(3)) + ")";
        auto outer = things_;
        if (below(3) > 0) things_ = {{"model", Subject::model}};
        things_.push_back({variable, item});
        std::string body = truth(depth - 1);
        things_ = std::move(outer);
        if (below(8) == 0)
            return "(size(" + range + ".filter(" + variable + ", " + body + "))" + comparison() + "1)";
        return range + "." + pick({"exists", "all", "exists_one"}) + "(" + variable + ", " + body + ")";
    }

    std::string comparison() { return pick({" == ", " != ", " < ", " <= ", " > ", " >= "}); }
    std::string equality() { return pick({" == ", " != "}); }

    std::string leaf() {
        Thing of = things_[below(things_.size())];
        const std::string& name = of.name;
        switch (of.subject) {
            case Subject::element:
                return element_leaf(name);
            case Subject::flow:
                return flow_leaf(name);
            case Subject::boundary:
                return boundary_leaf(name);
            case Subject::data:
                return data_leaf(name);
            case Subject::model:
                break;
        }
        return pick({"true", "false", "1 / 0 == 1", "size(model.flows) > 40", "model.name == \"a\"",
                     "\"x\" in model.tags"});
    }

    std::string element_leaf(const std::string& e) {
        switch (below(20)) {
            case 0:
                return e + ".is(\"" + pick({"api", "service", "store", "browser", "process"}) + "\")";
            case 1:
                return e + ".trust" + comparison() + pick({"0", "50", "-1", "30"});
            case 2:
                return e + ".multi_tenant";
            case 3:
                return e + ".payload" + equality() + "\"" + pick({"json", "none"}) + "\"";
            case 4:
                return e + ".technology" + equality() + "\"" + pick({"go", "unnamed", ""}) + "\"";
            case 5:
                return e + "." +
                       pick({"exposed()", "has_control(\"rate-limiting\")", "shielded_by(\"rate-limiting\")",
                             "reachable_from(\"browser\")", "reaches(\"store\")", "in(\"b1\")",
                             "in(\"nowhere\")"});
            case 6:
                return "has(" + e + "." +
                       pick({"technology", "replicas", "boundary", "stores", "tags", "regions", "data"}) +
                       ")";
            case 7:
                return e + ".replicas" + comparison() + pick({"1", "3", "2147483648", "-2147483649"});
            case 8:
                return e + ".kind in [\"store\", \"process\"]";
            case 9:
                return e + ".type == \"rest-api\"";
            case 10:
                return e + ".boundary" + equality() + "null";
            case 11:
                return e + ".boundary.trust" + comparison() + "50";
            case 12:
                return "\"eu\" in " + e + ".regions";
            case 13:
                return e + ".replicas / (" + e + ".replicas - 1) > 1";
            case 14:
                return "\"rate-limiting\" in " + e + ".controls";
            case 15:
                return e + ".trust" + comparison() + element(e) + ".trust";
            case 16:
                return e + ".boundary" + equality() + element(e) + ".boundary";
            case 17:
                return e + ".payload" + equality() + element(e) + ".payload";
            case 18:
                return e + ".boundary.managed";
            default:
                return e + ".id.endsWith(\"1\")";
        }
    }

    std::string flow_leaf(const std::string& f) {
        switch (below(14)) {
            case 0:
                return f + ".encrypted";
            case 1:
                return f + ".protocol" + equality() + "\"" + pick({"http", "https", "unknown"}) + "\"";
            case 2:
                return f + ".protocol in [\"http\", \"postgresql\"]";
            case 3:
                return f + ".token_lifetime" + comparison() + "duration(\"" +
                       pick({"15m", "1.5s", "900s", "-1h"}) + "\")";
            case 4:
                return f + ".port" + comparison() + pick({"443", "0", "80"});
            case 5:
                return f + ".trust_gain" + comparison() + pick({"0", "20"});
            case 6:
                return f + "." +
                       pick({"crosses()", "crosses(\"b0\")", "two_way", "has_control(\"rate-limiting\")",
                             "shielded_by(\"rate-limiting\")", "shielded_by(\"input-validation\")"});
            case 7:
                return element_leaf(f + ".source");
            case 8:
                return element_leaf(f + ".target");
            case 9:
                return "has(" + f + "." + pick({"protocol", "port", "data", "carries"}) + ")";
            case 10:
                return f + ".port in [443, 80, 99999999999]";
            case 11:
                return f + ".source == " + f + ".target";
            case 12:
                return "string(" + f + ".protocol).startsWith(\"http\")";
            default:
                return "duration(\"1h\") > " + f + ".token_lifetime";
        }
    }

    std::string boundary_leaf(const std::string& b) {
        return b + pick({".trust > 20", ".depth == 2", ".managed", ".parent == null", ".parent.managed",
                         ".has_control(\"rate-limiting\")", ".id == \"b1\"", ".parent.trust < 50"});
    }

    std::string data_leaf(const std::string& d) {
        return d + pick({".classification >= \"confidential\"", ".classification != \"public\"",
                         ".kinds == [\"payment\"]", ".title.contains(\"d1\")",
                         ".kinds.exists(k, k == \"credential\")",
                         ".classification in [\"public\", \"restricted\"]", ".kinds[0] == \"payment\""});
    }

    std::mt19937 random_;
    std::size_t variables_ = 0;
    std::vector<Thing> things_;
};

/// A model of random things in random boundaries, with random attributes and controls.
World random_world(std::uint32_t seed, std::size_t elements, std::size_t flows) {
    std::mt19937 random(seed);
    auto below = [&](std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
    };
    auto chance = [&](std::size_t in) { return below(in) == 0; };
    World world;
    world.model.name = world.model.symbols.intern("a");
    for (std::size_t i = 0; i < 5; ++i) {
        BoundaryId parent = i > 0 && chance(2) ? BoundaryId(below(i)) : BoundaryId();
        BoundaryId id = world.boundary("b" + std::to_string(i), static_cast<int>(below(4) * 25), parent);
        if (chance(2)) world.state(id, "managed", 1);
    }
    std::vector<DataId> data;
    for (std::size_t i = 0; i < 6; ++i) {
        data.push_back(world.data("d" + std::to_string(i)));
        if (chance(2)) world.state(data.back(), "classification", static_cast<RawValue>(below(4)));
        for (RawValue kind = 0; kind < 3; ++kind)
            if (chance(3)) world.state(data.back(), "kinds", kind);
    }
    auto some = [&] {
        std::vector<DataId> result;
        for (DataId id : data)
            if (chance(5)) result.push_back(id);
        return result;
    };
    std::vector<ElementId> all;
    static constexpr std::array<std::string_view, 6> types{"browser",  "service", "api",
                                                           "rest-api", "gateway", "database"};
    for (std::size_t i = 0; i < elements; ++i) {
        BoundaryId boundary = chance(4) ? BoundaryId() : BoundaryId(below(5));
        all.push_back(
            world.element("e" + std::to_string(i), types[below(types.size())], boundary, some(), some()));
        if (chance(2)) world.state(all.back(), "replicas", static_cast<RawValue>(below(4)));
        if (chance(2)) world.state(all.back(), "technology", chance(2) ? "go" : "java");
        if (chance(2)) world.state(all.back(), "multi-tenant", static_cast<RawValue>(below(2)));
        if (chance(3)) world.state(all.back(), "payload", static_cast<RawValue>(below(3)));
        if (chance(3)) world.state(all.back(), "regions", "eu");
        if (chance(3)) world.tag(all.back(), "pci");
        if (chance(6)) world.put(chance(2) ? "rate-limiting" : "input-validation", all.back());
    }
    for (std::size_t i = 0; i < flows; ++i) {
        FlowId flow = world.flow(all[below(elements)], all[below(elements)], some(), some());
        if (chance(2)) world.state(flow, "protocol", static_cast<RawValue>(below(4)));
        if (chance(2)) world.state(flow, "encrypted", static_cast<RawValue>(below(2)));
        if (chance(2)) world.state(flow, "token-lifetime", static_cast<RawValue>(below(3) * 900));
        if (chance(2)) world.state(flow, "port", chance(2) ? 443 : 80);
        if (chance(20)) world.put("rate-limiting", flow);
        if (chance(5) && i > 0) world.model.flows.back().reverse = FlowId(i - 1);
    }
    world.put("input-validation", BoundaryId(1));
    return world;
}

struct ProgramProperty : testing::TestWithParam<std::uint32_t> {};

TEST_P(ProgramProperty, AgreesWithTheEvaluatorOnEveryConditionAndPlace) {
    std::uint32_t seed = GetParam();
    // More than a block of flows in some of the models.
    World world = random_world(seed, 30, seed % 4 == 0 ? 1500 : 80);
    Facts facts = world.facts();
    ConditionMaker maker(seed);
    for (Subject scope :
         {Subject::flow, Subject::element, Subject::boundary, Subject::data, Subject::model}) {
        std::vector<std::string> texts;
        for (int i = 0; i < (scope == Subject::flow ? 60 : 30); ++i) texts.push_back(maker.condition(scope));
        auto conditions = parse_all(world.schema, scope, texts);
        ASSERT_EQ(conditions.size(), texts.size());
        auto found = compile(conditions, scope, world.schema).run(world.schema, world.model, facts);
        auto expected = one_by_one(conditions, scope, world.schema, world.model, facts);
        for (std::size_t i = 0; i < conditions.size(); ++i) EXPECT_EQ(found[i], expected[i]) << texts[i];
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ProgramProperty, testing::Range(1u, 25u));

TEST(ColumnMasks, ThePortableFormGivesTheSameBits) {
    std::mt19937 random(7);
    std::vector<std::uint8_t> bytes(block_places), other_bytes(block_places);
    std::vector<std::uint16_t> words(block_places);
    std::vector<std::int32_t> numbers(block_places), other_numbers(block_places);
    for (std::size_t i = 0; i < block_places; ++i) {
        bytes[i] = static_cast<std::uint8_t>(random());
        other_bytes[i] = static_cast<std::uint8_t>(random() % 4 == 0 ? bytes[i] : random());
        words[i] = static_cast<std::uint16_t>(random());
        numbers[i] = static_cast<std::int32_t>(random());
        other_numbers[i] = random() % 4 == 0 ? numbers[i] : static_cast<std::int32_t>(random());
    }
    auto all = [&] {
        std::vector<Mask> masks(12);
        mask_range(bytes.data(), 3, 200, masks[0]);
        mask_range(bytes.data(), 0, 255, masks[1]);
        mask_range(bytes.data(), 7, 7, masks[2]);
        mask_range(words.data(), 0x7000, 0x9000, masks[3]);
        mask_range(words.data(), 0xFFFF, 0xFFFF, masks[4]);
        mask_range(numbers.data(), INT32_MIN, 0, masks[5]);
        mask_range(numbers.data(), -5000000, INT32_MAX, masks[6]);
        std::size_t at = 7;
        for (auto comparison :
             {ColumnComparison::equal, ColumnComparison::less, ColumnComparison::less_equal}) {
            if (at < 10) mask_comparison(bytes.data(), other_bytes.data(), comparison, masks[at++]);
        }
        mask_comparison(numbers.data(), other_numbers.data(), ColumnComparison::less, masks[10]);
        mask_comparison(numbers.data(), other_numbers.data(), ColumnComparison::less_equal, masks[11]);
        return masks;
    };
    auto best = all();
    use_portable_masks(true);
    auto portable = all();
    use_portable_masks(false);
    for (std::size_t i = 0; i < best.size(); ++i) EXPECT_EQ(best[i].words, portable[i].words) << i;
    for (std::size_t i = 0; i < block_places; ++i) {
        bool in_range = bytes[i] >= 3 && bytes[i] <= 200;
        EXPECT_EQ(portable[0].words[i / 64] >> (i % 64) & 1, in_range ? 1u : 0u);
    }
}

}  // namespace
}  // namespace bartizan
