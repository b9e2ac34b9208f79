// A draft as an OTM 0.2.0 document: the old one with what has changed in it, or a new one in JSON.
#include <algorithm>
#include <cmath>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/interchange/before.h"
#include "formats/interchange/kept.h"
#include "formats/interchange/meaning.h"
#include "formats/interchange/object_reader.h"
#include "formats/interchange/rewrite.h"
#include "formats/otm/map.h"

namespace bartizan::otm {
namespace {

using interchange::json_string;
using interchange::JsonObject;
using interchange::Kept;
using interchange::ListItem;
using interchange::member;
using interchange::OldPlaces;

constexpr std::string_view outside_id = "outside";

/// The old text as it was read.
using Before = interchange::Before<Document, Mapped>;

template <typename Place>
OldPlaces<Place> old_places(const std::vector<Place>& places, const std::vector<std::size_t>& items,
                            YamlRef list) {
    return {interchange::pointers_to(places), items,
            list.valid() && list.is_sequence() ? list.size() : std::size_t{0}};
}

class OtmWriter {
public:
    explicit OtmWriter(const WriterInput& input)
        : draft_(input.draft),
          before_(interchange::read_before(input, read_document, map_document)),
          kept_(before_ ? before_->mapped.result.draft : draft_, format) {
        for (const DraftBoundary& boundary : draft_.boundaries)
            zone_ids_[boundary.id] = foreign_id("boundary:" + boundary.id, boundary.id);
        for (const DraftElement& element : draft_.elements) {
            component_ids_[element.id] = foreign_id(element.id, element.id);
            elements_by_foreign_id_[component_ids_[element.id]] = &element;
        }
        for (const DraftData& data : draft_.data)
            asset_ids_[data.id] = foreign_id("data:" + data.id, data.id);
    }

    Written write() {
        Lists lists;
        lists.assets = items(draft_.data, old_data(), &OtmWriter::asset);
        lists.components = items(draft_.elements, old_elements(), &OtmWriter::component);
        lists.flows = items(draft_.flows, old_flows(), &OtmWriter::flow);
        lists.zones = items(draft_.boundaries, old_boundaries(), &OtmWriter::zone);
        if (needs_outside_ && !has_outside()) lists.zones.push_back({{}, outside_zone()});
        find_losses();
        std::optional<std::string> text;
        if (before_) text = rewritten(lists);
        if (!text) text = new_document(lists);
        return {std::move(*text), std::move(losses_)};
    }

private:
    struct Lists {
        std::vector<ListItem> assets, zones, components, flows;
    };

    std::optional<std::string> rewritten(const Lists& lists) const {
        interchange::Rewrite rewrite(before_->document->tree);
        rewrite_project(rewrite);
        rewrite.list({"assets"}, lists.assets);
        rewrite.list({"trustZones"}, lists.zones);
        rewrite.list({"components"}, lists.components);
        rewrite.list({"dataflows"}, lists.flows);
        return rewrite.text();
    }

    std::string foreign_id(const std::string& place, const std::string& otherwise) const {
        const YamlRef id = member(kept_.place(place), "id");
        return id.valid() && id.is_scalar() ? std::string(id.text()) : otherwise;
    }

    OldPlaces<DraftData> old_data() const {
        if (!before_) return {};
        return old_places(before_->mapped.result.draft.data, before_->mapped.data_items, old_list("assets"));
    }
    OldPlaces<DraftElement> old_elements() const {
        if (!before_) return {};
        return old_places(before_->mapped.result.draft.elements, before_->mapped.element_items,
                          old_list("components"));
    }
    OldPlaces<DraftFlow> old_flows() const {
        if (!before_) return {};
        return old_places(before_->mapped.result.draft.flows, before_->mapped.flow_items,
                          old_list("dataflows"));
    }
    OldPlaces<DraftBoundary> old_boundaries() const {
        if (!before_) return {};
        return old_places(before_->mapped.result.draft.boundaries, before_->mapped.boundary_items,
                          old_list("trustZones"));
    }
    YamlRef old_list(std::string_view key) const { return member(before_->document->tree.root(), key); }

