#include "formats/tmlibrary/map.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/interchange/kept.h"
#include "formats/interchange/meaning.h"
#include "formats/interchange/object_reader.h"
#include "formats/interchange/supplement.h"
#include "formats/tmlibrary/findings.h"

namespace bartizan::tmlibrary {
namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
using Positions = boost::unordered_flat_map<std::string_view, std::size_t>;

std::size_t find(const Positions& positions, std::string_view name) {
    const auto found = positions.find(name);
    return found == positions.end() ? nowhere : found->second;
}

class Mapper {
public:
    Mapper(const Document& document, Diagnostics& diagnostics)
        : document_(document), diagnostics_(diagnostics), draft_(mapped_.result.draft) {}

    Mapped run(bool with_supplement) {
        draft_.name = document_.title;
        draft_.text = document_.description;
        map_zones();
        map_parts(document_.actors, actors_);
        mapped_.actor_count = draft_.elements.size();
        map_parts(document_.components, components_);
        mapped_.component_count = draft_.elements.size() - mapped_.actor_count;
        map_parts(document_.stores, stores_);
        map_data();
        map_flows();
        for (const Assumption& assumption : document_.assumptions)
            draft_.remarks.push_back({Remark::Kind::assumption, std::string(assumption.description), {}});
        keep_rest();
        if (with_supplement) {
            const YamlRef extensions = interchange::member(document_.tree.root(), "extensions");
            interchange::apply_supplement(draft_, interchange::member(extensions, extension_name));
            remove_lost_items();
        }
        mapped_.result.findings = find_threats(document_, places_by_name(), diagnostics_);
        return std::move(mapped_);
    }

private:
    void fill(DraftPlace& place, const Entry& entry) {
        if (entry.title != place.id) place.title = entry.title;
        place.text = entry.description;
        place.where = entry.where();
    }

    bool add(Positions& positions, const Entry& entry, std::size_t position, std::string_view kind) {
        if (entry.name.empty() || positions.try_emplace(entry.name, position).second) return true;
        diagnostics_.add(DiagnosticKind::duplicate_name, entry.where(),
                         "there is another " + std::string(kind) + " with the symbolic name `" +
                             std::string(entry.name) + "`",
                         "give it a name of its own; references mean the first");
        return false;
    }

    std::string make_id(DraftIds& ids, const Entry& entry, std::string_view otherwise) {
        return ids.make(interchange::source_of_id(entry.name, entry.title), otherwise);
    }

    void map_zones() {
        DraftIds ids;
        for (const Zone& zone : document_.zones) {
            add(zones_, zone, draft_.boundaries.size(), "trust zone");
            DraftBoundary boundary;
            boundary.id = make_id(ids, zone, "zone");
            fill(boundary, zone);
            boundary_ids_.push_back(boundary.id);
            draft_.boundaries.push_back(std::move(boundary));
            mapped_.boundary_items.push_back(zone.item);
        }
    }

    void map_parts(const std::vector<Part>& parts, Positions& positions) {
        for (const Part& part : parts) {
            add(positions, part, draft_.elements.size(), "element");
            DraftElement element;
            element.id = make_id(ids_, part, "element");
            fill(element, part);
            element.type = &parts == &document_.actors       ? type_of_actor(part.type, part.title)
                           : &parts == &document_.components ? type_of_component(part.title)
                                                             : type_of_store(part.type, part.title);
            interchange::state(element, "technology", part.product);
            if (!part.zone.empty()) {
                const std::size_t zone = find(zones_, part.zone);
                if (zone == nowhere)
                    diagnostics_.add(DiagnosticKind::unknown_value, part.zone_at,
                                     "there is no trust zone `" + std::string(part.zone) + "`",
                                     "`" + std::string(part.title) + "` is taken to lie in none");
                else
                    element.in = boundary_ids_[zone];
            }
            draft_.elements.push_back(std::move(element));
            mapped_.element_items.push_back(part.item);
        }
    }

