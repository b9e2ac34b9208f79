#include "formats/otm/map.h"

#include <algorithm>
#include <cmath>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/interchange/kept.h"
#include "formats/interchange/meaning.h"
#include "formats/interchange/object_reader.h"
#include "formats/otm/findings.h"
#include "text/nearest_name.h"

namespace bartizan::otm {
namespace {

using interchange::ObjectReader;

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

using Positions = boost::unordered_flat_map<std::string_view, std::size_t>;

/// By the format's ids; reports those that are there twice.
template <typename Item>
Positions positions_of(const std::vector<Item>& all, std::string_view kind, Diagnostics& diagnostics) {
    Positions positions;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].id.empty()) continue;
        const auto [entry, is_new] = positions.try_emplace(all[i].id, i);
        if (is_new) continue;
        diagnostics
            .add(DiagnosticKind::duplicate_name, all[i].where(),
                 "there is another " + std::string(kind) + " with the id `" + std::string(all[i].id) + "`",
                 "give it an id of its own; references mean the first")
            .notes.push_back({all[entry->second].where(), "the first is here"});
    }
    return positions;
}

std::size_t find(const Positions& positions, std::string_view id) {
    const auto found = positions.find(id);
    return found == positions.end() ? nowhere : found->second;
}

class Mapper {
public:
    Mapper(const Document& document, Diagnostics& diagnostics)
        : document_(document),
          diagnostics_(diagnostics),
          assets_(positions_of(document.assets, "asset", diagnostics)),
          zones_(positions_of(document.zones, "trust zone", diagnostics)),
          components_(positions_of(document.components, "component", diagnostics)),
          draft_(mapped_.result.draft) {}

    Mapped run() {
        map_project();
        map_assets();
        find_zones_of_components();
        map_zones();
        map_components();
        map_flows();
        map_diagrams();
        keep_rest();
        mapped_.result.findings = find_threats(document_, element_ids_, flow_ids_, diagnostics_);
        return std::move(mapped_);
    }

private:
    void map_project() {
        const Project& project = document_.project;
        draft_.name = project.name;
        draft_.text = project.description;
        if (!project.owner.empty()) draft_.owners.emplace_back(project.owner);
        for (std::string_view tag : project.tags) draft_.tags.emplace_back(tag);
    }

    void fill(DraftPlace& place, const Entry& entry, DraftIds& ids, std::string_view otherwise) {
        place.id = ids.make(interchange::source_of_id(entry.id, entry.name), otherwise);
        fill_texts(place, entry);
    }

    void fill_texts(DraftPlace& place, const Entry& entry) {
        if (entry.name != place.id) place.title = entry.name;
        place.text = entry.description;
        place.where = entry.where();
        const YamlRef attributes = interchange::member(entry.node, "attributes");
        if (!attributes.valid() || !attributes.is_mapping()) return;
        for (auto [key, value] : attributes.entries()) {
            if (!key.text().starts_with(attribute_prefix) || !value.is_scalar()) continue;
            const std::string_view name = key.text().substr(attribute_prefix.size());
            interchange::state(place, name, value.text());
        }
    }

    void map_assets() {
        DraftIds ids;
        for (const Asset& asset : document_.assets) {
            DraftData data;
            fill(data, asset, ids, "data");
            if (interchange::value_of(data, "classification").empty() && asset.confidentiality)
                interchange::state(data, "classification",
                                   interchange::classification_of_percent(*asset.confidentiality));
            if (asset.integrity && interchange::value_of(data, "integrity").empty())
                interchange::state(data, "integrity", interchange::harm_of_percent(*asset.integrity));
            if (asset.availability && interchange::value_of(data, "availability").empty())
                interchange::state(data, "availability", interchange::harm_of_percent(*asset.availability));
            draft_.data.push_back(std::move(data));
            mapped_.data_items.push_back(asset.item);
        }
    }

    /// The trust zone around each component, by way of the components around it.
    void find_zones_of_components() {
        constexpr std::size_t unknown = nowhere - 1, on_the_way = nowhere - 2;
        zone_of_component_.assign(document_.components.size(), unknown);
        std::vector<std::size_t> way;
        for (std::size_t start = 0; start < document_.components.size(); ++start) {
            way.clear();
            std::size_t at = start, zone = nowhere;
            while (true) {
                if (zone_of_component_[at] == on_the_way) {
                    diagnostics_.add(DiagnosticKind::boundary_cycle, document_.components[at].where(),
                                     "component `" + std::string(document_.components[at].id) +
                                         "` lies, by way of others, in itself");
                    break;
                }
                if (zone_of_component_[at] != unknown) {
                    zone = zone_of_component_[at];
                    break;
                }
                zone_of_component_[at] = on_the_way;
                way.push_back(at);
                const Parent& parent = document_.components[at].parent;
                if (parent.component.empty()) {
                    zone = zone_of(parent);
                    break;
                }
                const std::size_t around = find(components_, parent.component);
                if (around == nowhere) {
                    report_unknown(DiagnosticKind::unknown_element, parent.where, "component",
                                   parent.component);
                    break;
                }
                at = around;
            }
            for (std::size_t component : way) zone_of_component_[component] = zone;
        }
    }

