// A draft as a CycloneDX 2.0 document: the old text with what has changed in it, or a new one with a
// blueprint. What the format has no member for goes into a property of the document.
#include <algorithm>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/cyclonedx/map.h"
#include "formats/interchange/before.h"
#include "formats/interchange/kept.h"
#include "formats/interchange/meaning.h"
#include "formats/interchange/object_reader.h"
#include "formats/interchange/rewrite.h"
#include "formats/interchange/supplement.h"

namespace bartizan::cyclonedx {
namespace {

using interchange::json_string;
using interchange::JsonObject;
using interchange::Kept;
using interchange::ListItem;
using interchange::member;
using interchange::OldPlaces;
using interchange::text_member;

using Before = interchange::Before<Document, Mapped>;

constexpr const char* element_lists[] = {"assets", "dataStores", "actors"};

class CycloneDxWriter {
public:
    explicit CycloneDxWriter(const WriterInput& input)
        : schema_(input.schema),
          draft_(input.draft),
          before_(interchange::read_before<Document, Mapped>(
              input, read_document,
              [](const Document& document, Diagnostics& diagnostics) {
                  return map_document(document, diagnostics);
              })),
          kept_(before_ ? before_->mapped.result.draft : draft_, format) {
        find_kept_refs();
        name_all(draft_.boundaries, "boundary:", "-zone", zone_refs_);
        for (const auto& [id, ref] : zone_refs_) all_zone_refs_.insert(ref);
        name_all(draft_.elements, "", "-element", element_refs_);
        name_all(draft_.data, "data:", "-data", data_refs_);
        name_all(draft_.flows, "", "-flow", flow_refs_);
        for (const DraftElement& element : draft_.elements)
            for (const std::string& data : element.stores)
                if (list_of(element) == 1) stores_of_[data].push_back(element.id);
        if (!before_) return;
        const Mapped& old = before_->mapped;
        for (std::size_t i = 0; i < old.elements.size(); ++i)
            for (const std::string& data : old.result.draft.elements[i].stores)
                old_stores_of_[data].push_back(old.result.draft.elements[i].id);
    }

    Written write() {
        make_lists();
        std::string text = assembled(old_supplement());
        if (const std::string supplement = supplement_of(text); supplement != old_supplement())
            text = assembled(supplement);
        find_losses();
        return {std::move(text), std::move(losses_)};
    }

private:
    struct List {
        std::size_t blueprint;
        const char* key;
        std::vector<ListItem> items;
    };

    static std::string_view text_of(YamlRef value) {
        return value.valid() && value.is_scalar() ? value.text() : std::string_view();
    }

    /// References are unique in the whole document.
    void find_kept_refs() {
        for (const auto& [place, node] : kept_.places()) taken_.emplace(text_member(node, "bom-ref"));
    }

    template <typename Place>
    void name_all(const std::vector<Place>& places, const std::string& prefix, const std::string& suffix,
                  boost::unordered_flat_map<std::string, std::string>& refs) {
        for (const Place& place : places) {
            const std::string_view kept = text_member(kept_.place(prefix + place.id), "bom-ref");
            std::string ref(kept);
            if (kept.empty()) {
                ref = place.id;
                while (!taken_.insert(ref).second) ref += suffix;
            }
            refs[place.id] = std::move(ref);
        }
    }

    ElementKind kind_of(const DraftElement& element) const { return interchange::kind_of(schema_, element); }
    bool is_a(const DraftElement& element, std::string_view ancestor) const {
        return interchange::is_a(schema_, element.type, ancestor);
    }

    /// An element that only stands for a zone in which flows begin or end.
    bool stands_for_zone(const DraftElement& element) const {
        const auto ref = element_refs_.find(element.id);
        return ref != element_refs_.end() && all_zone_refs_.contains(ref->second);
    }

