// A draft as a model of the Threat Model Library, valid against its strict schema: the old text with what has
// changed in it, or a new one. What the format has no member for goes into a supplement among its extensions.
#include <algorithm>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/interchange/before.h"
#include "formats/interchange/kept.h"
#include "formats/interchange/meaning.h"
#include "formats/interchange/object_reader.h"
#include "formats/interchange/rewrite.h"
#include "formats/interchange/supplement.h"
#include "formats/tmlibrary/map.h"

namespace bartizan::tmlibrary {
namespace {

using interchange::json_string;
using interchange::JsonObject;
using interchange::Kept;
using interchange::ListItem;
using interchange::member;
using interchange::OldPlaces;

using Before = interchange::Before<Document, Mapped>;

/// Symbolic names: kept ones, and new ones made of ids, each once.
class Names {
public:
    void keep(std::string_view name) { taken_.emplace(name); }
    std::string make(std::string_view id) {
        std::string name;
        for (char c : id) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
            const bool is_allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (is_allowed)
                name += c;
            else if (!name.ends_with('-'))
                name += '-';
        }
        const std::string base = name;
        std::size_t& number = next_number_.try_emplace(base, 2).first->second;
        while (!taken_.insert(name).second) name = base + "-" + std::to_string(number++);
        return name;
    }

private:
    boost::unordered_flat_set<std::string> taken_;
    boost::unordered_flat_map<std::string, std::size_t> next_number_;
};

bool is_symbolic(std::string_view name) {
    return !name.empty() &&
           name.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos;
}

class TmLibraryWriter {
public:
    explicit TmLibraryWriter(const WriterInput& input)
        : schema_(input.schema),
          draft_(input.draft),
          before_(interchange::read_before<Document, Mapped>(
              input, read_document,
              [](const Document& document, Diagnostics& diagnostics) {
                  return map_document(document, diagnostics);
              })),
          kept_(before_ ? before_->mapped.result.draft : draft_, format) {
        name_all(draft_.boundaries, "boundary:", zone_names_);
        name_all(draft_.elements, "", element_names_);
        name_all(draft_.data, "data:", data_names_);
        name_all(draft_.flows, "", flow_names_);
        for (const DraftElement& element : draft_.elements) {
            elements_[element.id] = &element;
            for (const std::string& data : element.stores)
                if (kind_of(element) == ElementKind::store) stores_of_[data].push_back(element.id);
        }
        for (const DraftData& data : draft_.data) {
            const std::string_view classification = interchange::value_of(data, "classification");
            if (classification == "confidential" || classification == "restricted")
                sensitive_.insert(data.id);
        }
        if (before_)
            for (const DraftElement& element : before_->mapped.result.draft.elements)
                for (const std::string& data : element.stores) old_stores_of_[data].push_back(element.id);
    }

    Written write() {
        make_lists();
        // What comes back of it shows what it does not say.
        std::string text = assembled(old_supplement());
        if (const std::string supplement = supplement_of(text); supplement != old_supplement())
            text = assembled(supplement);
        find_losses();
        return {std::move(text), std::move(losses_)};
    }

private:
    struct List {
        const char* key;
        std::vector<ListItem> items;
    };

    template <typename Place>
    void name_all(const std::vector<Place>& places, const std::string& prefix,
                  boost::unordered_flat_map<std::string, std::string>& names) {
        Names made;
        for (const Place& place : places) {
            const YamlRef name = member(kept_.place(prefix + place.id), "symbolic_name");
            if (!name.valid() || !name.is_scalar() || !is_symbolic(name.text())) continue;
            names[place.id] = name.text();
            made.keep(name.text());
        }
        if (before_ && prefix == "boundary:")
            for (const Zone& zone : before_->document->zones) made.keep(zone.name);
        for (const Place& place : places)
            if (!names.contains(place.id)) names[place.id] = made.make(place.id);
        if (prefix != "boundary:") return;
        outside_name_ = made.make("outside");
        for (const auto& [id, name] : names) all_zone_names_.insert(name);
        if (before_)
            for (const Zone& zone : before_->document->zones) all_zone_names_.emplace(zone.name);
    }

    ElementKind kind_of(const DraftElement& element) const { return interchange::kind_of(schema_, element); }
    bool is_a(const DraftElement& element, std::string_view ancestor) const {
        return interchange::is_a(schema_, element.type, ancestor);
    }

