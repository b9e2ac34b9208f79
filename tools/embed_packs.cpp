// Run by the build: reads the packs in a folder and writes a C++ file that holds their texts and trees, and
// the checked conditions of their rules, so that the program starts without parsing either.
//
//     embed_packs packs/ builtin_pack_data.cpp

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "packs/pack_blob.h"
#include "rules/checked_conditions.h"
#include "rules/pack.h"
#include "text/diagnostic.h"

namespace {

using namespace bartizan;

std::vector<std::string> folders_in(const std::string& path) {
    std::vector<std::string> folders;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
        if (entry.is_directory(error)) folders.push_back(entry.path().string());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

template <typename Part>
void append(std::string& blob, const Part& part) {
    blob.append(reinterpret_cast<const char*>(&part), sizeof(Part));
}

/// The packs are shown under the same name wherever the program was built.
std::string shown_name(std::string_view file, std::string_view packs_folder) {
    file.remove_prefix(packs_folder.size());
    return "packs" + std::string(file);
}

std::string make_blob(std::span<const YamlTree> trees, const Sources& sources, std::string_view conditions,
                      std::string_view packs_folder) {
    std::string blob;
    PackBlobHeader header;
    header.trees = static_cast<std::uint32_t>(trees.size());
    header.condition_bytes = static_cast<std::uint32_t>(conditions.size());
    append(blob, header);
    blob += conditions;
    for (const YamlTree& tree : trees) {
        const Source& source = sources[tree.source];
        std::string name = shown_name(source.name, packs_folder);
        append(blob, PackBlobTree{static_cast<std::uint32_t>(name.size()),
                                  static_cast<std::uint32_t>(source.text.size()),
                                  static_cast<std::uint32_t>(tree.arena.size()),
                                  static_cast<std::uint32_t>(tree.nodes.size())});
        blob += name;
        blob += source.text;
        blob += tree.arena;
        for (const YamlNode& node : tree.nodes) append(blob, node);
    }
    return blob;
}

bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '?'; }

/// A string literal is compiled many times faster than a list of numbers.
std::string as_literal(std::string_view blob) {
    constexpr std::size_t bytes_per_line = 100;
    std::string text;
    for (std::size_t i = 0; i < blob.size(); ++i) {
        if (i % bytes_per_line == 0) text += i == 0 ? "    \"" : "\"\n    \"";
        if (is_plain(blob[i])) {
            text += blob[i];
            continue;
        }
        // A digit that follows a short escape would become part of it.
        bool digit_follows =
            i + 1 < blob.size() && blob[i + 1] >= '0' && blob[i + 1] <= '9' && (i + 1) % bytes_per_line != 0;
        char escape[8];
        std::snprintf(escape, sizeof escape, digit_follows ? "\\%03o" : "\\%o",
                      static_cast<unsigned>(static_cast<unsigned char>(blob[i])));
        text += escape;
    }
    return text + "\"";
}

bool write_file(const std::string& path, std::string_view blob) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << "// Written by tools/embed_packs.cpp from packs/.\n"
         << "#include \"packs/pack_blob.h\"\n\nnamespace bartizan {\n\n"
         << "const std::size_t builtin_pack_blob_bytes = " << blob.size() << ";\n"
         << "const char* const builtin_pack_blob =\n"
         << as_literal(blob) << ";\n\n}  // namespace bartizan\n";
    file.close();
    return file.good();
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 3) {
        std::cerr << "usage: embed_packs PACKS_FOLDER OUTPUT.cpp\n";
        return 2;
    }
    std::string packs_folder = arguments[1];
    while (packs_folder.size() > 1 && packs_folder.ends_with('/')) packs_folder.pop_back();

    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> trees;
    for (const std::string& folder : folders_in(packs_folder)) {
        for (YamlTree& tree : read_pack_trees(sources, folder, diagnostics)) trees.push_back(std::move(tree));
    }
    if (trees.empty()) {
        std::cerr << "embed_packs: there is no pack in " << packs_folder << "\n";
        return 1;
    }
    const Knowledge knowledge = load_packs(trees, sources, diagnostics);
    if (diagnostics.has_errors()) {
        std::cerr << render_all(diagnostics, sources, false);
        return 1;
    }
    const std::string conditions = write_checked_conditions(knowledge, trees.front().source);
    if (!write_file(arguments[2], make_blob(trees, sources, conditions, packs_folder))) {
        std::cerr << "embed_packs: cannot write " << arguments[2] << "\n";
        return 1;
    }
    return 0;
}
