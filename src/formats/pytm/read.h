// Files of pytm into documents.
#pragma once

#include <optional>

#include "formats/pytm/document.h"
#include "text/diagnostic.h"
#include "text/source.h"
#include "text/yaml_tree.h"

namespace bartizan::pytm {

/// JSON: what `pytm.json.load()` takes, what `--json` dumps, and a form with `cls`, `attrs` and ids. Nothing
/// if it is no JSON object.
std::optional<Document> read_json_model(const Sources& sources, SourceId source, Diagnostics& diagnostics);

/// A model written in Python, as far as it only declares: it is never executed. What would have to be is
/// refused with what to write instead.
std::optional<Document> read_python_model(const Sources& sources, SourceId source, Diagnostics& diagnostics);

/// Whether a text looks like a program that imports pytm.
bool is_python_model(std::string_view text);
/// Whether a text looks like a model of pytm in JSON.
bool is_json_model(std::string_view text);

}  // namespace bartizan::pytm