    YamlRef old_list(std::string_view key) const {
        return before_ ? member(before_->document->tree.root(), key) : YamlRef();
    }

    template <typename Place>
    OldPlaces<Place> old_places(const std::vector<Place>& places, const std::vector<std::size_t>& items,
                                std::size_t first, std::size_t count, std::string_view key) const {
        OldPlaces<Place> old;
        for (std::size_t i = first; i < first + count; ++i) {
            old.places.push_back(&places[i]);
            old.items.push_back(items[i]);
        }
        if (const YamlRef list = old_list(key); list.valid() && list.is_sequence())
            old.item_count = list.size();
        return old;
    }

    void make_lists() {
        add_elements("actors", ElementKind::external_entity, 0);
        add_elements("components", ElementKind::process, 1);
        add_elements("data_stores", ElementKind::store, 2);
        OldPlaces<DraftData> old_data;
        OldPlaces<DraftFlow> old_flows;
        OldPlaces<DraftBoundary> old_zones;
        if (before_) {
            const Mapped& old = before_->mapped;
            const DraftModel& draft = old.result.draft;
            old_data = old_places(draft.data, old.data_items, 0, draft.data.size(), "data_sets");
            old_flows = old_places(draft.flows, old.flow_items, 0, draft.flows.size(), "data_flows");
            old_zones =
                old_places(draft.boundaries, old.boundary_items, 0, draft.boundaries.size(), "trust_zones");
        }
        lists_.push_back({"data_sets", interchange::list_items(
                                           interchange::pointers_to(draft_.data), old_data,
                                           [&](const DraftData& data) { return data_set(data); },
                                           [&](const DraftData& now, const DraftData& old) {
                                               return interchange::is_same(now, old) &&
                                                      stores_of_[now.id] == old_stores_of_[now.id];
                                           })});
        lists_.push_back(
            {"data_flows", interchange::list_items(interchange::pointers_to(draft_.flows), old_flows,
                                                   [&](const DraftFlow& flow) { return data_flow(flow); })});
        std::vector<const DraftBoundary*> areas;
        for (const DraftBoundary& boundary : draft_.boundaries)
            if (!boundary.is_line) areas.push_back(&boundary);
        std::vector<ListItem> zones = interchange::list_items(
            areas, old_zones, [&](const DraftBoundary& boundary) { return trust_zone(boundary); });
        if (needs_outside_) zones.push_back({{}, outside_zone()});
        lists_.insert(lists_.begin(), {"trust_zones", std::move(zones)});
    }

    void add_elements(const char* key, ElementKind kind, std::size_t part) {
        std::vector<const DraftElement*> now;
        for (const DraftElement& element : draft_.elements)
            if (kind_of(element) == kind) now.push_back(&element);
        OldPlaces<DraftElement> old;
        if (before_) {
            const Mapped& mapped = before_->mapped;
            const std::size_t total = mapped.result.draft.elements.size();
            const std::size_t first[] = {0, mapped.actor_count, mapped.actor_count + mapped.component_count,
                                         total};
            old = old_places(mapped.result.draft.elements, mapped.element_items, first[part],
                             first[part + 1] - first[part], key);
        }
        lists_.push_back(
            {key, interchange::list_items(
                      now, old, [&](const DraftElement& element) { return this->element(element, kind); },
                      [](const DraftElement& a, const DraftElement& b) {
                          // What is stored is said by the data sets.
                          DraftElement copy = a;
                          copy.stores = b.stores;
                          return interchange::is_same(copy, b);
                      })});
    }

    JsonObject start(const DraftPlace& place, const std::string& kept_as, const std::string& name) const {
        JsonObject object;
        object.keep(kept_.place(kept_as));
        object.set_text("symbolic_name", name);
        object.set_text("title", place.title.empty() ? place.id : place.title);
        object.set_text("description", place.text);
        return object;
    }

    std::string_view kept_text(const std::string& kept_as, std::string_view key) const {
        return interchange::text_member(kept_.place(kept_as), key);
    }

    std::string trust_zone(const DraftBoundary& boundary) const {
        return start(boundary, "boundary:" + boundary.id, zone_names_.at(boundary.id)).json();
    }

