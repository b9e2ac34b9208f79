#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "rules/pack.h"
#include "text/yaml_record.h"

namespace bartizan {
namespace {

constexpr std::size_t most_files = 1000;

void read_file(Sources& sources, const std::string& path, Location named_at, std::vector<YamlTree>& trees,
               Diagnostics& diagnostics) {
    auto source = sources.read(path);
    if (!source) {
        diagnostics.add(DiagnosticKind::unreadable_file, named_at, quote_name(path) + ": " + source.error());
        return;
    }
    YamlTree tree = read_yaml(sources, *source, diagnostics);
    if (!tree.empty()) trees.push_back(std::move(tree));
}

/// The files of a folder in the order of their names.
std::optional<std::vector<std::string>> files_of(const std::string& folder, Location named_at,
                                                 Diagnostics& diagnostics) {
    std::vector<std::string> files;
    std::error_code error;
    std::filesystem::directory_iterator entry(folder, error), end;
    for (; !error && entry != end; entry.increment(error)) {
        const std::filesystem::path& path = entry->path();
        if (path.extension() == ".yaml") files.push_back(path.string());
        if (path.extension() == ".yml") {
            diagnostics.add(DiagnosticKind::unreadable_file, named_at,
                            quote_name(path.string()) + " is left out: the files of a pack end in `.yaml`",
                            "rename it to " + quote_name(path.stem().string() + ".yaml"));
        }
        if (files.size() > most_files) {
            diagnostics.add(
                DiagnosticKind::too_large, named_at,
                "the pack " + quote_name(folder) + " has more than " + std::to_string(most_files) + " files");
            return std::nullopt;
        }
    }
    if (error) {
        diagnostics.add(DiagnosticKind::unreadable_file, named_at,
                        "the pack " + quote_name(folder) + " cannot be read: " + error.message());
        return std::nullopt;
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

std::vector<YamlTree> read_pack_trees(Sources& sources, const std::string& path, Diagnostics& diagnostics,
                                      Location named_at) {
    std::vector<YamlTree> trees;
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
        read_file(sources, path, named_at, trees, diagnostics);
        return trees;
    }
    std::string folder = path;
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    auto files = files_of(folder, named_at, diagnostics);
    if (!files) return trees;
    if (!std::binary_search(files->begin(), files->end(), folder + "/pack.yaml")) {
        diagnostics.add(DiagnosticKind::unreadable_file, named_at,
                        "the folder " + quote_name(folder) + " is no pack: it has no `pack.yaml`");
        return trees;
    }
    for (const std::string& file : *files) read_file(sources, file, named_at, trees, diagnostics);
    return trees;
}

}  // namespace bartizan