    std::size_t zone_of(const Parent& parent) {
        if (parent.trust_zone.empty()) return nowhere;
        const std::size_t zone = find(zones_, parent.trust_zone);
        if (zone == nowhere)
            report_unknown(DiagnosticKind::unknown_boundary, parent.where, "trust zone", parent.trust_zone);
        return zone;
    }

    void report_unknown(DiagnosticKind kind, Location where, std::string_view what, std::string_view name) {
        diagnostics_.add(kind, where,
                         "there is no " + std::string(what) + " with the id `" + std::string(name) + "`");
    }

    void map_zones() {
        DraftIds ids;
        boundary_ids_.resize(document_.zones.size());
        for (std::size_t i = 0; i < document_.zones.size(); ++i) {
            const TrustZone& zone = document_.zones[i];
            if (interchange::member(interchange::member(zone.node, "attributes"), outside_mark).valid())
                continue;
            DraftBoundary boundary;
            fill(boundary, zone, ids, "zone");
            boundary.trust = trust_of(zone);
            boundary_ids_[i] = boundary.id;
            draft_.boundaries.push_back(std::move(boundary));
            mapped_.boundary_items.push_back(zone.item);
            zone_of_boundary_.push_back(i);
        }
        for (std::size_t i = 0; i < draft_.boundaries.size(); ++i) {
            const Parent& parent = document_.zones[zone_of_boundary_[i]].parent;
            std::size_t around = parent.component.empty() ? zone_of(parent) : nowhere;
            if (const std::size_t component = find(components_, parent.component); component != nowhere)
                around = zone_of_component_[component];
            if (around != nowhere) draft_.boundaries[i].in = boundary_ids_[around];
        }
        interchange::break_cycles(draft_.boundaries, diagnostics_);
    }

    std::optional<int> trust_of(const TrustZone& zone) {
        if (!zone.trust_rating) return {};
        if (*zone.trust_rating < 0 || *zone.trust_rating > 100)
            diagnostics_.add(DiagnosticKind::unknown_value, zone.rating_at,
                             "a trust rating is a number from 0 to 100");
        return static_cast<int>(std::lround(std::clamp(*zone.trust_rating, 0.0, 100.0)));
    }

    std::vector<std::string> data_of(const std::vector<std::string_view>& assets, Location where) {
        std::vector<std::string> ids;
        for (std::string_view asset : assets) {
            const std::size_t position = find(assets_, asset);
            if (position == nowhere)
                report_unknown(DiagnosticKind::unknown_data, where, "asset", asset);
            else if (std::ranges::find(ids, draft_.data[position].id) == ids.end() || ids.size() > 1000)
                ids.push_back(draft_.data[position].id);
        }
        return ids;
    }

    void map_components() {
        for (std::size_t i = 0; i < document_.components.size(); ++i) {
            const Component& component = document_.components[i];
            DraftElement element;
            fill(element, component, ids_, "component");
            element.type = interchange::guess_type(component.type, component.name).value_or("process");
            if (zone_of_component_[i] != nowhere) element.in = boundary_ids_[zone_of_component_[i]];
            for (std::string_view tag : component.tags) element.tags.emplace_back(tag);
            const Location where = component.where();
            element.processes = data_of(component.processed, where);
            element.stores = data_of(component.stored, where);
            element_ids_.push_back(element.id);
            draft_.elements.push_back(std::move(element));
            mapped_.element_items.push_back(component.item);
        }
    }

    std::size_t end_of(std::string_view id, Location where, const DataFlow& flow) {
        const std::size_t end = find(components_, id);
        if (end != nowhere || id.empty()) return end;
        // Looking for a near name takes time; somebody who reads the first suggestions needs no more.
        constexpr std::size_t most_known = 1000, most_suggestions = 50;
        std::vector<std::string_view> known;
        if (suggestions_++ < most_suggestions)
            for (const Component& component : document_.components)
                if (known.size() < most_known) known.push_back(component.id);
        diagnostics_.add(DiagnosticKind::dangling_flow, where,
                         "dataflow `" + std::string(flow.name) + "` leads to or from `" + std::string(id) +
                             "`, which is no component; it is left out",
                         did_you_mean(id, known));
        return nowhere;
    }

    void map_flows() {
        flow_ids_.resize(document_.flows.size());
        for (std::size_t i = 0; i < document_.flows.size(); ++i) {
            const DataFlow& flow = document_.flows[i];
            const std::size_t source = end_of(flow.source, flow.source_at, flow);
            const std::size_t target = end_of(flow.destination, flow.destination_at, flow);
            if (source == nowhere || target == nowhere) continue;
            DraftFlow made;
            made.source = element_ids_[source];
            made.target = element_ids_[target];
            made.id = ids_.make_flow(made.source, made.target, interchange::source_of_id(flow.id, flow.name));
            fill_texts(made, flow);
            made.two_way = flow.bidirectional;
            made.data = data_of(flow.assets, flow.where());
            for (std::string_view tag : flow.tags) made.tags.emplace_back(tag);
            flow_ids_[i] = made.id;
            draft_.flows.push_back(std::move(made));
            mapped_.flow_items.push_back(flow.item);
        }
    }

