// The stages that commands share: read sources, load packs, build the model, run the analyses.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/analyse.h"
#include "formats/frontend.h"
#include "model/model.h"
#include "report/report.h"
#include "rules/pack.h"
#include "rules/rule.h"
#include "rules/rule_programs.h"
#include "text/diagnostic.h"
#include "text/source.h"
#include "text/yaml_tree.h"

namespace bartizan {

enum class ExitCode : int { fine = 0, findings = 1, unreadable = 2 };

/// What the command line says of every command that reads a model.
struct ModelOptions {
    std::vector<std::string> packs;  // paths or ids of optional ones, besides those that the model extends
    std::optional<Date> today;       // of the system where not given
    std::optional<Method> method;    // overrides the model's
    FrontendOptions tool;            // for models of other tools
    bool only_tool_rules = false;    // of those: what their own tool finds, and nothing of ours
};

/// One model with all that was found out about it. Stays at one address: the parts refer to each other.
struct Session {
    std::string path;
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge;
    RulePrograms programs;
    Model model;
    Date today;
    Analysis analysis;  // without findings if the input has errors

    bool readable() const { return !diagnostics.has_errors(); }
};

/// Reads a file (`-`: standard input); reports one that can't be read.
std::optional<SourceId> read_source(Sources& sources, const std::string& path, Diagnostics& diagnostics);

Date today_of(const ModelOptions& options);

/// The built-in packs and those that are named: optional ones by id, others by path. With examples for
/// commands that show or run them.
Knowledge load_knowledge(Sources& sources, std::span<const std::string> packs, Diagnostics& diagnostics,
                         PackOptions options = {});

/// Reads a model in our own language that nobody analyses, with what it includes and extends: `knowledge` is
/// loaded anew if it asks for further packs.
Model read_own_model(Sources& sources, SourceId source, Knowledge& knowledge, const ModelOptions& options,
                     Diagnostics& diagnostics);

/// Reads and analyses the model at a path (`-`: standard input). Errors are in the session's diagnostics.
std::unique_ptr<Session> open_session(const std::string& path, const ModelOptions& options,
                                      const Baseline& baseline = {});

/// What reports need of a session; refers to it.
ReportInput report_input(const Session& session);

/// Writes the diagnostics to standard error.
void print_diagnostics(const Diagnostics& diagnostics, const Sources& sources, bool colour);

}  // namespace bartizan
