#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>

#include "rules/pack_reader.h"

namespace bartizan {
namespace {

constexpr std::int64_t format_version = 1;

using HeaderKey = RecordKey<PackReader, Pack>;

bool read_version(PackReader& reader, YamlEntry entry, Pack&) {
    auto version = read_integer(entry.value, "`pack`", 1, INT32_MAX, reader.diagnostics);
    if (version && *version != format_version) {
        reader.diagnostics.add(DiagnosticKind::unsupported_version, entry.value.location(),
                               "version " + std::to_string(*version) + " of the pack format is not known",
                               "this program reads version " + std::to_string(format_version));
        return false;
    }
    return version.has_value();
}

bool read_id(PackReader& reader, YamlEntry entry, Pack& pack) {
    if (!expect_name(entry.value, "`id`", reader.diagnostics)) return false;
    pack.id = entry.value.text();
    pack.where = entry.value.location();
    return true;
}

bool read_title(PackReader& reader, YamlEntry entry, Pack& pack) {
    return reader.read_text_into(entry, pack.title);
}

bool read_pack_version(PackReader& reader, YamlEntry entry, Pack& pack) {
    return reader.read_text_into(entry, pack.version);
}

bool read_required(PackReader& reader, YamlEntry entry, Pack& pack) {
    return reader.for_each_item(entry, [&](YamlRef item) {
        if (!expect_name(item, "the name of a pack", reader.diagnostics)) return false;
        pack.required.emplace_back(item.text());
        return true;
    });
}

bool read_optional(PackReader& reader, YamlEntry entry, Pack& pack) {
    return reader.read_boolean_into(entry, pack.optional);
}

constexpr std::array<HeaderKey, 6> header_keys{{
    {"pack", read_version, Presence::required},
    {"id", read_id, Presence::required},
    {"title", read_title, Presence::required},
    {"version", read_pack_version},
    {"requires", read_required},
    {"optional", read_optional},
}};
using Header = std::array<YamlEntry, header_keys.size()>;

constexpr auto all_file_keys = [] {
    std::array<std::string_view, header_keys.size() + section_names.size()> keys{};
    for (std::size_t i = 0; i < header_keys.size(); ++i) keys[i] = header_keys[i].name;
    for (std::size_t i = 0; i < section_names.size(); ++i) keys[header_keys.size() + i] = section_names[i];
    return keys;
}();

std::string_view folder_of(std::string_view name) {
    std::size_t slash = name.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

bool is_header_file(std::string_view name) { return name == "pack.yaml" || name.ends_with("/pack.yaml"); }

/// Sorts the keys of a file into sections and its header; what is neither is reported.
void split_file(PackReader& reader, PackFile& file, Header& header) {
    for (YamlEntry entry : file.tree->root().entries()) {
        std::string_view name = entry.key.text();
        bool known = false;
        for (std::size_t i = 0; i < header_keys.size(); ++i) {
            if (header_keys[i].name == name) header[i] = entry, known = true;
        }
        for (std::size_t i = 0; i < section_names.size(); ++i) {
            if (section_names[i] != name) continue;
            known = true;
            // An empty section is what is left when its entries are commented out.
            if (entry.value.is_scalar() && entry.value.is_null()) continue;
            if (expect_mapping(entry.value, entry.key, reader.diagnostics)) file.sections[i] = entry.value;
        }
        if (!known) report_unknown_key(entry.key, {"a pack", {}, {}}, all_file_keys, reader.diagnostics);
    }
}

void read_header(PackReader& reader, const Header& header, Location file, Pack& pack) {
    for (std::size_t i = 0; i < header_keys.size(); ++i) {
        if (header[i].value.valid()) {
            header_keys[i].read(reader, header[i], pack);
        } else if (header_keys[i].presence == Presence::required) {
            report_missing_key({"the pack", {}, file}, header_keys[i].name, reader.diagnostics);
        }
    }
}

void refuse_header(PackReader& reader, const Header& header) {
    for (const YamlEntry& entry : header) {
        if (!entry.key.valid()) continue;
        reader.diagnostics.add(DiagnosticKind::unknown_key, entry.key.location(),
                               quote_name(entry.key.text()) + " belongs in the `pack.yaml` of this folder",
                               "a pack says once what it is called and what it requires");
    }
}

Location start_of(const YamlTree& tree) {
    Location root = tree.root().location();
    return {root.source, root.begin, root.begin};
}

void read_file(PackReader& reader, const YamlTree& tree, std::uint32_t pack, bool has_header) {
    if (!expect_mapping(tree.root(), "a pack", reader.diagnostics)) return;
    PackFile file{&tree, pack, {}};
    Header header{};
    split_file(reader, file, header);
    if (has_header) {
        read_header(reader, header, start_of(tree), reader.knowledge.packs[pack]);
    } else {
        refuse_header(reader, header);
    }
    reader.files.push_back(file);
}

std::uint32_t add_pack(PackReader& reader, std::size_t tree) {
    Pack& pack = reader.knowledge.packs.emplace_back();
    pack.builtin = tree < reader.options.builtin_trees;
    return static_cast<std::uint32_t>(reader.knowledge.packs.size() - 1);
}

void report_duplicate_packs(PackReader& reader, DeclaredNames& packs) {
    const auto& all = reader.knowledge.packs;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        if (all[i].id.empty()) continue;
        auto [entry, added] = packs.entries.emplace(all[i].id, DeclaredNames::Entry{i, all[i].where});
        if (added) {
            packs.in_order.push_back(all[i].id);
            continue;
        }
        reader.diagnostics
            .add(DiagnosticKind::duplicate_name, all[i].where,
                 "there is already a pack " + quote_name(all[i].id), "choose another `id`")
            .notes.push_back({entry->second.where, "the other pack is here"});
    }
}

/// Switches on what packs that are on require; false if they all have what they require.
bool switch_on_what_is_required(std::vector<Pack>& packs) {
    bool changed = false;
    for (Pack& off : packs) {
        if (off.on) continue;
        off.on = std::ranges::any_of(packs, [&](const Pack& pack) {
            return pack.on && std::ranges::find(pack.required, off.id) != pack.required.end();
        });
        changed = changed || off.on;
    }
    return changed;
}

}  // namespace

bool is_optional_pack(std::span<const YamlTree> trees, const Sources& sources, std::string_view id) {
    return std::ranges::any_of(trees, [&](const YamlTree& tree) {
        if (!is_header_file(sources[tree.source].name)) return false;
        const YamlRef optional = tree.root().find("optional");
        return optional.valid() && optional.text() == "true" && tree.root().find("id").text() == id;
    });
}

void read_pack_files(PackReader& reader, std::span<const YamlTree> trees, const Sources& sources) {
    boost::unordered_flat_map<std::string_view, std::uint32_t> pack_of_folder;
    std::vector<std::uint32_t> pack_of_tree(trees.size());
    for (std::size_t i = 0; i < trees.size(); ++i) {
        std::string_view name = sources[trees[i].source].name;
        if (!is_header_file(name)) continue;
        pack_of_tree[i] = add_pack(reader, i);
        pack_of_folder.emplace(folder_of(name), pack_of_tree[i]);
    }
    for (std::size_t i = 0; i < trees.size(); ++i) {
        if (trees[i].empty()) continue;
        std::string_view name = sources[trees[i].source].name;
        auto folder = pack_of_folder.find(folder_of(name));
        if (is_header_file(name)) {
            read_file(reader, trees[i], pack_of_tree[i], true);
        } else if (folder != pack_of_folder.end()) {
            read_file(reader, trees[i], folder->second, false);
        } else {
            read_file(reader, trees[i], add_pack(reader, i), true);
        }
    }
}

void leave_out_packs_that_are_off(PackReader& reader) {
    if (reader.options.with_optional) return;
    std::vector<Pack>& packs = reader.knowledge.packs;
    const auto& named = reader.options.switched_on;
    for (Pack& pack : packs)
        if (pack.builtin && pack.optional) pack.on = std::ranges::find(named, pack.id) != named.end();
    while (switch_on_what_is_required(packs)) {
    }
    std::erase_if(reader.files, [&](const PackFile& file) { return !packs[file.pack].on; });
}

void check_required_packs(PackReader& reader) {
    DeclaredNames packs;
    report_duplicate_packs(reader, packs);
    for (const PackFile& file : reader.files) {
        YamlRef required = file.tree->root().find("requires");
        if (!required.valid() || !required.is_sequence()) continue;
        for (YamlRef item : required.items()) {
            if (is_kebab_case(item.text())) reader.resolve(packs, item, "pack", DiagnosticKind::unknown_pack);
        }
    }
}

}  // namespace bartizan
