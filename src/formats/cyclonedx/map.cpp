#include "formats/cyclonedx/map.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/cyclonedx/findings.h"
#include "formats/interchange/kept.h"
#include "formats/interchange/meaning.h"
#include "formats/interchange/object_reader.h"
#include "formats/interchange/supplement.h"

namespace bartizan::cyclonedx {
namespace {

using interchange::member;

struct AssetMeaning {
    std::string_view type;
    std::string_view native;
    ElementKind kind;
};

constexpr std::array<AssetMeaning, 20> asset_meanings{{
    {"actor", "person", ElementKind::external_entity},
    {"agent", "ai-agent", ElementKind::process},
    {"api", "api", ElementKind::process},
    {"broker", "message-broker", ElementKind::store},
    {"cache", "cache", ElementKind::store},
    {"container", "microservice", ElementKind::process},
    {"data", "store", ElementKind::store},
    {"data-store", "database", ElementKind::store},
    {"device", "device", ElementKind::external_entity},
    {"function", "function", ElementKind::process},
    {"gateway", "gateway", ElementKind::process},
    {"interface", "api", ElementKind::process},
    {"model", "ai-model", ElementKind::process},
    {"process", "process", ElementKind::process},
    {"queue", "queue", ElementKind::store},
    {"service", "service", ElementKind::process},
    {"stream", "stream", ElementKind::store},
    {"subsystem", "process", ElementKind::process},
    {"module", "process", ElementKind::process},
    {"tool", "process", ElementKind::process},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> store_meanings{{
    {"relational", "relational-database"},
    {"document", "document-database"},
    {"key-value", "key-value-store"},
    {"graph", "graph-database"},
    {"search", "search-index"},
    {"time-series", "time-series-database"},
    {"column-family", "wide-column-database"},
    {"data-warehouse", "data-warehouse"},
    {"data-lake", "data-lake"},
    {"vector", "vector-store"},
    {"ledger", "ledger"},
    {"blockchain", "ledger"},
    {"object", "object-store"},
    {"file", "file-system"},
    {"block", "block-volume"},
    {"cache", "cache"},
    {"in-memory", "cache"},
    {"message-queue", "queue"},
    {"event-log", "stream"},
    {"registry", "registry"},
}};

class Mapper {
public:
    Mapper(const Document& document, Diagnostics& diagnostics)
        : document_(document), diagnostics_(diagnostics), draft_(mapped_.result.draft) {}

    Mapped run(bool with_supplement) {
        draft_.name = document_.name;
        draft_.text = document_.description;
        map_zones();
        for (const Part& part : document_.assets) map_part(part, type_of_asset(part.type, part.name));
        for (const Part& part : document_.stores) map_part(part, type_of_store(part.type, part.name));
        for (const Part& part : document_.actors) map_part(part, type_of_actor(part.type, part.name));
        map_data();
        map_flows();
        for (const Entry& assumption : document_.assumptions)
            draft_.remarks.push_back({Remark::Kind::assumption, std::string(assumption.description), {}});
        keep_rest();
        if (with_supplement) apply_supplement();
        PlacesByRef places;
        for (const auto& [ref, element] : elements_) places.try_emplace(ref, draft_.elements[element].id);
        for (std::size_t i = 0; i < draft_.flows.size(); ++i)
            places.try_emplace(mapped_.flows[i]->ref, draft_.flows[i].id);
        for (std::size_t i = 0; i < draft_.data.size(); ++i)
            places.try_emplace(mapped_.data[i]->ref, "data:" + draft_.data[i].id);
        for (std::size_t i = 0; i < draft_.boundaries.size(); ++i)
            places.try_emplace(mapped_.boundaries[i]->ref, "boundary:" + draft_.boundaries[i].id);
        mapped_.result.findings = find_threats(document_, places);
        return std::move(mapped_);
    }

private:
    using Positions = boost::unordered_flat_map<std::string_view, std::size_t>;

    void fill(DraftPlace& place, const Entry& entry) {
        if (entry.name != place.id) place.title = entry.name;
        place.text = entry.description;
        place.where = entry.where();
    }

    void add(Positions& positions, const Entry& entry, std::size_t position) {
        if (entry.ref.empty() || positions.try_emplace(entry.ref, position).second) return;
        diagnostics_.add(DiagnosticKind::duplicate_name, entry.where(),
                         "there is another object with the bom-ref `" + std::string(entry.ref) + "`",
                         "give it one of its own; references mean the first");
    }

    void report_unknown(Location where, std::string_view what, std::string_view ref) {
        diagnostics_.add(DiagnosticKind::unknown_value, where,
                         "there is no " + std::string(what) + " with the bom-ref `" + std::string(ref) + "`",
                         "it is passed over");
    }

    void map_zones() {
        DraftIds ids;
        for (const Zone& zone : document_.zones) {
            add(zones_, zone, draft_.boundaries.size());
            DraftBoundary boundary;
            boundary.id = ids.make(interchange::source_of_id(zone.ref, zone.name), "zone");
            fill(boundary, zone);
            if (zone.type == "network") interchange::state(boundary, "kind", "network");
            if (zone.type == "organizational") interchange::state(boundary, "kind", "organisation");
            if (zone.type == "tenant") interchange::state(boundary, "kind", "tenant");
            if (zone.type == "physical") interchange::state(boundary, "kind", "site");
            draft_.boundaries.push_back(std::move(boundary));
            mapped_.boundaries.push_back(&zone);
        }
        for (std::size_t i = 0; i < document_.zones.size(); ++i) {
            const Zone& zone = document_.zones[i];
            if (zone.parent.empty()) continue;
            const auto parent = zones_.find(zone.parent);
            if (parent == zones_.end())
                report_unknown(zone.parent_at, "zone", zone.parent);
            else
                draft_.boundaries[i].in = draft_.boundaries[parent->second].id;
        }
        interchange::break_cycles(draft_.boundaries, diagnostics_);
    }

    void map_part(const Part& part, std::string type) {
        add(elements_, part, draft_.elements.size());
        DraftElement element;
        element.id = ids_.make(interchange::source_of_id(part.ref, part.name), "element");
        fill(element, part);
        element.type = std::move(type);
        interchange::state(element, "technology", part.product);
        for (std::string_view tag : part.tags) element.tags.emplace_back(tag);
        if (!part.zone.empty()) {
            const auto zone = zones_.find(part.zone);
            if (zone == zones_.end())
                report_unknown(part.zone_at, "zone", part.zone);
            else
                element.in = draft_.boundaries[zone->second].id;
        }
        draft_.elements.push_back(std::move(element));
        mapped_.elements.push_back(&part);
    }

    void map_data() {
        DraftIds ids;
        Positions sets;
        boost::unordered_flat_map<std::size_t, bool> encrypted;
        for (const DataSet& set : document_.data_sets) {
            add(sets, set, draft_.data.size());
            DraftData data;
            data.id = ids.make(interchange::source_of_id(set.ref, set.name), "data");
            fill(data, set);
            if (set.description == set.name) data.text.clear();
            for (std::string_view value : set.classifications)
                if (value == "public" || value == "internal" || value == "confidential" ||
                    value == "restricted") {
                    interchange::state(data, "classification", value);
                    break;
                }
            if (set.record_count && *set.record_count >= 0 && *set.record_count < 1e9)
                interchange::state(data, "records", std::to_string(static_cast<long>(*set.record_count)));
            for (const Placement& placement : set.placements) {
                const auto store = elements_.find(placement.store);
                if (store == elements_.end()) {
                    report_unknown(placement.where, "data store", placement.store);
                    continue;
                }
                store_data(store->second, data.id);
                if (!placement.encrypted) continue;
                bool& all = encrypted.try_emplace(store->second, true).first->second;
                all = all && *placement.encrypted;
            }
            draft_.data.push_back(std::move(data));
            mapped_.data.push_back(&set);
        }
        for (const auto& [store, is_encrypted] : encrypted)
            interchange::state(draft_.elements[store], "encrypted-at-rest", is_encrypted ? "true" : "false");
        for (const Part& part : document_.stores) {
            const auto store = elements_.find(part.ref);
            if (store == elements_.end()) continue;
            for (std::string_view ref : part.data_sets)
                if (const auto set = sets.find(ref); set != sets.end())
                    store_data(store->second, draft_.data[set->second].id);
        }
    }

    void store_data(std::size_t element, const std::string& data) {
        // Asked again and again of the same store, this must not be searched.
        if (stored_.insert(std::to_string(element) + "/" + data).second)
            draft_.elements[element].stores.push_back(data);
    }

    /// The element at an end of a flow. Where that is a zone, an element stands for whoever is in it.
    std::optional<std::size_t> find_end(std::string_view ref, Location where, const Flow& flow) {
        if (ref.empty()) return {};
        if (const auto element = elements_.find(ref); element != elements_.end()) return element->second;
        if (const auto zone = zones_.find(ref); zone != zones_.end()) return element_for_zone(zone->second);
        diagnostics_.add(DiagnosticKind::dangling_flow, where,
                         "flow `" + std::string(flow.name) + "` leads to or from `" + std::string(ref) +
                             "`, which is no asset, store, actor or zone; it is left out");
        return {};
    }

    std::size_t element_for_zone(std::size_t zone) {
        const auto [entry, is_new] = zone_elements_.try_emplace(zone, draft_.elements.size());
        if (!is_new) return entry->second;
        const Zone& around = document_.zones[zone];
        DraftElement element;
        element.id = ids_.make(interchange::source_of_id(around.ref, around.name), "zone");
        fill(element, around);
        element.type = "external-system";
        element.in = draft_.boundaries[zone].id;
        draft_.elements.push_back(std::move(element));
        mapped_.elements.push_back(nullptr);
        return entry->second;
    }

    void map_flows() {
        Positions refs;
        for (const Flow& flow : document_.flows) {
            add(refs, flow, draft_.flows.size());
            const auto source = find_end(flow.source, flow.source_at, flow);
            const auto target = find_end(flow.destination, flow.destination_at, flow);
            if (!source || !target) continue;
            DraftFlow made;
            made.source = draft_.elements[*source].id;
            made.target = draft_.elements[*target].id;
            made.id =
                ids_.make_flow(made.source, made.target, interchange::source_of_id(flow.ref, flow.name));
            fill(made, flow);
            made.two_way = flow.bidirectional;
            for (std::string_view protocol : flow.protocols)
                if (const auto native = interchange::guess_protocol(protocol); !native.empty()) {
                    interchange::state(made, "protocol", native);
                    break;
                }
            if (flow.encrypted) interchange::state(made, "encrypted", *flow.encrypted ? "true" : "false");
            for (std::string_view method : flow.authentication)
                if (const auto native = authentication_of(method); !native.empty()) {
                    interchange::state(made, "authentication", native);
                    break;
                }
            if (flow.synchronous)
                interchange::state(made, "asynchronous", *flow.synchronous ? "false" : "true");
            draft_.flows.push_back(std::move(made));
            mapped_.flows.push_back(&flow);
        }
    }

    void keep_rest() {
        interchange::Keeper keeper(format);
        keeper.document.keep(document_.tree.root());
        std::vector<std::string> blueprints;
        const YamlRef list = member(document_.tree.root(), "blueprints");
        if (list.valid() && list.is_sequence())
            for (YamlRef node : list.items()) {
                interchange::JsonObject blueprint;
                blueprint.keep(node);
                for (const char* key : {"zones", "assets", "dataStores", "actors", "dataSets", "flows"})
                    blueprint.remove(key);
                if (node.is_mapping()) blueprints.push_back(blueprint.json());
            }
        keeper.document.set("blueprints", interchange::json_array(blueprints));
        for (std::size_t i = 0; i < draft_.boundaries.size(); ++i)
            keeper.keep("boundary:" + draft_.boundaries[i].id, mapped_.boundaries[i]->node);
        for (std::size_t i = 0; i < draft_.elements.size(); ++i)
            if (mapped_.elements[i]) keeper.keep(draft_.elements[i].id, mapped_.elements[i]->node);
        for (const auto& [zone, element] : zone_elements_)
            keeper.keep(draft_.elements[element].id, document_.zones[zone].node);
        for (std::size_t i = 0; i < draft_.data.size(); ++i)
            keeper.keep("data:" + draft_.data[i].id, mapped_.data[i]->node);
        for (std::size_t i = 0; i < draft_.flows.size(); ++i)
            keeper.keep(draft_.flows[i].id, mapped_.flows[i]->node);
        draft_.extensions.push_back(keeper.extension());
    }

    void apply_supplement() {
        const YamlRef properties = member(document_.tree.root(), "properties");
        if (!properties.valid() || !properties.is_sequence()) return;
        for (YamlRef property : properties.items()) {
            const YamlRef name = member(property, "name"), value = member(property, "value");
            if (!name.valid() || name.text() != property_name || !value.valid() || !value.is_scalar())
                continue;
            Sources sources;
            Diagnostics diagnostics;
            const YamlTree tree =
                read_yaml(sources, sources.add("property", std::string(value.text())), diagnostics);
            if (!diagnostics.has_errors() && !tree.empty())
                interchange::apply_supplement(draft_, tree.root());
            return;
        }
    }

    const Document& document_;
    Diagnostics& diagnostics_;
    Positions zones_, elements_;
    boost::unordered_flat_map<std::size_t, std::size_t> zone_elements_;
    boost::unordered_flat_set<std::string> stored_;
    DraftIds ids_;
    Mapped mapped_;
    DraftModel& draft_;
};

}  // namespace

std::string type_of_asset(std::string_view type, std::string_view name) {
    const auto meaning = std::ranges::find(asset_meanings, type, &AssetMeaning::type);
    if (meaning == asset_meanings.end())
        return std::string(interchange::guess_type(type, name).value_or("process"));
    const auto guess = interchange::guess_type({}, name, meaning->kind);
    return std::string(guess.value_or(meaning->native));
}

std::string type_of_store(std::string_view type, std::string_view name) {
    const auto guess = interchange::guess_type({}, name, ElementKind::store);
    if (guess && *guess != "database" && *guess != "object-store") return std::string(*guess);
    for (const auto& [foreign, native] : store_meanings)
        if (type == foreign) return std::string(native);
    return std::string(
        interchange::guess_type(type, {}, ElementKind::store).value_or(guess.value_or("store")));
}

std::string type_of_actor(std::string_view type, std::string_view name) {
    const bool is_system = type == "system" || type == "organization";
    return std::string(interchange::guess_type({}, name, ElementKind::external_entity)
                           .value_or(is_system ? "external-system" : "person"));
}

std::string_view authentication_of(std::string_view foreign) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 22> meanings{{
        {"api-key", "api-key"},     {"basic", "basic"},
        {"bearer", "opaque-token"}, {"mtls", "mtls"},
        {"certificate", "mtls"},    {"jwt", "jwt"},
        {"oauth2", "oauth2"},       {"oidc", "oidc"},
        {"saml", "saml"},           {"kerberos", "kerberos"},
        {"none", "none"},           {"session-cookie", "session-cookie"},
        {"ssh", "ssh-key"},         {"fido2", "passkey"},
        {"hmac", "signed-request"}, {"form", "password"},
        {"digest", "password"},     {"ntlm", "password"},
        {"ldap", "password"},       {"scram", "password"},
        {"pin", "password"},        {"oauth1", "signed-request"},
    }};
    for (const auto& [name, native] : meanings)
        if (foreign == name) return native;
    return {};
}

Mapped map_document(const Document& document, Diagnostics& diagnostics, bool with_supplement) {
    return Mapper(document, diagnostics).run(with_supplement);
}

bool recognises(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos || text[first] != '{') return false;
    constexpr std::string_view key = "\"specFormat\"";
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return false;
    const std::size_t colon = text.find_first_not_of(" \t\r\n", at + key.size());
    if (colon == std::string_view::npos || text[colon] != ':') return false;
    const std::size_t value = text.find_first_not_of(" \t\r\n", colon + 1);
    if (value == std::string_view::npos || !text.substr(value).starts_with("\"CycloneDX\"")) return false;
    return text.find("\"blueprints\"") != std::string_view::npos ||
           text.find("\"threats\"") != std::string_view::npos ||
           text.find("\"risks\"") != std::string_view::npos;
}

std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics) {
    const auto document = read_document(input.sources, input.source, diagnostics);
    if (!document) return {};
    return map_document(*document, diagnostics).result;
}

}  // namespace bartizan::cyclonedx