    std::string outside_zone() const {
        JsonObject object;
        object.set_text("symbolic_name", outside_name_);
        object.set_text("title", "Outside");
        object.set_text("description", "Around everything that lies in no other zone.");
        return object.json();
    }

    std::string element(const DraftElement& element, ElementKind kind) {
        JsonObject object = start(element, element.id, element_names_[element.id]);
        const std::string title = element.title.empty() ? element.id : element.title;
        const std::string_view type = kept_text(element.id, "type");
        if (kind == ElementKind::external_entity) {
            if (type.empty() || type_of_actor(type, title) != element.type)
                object.set_text("type", actor_type(element));
        } else if (kind == ElementKind::store) {
            if (type.empty() || type_of_store(type, title) != element.type)
                object.set_text("type", store_type(element));
            object.set_some_text("product", interchange::value_of(element, "technology"));
        }
        const auto zone = zone_names_.find(element.in);
        if (zone != zone_names_.end()) {
            object.set_text("trust_zone", zone->second);
        } else if (kept_text(element.id, "trust_zone").empty() || was_in_zone(element.id)) {
            needs_outside_ = true;
            object.set_text("trust_zone", outside_name_);
        }
        return object.json();
    }

    /// A zone that never was there may stay: the file had it so.
    bool was_in_zone(const std::string& element) const {
        return all_zone_names_.contains(std::string(kept_text(element, "trust_zone")));
    }

    std::string_view actor_type(const DraftElement& element) const {
        if (is_a(element, "administrator")) return "administrator";
        if (is_a(element, "developer")) return "engineer";
        if (is_a(element, "person")) return "user";
        return is_a(element, "external-system") ? "third_party" : "system";
    }

    std::string_view store_type(const DraftElement& element) const {
        constexpr std::pair<std::string_view, std::string_view> types[]{
            {"relational-database", "sql"},
            {"document-database", "document"},
            {"search-index", "document"},
            {"graph-database", "graph"},
            {"time-series-database", "time_series"},
            {"log-store", "time_series"},
            {"object-store", "object"},
            {"key-value-store", "key_value"},
            {"database", "sql"},
            {"cache", "key_value"},
            {"session-store", "key_value"},
            {"secret-store", "key_value"},
        };
        for (const auto& [native, foreign] : types)
            if (is_a(element, native)) return foreign;
        return "object";
    }

    std::string data_set(const DraftData& data) {
        const std::string kept_as = "data:" + data.id;
        JsonObject object = start(data, kept_as, data_names_[data.id]);
        boost::unordered_flat_map<std::string, YamlRef> kept_placements;
        if (const YamlRef list = member(kept_.place(kept_as), "placements");
            list.valid() && list.is_sequence())
            for (YamlRef placement : list.items())
                if (const YamlRef store = member(placement, "data_store"); store.valid() && store.is_scalar())
                    kept_placements.try_emplace(std::string(store.text()), placement);
        std::vector<std::string> placements;
        for (const std::string& store : stores_of_[data.id]) {
            JsonObject placement;
            const std::string& name = element_names_[store];
            placement.set_text("data_store", name);
            const std::string_view stated = interchange::value_of(*elements_[store], "encrypted-at-rest");
            const YamlRef kept =
                kept_placements.contains(name) ? member(kept_placements[name], "encrypted") : YamlRef();
            if (stated == "true" || (!stated.empty() && !kept.valid()))
                placement.set("encrypted", std::string(stated));
            else if (kept.valid() && !stated.empty())
                placement.set("encrypted", interchange::json_of(kept));
            placements.push_back(placement.json());
        }
        object.set("placements", interchange::json_array(placements));
        set_sensitivity(object, data, kept_as);
        const std::string_view records = interchange::value_of(data, "records");
        if (records.empty())
            object.remove("record_count");
        else
            object.set("record_count", std::string(records));
        return object.json();
    }

