// Finds the files that a model consists of. The only part of the reader that reads files.
#include <algorithm>
#include <filesystem>

#include "formats/native/language.h"
#include "formats/native/read.h"
#include "formats/native/reading.h"

namespace bartizan {
namespace {

/// A name that is the same for all paths to one file. Unchanged for what is no file, such as standard input.
std::string same_file_name(const std::string& path) {
    std::error_code error;
    std::filesystem::path canonical = std::filesystem::weakly_canonical(path, error);
    return error ? path : canonical.string();
}

/// Calls `use(item, text)` for each text in a top-level list.
template <typename Use>
void for_each_text(const YamlTree& tree, std::string_view key, Use use) {
    if (tree.empty() || !tree.root().is_mapping()) return;
    YamlRef list = tree.root().find(key);
    if (!list.valid()) return;
    native::for_each_item(list, [&](YamlRef item) {
        if (item.is_scalar() && !item.text().empty()) use(item, item.text());
    });
}

struct Include {
    std::string path;
    Location where;
};

struct File {
    std::string identity;
    std::vector<Include> includes;
    std::size_t next = 0;
    /// Still being followed: including it again is a cycle.
    bool is_open = true;
};

File file_of(const Sources& sources, const YamlTree& tree) {
    const std::string& name = sources[tree.source].name;
    File file{same_file_name(name), {}, 0, true};
    for_each_text(tree, "include", [&](YamlRef item, std::string_view path) {
        file.includes.push_back({relative_to_file(name, std::string(path)), item.location()});
    });
    return file;
}

class IncludeWalk {
public:
    IncludeWalk(Sources& sources, Diagnostics& diagnostics) : sources_(sources), diagnostics_(diagnostics) {}

    std::vector<YamlTree> walk(YamlTree main) {
        open(std::move(main));
        // Depth first, with the path to the current file on a stack of our own.
        while (!path_.empty()) {
            File& file = files_[path_.back()];
            if (file.next == file.includes.size() || is_full_) {
                file.is_open = false;
                path_.pop_back();
                continue;
            }
            Include include = file.includes[file.next++];
            follow(include);
        }
        return std::move(trees_);
    }

private:
    void open(YamlTree tree) {
        path_.push_back(files_.size());
        files_.push_back(file_of(sources_, tree));
        trees_.push_back(std::move(tree));
    }

    void stop(const Include& include, std::string_view what, std::size_t limit) {
        diagnostics_.add(DiagnosticKind::too_large, include.where,
                         "a model has at most " + std::to_string(limit) + " " + std::string(what));
        is_full_ = true;
    }

    void follow(const Include& include) {
        if (++followed_ > native::max_includes) return stop(include, "includes", native::max_includes);
        std::string identity = same_file_name(include.path);
        auto known = std::find_if(files_.begin(), files_.end(),
                                  [&](const File& file) { return file.identity == identity; });
        if (known != files_.end()) {
            if (known->is_open) report_cycle(include);
            return;
        }
        if (files_.size() == native::max_files) return stop(include, "files", native::max_files);
        auto source = sources_.read(include.path);
        if (!source) {
            diagnostics_.add(DiagnosticKind::unreadable_file, include.where, source.error(),
                             "paths are relative to this file; looked for " + quote_name(include.path));
            trees_.emplace_back();
            return;
        }
        open(read_yaml(sources_, *source, diagnostics_));
    }

    void report_cycle(const Include& include) {
        std::string identity = same_file_name(include.path);
        Diagnostic& diagnostic = diagnostics_.add(DiagnosticKind::include_cycle, include.where,
                                                  quote_name(include.path) + " includes itself",
                                                  "remove one of the `include` entries");
        bool inside = false;
        for (std::size_t file : path_) {
            inside = inside || files_[file].identity == identity;
            if (!inside || file == path_.back()) continue;
            const Include& taken = files_[file].includes[files_[file].next - 1];
            diagnostic.notes.push_back({taken.where, "by way of this"});
        }
    }

    Sources& sources_;
    Diagnostics& diagnostics_;
    std::vector<YamlTree> trees_;
    std::vector<File> files_;
    std::vector<std::size_t> path_;
    std::size_t followed_ = 0;
    bool is_full_ = false;
};

}  // namespace

std::string relative_to_file(const std::string& from, const std::string& path) {
    std::filesystem::path folder = std::filesystem::path(from).parent_path();
    return (folder / path).lexically_normal().string();
}

bool looks_native(const YamlTree& tree) {
    return !tree.empty() && tree.root().is_mapping() && tree.root().find("bartizan").valid();
}

std::vector<YamlTree> read_documents(Sources& sources, YamlTree main, Diagnostics& diagnostics) {
    return IncludeWalk(sources, diagnostics).walk(std::move(main));
}

std::vector<YamlTree> read_documents(Sources& sources, SourceId main, Diagnostics& diagnostics) {
    return read_documents(sources, read_yaml(sources, main, diagnostics), diagnostics);
}

std::vector<ExtendsEntry> read_extends(const Sources& sources, std::span<const YamlTree> documents) {
    std::vector<ExtendsEntry> entries;
    for (const YamlTree& tree : documents) {
        std::size_t count = 0;
        for_each_text(tree, "extends", [&](YamlRef item, std::string_view name) {
            if (++count > native::max_packs) return;
            std::string path = relative_to_file(sources[tree.source].name, std::string(name));
            entries.push_back({std::string(name), std::move(path), item.location()});
        });
    }
    return entries;
}

}  // namespace bartizan
