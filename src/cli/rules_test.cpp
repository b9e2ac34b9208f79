#include "cli/rules_test.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

#include "analysis/controls.h"
#include "cli/output.h"
#include "formats/native/read.h"
#include "report/text_layout.h"
#include "text/nearest_name.h"
#include "text/utf8.h"

namespace bartizan {

namespace {

/// Places of one example that are shown when it fails.
constexpr std::size_t most_traces = 5;

/// What the rule finds in one model.
struct Outcome {
    std::vector<Place> found;
    std::vector<Place> not_found;
};

Outcome ask_everywhere(const Rule& rule, const Model& model, const Evaluator& evaluator) {
    Outcome outcome;
    Place place(rule.scope, 0);
    const std::size_t count = place_count(model, rule.scope);
    for (; place.index < count; ++place.index) {
        (evaluator.holds(rule.when, place) ? outcome.found : outcome.not_found).push_back(place);
    }
    return outcome;
}

std::vector<ExampleTrace> explain_places(const Rule& rule, const Model& model, const Evaluator& evaluator,
                                         std::span<const Place> places) {
    std::vector<ExampleTrace> traces;
    for (Place place : places.first(std::min(places.size(), most_traces))) {
        traces.push_back({model.place_id(place), evaluator.trace(rule.when, place)});
    }
    return traces;
}

/// The model of an example stands in the pack with other line numbers and indentation; its errors are shown
/// there.
Diagnostics located_in_pack(const Diagnostics& diagnostics, const TextMap& positions) {
    Diagnostics located;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        auto in_pack = [&](Location where) {
            return where.valid() ? positions.locate(where.begin, where.end) : positions.whole;
        };
        Diagnostic& copy =
            located.add(diagnostic.kind, in_pack(diagnostic.where), diagnostic.message, diagnostic.help);
        for (const DiagnosticNote& note : diagnostic.notes) {
            copy.notes.push_back({in_pack(note.where), note.message});
        }
    }
    return located;
}

void run_example(const Knowledge& knowledge, RuleId id, const RuleExample& example, RulesTestResult& result) {
    const Rule& rule = knowledge[id];
    ++result.examples;
    ExampleFailure failure;
    failure.rule = id;
    failure.where = example.where;

    Sources sources;
    Diagnostics diagnostics;
    YamlTree tree = read_yaml(sources, sources.add(rule.name, example.model), diagnostics);
    Model model;
    if (!diagnostics.has_errors()) {
        model = read_model(std::span(&tree, 1), knowledge.schema, diagnostics, {.fragment = true});
    }
    if (diagnostics.has_errors()) {
        failure.kind = ExampleFailure::Kind::unreadable;
        failure.diagnostics = located_in_pack(diagnostics, example.positions);
        result.failures.push_back(std::move(failure));
        return;
    }
    Facts facts(knowledge.schema, model);
    Findings findings;
    collect_controls(knowledge, model, facts, Date(), findings, diagnostics);
    facts.set_placements(findings.placements, findings.assurance);
    Evaluator evaluator(knowledge.schema, model, facts);
    Outcome outcome = ask_everywhere(rule, model, evaluator);
    if (example.fires == !outcome.found.empty()) return;
    failure.kind = example.fires ? ExampleFailure::Kind::silent : ExampleFailure::Kind::fires;
    failure.traces =
        explain_places(rule, model, evaluator, example.fires ? outcome.not_found : outcome.found);
    result.failures.push_back(std::move(failure));
}

std::string position_text(const Sources& sources, Location where) {
    LineColumn position = sources.line_column(where.source, where.begin);
    return sources[where.source].name + ":" + std::to_string(position.line) + ":" +
           std::to_string(position.column);
}

std::string values_text(const std::vector<TraceValue>& values) {
    std::string text;
    for (const TraceValue& value : values) {
        text += text.empty() ? "" : ", ";
        text += value.text + " is " + value.value;
        if (!value.origin.empty()) text += " (" + value.origin + ")";
    }
    return text;
}

void append_trace(std::string& text, const ExampleTrace& trace, bool colour) {
    text += "  at " + visible(trace.place) + "\n";
    for (const TracePart& part : trace.trace) {
        std::string mark =
            part.value ? paint("yes", Colour::green, colour) : paint("no ", Colour::red, colour);
        text += "    " + mark + " " + std::string(static_cast<std::size_t>(part.depth) * 2, ' ') +
                visible(part.text);
        if (std::string values = values_text(part.values); !values.empty()) text += ": " + visible(values);
        text += '\n';
    }
}

std::string_view sentence(ExampleFailure::Kind kind) {
    switch (kind) {
        case ExampleFailure::Kind::unreadable:
            return "has an example that is no model";
        case ExampleFailure::Kind::silent:
            return "is not found in a model in which it must be found";
        case ExampleFailure::Kind::fires:
            break;
    }
    return "is found in a model in which it must not be found";
}

std::string count_text(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

/// The rules that were asked for, or nothing if there is no such rule; that is reported.
std::optional<std::vector<RuleId>> chosen_rules(const Knowledge& knowledge,
                                                const std::vector<std::string>& names) {
    std::vector<RuleId> chosen;
    for (std::size_t i = 0; names.empty() && i < knowledge.rules.size(); ++i) chosen.emplace_back(i);
    for (const std::string& name : names) {
        chosen.push_back(knowledge.find_rule(name));
        if (chosen.back().valid()) continue;
        std::vector<std::string_view> candidates;
        for (const Rule& rule : knowledge.rules) candidates.push_back(rule.name);
        std::fprintf(stderr, "error: there is no rule `%s`\n", visible(name).c_str());
        std::string help = did_you_mean(name, candidates);
        if (!help.empty()) std::fprintf(stderr, "  = help: %s\n", help.c_str());
        return std::nullopt;
    }
    return chosen;
}

}  // namespace

RulesTestResult run_rules_test(const Knowledge& knowledge, std::span<const RuleId> rules) {
    RulesTestResult result;
    result.rules = rules.size();
    for (RuleId id : rules) {
        for (const RuleExample& example : knowledge[id].examples) run_example(knowledge, id, example, result);
    }
    return result;
}

std::string rules_test_text(const Knowledge& knowledge, const Sources& sources, const RulesTestResult& result,
                            bool colour) {
    std::string text;
    for (const ExampleFailure& failure : result.failures) {
        text += paint("error", Colour::bold_red, colour) + ": the rule `" + knowledge[failure.rule].name +
                "` " + std::string(sentence(failure.kind)) + "\n";
        text += " --> " + position_text(sources, failure.where) + "\n";
        for (const ExampleTrace& trace : failure.traces) append_trace(text, trace, colour);
        for (const Diagnostic& diagnostic : failure.diagnostics.all())
            text += "\n" + render(diagnostic, sources, colour);
        if (failure.kind == ExampleFailure::Kind::silent && failure.traces.empty()) {
            text += "  the model has no " + std::string(name_of(knowledge[failure.rule].scope)) + "\n";
        }
        text += '\n';
    }
    text += count_text(result.rules, "rule") + ", " + count_text(result.examples, "example") + ": ";
    text += result.failures.empty() ? "all as they should be"
                                    : std::to_string(result.failures.size()) + " not as they should be";
    return text + "\n";
}

ExitCode rules_test(const RulesTestOptions& options) {
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge =
        load_knowledge(sources, options.packs, diagnostics, {.with_examples = true, .with_optional = true});
    print_diagnostics(diagnostics, sources, use_colour(ColourChoice::automatic, stderr));
    if (diagnostics.has_errors()) return ExitCode::unreadable;
    auto rules = chosen_rules(knowledge, options.rules);
    if (!rules) return ExitCode::unreadable;
    RulesTestResult result = run_rules_test(knowledge, *rules);
    std::string text =
        rules_test_text(knowledge, sources, result, use_colour(ColourChoice::automatic, stdout));
    std::fwrite(text.data(), 1, text.size(), stdout);
    return result.failures.empty() ? ExitCode::fine : ExitCode::findings;
}

}  // namespace bartizan