    void set_sensitivity(JsonObject& object, const DraftData& data, const std::string& kept_as) const {
        const std::string_view classification = interchange::value_of(data, "classification");
        const std::string_view kind = interchange::value_of(data, "kind");
        std::vector<std::string_view> kept;
        if (const YamlRef list = member(kept_.place(kept_as), "data_sensitivity");
            list.valid() && list.is_sequence())
            for (YamlRef value : list.items())
                if (value.is_scalar()) kept.push_back(value.text());
        const Sensitivity meant = sensitivity_of(kept);
        if (object.has("data_sensitivity") && meant.classification == classification && meant.kind == kind)
            return;
        std::vector<std::string> values;
        constexpr std::pair<std::string_view, std::string_view> kinds[]{
            {"credential", "cred"},
            {"secret", "cred"},
            {"health", "phi"},
            {"payment", "pci"},
            {"personal", "pii"},
            {"business", "biz"},
            {"intellectual-property", "ip"},
            {"source-code", "ip"},
            {"model-weights", "ip"},
            {"configuration", "op"},
            {"audit", "op"},
            {"log", "op"},
            {"telemetry", "op"},
        };
        for (const auto& [native, foreign] : kinds)
            if (kind == native) values.emplace_back(foreign);
        if (values.empty() && (classification == "confidential" || classification == "restricted"))
            values.emplace_back("biz");
        object.set("data_sensitivity", interchange::json_list(values));
    }

    std::string typed_name(const std::string& id) {
        const auto found = elements_.find(id);
        const ElementKind kind = found == elements_.end() ? ElementKind::process : kind_of(*found->second);
        constexpr std::string_view names[]{"actor", "component", "data_store"};
        return "{\"type\": " + json_string(names[static_cast<std::size_t>(kind)]) +
               ", \"object\": " + json_string(element_names_[id]) + "}";
    }

    bool is_sensitive(const DraftFlow& flow) const {
        return std::any_of(flow.data.begin(), flow.data.end(),
                           [&](const std::string& data) { return sensitive_.contains(data); });
    }

    std::string data_flow(const DraftFlow& flow) {
        JsonObject object = start(flow, flow.id, flow_names_[flow.id]);
        object.set("source", typed_name(flow.source));
        object.set("destination", typed_name(flow.target));
        if (!object.has("has_sensitive_data") || !flow.data.empty())
            object.set("has_sensitive_data", is_sensitive(flow) ? "true" : "false");
        object.set("encrypted", interchange::value_of(flow, "encrypted") == "true" ? "true" : "false");
        return object.json();
    }

    std::string scope() const {
        JsonObject object;
        object.keep(member(kept_.document(), "scope"));
        object.set_text("title", draft_.name);
        object.set_text("description", draft_.text);
        object.set_default("business_criticality", "\"moderate\"");
        object.set_default("data_sensitivity", "[]");
        object.set_default("exposure", "\"internal\"");
        object.set_default("tier", "\"important\"");
        return object.json();
    }

    std::string assumptions() const {
        boost::unordered_flat_map<std::string_view, YamlRef> kept;
        if (const YamlRef list = member(kept_.document(), "assumptions"); list.valid() && list.is_sequence())
            for (YamlRef item : list.items())
                if (const YamlRef text = member(item, "description"); text.valid() && text.is_scalar())
                    kept.try_emplace(text.text(), item);
        std::vector<std::string> values;
        for (const DraftRemark& remark : draft_.remarks) {
            if (remark.kind != Remark::Kind::assumption) continue;
            const auto found = kept.find(remark.text);
            values.push_back(found != kept.end() ? interchange::json_of(found->second)
                                                 : "{\"description\": " + json_string(remark.text) +
                                                       ", \"validity\": \"unconfirmed\"}");
        }
        return interchange::json_array(values);
    }

    std::string extensions(const std::string& supplement) const {
        JsonObject object;
        object.keep(member(kept_.document(), "extensions"));
        object.remove(extension_name);
        if (!supplement.empty()) object.set(extension_name, supplement);
        return object.json();
    }

    std::string old_supplement() const {
        const YamlRef old = member(member(kept_.document(), "extensions"), extension_name);
        return before_ && old.valid() ? interchange::json_of(old) : std::string();
    }

    std::string assembled(const std::string& supplement) const {
        if (before_)
            if (auto text = rewritten(supplement)) return std::move(*text);
        return new_document(supplement);
    }

