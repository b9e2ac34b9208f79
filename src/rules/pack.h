// Reads packs into Knowledge: vocabulary first, then controls, then rules whose conditions are checked
// against both.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/checked_conditions.h"
#include "rules/rule.h"
#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan {

struct PackReader;

/// Reads the files of a pack at a path: a folder (all `*.yaml` in it, in the order of their names) or one
/// file. What cannot be read is reported at `named_at`, where the path is written.
std::vector<YamlTree> read_pack_trees(Sources& sources, const std::string& path, Diagnostics& diagnostics,
                                      Location named_at = {});

struct PackOptions {
    /// Examples are needed by `rules test`, `explain` and the rule reference only.
    bool with_examples = false;
    /// How many of the trees, from the first, come with the program.
    std::size_t builtin_trees = 0;
    /// Of the trees that come with the program; what is not among them is parsed.
    CheckedConditions checked_conditions = {};
    /// Ids of the optional ones among the packs that come with the program, to be switched on; other words
    /// are ignored.
    std::span<const std::string> switched_on = {};
    /// All of them, for commands that show or test what there is.
    bool with_optional = false;
};

/// Whether one of the trees is the header of an optional pack of that id.
bool is_optional_pack(std::span<const YamlTree> trees, const Sources& sources, std::string_view id);

/// Builds knowledge from all trees together, in two steps: most of the time goes into the rules, and reading
/// a model needs only the vocabulary. Reports every error; what is wrong is left out. All arguments must
/// outlive the loader.
class PackLoader {
public:
    PackLoader(Knowledge& target, std::span<const YamlTree> trees, const Sources& sources,
               Diagnostics& diagnostics, PackOptions options = {});
    ~PackLoader();
    PackLoader(const PackLoader&) = delete;
    PackLoader& operator=(const PackLoader&) = delete;

    /// Types, attributes and controls.
    void read_vocabulary();
    /// Afterwards. Uses the vocabulary and doesn't change it, so that others may use it meanwhile.
    void read_rules();

private:
    std::unique_ptr<PackReader> reader_;
    std::span<const YamlTree> trees_;
    const Sources& sources_;
};

/// Both steps.
Knowledge load_packs(std::span<const YamlTree> trees, const Sources& sources, Diagnostics& diagnostics,
                     PackOptions options = {});

}  // namespace bartizan
