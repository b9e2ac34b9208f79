// `bartizan diagram`: the data-flow diagram of a model as text.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/session.h"

namespace bartizan {

struct DiagramOptions {
    std::string model = "threatmodel.yaml";
    std::string output;    // empty: standard output
    std::string format;    // empty: by the ending of the output, else Mermaid
    std::string boundary;  // of these three at most one is given; none: the whole model
    std::string around;
    bool overview = false;
    ModelOptions options;
    ColourChoice colour = ColourChoice::automatic;
};

/// Names of the formats that can be printed.
std::vector<std::string> diagram_format_names();

ExitCode diagram(const DiagramOptions& options);

}  // namespace bartizan
