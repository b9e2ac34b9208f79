// Any bytes as the rules of a pack on top of the built-in vocabulary: loaded or refused without a crash.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "rules/pack.h"
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
  flow: { protocol: { type: protocol, description: What is spoken. }, encrypted: { type: boolean, description: TLS. } }
  element: { worth: { type: level, description: Worth. }, port: { type: integer, description: Port. } }
types:
  api: { kind: process, title: API, description: Answers. }
  rest-api: { is: api, title: REST API, description: Answers REST. }
controls:
  rate-limiting: { title: Rate limiting, text: Limits., placed-on: [process, flow], protects: [downstream], cwe: [770] }
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> trees;
    trees.push_back(read_yaml(sources, sources.add("core.yaml", std::string(vocabulary)), diagnostics));
    trees.push_back(
        read_yaml(sources, sources.add("pack.yaml", std::string(reinterpret_cast<const char*>(data), size)),
                  diagnostics));
    if (trees.back().empty()) return 0;
    PackOptions options;
    options.with_examples = true;
    const Knowledge knowledge = load_packs(trees, sources, diagnostics, options);
    if (!diagnostics.all().empty() && render_all(diagnostics, sources, false).empty()) std::abort();
    if (knowledge.packs.empty() && !diagnostics.has_errors()) std::abort();
    return 0;
}