    /// Position in `element_lists`.
    std::size_t list_of(const DraftElement& element) const {
        const YamlRef kept = kept_.place(element.id);
        const bool is_store = kind_of(element) == ElementKind::store;
        if (!kept.valid()) return is_store ? 1 : 0;
        if (member(kept, "party").valid()) return 2;
        for (const char* key :
             {"componentRef", "partyRef", "tags", "classification", "interfaces", "authentication"})
            if (member(kept, key).valid()) return 0;
        const std::string_view type = text_member(kept, "type");
        const bool is_asset_type = std::ranges::find(asset_types, type) != asset_types.end();
        const bool is_store_type = std::ranges::find(store_types, type) != store_types.end();
        if (is_asset_type != is_store_type) return is_store_type ? 1 : 0;
        return is_store ? 1 : 0;
    }

    std::size_t blueprint_count() const { return before_ ? before_->document->blueprint_count : 0; }

    YamlRef old_blueprint(std::size_t index) const {
        const YamlRef list = before_ ? member(before_->document->tree.root(), "blueprints") : YamlRef();
        if (!list.valid() || !list.is_sequence()) return {};
        for (YamlRef item : list.items())
            if (index-- == 0) return item;
        return {};
    }
    YamlRef old_list(std::size_t blueprint, std::string_view key) const {
        return blueprint < blueprint_count() ? member(old_blueprint(blueprint), key) : YamlRef();
    }

    /// Adds the lists of all blueprints for one key. `is_in` says whether a place belongs to the list at all.
    template <typename Place, typename IsIn, typename Write, typename Same>
    void add_lists(const char* key, const std::vector<Place>& places, const std::vector<Place>* old_places,
                   const std::vector<const Entry*>* old_entries, IsIn is_in, Write write, Same same) {
        boost::unordered_flat_map<std::string_view, std::size_t> blueprint_of;
        if (old_entries)
            for (std::size_t i = 0; i < old_entries->size(); ++i)
                if ((*old_entries)[i])
                    blueprint_of.try_emplace((*old_places)[i].id, (*old_entries)[i]->blueprint);
        const std::size_t count = std::max<std::size_t>(blueprint_count(), 1);
        std::vector<std::vector<const Place*>> now(count);
        for (const Place& place : places) {
            if (!is_in(place)) continue;
            const auto found = blueprint_of.find(place.id);
            now[found == blueprint_of.end() ? 0 : found->second].push_back(&place);
        }
        for (std::size_t blueprint = 0; blueprint < count; ++blueprint) {
            OldPlaces<Place> old;
            const YamlRef list = old_list(blueprint, key);
            if (list.valid() && list.is_sequence()) old.item_count = list.size();
            if (old_entries)
                for (std::size_t i = 0; i < old_entries->size(); ++i) {
                    const Entry* entry = (*old_entries)[i];
                    if (!entry || entry->blueprint != blueprint || !is_in_list(list, *entry)) continue;
                    old.places.push_back(&(*old_places)[i]);
                    old.items.push_back(entry->item);
                }
            lists_.push_back({blueprint, key, interchange::list_items(now[blueprint], old, write, same)});
        }
    }

    /// By where it stands in the text.
    static bool is_in_list(YamlRef list, const Entry& entry) {
        return list.valid() && list.node().begin <= entry.node.node().begin &&
               entry.node.node().end <= list.node().end;
    }

    void make_lists() {
        const DraftModel* old = before_ ? &before_->mapped.result.draft : nullptr;
        const auto same = [](const auto& a, const auto& b) { return interchange::is_same(a, b); };
        add_lists(
            "zones", draft_.boundaries, old ? &old->boundaries : nullptr,
            before_ ? &before_->mapped.boundaries : nullptr,
            [](const DraftBoundary& boundary) { return !boundary.is_line; },
            [&](const DraftBoundary& boundary) { return zone(boundary); }, same);
        for (std::size_t list = 0; list < std::size(element_lists); ++list)
            add_lists(
                element_lists[list], draft_.elements, old ? &old->elements : nullptr,
                before_ ? &before_->mapped.elements : nullptr,
                [&](const DraftElement& element) {
                    return !stands_for_zone(element) && list_of(element) == list;
                },
                [&](const DraftElement& element) { return part(element, list); },
                [](const DraftElement& a, const DraftElement& b) {
                    // What is stored is said by the data sets.
                    DraftElement copy = a;
                    copy.stores = b.stores;
                    return interchange::is_same(copy, b);
                });
        add_lists(
            "dataSets", draft_.data, old ? &old->data : nullptr, before_ ? &before_->mapped.data : nullptr,
            [](const DraftData&) { return true; }, [&](const DraftData& data) { return data_set(data); },
            [&](const DraftData& now, const DraftData& then) {
                return interchange::is_same(now, then) && stores_of_[now.id] == old_stores_of_[now.id];
            });
        add_lists(
            "flows", draft_.flows, old ? &old->flows : nullptr, before_ ? &before_->mapped.flows : nullptr,
            [](const DraftFlow&) { return true; }, [&](const DraftFlow& made) { return flow(made); }, same);
    }