    template <typename Place>
    std::vector<ListItem> items(const std::vector<Place>& places, const OldPlaces<Place>& old,
                                std::string (OtmWriter::*make)(const Place&)) {
        std::vector<const Place*> now;
        for (const Place& place : places)
            if (!is_skipped(place)) now.push_back(&place);
        return interchange::list_items(now, old, [&](const Place& place) { return (this->*make)(place); });
    }
    template <typename Place>
    static bool is_skipped(const Place&) {
        return false;
    }
    static bool is_skipped(const DraftBoundary& boundary) { return boundary.is_line; }

    /// What all objects have, put over what was kept of it.
    JsonObject start(const DraftPlace& place, const std::string& kept_as, const std::string& id) const {
        JsonObject object;
        object.keep(kept_.place(kept_as));
        object.set_text("id", id);
        object.set_text("name", place.title.empty() ? name_before(kept_as, place.id) : place.title);
        object.set_some_text("description", place.text);
        return object;
    }
    /// A title that equals the id is none.
    std::string_view name_before(const std::string& kept_as, const std::string& id) const {
        const YamlRef name = member(kept_.place(kept_as), "name");
        return name.valid() && name.is_scalar() && name.text() == id ? name.text() : std::string_view(id);
    }

    /// Free attributes: those that were kept and are not ours, and those of the draft that OTM has no member
    /// for.
    void set_attributes(JsonObject& object, const DraftPlace& place, const std::string& kept_as,
                        std::initializer_list<std::string_view> expressed) const {
        JsonObject attributes;
        const YamlRef kept = member(kept_.place(kept_as), "attributes");
        if (kept.valid() && kept.is_mapping())
            for (auto [key, value] : kept.entries())
                if (!key.text().starts_with(attribute_prefix))
                    attributes.set(key.text(), interchange::json_of(value));
        for (const DraftAttribute& attribute : place.attributes)
            if (std::find(expressed.begin(), expressed.end(), attribute.name) == expressed.end())
                attributes.set_text(std::string(attribute_prefix) + attribute.name, attribute.value);
        if (!attributes.empty())
            object.set("attributes", attributes.json());
        else
            object.remove("attributes");
    }

    void set_tags(JsonObject& object, const DraftPlace& place) const {
        if (place.tags.empty())
            object.remove("tags");
        else
            object.set("tags", interchange::json_list(place.tags));
    }

    std::string asset(const DraftData& data) {
        const std::string kept_as = "data:" + data.id;
        JsonObject object = start(data, kept_as, asset_ids_[data.id]);
        JsonObject risk;
        const YamlRef kept = member(kept_.place(kept_as), "risk");
        risk.keep(kept);
        const auto set = [&](const char* key, const char* attribute, auto meaning, auto percent) {
            const auto number = interchange::number_of(member(kept, key));
            const std::string_view value = interchange::value_of(data, attribute);
            if (!number || meaning(*number) != value) risk.set(key, std::to_string(percent(value)));
        };
        set("confidentiality", "classification", interchange::classification_of_percent,
            interchange::percent_of_classification);
        set("integrity", "integrity", interchange::harm_of_percent, interchange::percent_of_harm);
        set("availability", "availability", interchange::harm_of_percent, interchange::percent_of_harm);
        object.set("risk", risk.json());
        set_attributes(object, data, kept_as, {"classification", "integrity", "availability"});
        return object.json();
    }

    std::string zone(const DraftBoundary& boundary) {
        const std::string kept_as = "boundary:" + boundary.id;
        JsonObject object = start(boundary, kept_as, zone_ids_[boundary.id]);
        JsonObject risk;
        const YamlRef kept = member(kept_.place(kept_as), "risk");
        risk.keep(kept);
        const auto rating = interchange::number_of(member(kept, "trustRating"));
        if (!rating || !boundary.trust || std::abs(*rating - *boundary.trust) >= 1)
            risk.set("trustRating", std::to_string(trust_of(boundary)));
        object.set("risk", risk.json());
        if (boundary.in.empty())
            object.remove("parent");
        else if (!keeps_parent(kept_as, boundary.in))
            object.set("parent", "{\"trustZone\": " + json_string(zone_ids_[boundary.in]) + "}");
        set_attributes(object, boundary, kept_as, {});
        return object.json();
    }

