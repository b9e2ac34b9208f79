// `bartizan convert`: a model from one format to another.
#pragma once

#include <string>

#include "cli/output.h"
#include "cli/session.h"

namespace bartizan {

struct ConvertOptions {
    std::string model = "threatmodel.yaml";
    std::string output;  // empty: standard output
    std::string to;      // name of a format; empty: by the ending of the output, else native
    ModelOptions options;
    ColourChoice colour = ColourChoice::automatic;
};

/// Names of the formats that can be written.
std::vector<std::string> written_formats();

/// Writes the model and says, on standard error, what the other format cannot hold.
ExitCode convert(const ConvertOptions& options);

}  // namespace bartizan
