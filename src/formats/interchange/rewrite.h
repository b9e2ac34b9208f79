// Writing a document anew so that what did not change keeps its bytes. Works on JSON and on YAML in block
// style.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/draft.h"
#include "text/yaml_edit.h"
#include "text/yaml_tree.h"

namespace bartizan::interchange {

/// One item of a list that is to be written: the index of the old item that it equals, or new JSON.
struct ListItem {
    std::optional<std::size_t> kept;
    std::string json;
};

/// Edits of one text; each member may be changed once.
class Rewrite {
public:
    /// The tree must be one without errors.
    explicit Rewrite(const YamlTree& tree) : tree_(tree) {}

    /// The list in the member `path` leads to consists of these items. A list that is not there is added.
    void list(const YamlPath& path, const std::vector<ListItem>& items);
    /// A member that is to have this value, as JSON.
    void value(const YamlPath& path, std::string_view json);
    /// Nothing if the layout of the text forbids an edit.
    std::optional<std::string> text() const;

private:
    YamlRef at(const YamlPath& path) const;
    bool is_unchanged(YamlRef list, const std::vector<ListItem>& items) const;

    const YamlTree& tree_;
    std::vector<TextEdit> edits_;
    bool failed_ = false;
};

/// Whether two places say the same; where they stand and the order of what has none does not matter.
bool is_same(const DraftElement& a, const DraftElement& b);
bool is_same(const DraftFlow& a, const DraftFlow& b);
bool is_same(const DraftBoundary& a, const DraftBoundary& b);
bool is_same(const DraftData& a, const DraftData& b);

/// What a list of the old text held: places and the index of the item that each was made of.
template <typename Place>
struct OldPlaces {
    std::vector<const Place*> places;
    std::vector<std::size_t> items;
    std::size_t item_count = 0;
};

/// The items of a list for the places that there are now. Old items stay where they were; those that no place
/// was made of are kept, and those whose place has gone are not. New places come last. `same` says whether
/// the item of an old place may stay as it is for the new one.
template <typename Place, typename Write, typename Same>
std::vector<ListItem> list_items(const std::vector<const Place*>& now, const OldPlaces<Place>& old,
                                 Write write, Same same) {
    boost::unordered_flat_map<std::string_view, const Place*> by_id;
    for (const Place* place : now) by_id.try_emplace(place->id, place);
    std::vector<const Place*> old_of_item(old.item_count, nullptr);
    for (std::size_t i = 0; i < old.places.size(); ++i) old_of_item[old.items[i]] = old.places[i];
    std::vector<ListItem> items;
    for (std::size_t i = 0; i < old.item_count; ++i) {
        if (!old_of_item[i]) {
            items.push_back({i, {}});
            continue;
        }
        const auto found = by_id.find(old_of_item[i]->id);
        if (found == by_id.end()) continue;
        if (same(*found->second, *old_of_item[i]))
            items.push_back({i, {}});
        else
            items.push_back({{}, write(*found->second)});
        by_id.erase(found);
    }
    for (const Place* place : now)
        if (by_id.erase(place->id) > 0) items.push_back({{}, write(*place)});
    return items;
}

template <typename Place, typename Write>
std::vector<ListItem> list_items(const std::vector<const Place*>& now, const OldPlaces<Place>& old,
                                 Write write) {
    return list_items(now, old, write, [](const Place& a, const Place& b) { return is_same(a, b); });
}

template <typename Place>
std::vector<const Place*> pointers_to(const std::vector<Place>& places) {
    std::vector<const Place*> pointers;
    pointers.reserve(places.size());
    for (const Place& place : places) pointers.push_back(&place);
    return pointers;
}

}  // namespace bartizan::interchange