    void map_data() {
        DraftIds ids;
        // By store: whether all that is placed there is encrypted, as far as the file says.
        boost::unordered_flat_map<std::size_t, bool> encrypted;
        for (const DataSet& set : document_.data_sets) {
            DraftData data;
            data.id = make_id(ids, set, "data");
            fill(data, set);
            const Sensitivity sensitivity = sensitivity_of(set.sensitivity);
            interchange::state(data, "classification", sensitivity.classification);
            interchange::state(data, "kind", sensitivity.kind);
            if (set.record_count && *set.record_count >= 0 && *set.record_count < 1e9)
                interchange::state(data, "records", std::to_string(static_cast<long>(*set.record_count)));
            for (const Placement& placement : set.placements) place_data(data.id, placement, encrypted);
            draft_.data.push_back(std::move(data));
            mapped_.data_items.push_back(set.item);
        }
        for (const auto& [store, is_encrypted] : encrypted)
            interchange::state(draft_.elements[store], "encrypted-at-rest", is_encrypted ? "true" : "false");
    }

    void place_data(const std::string& data, const Placement& placement,
                    boost::unordered_flat_map<std::size_t, bool>& encrypted) {
        const std::size_t store = find(stores_, placement.store);
        if (store == nowhere) {
            diagnostics_.add(DiagnosticKind::unknown_value, placement.where,
                             "there is no data store `" + std::string(placement.store) + "`",
                             "the placement is left out");
            return;
        }
        std::vector<std::string>& stored = draft_.elements[store].stores;
        if (stored.empty() || stored.back() != data) stored.push_back(data);
        if (!placement.encrypted) return;
        bool& all = encrypted.try_emplace(store, true).first->second;
        all = all && *placement.encrypted;
    }

    std::size_t find_end(const FlowEnd& end, const Flow& flow) {
        if (end.object.empty()) return nowhere;
        std::array<const Positions*, 3> order{&components_, &stores_, &actors_};
        if (end.type == "actor") std::swap(order[0], order[2]);
        if (end.type == "data_store") std::swap(order[0], order[1]);
        for (const Positions* positions : order)
            if (const std::size_t position = find(*positions, end.object); position != nowhere)
                return position;
        diagnostics_.add(DiagnosticKind::dangling_flow, end.where,
                         "data flow `" + std::string(flow.name) + "` leads to or from `" +
                             std::string(end.object) + "`, which is not there; it is left out");
        return nowhere;
    }

    void map_flows() {
        flow_ids_.resize(document_.flows.size());
        Positions names;
        for (std::size_t i = 0; i < document_.flows.size(); ++i) {
            const Flow& flow = document_.flows[i];
            add(names, flow, i, "data flow");
            const std::size_t source = find_end(flow.source, flow), target = find_end(flow.destination, flow);
            if (source == nowhere || target == nowhere) continue;
            DraftFlow made;
            made.source = draft_.elements[source].id;
            made.target = draft_.elements[target].id;
            made.id =
                ids_.make_flow(made.source, made.target, interchange::source_of_id(flow.name, flow.title));
            fill(made, flow);
            if (flow.encrypted) interchange::state(made, "encrypted", *flow.encrypted ? "true" : "false");
            flow_ids_[i] = made.id;
            draft_.flows.push_back(std::move(made));
            mapped_.flow_items.push_back(flow.item);
        }
    }

    void keep_rest() {
        interchange::Keeper keeper(format);
        keeper.document.keep(document_.tree.root());
        for (const char* list :
             {"trust_zones", "actors", "components", "data_stores", "data_sets", "data_flows"})
            keeper.document.remove(list);
        for (std::size_t i = 0; i < document_.zones.size(); ++i)
            keeper.keep("boundary:" + boundary_ids_[i], document_.zones[i].node);
        std::size_t element = 0;
        for (const auto* parts : {&document_.actors, &document_.components, &document_.stores})
            for (const Part& part : *parts) keeper.keep(draft_.elements[element++].id, part.node);
        for (std::size_t i = 0; i < document_.data_sets.size(); ++i)
            keeper.keep("data:" + draft_.data[i].id, document_.data_sets[i].node);
        for (std::size_t i = 0; i < document_.flows.size(); ++i)
            if (!flow_ids_[i].empty()) keeper.keep(flow_ids_[i], document_.flows[i].node);
        draft_.extensions.push_back(keeper.extension());
    }

