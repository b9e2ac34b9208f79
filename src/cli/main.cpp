#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "cli/check.h"
#include "cli/commands.h"
#include "cli/convert.h"
#include "cli/diagram.h"
#include "cli/memory.h"
#include "cli/rules_test.h"
#include "cli/tmt_update.h"
#include "report/report.h"
#include "text/nearest_name.h"
#include "text/utf8.h"

namespace {

using namespace bartizan;

template <std::size_t size>
std::vector<std::string> names(const std::array<std::string_view, size>& table) {
    return {table.begin(), table.end()};
}

std::vector<std::string> format_names() {
    std::vector<std::string> found;
    for (const ReportFormat& format : report_formats()) found.emplace_back(format.name);
    return found;
}

/// An option that takes one of a table of names and stores the enumerator.
template <typename Enum, std::size_t size>
void add_choice(CLI::App& command, const std::string& flag, const std::array<std::string_view, size>& table,
                std::optional<Enum>& target, const std::string& description) {
    command
        .add_option_function<std::string>(
            flag, [&table, &target](const std::string& name) { target = from_name<Enum>(table, name); },
            description)
        ->check(CLI::IsMember(names(table)))
        ->type_name("NAME");
}

void add_colour(CLI::App& command, ColourChoice& colour) {
    const std::map<std::string, ColourChoice> choices{
        {"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}};
    command.add_option("--color,--colour", colour, "Colour: auto (default), always or never")
        ->transform(CLI::CheckedTransformer(choices).description(""))
        ->type_name("WHEN");
}

void add_packs(CLI::App& command, std::vector<std::string>& packs) {
    // One path per flag: what follows may be the model.
    command.add_option("--pack", packs, "A further pack: a folder, a file, or the id of an optional one")
        ->type_name("PATH")
        ->allow_extra_args(false);
}

void add_tool_options(CLI::App& command, FrontendOptions& tool) {
    command
        .add_option("--tool-rules,--template,--threats", tool.rules,
                    "Rules for a model of another tool: a .tb7 template, a pytm threats.json")
        ->type_name("FILE");
    command
        .add_option("--tool-version,--threagile-version,--pytm-version", tool.version,
                    "Follow this version of the other tool")
        ->type_name("VERSION");
    command.add_option("--like", tool.like, "Also suggest what this tool would: threat-dragon")
        ->check(CLI::IsMember({"threat-dragon"}))
        ->type_name("TOOL");
}

void add_rules_choice(CLI::App& command, bool& only_tool_rules) {
    const std::map<std::string, bool> choices{{"all", false}, {"tool", true}};
    command
        .add_option("--rules", only_tool_rules,
                    "Whose rules are asked of a model of another tool: all (default), or only its own tool's")
        ->transform(CLI::CheckedTransformer(choices).description(""))
        ->type_name("NAME:{all,tool}");
}

void add_model_options(CLI::App& command, ModelOptions& options) {
    add_packs(command, options.packs);
    command
        .add_option_function<std::string>(
            "--today",
            [&options](const std::string& text) {
                options.today = parse_date(text);
                if (!options.today) throw CLI::ValidationError("--today", "write the day as YYYY-MM-DD");
            },
            "Day on which decisions and evidence are judged (default: the system's)")
        ->type_name("YYYY-MM-DD");
    add_choice(command, "--method", method_names, options.method,
               "STRIDE questions that are asked: combined, per-interaction or per-element");
    add_tool_options(command, options.tool);
    add_rules_choice(command, options.only_tool_rules);
}

void add_check(CLI::App& app, CheckOptions& options) {
    CLI::App& command = *app.add_subcommand("check", "Find the threats of models");
    command.add_option("model", options.models,
                       "Models to check (default: threatmodel.yaml; `-`: standard input)");
    command
        .add_option("-f,--format", options.format,
                    "Output: terminal (default), json, sarif, junit, markdown or csv")
        ->check(CLI::IsMember(format_names()))
        ->type_name("NAME");
    command.add_option("-o,--output", options.output, "Write the report to this file")->type_name("FILE");
    add_choice(command, "--fail-on", severity_names, options.fail_on,
               "Exit with 1 if a threat of this severity or worse is open (default: high)");
    command
        .add_option("--baseline", options.baseline, "JSON report of an earlier run: only what is new counts")
        ->type_name("FILE");
    command.add_flag("--all", options.show_all,
                     "Also list what is closed, and each generic question by itself");
    add_model_options(command, options.model);
    add_colour(command, options.colour);
}

void add_explain(CLI::App& app, ExplainOptions& options) {
    CLI::App& command =
        *app.add_subcommand("explain", "Tell why a threat is there, or what a rule or control is");
    command.add_option("what", options.what, "A threat (rule@place), a rule or a control")->required();
    command.add_option("model", options.model, "The model of the threat (default: threatmodel.yaml)");
    add_model_options(command, options.options);
    add_colour(command, options.colour);
}

void add_convert(CLI::App& app, ConvertOptions& options) {
    CLI::App& command = *app.add_subcommand("convert", "Write a model in another format");
    command.add_option("model", options.model, "The model (default: threatmodel.yaml; `-`: standard input)");
    command.add_option("-o,--output", options.output, "The file to write")->type_name("FILE");
    command.add_option("--to", options.to, "The format (default: by the ending of the file, else native)")
        ->check(CLI::IsMember(written_formats()))
        ->type_name("FORMAT");
    add_packs(command, options.options.packs);
    add_tool_options(command, options.options.tool);
    add_colour(command, options.colour);
}

void add_diagram(CLI::App& app, DiagramOptions& options) {
    CLI::App& command = *app.add_subcommand("diagram", "Print the data-flow diagram of a model");
    command.add_option("model", options.model, "The model (default: threatmodel.yaml; `-`: standard input)");
    command
        .add_option("-f,--format", options.format,
                    "The language (default: by the ending of the file, else mermaid)")
        ->check(CLI::IsMember(diagram_format_names()))
        ->type_name("NAME");
    command.add_option("-o,--output", options.output, "The file to write")->type_name("FILE");
    CLI::Option* boundary =
        command.add_option("--boundary", options.boundary, "Only this boundary and what is connected to it")
            ->type_name("ID");
    CLI::Option* around =
        command.add_option("--around", options.around, "Only this element and its neighbours")
            ->type_name("ID");
    command
        .add_flag("--overview", options.overview, "A node for each outermost boundary, and the flows counted")
        ->excludes(boundary)
        ->excludes(around);
    boundary->excludes(around);
    add_packs(command, options.options.packs);
    add_tool_options(command, options.options.tool);
    add_colour(command, options.colour);
}

void add_tmt(CLI::App& app, TmtUpdateOptions& options) {
    CLI::App& command = *app.add_subcommand("tmt", "Work on models of the Microsoft Threat Modeling Tool");
    command.require_subcommand(1);
    CLI::App& update = *command.add_subcommand(
        "update", "Generate the threats anew as the tool would, perhaps with another template");
    update.add_option("model", options.model, "The .tm7 file")->required();
    update.add_option("--template", options.model_template, "A .tb7 file to move the model to")
        ->type_name("FILE");
    update.add_option("-o,--output", options.output, "Write to this file instead of the model")
        ->type_name("FILE");
    update.add_flag("--dry-run", options.dry_run, "Only tell what would change and what would be lost");
    update.add_flag("--readable", options.readable, "Write a line for each XML element");
    add_colour(update, options.colour);
}

struct RulesOptions {
    std::vector<std::string> packs;
    RulesTestOptions test;
    std::string reference = "rules";
};

void add_rules(CLI::App& app, RulesOptions& options) {
    CLI::App& command = *app.add_subcommand("rules", "List, test and document the rules");
    command.require_subcommand(1);
    CLI::App& list = *command.add_subcommand("list", "Print all rules, one per line");
    add_packs(list, options.packs);
    CLI::App& test = *command.add_subcommand("test", "Run the examples of rules");
    test.add_option("rule", options.test.rules, "Rules to test (default: all)");
    add_packs(test, options.test.packs);
    CLI::App& reference =
        *command.add_subcommand("doc", "Print the reference of rules or controls in Markdown");
    reference.add_option("of", options.reference, "rules (default) or controls")
        ->check(CLI::IsMember({"rules", "controls"}));
    add_packs(reference, options.packs);
}

std::string suggest_among(std::string_view name, const std::vector<std::string>& known) {
    const std::vector<std::string_view> names(known.begin(), known.end());
    const std::string help = did_you_mean(name, names);
    return help.empty() ? "" : "; " + help;
}

/// The innermost command that was named.
const CLI::App& named_command(const CLI::App& app) {
    const auto named = app.get_subcommands();
    return named.empty() ? app : named_command(*named.back());
}

/// A misspelt command or option, where CLI11 only says that something is missing or too much. Else nothing.
std::string describe_misspelling(const CLI::App& app) {
    const CLI::App& command = named_command(app);
    const std::vector<std::string> remaining = command.remaining();
    if (remaining.empty()) return {};
    const std::string& word = remaining.front();
    std::vector<std::string> known;
    if (word.starts_with("--")) {
        for (const CLI::Option* option : command.get_options())
            for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
        return "there is no option `" + visible(word) + "`" + suggest_among(word, known);
    }
    for (const CLI::App* subcommand : command.get_subcommands(nullptr))
        known.push_back(subcommand->get_name());
    if (known.empty()) return {};
    return "there is no command `" + visible(word) + "`" + suggest_among(word, known);
}

/// 0 for --help and --version; a command line that can't be understood is input that can't be read.
int report_parse_error(const CLI::App& app, const CLI::ParseError& error) {
    const std::string misspelling = describe_misspelling(app);
    if (error.get_exit_code() != 0 && !misspelling.empty()) {
        std::fprintf(stderr, "error: %s\nRun with --help for more information.\n", misspelling.c_str());
        return static_cast<int>(ExitCode::unreadable);
    }
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::unreadable);
}

ExitCode run_rules(const CLI::App& command, const RulesOptions& options) {
    if (command.got_subcommand("list")) return list_rules(options.packs);
    if (command.got_subcommand("test")) return rules_test(options.test);
    return print_reference(options.reference == "controls" ? Reference::controls : Reference::rules,
                           options.packs);
}

}  // namespace

int main(int argc, char** argv) {
    keep_memory();
    CLI::App app("Bartizan, a compiler for threat models", "bartizan");
    app.set_version_flag("--version", "bartizan " BARTIZAN_VERSION);
    app.require_subcommand(1);

    CheckOptions check_options;
    ConvertOptions convert_options;
    DiagramOptions diagram_options;
    ExplainOptions explain_options;
    InitOptions init_options;
    RulesOptions rules_options;
    TmtUpdateOptions tmt_options;
    std::vector<std::string> schema_packs;
    add_check(app, check_options);
    add_convert(app, convert_options);
    add_diagram(app, diagram_options);
    add_explain(app, explain_options);
    CLI::App& init_command = *app.add_subcommand("init", "Write a first model with comments that teach");
    init_command.add_option("path", init_options.path, "The file (default: threatmodel.yaml)");
    init_command.add_flag("--force", init_options.force, "Replace a file that is there");
    CLI::App& schema_command = *app.add_subcommand("schema", "Print the JSON Schema of the model language");
    add_packs(schema_command, schema_packs);
    add_rules(app, rules_options);
    add_tmt(app, tmt_options);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return report_parse_error(app, error);
    }
    ExitCode code = ExitCode::fine;
    if (app.got_subcommand("check")) code = check(check_options);
    if (app.got_subcommand("convert")) code = convert(convert_options);
    if (app.got_subcommand("diagram")) code = diagram(diagram_options);
    if (app.got_subcommand("explain")) code = explain(explain_options);
    if (app.got_subcommand("init")) code = init(init_options);
    if (app.got_subcommand("tmt")) code = update_tmt(tmt_options);
    if (app.got_subcommand("schema")) code = print_schema(schema_packs);
    if (const CLI::App* rules = app.get_subcommand("rules"); rules->parsed())
        code = run_rules(*rules, rules_options);
    return static_cast<int>(code);
}