    JsonObject start(const DraftPlace& place, const std::string& kept_as, const std::string& ref) const {
        JsonObject object;
        object.keep(kept_.place(kept_as));
        object.set_text("bom-ref", ref);
        object.set_text("name", place.title.empty() ? place.id : place.title);
        object.set_some_text("description", place.text);
        return object;
    }

    std::string zone(const DraftBoundary& boundary) const {
        JsonObject object = start(boundary, "boundary:" + boundary.id, zone_refs_.at(boundary.id));
        object.set_default("type", "\"trust\"");
        const auto parent = zone_refs_.find(boundary.in);
        if (parent == zone_refs_.end())
            object.remove("parent");
        else
            object.set_text("parent", parent->second);
        return object.json();
    }

    std::string part(const DraftElement& element, std::size_t list) {
        JsonObject object = start(element, element.id, element_refs_[element.id]);
        const std::string_view type = text_member(kept_.place(element.id), "type");
        const std::string name = element.title.empty() ? element.id : element.title;
        if (list == 0) {
            // An asset that is a component or a party elsewhere has no name of its own.
            const bool is_reference = object.has("componentRef") || object.has("partyRef");
            if (is_reference && !member(kept_.place(element.id), "name").valid()) object.remove("name");
            if (!is_reference && type_of_asset(type, name) != element.type)
                object.set_text("type", asset_type(element));
            if (!is_reference) object.set_default("type", json_string(asset_type(element)));
            if (!element.tags.empty())
                object.set("tags", interchange::json_list(element.tags));
            else
                object.remove("tags");
        } else if (list == 1) {
            if (type.empty() || type_of_store(type, name) != element.type)
                object.set("type", store_type(element));
            object.set_some_text("product", interchange::value_of(element, "technology"));
            object.remove("dataSets");
        } else {
            object.remove("name");
        }
        const auto zone = zone_refs_.find(element.in);
        if (zone == zone_refs_.end())
            object.remove("zone");
        else
            object.set_text("zone", zone->second);
        return object.json();
    }

    std::string_view asset_type(const DraftElement& element) const {
        constexpr std::pair<std::string_view, std::string_view> types[]{
            {"person", "actor"},    {"device", "device"},
            {"client", "endpoint"}, {"external-system", "system"},
            {"ai-agent", "agent"},  {"ai-model", "model"},
            {"api", "api"},         {"function", "function"},
            {"gateway", "gateway"}, {"service", "service"},
        };
        for (const auto& [native, foreign] : types)
            if (is_a(element, native)) return foreign;
        return kind_of(element) == ElementKind::external_entity ? "system" : "process";
    }

    std::string store_type(const DraftElement& element) const {
        for (std::string_view type : store_types)
            if (type_of_store(type, "") == element.type) return json_string(type);
        if (is_a(element, "message-broker")) return "\"message-queue\"";
        if (is_a(element, "database")) return "\"relational\"";
        return "{\"name\": " + json_string(element.type) + "}";
    }

