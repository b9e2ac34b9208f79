// Any bytes as a condition and as a text with placeholders: refused, or evaluated at every place of a small
// model, one by one and in columns with the same result, and explained. The first byte chooses the scope.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "formats/native/read.h"
#include "rules/cel.h"
#include "rules/evaluate.h"
#include "rules/pack.h"
#include "rules/program.h"
#include "text/diagnostic.h"
#include "text/source.h"
#include "text/yaml_tree.h"

namespace {

using namespace bartizan;

constexpr std::string_view vocabulary = R"(pack: 1
id: core
title: Vocabulary
version: 1.0.0
enumerations:
  protocol: { description: What is spoken., values: { unknown: Not known., http: Plain., https: { description: TLS., implies: { encrypted: true } } } }
  level: { description: How much., ordered: true, values: { low: Little., high: Much. } }
attributes:
  flow:
    protocol: { type: protocol, description: What is spoken. }
    encrypted: { type: boolean, description: TLS. }
    lifetime: { type: duration, description: How long. }
  element:
    worth: { type: level, description: Worth. }
    port: { type: integer, description: Port. }
    technology: { type: text, description: Made with. }
  data:
    kinds: { type: list of level, description: Kinds. }
types:
  browser: { kind: external-entity, title: Browser, description: Asks. }
  api: { kind: process, title: API, description: Answers. }
  database: { kind: store, title: Database, description: Keeps. }
controls:
  rate-limiting: { title: Rate limiting, text: Limits., placed-on: [process, flow, boundary], protects: [downstream], cwe: [770] }
)";

constexpr std::string_view threat_model = R"(bartizan: 1
name: Shop
data:
  card: { title: Payment card, kinds: [low, high] }
  name: {}
boundaries:
  internet: { trust: 0 }
  cluster: { trust: 50 }
  zone: { in: cluster, trust: 80 }
elements:
  shopper: { type: browser, in: internet, tags: [a] }
  orders: { type: api, in: cluster, worth: high, port: 443, technology: go, processes: [card] }
  cards: { type: database, in: zone, stores: [card, name] }
  loose: { type: api, controls: [rate-limiting] }
flows:
  shopper -> orders: { protocol: https, data: [card], returns: [name] }
  orders -> cards: { protocol: http, lifetime: 15m, data: [card] }
  loose -> cards: {}
)";

struct World {
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge;
    Model model;

    YamlTree read(std::string name, std::string_view text) {
        return read_yaml(sources, sources.add(std::move(name), std::string(text)), diagnostics);
    }
    World() {
        std::vector<YamlTree> packs, documents;
        packs.push_back(read("core.yaml", vocabulary));
        knowledge = load_packs(packs, sources, diagnostics);
        documents.push_back(read("threatmodel.yaml", threat_model));
        model = read_model(documents, knowledge.schema, diagnostics);
        if (diagnostics.has_errors()) std::abort();
    }
};

void evaluate(const World& world, const Facts& facts, const Evaluator& evaluator,
              const Expression& condition) {
    const Expression* conditions[] = {&condition};
    const auto found = Program::compile(conditions, condition.scope, world.knowledge.schema)
                           .run(world.knowledge.schema, world.model, facts);
    std::vector<std::uint32_t> one_by_one;
    for (std::uint32_t i = 0; i < place_count(world.model, condition.scope); ++i) {
        const Place place(condition.scope, i);
        if (evaluator.holds(condition, place)) one_by_one.push_back(i);
        if (evaluator.trace(condition, place).empty()) std::abort();
    }
    if (found[0] != one_by_one) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const World world;
    static const Facts facts = [] {
        Facts made(world.knowledge.schema, world.model);
        static const std::vector<Assurance> assurance(world.model.placements.size(), Assurance::claimed);
        made.set_placements(world.model.placements, assurance);
        return made;
    }();
    static const Evaluator evaluator(world.knowledge.schema, world.model, facts);
    if (size == 0) return 0;
    const auto scope = static_cast<Subject>(data[0] % subject_names.size());
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    Sources sources;
    const SourceId source = sources.add("condition", text);
    const Location where{source, 0, static_cast<std::uint32_t>(text.size())};
    Diagnostics diagnostics;
    if (const auto condition = parse_condition(text, where, scope, world.knowledge.schema, diagnostics))
        evaluate(world, facts, evaluator, *condition);
    else if (!diagnostics.has_errors())
        std::abort();
    if (const auto parsed = parse_template(text, where, scope, world.knowledge.schema, diagnostics))
        for (std::uint32_t i = 0; i < place_count(world.model, scope); ++i)
            evaluator.text(*parsed, Place(scope, i));
    if (diagnostics.has_errors() && render_all(diagnostics, sources, false).empty()) std::abort();
    return 0;
}
