#include "formats/interchange/supplement.h"

#include <algorithm>

#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/interchange/json_text.h"
#include "formats/interchange/object_reader.h"
#include "formats/interchange/rewrite.h"

namespace bartizan::interchange {
namespace {

class Supplementer {
public:
    explicit Supplementer(const PlaceNames& names) : names_(names) {}

    /// The same place with the ids of the draft that was read back.
    template <typename Place>
    Place renamed(Place place, const std::string& prefix) const {
        place.id = name(prefix, place.id);
        rename_references(place);
        return place;
    }

    template <typename Place>
    JsonObject differences(const std::vector<Place>& wanted, const std::vector<Place>& read_back,
                           const std::string& prefix) const {
        boost::unordered_flat_map<std::string_view, const Place*> by_id;
        for (const Place& place : read_back) by_id.try_emplace(place.id, &place);
        JsonObject all;
        for (const Place& place : wanted) {
            Place as_read = renamed(place, prefix);
            const auto found = by_id.find(as_read.id);
            if (found == by_id.end()) continue;
            // A title is always written; that of the id is none.
            if (as_read.title.empty() || found->second->title.empty()) as_read.title = found->second->title;
            if (!is_same(as_read, *found->second)) all.add(as_read.id, describe(as_read).json());
            by_id.erase(found);
        }
        for (const Place& place : read_back)
            if (by_id.contains(place.id)) all.add(place.id, "{\"added\": true}");
        return all;
    }

private:
    std::string name(const std::string& prefix, const std::string& id) const {
        const auto found = names_.find(prefix + id);
        return found == names_.end() ? id : found->second.substr(prefix.size());
    }
    void rename(std::vector<std::string>& data) const {
        for (std::string& id : data) id = name("data:", id);
    }
    void rename_references(DraftData&) const {}
    void rename_references(DraftBoundary& boundary) const {
        if (!boundary.in.empty()) boundary.in = name("boundary:", boundary.in);
    }
    void rename_references(DraftElement& element) const {
        if (!element.in.empty()) element.in = name("boundary:", element.in);
        rename(element.stores);
        rename(element.processes);
    }
    void rename_references(DraftFlow& flow) const {
        flow.source = name("", flow.source);
        flow.target = name("", flow.target);
        rename(flow.data);
        rename(flow.returns);
    }

    static JsonObject describe_place(const DraftPlace& place) {
        JsonObject object;
        std::vector<std::string> attributes;
        for (const DraftAttribute& attribute : place.attributes)
            attributes.push_back(json_list({attribute.name, attribute.value}));
        object.set("attributes", json_array(attributes));
        object.set("tags", json_list(place.tags));
        return object;
    }
    static JsonObject describe(const DraftData& data) { return describe_place(data); }
    static JsonObject describe(const DraftBoundary& boundary) {
        JsonObject object = describe_place(boundary);
        object.set_text("in", boundary.in);
        if (boundary.trust) object.set("trust", std::to_string(*boundary.trust));
        return object;
    }
    static JsonObject describe(const DraftElement& element) {
        JsonObject object = describe_place(element);
        object.set_text("in", element.in);
        object.set_text("type", element.type);
        object.set("stores", json_list(element.stores));
        object.set("processes", json_list(element.processes));
        return object;
    }
    static JsonObject describe(const DraftFlow& flow) {
        JsonObject object = describe_place(flow);
        object.set("two_way", flow.two_way ? "true" : "false");
        object.set("data", json_list(flow.data));
        object.set("returns", json_list(flow.returns));
        return object;
    }