    std::string data_set(const DraftData& data) {
        const std::string kept_as = "data:" + data.id;
        JsonObject object = start(data, kept_as, data_refs_[data.id]);
        // A data set must have a description; one that says no more than the name is none.
        object.set_text("description", !data.text.empty()   ? data.text
                                       : data.title.empty() ? data.id
                                                            : data.title);
        boost::unordered_flat_map<std::string_view, YamlRef> kept;
        if (const YamlRef list = member(kept_.place(kept_as), "placements");
            list.valid() && list.is_sequence())
            for (YamlRef placement : list.items())
                kept.try_emplace(text_member(placement, "dataStore"), placement);
        std::vector<std::string> placements;
        for (const std::string& store : stores_of_[data.id]) {
            JsonObject placement;
            const std::string& ref = element_refs_[store];
            if (const auto found = kept.find(ref); found != kept.end()) placement.keep(found->second);
            placement.set_text("dataStore", ref);
            const DraftElement* element = element_of(store);
            if (element && interchange::value_of(*element, "encrypted-at-rest") == "true")
                placement.set("encrypted", "true");
            placements.push_back(placement.json());
        }
        if (placements.empty())
            object.remove("placements");
        else
            object.set("placements", interchange::json_array(placements));
        if (const auto records = interchange::value_of(data, "records"); !records.empty())
            object.set("recordCount", std::string(records));
        else
            object.remove("recordCount");
        return object.json();
    }

    const DraftElement* element_of(const std::string& id) {
        if (elements_.empty())
            for (const DraftElement& element : draft_.elements) elements_.try_emplace(element.id, &element);
        const auto found = elements_.find(id);
        return found == elements_.end() ? nullptr : found->second;
    }

    std::string flow(const DraftFlow& flow) {
        JsonObject object = start(flow, flow.id, flow_refs_[flow.id]);
        object.set_text("source", element_refs_[flow.source]);
        object.set_text("destination", element_refs_[flow.target]);
        object.set_default("type", "\"data\"");
        if (flow.two_way || object.has("bidirectional"))
            object.set("bidirectional", flow.two_way ? "true" : "false");
        set_first(object, flow, "protocols", "protocol", interchange::guess_protocol);
        set_first(object, flow, "authentication", "authentication", authentication_of);
        const auto set_flag = [&](const char* key, std::string_view value, bool is_inverted) {
            if (value.empty())
                object.remove(key);
            else
                object.set(key, (value == "true") != is_inverted ? "true" : "false");
        };
        set_flag("encrypted", interchange::value_of(flow, "encrypted"), false);
        set_flag("synchronous", interchange::value_of(flow, "asynchronous"), true);
        return object.json();
    }

    /// A list of which the first known value is an attribute of ours: kept if it still means the same.
    void set_first(JsonObject& object, const DraftFlow& flow, const char* key, const char* attribute,
                   std::string_view (*meaning)(std::string_view)) const {
        const std::string_view stated = interchange::value_of(flow, attribute);
        std::string_view kept;
        if (const YamlRef list = member(kept_.place(flow.id), key); list.valid() && list.is_sequence())
            for (YamlRef item : list.items())
                if (kept.empty()) kept = meaning(text_of(item));
        if (kept == stated) return;
        if (stated.empty()) return object.remove(key);
        std::string value = json_string(stated);
        if (meaning == &authentication_of) {
            value = "{\"name\": " + value + "}";
            for (std::string_view foreign : authentication_types)
                if (authentication_of(foreign) == stated) {
                    value = json_string(foreign);
                    break;
                }
        }
        object.set(key, "[" + value + "]");
    }

    std::string assumptions() const {
        boost::unordered_flat_map<std::string_view, YamlRef> kept;
        const YamlRef blueprints = member(kept_.document(), "blueprints");
        if (blueprints.valid() && blueprints.is_sequence())
            for (YamlRef blueprint : blueprints.items())
                if (const YamlRef list = member(blueprint, "assumptions"); list.valid() && list.is_sequence())
                    for (YamlRef item : list.items())
                        kept.try_emplace(text_member(item, "description"), item);
        std::vector<std::string> values;
        for (const DraftRemark& remark : draft_.remarks) {
            if (remark.kind != Remark::Kind::assumption) continue;
            const auto found = kept.find(remark.text);
            values.push_back(found != kept.end() ? interchange::json_of(found->second)
                                                 : "{\"description\": " + json_string(remark.text) + "}");
        }
        return interchange::json_array(values);
    }