    /// A supplement may have taken boundaries away; the positions of the others follow.
    void remove_lost_items() {
        if (draft_.boundaries.size() == boundary_ids_.size()) return;
        std::vector<std::size_t> items;
        std::size_t next = 0;
        for (const DraftBoundary& boundary : draft_.boundaries) {
            while (boundary_ids_[next] != boundary.id) ++next;
            items.push_back(mapped_.boundary_items[next++]);
        }
        mapped_.boundary_items = std::move(items);
    }

    PlacesByName places_by_name() const {
        PlacesByName places;
        for (std::size_t i = 0; i < document_.flows.size(); ++i)
            if (!flow_ids_[i].empty()) places.try_emplace(document_.flows[i].name, flow_ids_[i]);
        // Components come before others of the same name.
        const auto add_all = [&](const Positions& positions) {
            for (const auto& [name, position] : positions)
                places.insert_or_assign(name, draft_.elements[position].id);
        };
        add_all(actors_);
        add_all(stores_);
        add_all(components_);
        return places;
    }

    const Document& document_;
    Diagnostics& diagnostics_;
    Positions zones_, actors_, components_, stores_;
    std::vector<std::string> boundary_ids_, flow_ids_;
    DraftIds ids_;
    Mapped mapped_;
    DraftModel& draft_;
};

}  // namespace

std::string type_of_actor(std::string_view type, std::string_view title) {
    if (type == "administrator") return "administrator";
    if (type == "engineer") return "developer";
    if (type == "user" || type == "power_user") return "user";
    if (type == "system") return "external-system";
    return std::string(
        interchange::guess_type({}, title, ElementKind::external_entity).value_or("external-system"));
}

std::string type_of_component(std::string_view title) {
    return std::string(interchange::guess_type({}, title, ElementKind::process).value_or("process"));
}

std::string type_of_store(std::string_view type, std::string_view title) {
    const auto guess = interchange::guess_type({}, title, ElementKind::store);
    if (guess && *guess != "database" && *guess != "object-store") return std::string(*guess);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> native{{
        {"sql", "relational-database"},
        {"key_value", "key-value-store"},
        {"document", "document-database"},
        {"object", "object-store"},
        {"graph", "graph-database"},
        {"time_series", "time-series-database"},
    }};
    for (const auto& [foreign, ours] : native)
        if (type == foreign) return std::string(ours);
    return "store";
}

Sensitivity sensitivity_of(const std::vector<std::string_view>& values) {
    // The most harmful first: of several, that one gives the kind and the classification.
    constexpr std::array<std::pair<std::string_view, Sensitivity>, 9> order{{
        {"cred", {"restricted", "credential"}},
        {"phi", {"restricted", "health"}},
        {"pci", {"restricted", "payment"}},
        {"gov", {"restricted", "general"}},
        {"pii", {"confidential", "personal"}},
        {"fin", {"confidential", "business"}},
        {"ip", {"confidential", "intellectual-property"}},
        {"biz", {"internal", "business"}},
        {"op", {"internal", "configuration"}},
    }};
    for (const auto& [name, sensitivity] : order)
        if (std::ranges::find(values, name) != values.end()) return sensitivity;
    return {};
}

Mapped map_document(const Document& document, Diagnostics& diagnostics, bool with_supplement) {
    return Mapper(document, diagnostics).run(with_supplement);
}

bool recognises(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos || text[first] != '{') return false;
    for (std::string_view key : {"\"trust_zones\"", "\"data_flows\"", "\"scope\""})
        if (text.find(key) == std::string_view::npos) return false;
    // Its own schema has all these words, too.
    return text.find("\"$defs\"") == std::string_view::npos;
}

std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics) {
    const auto document = read_document(input.sources, input.source, diagnostics);
    if (!document) return {};
    return map_document(*document, diagnostics).result;
}

}  // namespace bartizan::tmlibrary