    int trust_of(const DraftBoundary& boundary) {
        if (boundary.trust) return *boundary.trust;
        is_trust_missing_ = true;
        return 0;
    }

    std::string component(const DraftElement& element) {
        JsonObject object = start(element, element.id, component_ids_[element.id]);
        const YamlRef kept = kept_.place(element.id);
        const YamlRef type = member(kept, "type");
        const std::string_view name = element.title.empty() ? std::string_view(element.id) : element.title;
        const bool keeps_type =
            type.valid() && type.is_scalar() &&
            interchange::guess_type(type.text(), name).value_or("process") == element.type;
        if (!keeps_type) object.set_text("type", element.type);
        set_parent(object, element);
        set_assets(object, element);
        set_tags(object, element);
        set_attributes(object, element, element.id, {});
        return object.json();
    }

    /// Whether the parent that was kept still means the boundary `in`.
    bool keeps_parent(const std::string& kept_as, const std::string& in) const {
        const YamlRef parent = member(kept_.place(kept_as), "parent");
        const YamlRef zone = member(parent, "trustZone"), component = member(parent, "component");
        if (component.valid() && component.is_scalar()) {
            const auto around = elements_by_foreign_id_.find(std::string(component.text()));
            return around != elements_by_foreign_id_.end() && around->second->in == in;
        }
        const auto id = zone_ids_.find(in);
        return zone.valid() && zone.is_scalar() && id != zone_ids_.end() && zone.text() == id->second;
    }

    void set_parent(JsonObject& object, const DraftElement& element) {
        if (keeps_parent(element.id, element.in)) return;
        const auto zone = zone_ids_.find(element.in);
        if (zone == zone_ids_.end()) needs_outside_ = true;
        const std::string id = zone == zone_ids_.end() ? std::string(outside_id) : zone->second;
        object.set("parent", "{\"trustZone\": " + json_string(id) + "}");
    }

    std::vector<std::string> foreign_data(const std::vector<std::string>& ids) const {
        std::vector<std::string> foreign;
        for (const std::string& id : ids)
            if (const auto found = asset_ids_.find(id); found != asset_ids_.end())
                foreign.push_back(found->second);
        return foreign;
    }

    void set_assets(JsonObject& object, const DraftElement& element) const {
        if (element.stores.empty() && element.processes.empty()) {
            object.remove("assets");
            return;
        }
        JsonObject assets;
        assets.set("processed", interchange::json_list(foreign_data(element.processes)));
        assets.set("stored", interchange::json_list(foreign_data(element.stores)));
        object.set("assets", assets.json());
    }

    std::string flow(const DraftFlow& flow) {
        JsonObject object = start(flow, flow.id, foreign_id(flow.id, flow.id));
        object.set_text("source", component_ids_[flow.source]);
        object.set_text("destination", component_ids_[flow.target]);
        if (flow.two_way || object.has("bidirectional"))
            object.set("bidirectional", flow.two_way ? "true" : "false");
        std::vector<std::string> data = foreign_data(flow.data);
        for (std::string& id : foreign_data(flow.returns))
            if (std::find(data.begin(), data.end(), id) == data.end()) data.push_back(std::move(id));
        if (data.empty())
            object.remove("assets");
        else
            object.set("assets", interchange::json_list(data));
        set_tags(object, flow);
        set_attributes(object, flow, flow.id, {});
        return object.json();
    }

    bool has_outside() const {
        const YamlRef zones = before_ ? old_list("trustZones") : YamlRef();
        if (!zones.valid() || !zones.is_sequence()) return false;
        for (YamlRef zone : zones.items())
            if (member(member(zone, "attributes"), outside_mark).valid()) return true;
        return false;
    }

