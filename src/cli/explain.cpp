#include <cstdio>

#include "analysis/baseline.h"
#include "cli/commands.h"
#include "report/explain.h"
#include "report/rule_reference.h"
#include "text/nearest_name.h"

namespace bartizan {

namespace {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

ExitCode not_found(std::string_view kind, std::string_view name, const std::vector<std::string>& known) {
    const std::vector<std::string_view> candidates(known.begin(), known.end());
    const std::string help = did_you_mean(name, candidates);
    std::fprintf(stderr, "error: there is no %.*s `%.*s`\n", static_cast<int>(kind.size()), kind.data(),
                 static_cast<int>(name.size()), name.data());
    if (!help.empty()) std::fprintf(stderr, "  = help: %s\n", help.c_str());
    return ExitCode::unreadable;
}

ExitCode explain_known_rule(const ExplainOptions& options) {
    Sources sources;
    Diagnostics diagnostics;
    const Knowledge knowledge = load_knowledge(sources, options.options.packs, diagnostics,
                                               {.with_examples = true, .with_optional = true});
    print_diagnostics(diagnostics, sources, use_colour(options.colour, stderr));
    if (diagnostics.has_errors()) return ExitCode::unreadable;
    const bool colour = use_colour(options.colour, stdout);
    if (const RuleId rule = knowledge.find_rule(options.what); rule.valid()) {
        print(explain_rule(knowledge, rule, colour));
        return ExitCode::fine;
    }
    if (const ControlId control = knowledge.schema.find_control(options.what); control.valid()) {
        print(explain_control(knowledge, control, colour));
        return ExitCode::fine;
    }
    std::vector<std::string> names;
    for (const Rule& rule : knowledge.rules) names.push_back(rule.name);
    for (const Control& control : knowledge.schema.controls) names.push_back(control.name);
    return not_found("rule or control", options.what, names);
}

ExitCode explain_found_threat(const ExplainOptions& options) {
    const auto session = open_session(options.model, options.options);
    if (!session->readable()) {
        print_diagnostics(session->diagnostics, session->sources, use_colour(options.colour, stderr));
        return ExitCode::unreadable;
    }
    std::string wanted = options.what;
    std::erase(wanted, ' ');
    std::vector<std::string> ids;
    for (const Threat& threat : session->analysis.findings.threats) {
        ids.push_back(threat_id(session->knowledge, session->model, threat));
        if (ids.back() != wanted) continue;
        const ReportOptions report{.colour = use_colour(options.colour, stdout), .width = output_width()};
        explain_threat(report_input(*session), threat, report, print);
        return ExitCode::fine;
    }
    return not_found("threat", wanted, ids);
}

}  // namespace

ExitCode explain(const ExplainOptions& options) {
    const bool names_a_threat = options.what.find('@') != std::string::npos;
    return names_a_threat ? explain_found_threat(options) : explain_known_rule(options);
}

}  // namespace bartizan