    std::string properties(const std::string& supplement) const {
        std::vector<std::string> values;
        if (const YamlRef list = member(kept_.document(), "properties"); list.valid() && list.is_sequence())
            for (YamlRef item : list.items())
                if (text_member(item, "name") != property_name) values.push_back(interchange::json_of(item));
        if (!supplement.empty())
            values.push_back("{\"name\": " + json_string(property_name) +
                             ", \"value\": " + json_string(supplement) + "}");
        return interchange::json_array(values);
    }

    std::string old_supplement() const {
        if (!before_) return {};
        if (const YamlRef list = member(kept_.document(), "properties"); list.valid() && list.is_sequence())
            for (YamlRef item : list.items())
                if (text_member(item, "name") == property_name)
                    return std::string(text_member(item, "value"));
        return {};
    }

    std::string assembled(const std::string& supplement) const {
        if (before_)
            if (auto text = rewritten(supplement)) return std::move(*text);
        return new_document(supplement);
    }

    std::optional<std::string> rewritten(const std::string& supplement) const {
        interchange::Rewrite rewrite(before_->document->tree);
        const DraftModel& old = before_->mapped.result.draft;
        const bool has_blueprint = blueprint_count() > 0;
        const bool is_header_new = old.name != draft_.name || old.text != draft_.text;
        const bool are_assumptions_new =
            interchange::assumptions_of(old) != interchange::assumptions_of(draft_);
        if ((is_header_new || are_assumptions_new) && !has_blueprint) return {};
        if (is_header_new) {
            if (!member(old_blueprint(0), "description").valid() && !draft_.text.empty()) return {};
            rewrite.value({"blueprints", std::size_t{0}, "name"}, json_string(draft_.name));
            if (old.text != draft_.text)
                rewrite.value({"blueprints", std::size_t{0}, "description"}, json_string(draft_.text));
        }
        for (const List& list : lists_) {
            if (!has_blueprint && !list.items.empty()) return {};
            if (has_blueprint) rewrite.list({"blueprints", list.blueprint, list.key}, list.items);
        }
        if (are_assumptions_new) {
            if (blueprint_count() > 1) return {};
            rewrite.value({"blueprints", std::size_t{0}, "assumptions"}, assumptions());
        }
        if (supplement != old_supplement()) rewrite.value({"properties"}, properties(supplement));
        return rewrite.text();
    }

    std::string blueprint() const {
        JsonObject object;
        const YamlRef kept = member(kept_.document(), "blueprints");
        if (kept.valid() && kept.is_sequence() && kept.size() > 0)
            for (YamlRef first : kept.items()) {
                object.keep(first);
                break;
            }
        object.set_text("name", draft_.name);
        object.set_some_text("description", draft_.text);
        object.set_default("modelTypes", "[\"data-flow\"]");
        boost::unordered_flat_map<std::string, std::vector<std::string>> values;
        for (const List& list : lists_) {
            std::vector<YamlRef> old;
            if (const YamlRef items = old_list(list.blueprint, list.key);
                items.valid() && items.is_sequence())
                for (YamlRef item : items.items()) old.push_back(item);
            for (const ListItem& item : list.items)
                values[list.key].push_back(item.kept ? interchange::json_of(old[*item.kept]) : item.json);
        }
        for (const char* key : {"zones", "assets", "dataStores", "actors", "dataSets", "flows"})
            if (!values[key].empty()) object.set(key, interchange::json_array(values[key]));
        if (const std::string all = assumptions(); all != "[]")
            object.set("assumptions", all);
        else
            object.remove("assumptions");
        return object.json();
    }

    /// Without anything in the model, a file of threats needs no blueprint.
    bool needs_blueprint() const {
        const YamlRef kept = member(kept_.document(), "blueprints");
        const bool had_one = kept.valid() && kept.is_sequence() && kept.size() > 0;
        return had_one || !kept_.document().valid() || !draft_.elements.empty() ||
               !draft_.boundaries.empty() || !draft_.data.empty() || !draft_.remarks.empty();
    }