    const PlaceNames& names_;
};

std::vector<std::string> texts_of(YamlRef list) {
    std::vector<std::string> texts;
    if (list.valid() && list.is_sequence())
        for (YamlRef item : list.items())
            if (item.is_scalar()) texts.emplace_back(item.text());
    return texts;
}

std::string text_of(YamlRef scalar) {
    return scalar.valid() && scalar.is_scalar() ? std::string(scalar.text()) : std::string();
}

using Ids = boost::unordered_flat_set<std::string>;

std::string known(std::string id, const Ids& ids) { return ids.contains(id) ? id : std::string(); }

std::vector<std::string> known(std::vector<std::string> texts, const Ids& ids) {
    std::erase_if(texts, [&](const std::string& id) { return !ids.contains(id); });
    return texts;
}

struct Known {
    Ids boundaries, data;
};

void apply_to_place(DraftPlace& place, YamlRef entry) {
    const YamlRef attributes = member(entry, "attributes");
    if (attributes.valid() && attributes.is_sequence()) {
        place.attributes.clear();
        for (YamlRef pair : attributes.items())
            if (const auto texts = texts_of(pair); texts.size() == 2)
                place.attributes.push_back({texts[0], texts[1]});
    }
    if (const YamlRef tags = member(entry, "tags"); tags.valid()) place.tags = texts_of(tags);
}

void apply_to(DraftData& data, YamlRef entry, const Known&) { apply_to_place(data, entry); }

void apply_to(DraftBoundary& boundary, YamlRef entry, const Known& all) {
    apply_to_place(boundary, entry);
    if (const YamlRef in = member(entry, "in"); in.valid()) boundary.in = known(text_of(in), all.boundaries);
    boundary.trust.reset();
    if (const auto trust = number_of(member(entry, "trust")))
        boundary.trust = static_cast<int>(std::clamp(*trust, 0.0, 100.0));
}

void apply_to(DraftElement& element, YamlRef entry, const Known& all) {
    apply_to_place(element, entry);
    if (const YamlRef in = member(entry, "in"); in.valid()) element.in = known(text_of(in), all.boundaries);
    if (const std::string type = text_of(member(entry, "type")); !type.empty()) element.type = type;
    if (const YamlRef list = member(entry, "stores"); list.valid())
        element.stores = known(texts_of(list), all.data);
    if (const YamlRef list = member(entry, "processes"); list.valid())
        element.processes = known(texts_of(list), all.data);
}

void apply_to(DraftFlow& flow, YamlRef entry, const Known& all) {
    apply_to_place(flow, entry);
    if (const YamlRef two_way = member(entry, "two_way"); two_way.valid())
        flow.two_way = two_way.as_boolean().value_or(flow.two_way);
    if (const YamlRef list = member(entry, "data"); list.valid()) flow.data = known(texts_of(list), all.data);
    if (const YamlRef list = member(entry, "returns"); list.valid())
        flow.returns = known(texts_of(list), all.data);
}

template <typename Place>
void apply_to_all(std::vector<Place>& places, YamlRef entries, const Known& all) {
    if (!entries.valid() || !entries.is_mapping()) return;
    boost::unordered_flat_map<std::string_view, YamlRef> by_id;
    for (auto [key, value] : entries.entries()) by_id.try_emplace(key.text(), value);
    for (Place& place : places)
        if (const auto found = by_id.find(place.id); found != by_id.end())
            apply_to(place, found->second, all);
}

/// Boundaries that were added because the format wants one around everything.
void remove_added(DraftModel& draft, YamlRef entries) {
    if (!entries.valid() || !entries.is_mapping()) return;
    Ids added;
    for (auto [key, value] : entries.entries())
        if (member(value, "added").valid()) added.emplace(key.text());
    if (added.empty()) return;
    std::erase_if(draft.boundaries,
                  [&](const DraftBoundary& boundary) { return added.contains(boundary.id); });
    for (DraftBoundary& boundary : draft.boundaries)
        if (added.contains(boundary.in)) boundary.in.clear();
    for (DraftElement& element : draft.elements)
        if (added.contains(element.in)) element.in.clear();
}

}  // namespace

std::string supplement_for(const DraftModel& wanted, const DraftModel& read_back, const PlaceNames& names) {
    const Supplementer supplementer(names);
    JsonObject all;
    const auto add = [&](const char* key, const JsonObject& entries) {
        if (!entries.empty()) all.set(key, entries.json());
    };
    std::vector<DraftBoundary> areas = wanted.boundaries;
    std::erase_if(areas, [](const DraftBoundary& boundary) { return boundary.is_line; });
    add("data", supplementer.differences(wanted.data, read_back.data, "data:"));
    add("boundaries", supplementer.differences(areas, read_back.boundaries, "boundary:"));
    add("elements", supplementer.differences(wanted.elements, read_back.elements, ""));
    add("flows", supplementer.differences(wanted.flows, read_back.flows, ""));
    return all.empty() ? std::string() : all.json();
}

void apply_supplement(DraftModel& draft, YamlRef supplement) {
    if (!supplement.valid() || !supplement.is_mapping()) return;
    remove_added(draft, member(supplement, "boundaries"));
    Known all;
    for (const DraftBoundary& boundary : draft.boundaries) all.boundaries.insert(boundary.id);
    for (const DraftData& data : draft.data) all.data.insert(data.id);
    apply_to_all(draft.data, member(supplement, "data"), all);
    apply_to_all(draft.boundaries, member(supplement, "boundaries"), all);
    apply_to_all(draft.elements, member(supplement, "elements"), all);
    apply_to_all(draft.flows, member(supplement, "flows"), all);
}

}  // namespace bartizan::interchange
