// 200 rules over 1,000,000 flows: what Program makes of them, and a bare pass of the same comparisons over
// the same columns, which knows nothing of expressions. The limit is meant to be the memory, not the
// language.
#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "model/model.h"
#include "rules/cel.h"
#include "rules/evaluate.h"
#include "rules/facts.h"
#include "rules/program.h"

namespace {

using namespace bartizan;

constexpr std::size_t flow_count = 1'000'000;
constexpr std::size_t element_count = 200'000;
constexpr std::size_t rule_count = 200;

struct AttributeShape {
    Subject subject;
    const char* name;
    int values;  // 2: boolean; more: an enumeration, ordered if above 3 and on elements
};

// 10 columns of flows, and 6 of elements that are read at both ends: 22.
constexpr std::array attribute_shapes{
    AttributeShape{Subject::flow, "protocol", 24},      AttributeShape{Subject::flow, "authentication", 17},
    AttributeShape{Subject::flow, "authorization", 7},  AttributeShape{Subject::flow, "payload", 9},
    AttributeShape{Subject::flow, "encrypted", 2},      AttributeShape{Subject::flow, "administrative", 2},
    AttributeShape{Subject::flow, "asynchronous", 2},   AttributeShape{Subject::flow, "webhook", 2},
    AttributeShape{Subject::flow, "public", 2},         AttributeShape{Subject::flow, "delegated", 2},
    AttributeShape{Subject::element, "criticality", 5}, AttributeShape{Subject::element, "runtime", 6},
    AttributeShape{Subject::element, "exposed-to", 4},  AttributeShape{Subject::element, "multi-tenant", 2},
    AttributeShape{Subject::element, "deprecated", 2},  AttributeShape{Subject::element, "stateful", 2},
};

Schema make_schema() {
    Schema schema;
    ElementType type;
    type.name = "process";
    schema.types.push_back(type);
    for (const AttributeShape& shape : attribute_shapes) {
        Attribute attribute;
        attribute.subject = shape.subject;
        attribute.name = shape.name;
        if (shape.values > 2) {
            Enumeration enumeration;
            enumeration.name = shape.name;
            enumeration.ordered = shape.subject == Subject::element;
            for (int i = 0; i < shape.values; ++i) {
                EnumerationValue value;
                value.name = "v" + std::to_string(i);
                enumeration.values.push_back(value);
            }
            attribute.type = ValueType::enumeration;
            attribute.enumeration = EnumerationId(schema.enumerations.size());
            schema.enumerations.push_back(std::move(enumeration));
        }
        schema.attributes.push_back(std::move(attribute));
    }
    schema.finish();
    return schema;
}

void state_attributes(Model& model, Described& thing, const Schema& schema, Subject subject,
                      std::mt19937& random) {
    thing.attributes.first = static_cast<std::uint32_t>(model.stated.size());
    for (std::uint32_t i = 0; i < attribute_shapes.size(); ++i) {
        if (attribute_shapes[i].subject != subject || random() % 4 == 0) continue;
        StatedValue stated;
        stated.attribute = AttributeId(i);
        stated.value = static_cast<RawValue>(random() % static_cast<unsigned>(attribute_shapes[i].values));
        model.stated.push_back(stated);
        ++thing.attributes.count;
    }
    (void)schema;
}

Model make_model(const Schema& schema) {
    std::mt19937 random(11);
    Model model;
    model.elements.reserve(element_count);
    model.flows.reserve(flow_count);
    for (std::size_t i = 0; i < element_count; ++i) {
        Element element;
        element.type = TypeId(0);
        state_attributes(model, element, schema, Subject::element, random);
        model.elements.push_back(element);
    }
    for (std::size_t i = 0; i < flow_count; ++i) {
        Flow flow;
        flow.source = ElementId(random() % element_count);
        flow.target = ElementId(random() % element_count);
        state_attributes(model, flow, schema, Subject::flow, random);
        model.flows.push_back(flow);
    }
    return model;
}

/// One comparison of the bare pass; the condition says the same.
struct Comparison {
    std::size_t column = 0;
    std::uint8_t low = 0;
    std::uint8_t high = 0;
    bool negated = false;
};

struct BareRule {
    std::vector<Comparison> all;
};

/// The 22 columns: attributes of flows, then of sources, then of targets.
struct ColumnName {
    std::string text;
    std::size_t shape;
};

std::vector<ColumnName> column_names() {
    std::vector<ColumnName> names;
    for (const char* owner : {"flow", "source", "target"}) {
        Subject subject = std::string_view(owner) == "flow" ? Subject::flow : Subject::element;
        for (std::size_t i = 0; i < attribute_shapes.size(); ++i) {
            if (attribute_shapes[i].subject != subject) continue;
            std::string attribute = attribute_shapes[i].name;
            for (char& c : attribute) c = c == '-' ? '_' : c;
            names.push_back({std::string(owner) + "." + attribute, i});
        }
    }
    return names;
}

struct RuleSet {
    std::vector<std::string> conditions;
    std::vector<BareRule> bare;
    std::size_t comparisons = 0;
};

std::string value_text(std::uint32_t value) { return "\"v" + std::to_string(value) + "\""; }

/// Conditions of three to five comparisons: equal, not equal, in, at least, true and not true.
RuleSet make_rules() {
    std::mt19937 random(5);
    auto names = column_names();
    RuleSet rules;
    for (std::size_t rule = 0; rule < rule_count; ++rule) {
        std::string condition;
        BareRule bare;
        for (std::size_t count = 3 + random() % 3; count > 0; --count) {
            std::size_t column = random() % names.size();
            const AttributeShape& shape = attribute_shapes[names[column].shape];
            const std::string& text = names[column].text;
            auto last = static_cast<std::uint8_t>(shape.values - 1);
            auto value = static_cast<std::uint8_t>(random() % static_cast<unsigned>(shape.values - 1));
            if (!condition.empty()) condition += " && ";
            if (shape.values == 2) {
                bool negated = random() % 2 == 0;
                condition += (negated ? "!" : "") + text;
                bare.all.push_back({column, 1, 255, negated});
            } else if (shape.subject == Subject::element && random() % 2 == 0) {
                condition += text + " >= " + value_text(value);
                bare.all.push_back({column, value, 255, false});
            } else if (random() % 3 == 0) {
                condition += text + " in [" + value_text(value) + ", " + value_text(value + 1u) + "]";
                bare.all.push_back(
                    {column, value, static_cast<std::uint8_t>(std::min<int>(value + 1, last)), false});
            } else {
                bool negated = random() % 2 == 0;
                condition += text + (negated ? " != " : " == ") + value_text(value);
                bare.all.push_back({column, value, value, negated});
            }
        }
        rules.comparisons += bare.all.size();
        rules.conditions.push_back(condition);
        rules.bare.push_back(bare);
    }
    return rules;
}

/// Made once: building it takes longer than what is measured.
struct Setting {
    Schema schema = make_schema();
    Model model = make_model(schema);
    Facts facts{schema, model};
    RuleSet rules = make_rules();
    std::vector<Expression> conditions;
    std::vector<const Expression*> pointers;
    std::vector<std::vector<std::uint8_t>> columns;