    std::string new_document(const std::string& supplement) const {
        JsonObject document;
        document.set("specFormat", "\"CycloneDX\"");
        document.set("specVersion", "\"2.0\"");
        const YamlRef rest = kept_.document();
        for (const char* key : {"serialNumber", "version", "metadata"})
            if (const YamlRef value = member(rest, key); value.valid())
                document.set(key, interchange::json_of(value));
        document.set_default("version", "1");
        if (needs_blueprint()) {
            std::vector<std::string> blueprints{blueprint()};
            const YamlRef kept = member(rest, "blueprints");
            if (kept.valid() && kept.is_sequence()) {
                bool is_first = true;
                for (YamlRef other : kept.items())
                    if (!std::exchange(is_first, false)) {
                        JsonObject copy;
                        copy.keep(other);
                        copy.remove("assumptions");  // they are in the first with all others
                        blueprints.push_back(copy.json());
                    }
            }
            document.set("blueprints", interchange::json_array(blueprints));
        }
        if (rest.valid())
            for (auto [key, value] : rest.entries())
                if (key.text() != "properties" && key.text() != "blueprints")
                    document.set_default(key.text(), interchange::json_of(value));
        if (const std::string all = properties(supplement); all != "[]") document.set("properties", all);
        return interchange::indented_json(document.json());
    }

    std::string supplement_of(const std::string& text) const {
        Sources sources;
        Diagnostics diagnostics;
        const auto document = read_document(sources, sources.add("written", text), diagnostics);
        if (!document) return {};
        const Mapped back = map_document(*document, diagnostics, false);
        const DraftModel& draft = back.result.draft;
        interchange::PlaceNames names;
        const auto add = [&](const auto& refs, const std::string& prefix, const auto& places,
                             const auto& entries) {
            boost::unordered_flat_map<std::string_view, std::size_t> position;
            for (std::size_t i = 0; i < entries.size(); ++i)
                if (entries[i]) position.try_emplace(entries[i]->ref, i);
            for (const auto& [id, ref] : refs)
                if (const auto found = position.find(ref); found != position.end())
                    names[prefix + id] = prefix + places[found->second].id;
        };
        add(zone_refs_, "boundary:", draft.boundaries, back.boundaries);
        add(data_refs_, "data:", draft.data, back.data);
        add(element_refs_, "", draft.elements, back.elements);
        add(flow_refs_, "", draft.flows, back.flows);
        return interchange::supplement_for(draft_, draft, names);
    }

    void find_losses() {
        const auto lose = [&](bool is_lost, const char* sentence) {
            if (is_lost) losses_.emplace_back(sentence);
        };
        lose(std::any_of(draft_.boundaries.begin(), draft_.boundaries.end(),
                         [](const DraftBoundary& boundary) { return boundary.is_line; }),
             "zones are areas; boundaries drawn as lines are left out");
        lose(!draft_.owners.empty(), "owners of the model are left out");
        lose(!draft_.tags.empty(), "tags of the model are left out");
        lose(!draft_.controls.empty(), "controls at places are left out");
        lose(!draft_.decisions.empty(), "decisions about threats are left out");
        lose(std::any_of(draft_.remarks.begin(), draft_.remarks.end(),
                         [](const DraftRemark& remark) { return remark.kind != Remark::Kind::assumption; }),
             "notes and links are left out");
        lose(!draft_.shapes.empty(), "positions in diagrams are left out");
    }

    const Schema& schema_;
    const DraftModel& draft_;
    std::unique_ptr<Before> before_;
    Kept kept_;
    boost::unordered_flat_set<std::string> taken_, all_zone_refs_;
    boost::unordered_flat_map<std::string, std::string> zone_refs_, element_refs_, data_refs_, flow_refs_;
    boost::unordered_flat_map<std::string, const DraftElement*> elements_;
    boost::unordered_flat_map<std::string, std::vector<std::string>> stores_of_, old_stores_of_;
    std::vector<List> lists_;
    std::vector<std::string> losses_;
};

}  // namespace

Written write(const WriterInput& input) { return CycloneDxWriter(input).write(); }

}  // namespace bartizan::cyclonedx