    void map_diagrams() {
        Positions diagrams;
        for (const Representation& representation : document_.representations) {
            if (representation.type != "diagram") continue;
            if (diagrams.try_emplace(representation.id, draft_.diagrams.size()).second)
                draft_.diagrams.push_back({std::string(representation.name), {}});
        }
        for (std::size_t i = 0; i < document_.zones.size(); ++i)
            if (!boundary_ids_[i].empty())
                map_shapes(document_.zones[i].shown, "boundary:" + boundary_ids_[i], diagrams,
                           document_.zones[i].parent);
        for (std::size_t i = 0; i < document_.components.size(); ++i)
            map_shapes(document_.components[i].shown, element_ids_[i], diagrams,
                       document_.components[i].parent);
    }

    void map_shapes(const std::vector<Shown>& all, const std::string& place, const Positions& diagrams,
                    const Parent& parent) {
        for (const Shown& shown : all) {
            const std::size_t diagram = find(diagrams, shown.representation);
            if (diagram == nowhere || !shown.x || !shown.y) continue;
            const DraftPoint origin = origin_of(parent, shown.representation);
            draft_.shapes.push_back({place, diagram, origin.x + *shown.x, origin.y + *shown.y,
                                     shown.width.value_or(0), shown.height.value_or(0)});
        }
    }

    /// Positions are relative to what is around, as far as that is drawn.
    DraftPoint origin_of(Parent parent, std::string_view representation) const {
        constexpr int most_levels = 50;
        DraftPoint origin;
        for (int level = 0; level < most_levels; ++level) {
            const std::size_t component = find(components_, parent.component);
            const std::size_t zone = find(zones_, parent.trust_zone);
            const std::vector<Shown>* shown = nullptr;
            if (component != nowhere) {
                shown = &document_.components[component].shown;
                parent = document_.components[component].parent;
            } else if (zone != nowhere) {
                shown = &document_.zones[zone].shown;
                parent = document_.zones[zone].parent;
            } else {
                break;
            }
            for (const Shown& drawn : *shown)
                if (drawn.representation == representation && drawn.x && drawn.y) {
                    origin.x += *drawn.x;
                    origin.y += *drawn.y;
                    break;
                }
        }
        return origin;
    }

    void keep_rest() {
        interchange::Keeper keeper(format);
        keeper.document.keep(document_.tree.root());
        for (const char* list : {"assets", "trustZones", "components", "dataflows"})
            keeper.document.remove(list);
        for (std::size_t i = 0; i < document_.assets.size(); ++i)
            keeper.keep("data:" + draft_.data[i].id, document_.assets[i].node);
        for (std::size_t i = 0; i < document_.zones.size(); ++i)
            if (!boundary_ids_[i].empty())
                keeper.keep("boundary:" + boundary_ids_[i], document_.zones[i].node);
        for (std::size_t i = 0; i < document_.components.size(); ++i)
            keeper.keep(element_ids_[i], document_.components[i].node);
        for (std::size_t i = 0; i < document_.flows.size(); ++i)
            if (!flow_ids_[i].empty()) keeper.keep(flow_ids_[i], document_.flows[i].node);
        draft_.extensions.push_back(keeper.extension());
    }

    const Document& document_;
    Diagnostics& diagnostics_;
    Positions assets_, zones_, components_;
    std::vector<std::size_t> zone_of_component_, zone_of_boundary_;
    std::vector<std::string> boundary_ids_, element_ids_, flow_ids_;
    std::size_t suggestions_ = 0;
    DraftIds ids_;  // elements and flows share one set of names
    Mapped mapped_;
    DraftModel& draft_;
};

}  // namespace

Mapped map_document(const Document& document, Diagnostics& diagnostics) {
    return Mapper(document, diagnostics).run();
}

bool recognises(std::string_view text) {
    // At the beginning of a line of YAML, or a member near the beginning of a JSON document.
    constexpr std::size_t looked_at = 4096;
    const std::string_view start = text.substr(0, looked_at);
    for (std::size_t at = start.find("otmVersion"); at != std::string_view::npos;
         at = start.find("otmVersion", at + 1)) {
        const std::size_t end = at + 10;
        const bool is_quoted = at > 0 && end < start.size() && start[at - 1] == '"' && start[end] == '"';
        const bool begins_line = at == 0 || start[at - 1] == '\n' || start.substr(0, at) == "\xEF\xBB\xBF";
        if (is_quoted || (begins_line && end < start.size() && start[end] == ':')) return true;
    }
    // Members may come in any order; then it stands anywhere.
    return text.find("\"otmVersion\"") != std::string_view::npos;
}

std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics) {
    const auto document = read_document(input.sources, input.source, diagnostics);
    if (!document) return {};
    return map_document(*document, diagnostics).result;
}

}  // namespace bartizan::otm