    Setting() {
        for (const std::string& text : rules.conditions) {
            Diagnostics diagnostics;
            auto condition = parse_condition(text, {}, Subject::flow, schema, diagnostics);
            if (!condition) std::abort();
            conditions.push_back(std::move(*condition));
        }
        for (const Expression& condition : conditions) pointers.push_back(&condition);
        auto names = column_names();
        for (const ColumnName& name : names) {
            const auto& values = facts.attribute(AttributeId(name.shape));
            std::vector<std::uint8_t> column = values;
            if (!name.text.starts_with("flow")) {
                column.resize(flow_count);
                bool source = name.text.starts_with("source");
                for (std::size_t i = 0; i < flow_count; ++i)
                    column[i] = values[(source ? model.flows[i].source : model.flows[i].target).index];
            }
            columns.push_back(std::move(column));
        }
    }
};

const Setting& setting() {
    static const Setting made;
    return made;
}

constexpr std::size_t block = 1024;

#if defined(__x86_64__)
#define FOR_THIS_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_THIS_PROCESSOR
#endif

/// Narrows the matches of a block by one comparison; left to the compiler to vectorise.
FOR_THIS_PROCESSOR void narrow(const std::uint8_t* __restrict column, const Comparison& comparison,
                               std::uint8_t* __restrict matches) {
    auto width = static_cast<std::uint8_t>(comparison.high - comparison.low);
    std::uint8_t low = comparison.low;
    std::uint8_t flip = comparison.negated ? 0xff : 0;
    for (std::size_t i = 0; i < block; ++i) {
        auto distance = static_cast<std::uint8_t>(column[i] - low);
        auto match = static_cast<std::uint8_t>(distance <= width ? 0xff : 0);
        matches[i] &= static_cast<std::uint8_t>(match ^ flip);
    }
}

FOR_THIS_PROCESSOR std::size_t count_matches(const std::uint8_t* matches) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < block; ++i) count += matches[i] & 1;
    return count;
}

/// Matches of all rules; without the last places that do not fill a block.
std::vector<std::size_t> bare_pass(const Setting& setting) {
    std::vector<std::size_t> counts(setting.rules.bare.size());
    alignas(64) std::array<std::uint8_t, block> matches;
    for (std::size_t first = 0; first + block <= flow_count; first += block) {
        for (std::size_t rule = 0; rule < counts.size(); ++rule) {
            matches.fill(0xff);
            for (const Comparison& comparison : setting.rules.bare[rule].all)
                narrow(setting.columns[comparison.column].data() + first, comparison, matches.data());
            counts[rule] += count_matches(matches.data());
        }
    }
    return counts;
}

