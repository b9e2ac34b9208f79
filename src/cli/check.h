// `bartizan check`: the threats of models, in any output format, and an exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/session.h"

namespace bartizan {

struct CheckOptions {
    std::vector<std::string> models{"threatmodel.yaml"};
    ModelOptions model;
    std::string format = "terminal";
    std::string output;  // file; empty: standard output
    std::string baseline;
    std::optional<Severity> fail_on;  // overrides the model's policy
    bool show_all = false;
    ColourChoice colour = ColourChoice::automatic;
};

ExitCode check(const CheckOptions& options);

}  // namespace bartizan
