// The smaller subcommands: `explain`, `init`, `schema` and `rules`.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/session.h"

namespace bartizan {

struct ExplainOptions {
    std::string what;  // rule@place, or the name of a rule or control
    std::string model = "threatmodel.yaml";
    ModelOptions options;
    ColourChoice colour = ColourChoice::automatic;
};
/// Why a threat is there and what would close it; or what a rule or a control is about.
ExitCode explain(const ExplainOptions& options);

struct InitOptions {
    std::string path = "threatmodel.yaml";
    bool force = false;  // replace a file that is there
};
/// Writes a first model with comments that teach.
ExitCode init(const InitOptions& options);

/// Prints the JSON Schema of the native language with the built-in packs and those at the paths.
ExitCode print_schema(const std::vector<std::string>& packs);

/// Prints all rules, one per line: name, STRIDE category, severity, title.
ExitCode list_rules(const std::vector<std::string>& packs);

enum class Reference : std::uint8_t { rules, controls };
/// Prints the generated reference of all rules or controls in Markdown.
ExitCode print_reference(Reference reference, const std::vector<std::string>& packs);

}  // namespace bartizan
