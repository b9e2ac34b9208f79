// `bartizan tmt update`: a model of the Microsoft Threat Modeling Tool brought up to date as the tool would
// do it, or moved to another template.
#pragma once

#include <string>

#include "cli/output.h"
#include "cli/session.h"

namespace bartizan {

struct TmtUpdateOptions {
    std::string model;
    std::string model_template;  // a .tb7, or a model whose template is taken; empty: the model's own
    std::string output;          // empty: in place; `-`: standard output
    bool dry_run = false;        // say what would change and be lost
    bool readable = false;       // a line for each element
    ColourChoice colour = ColourChoice::automatic;
};

/// Tells what is lost before anything is written. A dry run that finds a loss ends with exit code 1.
ExitCode update_tmt(const TmtUpdateOptions& options);

}  // namespace bartizan
