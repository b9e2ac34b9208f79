// Changes of a JSON text that leave every other byte as it is. Internal to this folder; unlike the edits of
// text/yaml_edit.h a change is addressed by its node, so that many cost no search.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/yaml_edit.h"
#include "text/yaml_tree.h"

namespace bartizan::threatdragon {

class Splicer {
public:
    explicit Splicer(const YamlTree& tree) : tree_(tree) {}

    /// Values are JSON, written with an indentation of two spaces; they are fitted to where they go.
    void replace(YamlRef node, std::string json);
    /// Replaces the value of a key or adds the key.
    void set_member(YamlRef mapping, std::string_view key, std::string json);
    void add_item(YamlRef list, std::string json);
    void remove_item(YamlRef list, YamlRef item);

    /// All of it, for `apply_edits`.
    std::vector<TextEdit> edits() const;

private:
    struct Change {
        std::vector<std::string> added;  // items, or members with their keys
        std::set<std::uint32_t> removed;
    };
    void edit_container(std::vector<TextEdit>& edits, YamlRef container, const Change& change) const;

    const YamlTree& tree_;
    std::map<std::uint32_t, Change> changes_;
    std::map<std::uint32_t, std::string> replaced_;
};

}  // namespace bartizan::threatdragon