void check_results(const Setting& setting, const std::vector<std::vector<std::uint32_t>>& found) {
    std::vector<std::size_t> counts = bare_pass(setting);
    constexpr std::size_t whole = flow_count / block * block;
    for (std::size_t i = 0; i < found.size(); ++i) {
        std::size_t count = 0;
        for (std::uint32_t index : found[i]) count += index < whole;
        if (count != counts[i]) std::abort();
    }
}

void compile_rules(benchmark::State& state) {
    const Setting& with = setting();
    for (auto _ : state)
        benchmark::DoNotOptimize(Program::compile(with.pointers, Subject::flow, with.schema));
}
BENCHMARK(compile_rules)->Unit(benchmark::kMillisecond);

void parse_rules(benchmark::State& state) {
    const Setting& with = setting();
    for (auto _ : state) {
        for (const std::string& text : with.rules.conditions) {
            Diagnostics diagnostics;
            benchmark::DoNotOptimize(parse_condition(text, {}, Subject::flow, with.schema, diagnostics));
        }
    }
}
BENCHMARK(parse_rules)->Unit(benchmark::kMillisecond);

std::size_t count_of_matches(const Program& program, const Setting& with) {
    std::size_t matches = 0;
    program.run(with.schema, with.model, with.facts,
                [&](std::size_t, std::span<const std::uint32_t> places) { matches += places.size(); });
    return matches;
}

void run_program(benchmark::State& state) {
    const Setting& with = setting();
    Program program = Program::compile(with.pointers, Subject::flow, with.schema);
    std::size_t matches = 0;
    for (auto _ : state) matches = count_of_matches(program, with);
    state.counters["comparisons"] = static_cast<double>(with.rules.comparisons);
    state.counters["leaves"] = static_cast<double>(program.shape().column_leaves);
    state.counters["matches"] = static_cast<double>(matches);
}
BENCHMARK(run_program)->Unit(benchmark::kMillisecond);

void run_program_into_vectors(benchmark::State& state) {
    const Setting& with = setting();
    Program program = Program::compile(with.pointers, Subject::flow, with.schema);
    check_results(with, program.run(with.schema, with.model, with.facts));
    for (auto _ : state) benchmark::DoNotOptimize(program.run(with.schema, with.model, with.facts));
}
BENCHMARK(run_program_into_vectors)->Unit(benchmark::kMillisecond);

/// With the columns of the facts yet to be made.
void run_program_on_a_new_model(benchmark::State& state) {
    const Setting& with = setting();
    Program program = Program::compile(with.pointers, Subject::flow, with.schema);
    for (auto _ : state) {
        state.PauseTiming();
        Facts facts(with.schema, with.model);
        state.ResumeTiming();
        std::size_t matches = 0;
        program.run(with.schema, with.model, facts,
                    [&](std::size_t, std::span<const std::uint32_t> places) { matches += places.size(); });
        benchmark::DoNotOptimize(matches);
    }
}
BENCHMARK(run_program_on_a_new_model)->Unit(benchmark::kMillisecond);

void run_bare_pass(benchmark::State& state) {
    const Setting& with = setting();
    for (auto _ : state) benchmark::DoNotOptimize(bare_pass(with));
}
BENCHMARK(run_bare_pass)->Unit(benchmark::kMillisecond);

/// Both in turn, so that a busy machine slows both.
void program_over_bare_pass(benchmark::State& state) {
    const Setting& with = setting();
    Program program = Program::compile(with.pointers, Subject::flow, with.schema);
    using Clock = std::chrono::steady_clock;
    Clock::duration of_program{}, of_bare{};
    for (auto _ : state) {
        auto start = Clock::now();
        benchmark::DoNotOptimize(count_of_matches(program, with));
        auto between = Clock::now();
        benchmark::DoNotOptimize(bare_pass(with));
        of_program += between - start;
        of_bare += Clock::now() - between;
    }
    state.counters["ratio"] = static_cast<double>(of_program.count()) / static_cast<double>(of_bare.count());
}
BENCHMARK(program_over_bare_pass)->Unit(benchmark::kMillisecond);

void evaluate_one_by_one(benchmark::State& state) {
    const Setting& with = setting();
    Evaluator evaluator(with.schema, with.model, with.facts);
    std::uint32_t flow = 0;
    for (auto _ : state) {
        for (const Expression& condition : with.conditions)
            benchmark::DoNotOptimize(evaluator.holds(condition, FlowId(flow)));
        flow = (flow + 1) % flow_count;
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rule_count));
}
BENCHMARK(evaluate_one_by_one)->Unit(benchmark::kMicrosecond);

}  // namespace
