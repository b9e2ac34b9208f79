#include "cli/commands.h"

#include <cstdio>
#include <filesystem>

#include "formats/native/json_schema.h"
#include "formats/native/starter.h"
#include "report/rule_reference.h"

namespace bartizan {

namespace {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// Loads the packs and hands them to `use`, unless they have errors.
template <typename Use>
ExitCode with_knowledge(const std::vector<std::string>& packs, PackOptions options, Use use) {
    Sources sources;
    Diagnostics diagnostics;
    const Knowledge knowledge = load_knowledge(sources, packs, diagnostics, options);
    print_diagnostics(diagnostics, sources, use_colour(ColourChoice::automatic, stderr));
    if (diagnostics.has_errors()) return ExitCode::unreadable;
    use(knowledge);
    return ExitCode::fine;
}

}  // namespace

ExitCode init(const InitOptions& options) {
    std::error_code error;
    if (!options.force && std::filesystem::exists(options.path, error)) {
        std::fprintf(stderr,
                     "error: %s is there already\n  = help: give another name, or --force to replace it\n",
                     options.path.c_str());
        return ExitCode::unreadable;
    }
    if (!write_output(options.path, starter_model())) return ExitCode::unreadable;
    std::fprintf(stderr, "wrote %s; now try: bartizan check %s\n", options.path.c_str(),
                 options.path.c_str());
    return ExitCode::fine;
}

ExitCode print_schema(const std::vector<std::string>& packs) {
    return with_knowledge(packs, {},
                          [](const Knowledge& knowledge) { print(json_schema(knowledge.schema)); });
}

ExitCode list_rules(const std::vector<std::string>& packs) {
    return with_knowledge(packs, {.with_optional = true}, [](const Knowledge& knowledge) {
        for (const Rule& rule : knowledge.rules) {
            const std::string_view severity = name_of(severity_of(rule.likelihood, rule.impact));
            std::printf("%-44s %-22s %-8.*s %s%s\n", rule.name.c_str(),
                        std::string(name_of(rule.stride)).c_str(), static_cast<int>(severity.size()),
                        severity.data(), rule.title.source.c_str(),
                        knowledge.is_of_optional_pack(rule)
                            ? (" (optional pack " + knowledge.packs[rule.pack].id + ")").c_str()
                            : "");
        }
    });
}

ExitCode print_reference(Reference reference, const std::vector<std::string>& packs) {
    return with_knowledge(packs, {.with_examples = true, .with_optional = true},
                          [reference](const Knowledge& knowledge) {
                              print(reference == Reference::rules ? rule_reference_markdown(knowledge)
                                                                  : control_reference_markdown(knowledge));
                          });
}

}  // namespace bartizan
