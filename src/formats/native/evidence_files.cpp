#include <boost/unordered/unordered_flat_map.hpp>
#include <filesystem>

#include "formats/native/read.h"
#include "text/yaml_record.h"

namespace bartizan {
namespace {

/// Whether there is such a file; what follows a `#` may point into it.
bool is_file(const std::string& path) {
    std::error_code error;
    if (std::filesystem::exists(path, error)) return true;
    std::size_t fragment = path.find('#');
    return fragment != std::string::npos && std::filesystem::exists(path.substr(0, fragment), error);
}

}  // namespace

void check_evidence_files(const Sources& sources, Model& model, Diagnostics& diagnostics) {
    // One file may be evidence for very many controls.
    boost::unordered_flat_map<std::string, bool> known;
    for (Evidence& evidence : model.evidence) {
        if (evidence.kind != EvidenceKind::configuration) continue;
        std::string written(model.text_of(evidence.source));
        std::string path = relative_to_file(sources[evidence.where.source].name, written);
        auto [file, is_new] = known.try_emplace(path, false);
        if (is_new) file->second = is_file(path);
        if (file->second) continue;
        evidence.kind = EvidenceKind::document;
        diagnostics.add(DiagnosticKind::missing_evidence, evidence.where,
                        "there is no file " + quote_name(path) + ", so the control counts as claimed",
                        "paths are relative to the file that names them");
    }
}

}  // namespace bartizan
