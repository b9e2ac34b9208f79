// Reads models written in the native language (docs/language.md). A file's YAML is parsed once:
// `read_documents` follows includes, `read_model` does no I/O, and packs are loaded in between because
// `extends` names them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/model.h"
#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan {

/// Whether the document says that it is a native model: a mapping with the key `bartizan`.
bool looks_native(const YamlTree& tree);

/// The documents of a model: the main one first, then what it includes, each file once. Paths are relative to
/// the including file. Reports files that can't be read, YAML errors, include cycles, and more than
/// `native::max_files` files. An empty tree stands for a file that can't be read.
std::vector<YamlTree> read_documents(Sources& sources, SourceId main, Diagnostics& diagnostics);
/// The same for a main document that has been read already.
std::vector<YamlTree> read_documents(Sources& sources, YamlTree main, Diagnostics& diagnostics);

/// A pack that a model wants besides those that are always on.
struct ExtendsEntry {
    std::string name;  // as written: a path, or the id of a built-in pack
    std::string path;  // as a path from the folder that the program runs in
    Location where;
};

/// The `extends` entries of all documents. Entries of the wrong form and too many are left to `read_model` to
/// report.
std::vector<ExtendsEntry> read_extends(const Sources& sources, std::span<const YamlTree> documents);

struct ReadOptions {
    /// For the models in examples of rules: `bartizan` and `name` may be missing, and nothing is said about
    /// unused data or elements without flows.
    bool fragment = false;
};

/// Builds the model of all documents together. Reports every error; what is wrong is left out, so that the
/// model is as complete as possible and all ids in it are valid. Where a document is empty, nothing is said
/// about names that it may have declared.
Model read_model(std::span<const YamlTree> documents, const Schema& schema, Diagnostics& diagnostics,
                 ReadOptions options = {});

/// Looks whether the files are there that `configuration` evidence names, relative to the file that names
/// them. One that is not is reported and taken for a document: its control stays claimed. Files are not
/// opened.
void check_evidence_files(const Sources& sources, Model& model, Diagnostics& diagnostics);

/// `path` as seen from the file `from`: unchanged if absolute or if `from` has no folder.
std::string relative_to_file(const std::string& from, const std::string& path);

}  // namespace bartizan