    static std::string outside_zone() {
        return "{\"id\": " + json_string(outside_id) +
               ", \"name\": \"Outside\", \"risk\": {\"trustRating\": 0}, \"attributes\": {" +
               json_string(outside_mark) + ": \"true\"}}";
    }

    std::string project() const {
        JsonObject object;
        object.keep(member(kept_.document(), "project"));
        object.set_text("name", draft_.name);
        object.set_default("id", json_string(draft_.name));
        object.set_some_text("description", draft_.text);
        object.set_some_text("owner", draft_.owners.empty() ? "" : draft_.owners.front());
        if (draft_.tags.empty())
            object.remove("tags");
        else
            object.set("tags", interchange::json_list(draft_.tags));
        return object.json();
    }

    void rewrite_project(interchange::Rewrite& rewrite) const {
        const DraftModel& old = before_->mapped.result.draft;
        if (old.name == draft_.name && old.text == draft_.text && old.owners == draft_.owners &&
            old.tags == draft_.tags)
            return;
        rewrite.value({"project"}, project());
    }

    std::string list_of(const std::vector<ListItem>& items, std::string_view key) const {
        std::vector<std::string> values;
        std::vector<YamlRef> old;
        if (before_ && old_list(key).valid())
            for (YamlRef item : old_list(key).items()) old.push_back(item);
        for (const ListItem& item : items)
            values.push_back(item.kept ? interchange::json_of(old[*item.kept]) : item.json);
        return interchange::json_array(values);
    }

    std::string new_document(const Lists& lists) const {
        JsonObject document;
        document.set_text("otmVersion", "0.2.0");
        document.set("project", project());
        const YamlRef rest = kept_.document();
        if (const YamlRef shown = member(rest, "representations"); shown.valid())
            document.set("representations", interchange::json_of(shown));
        document.set("assets", list_of(lists.assets, "assets"));
        document.set("trustZones", list_of(lists.zones, "trustZones"));
        document.set("components", list_of(lists.components, "components"));
        document.set("dataflows", list_of(lists.flows, "dataflows"));
        if (rest.valid())
            for (auto [key, value] : rest.entries())
                document.set_default(key.text(), interchange::json_of(value));
        return interchange::indented_json(document.json());
    }

    void find_losses() {
        const auto lose = [&](bool is_lost, const char* sentence) {
            if (is_lost) losses_.emplace_back(sentence);
        };
        const auto any = [](const auto& places, auto holds) {
            return std::any_of(places.begin(), places.end(), holds);
        };
        lose(is_trust_missing_, "trust zones must have a rating; those without one got 0");
        lose(draft_.owners.size() > 1, "a project has one owner; the others are left out");
        lose(any(draft_.boundaries, [](const DraftBoundary& b) { return b.is_line; }),
             "trust zones are areas; boundaries drawn as lines are left out");
        lose(any(draft_.boundaries, [](const DraftBoundary& b) { return !b.tags.empty(); }) ||
                 any(draft_.data, [](const DraftData& d) { return !d.tags.empty(); }),
             "trust zones and assets have no tags");
        lose(any(draft_.flows, [](const DraftFlow& f) { return !f.returns.empty(); }),
             "dataflows do not tell what comes back from what is sent");
        lose(!draft_.controls.empty(), "controls are left out: OTM has mitigations of threats only");
        lose(!draft_.decisions.empty(), "decisions about threats are left out");
        lose(!draft_.remarks.empty(), "assumptions, notes and links are left out");
        const bool has_kept_drawing = member(kept_.document(), "representations").valid();
        lose(!draft_.shapes.empty() && !has_kept_drawing, "positions in diagrams are left out");
    }

    const DraftModel& draft_;
    std::unique_ptr<Before> before_;
    Kept kept_;
    boost::unordered_flat_map<std::string, std::string> zone_ids_, component_ids_, asset_ids_;
    boost::unordered_flat_map<std::string, const DraftElement*> elements_by_foreign_id_;
    bool needs_outside_ = false;
    bool is_trust_missing_ = false;
    std::vector<std::string> losses_;
};

}  // namespace

Written write(const WriterInput& input) { return OtmWriter(input).write(); }

}  // namespace bartizan::otm