    std::optional<std::string> rewritten(const std::string& supplement) const {
        interchange::Rewrite rewrite(before_->document->tree);
        const DraftModel& old = before_->mapped.result.draft;
        if (old.name != draft_.name || old.text != draft_.text) rewrite.value({"scope"}, scope());
        for (const List& list : lists_) rewrite.list({list.key}, list.items);
        if (interchange::assumptions_of(old) != interchange::assumptions_of(draft_))
            rewrite.value({"assumptions"}, assumptions());
        if (supplement != old_supplement()) rewrite.value({"extensions"}, extensions(supplement));
        return rewrite.text();
    }

    std::string new_document(const std::string& supplement) const {
        const YamlRef rest = kept_.document();
        JsonObject document;
        for (const char* key : {"$schema", "version"})
            if (const YamlRef value = member(rest, key); value.valid())
                document.set(key, interchange::json_of(value));
        document.set_default("version", "\"1.0\"");
        document.set("scope", scope());
        for (const List& list : lists_) {
            std::vector<YamlRef> old;
            if (const YamlRef items = old_list(list.key); items.valid() && items.is_sequence())
                for (YamlRef item : items.items()) old.push_back(item);
            std::vector<std::string> values;
            for (const ListItem& item : list.items)
                values.push_back(item.kept ? interchange::json_of(old[*item.kept]) : item.json);
            document.set(list.key, interchange::json_array(values));
        }
        document.set("assumptions", assumptions());
        if (const std::string all = extensions(supplement); all != "{}") document.set("extensions", all);
        if (rest.valid())
            for (auto [key, value] : rest.entries())
                if (key.text() != "extensions") document.set_default(key.text(), interchange::json_of(value));
        document.set_default("trust_boundaries", "[]");
        return interchange::indented_json(document.json());
    }

    std::string supplement_of(const std::string& text) const {
        Sources sources;
        Diagnostics diagnostics;
        const auto document = read_document(sources, sources.add("written", text), diagnostics);
        if (!document) return {};
        const Mapped back = map_document(*document, diagnostics, false);
        const Kept read_back(back.result.draft, format);
        boost::unordered_flat_map<std::string, std::string> id_of_name;
        for (const auto& [place, node] : read_back.places()) {
            const YamlRef name = member(node, "symbolic_name");
            if (name.valid() && name.is_scalar())
                id_of_name[prefix_of(place, node) + std::string(name.text())] = place;
        }
        interchange::PlaceNames names;
        const auto add = [&](const auto& all, const std::string& prefix, const std::string& key) {
            for (const auto& [id, name] : all)
                if (const auto found = id_of_name.find(key + name); found != id_of_name.end())
                    names[prefix + id] = found->second;
        };
        add(zone_names_, "boundary:", "boundary:");
        add(data_names_, "data:", "data:");
        add(element_names_, "", "");
        add(flow_names_, "", "->");
        return interchange::supplement_for(draft_, back.result.draft, names);
    }

    /// Flows and elements may have the same symbolic name.
    static std::string prefix_of(std::string_view place, YamlRef node) {
        for (std::string_view prefix : {"boundary:", "data:"})
            if (place.starts_with(prefix)) return std::string(prefix);
        return member(node, "destination").valid() ? "->" : "";
    }

    void find_losses() {
        const auto lose = [&](bool is_lost, const char* sentence) {
            if (is_lost) losses_.emplace_back(sentence);
        };
        lose(std::any_of(draft_.boundaries.begin(), draft_.boundaries.end(),
                         [](const DraftBoundary& boundary) { return boundary.is_line; }),
             "trust zones are areas; boundaries drawn as lines are left out");
        lose(!draft_.owners.empty(), "a model of this format has no owners");
        lose(!draft_.tags.empty(), "a model of this format has no tags");
        lose(!draft_.controls.empty(), "controls are left out: here they stand for threats, not for places");
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
    boost::unordered_flat_map<std::string, std::string> zone_names_, element_names_, data_names_, flow_names_;
    boost::unordered_flat_map<std::string, const DraftElement*> elements_;
    boost::unordered_flat_map<std::string, std::vector<std::string>> stores_of_, old_stores_of_;
    boost::unordered_flat_set<std::string> all_zone_names_, sensitive_;
    std::string outside_name_;
    bool needs_outside_ = false;
    std::vector<List> lists_;
    std::vector<std::string> losses_;
};

}  // namespace

Written write(const WriterInput& input) { return TmLibraryWriter(input).write(); }

}  // namespace bartizan::tmlibrary
