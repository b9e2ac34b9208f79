#include "formats/interchange/object_reader.h"
#include "formats/otm/document.h"

namespace bartizan::otm {
namespace {

using interchange::for_each_object;
using interchange::ObjectReader;
using interchange::read_list;

Entry read_entry(const ObjectReader& object) {
    Entry entry;
    entry.id = object.required_text("id");
    entry.name = object.required_text("name");
    entry.description = object.text("description");
    entry.node = object.node();
    return entry;
}

Parent read_parent(const ObjectReader& object, bool is_required, Diagnostics& diagnostics) {
    const YamlRef node = is_required ? object.required_object("parent") : object.object("parent");
    if (!node.valid()) return {};
    const ObjectReader parent(node, "a parent", diagnostics);
    return {parent.text("trustZone"), parent.text("component"), node.location()};
}

std::vector<Shown> read_shown(const ObjectReader& object, Diagnostics& diagnostics) {
    std::vector<Shown> all;
    for_each_object(object.list("representations"), "a representation", diagnostics,
                    [&](const ObjectReader& item) {
                        Shown shown;
                        shown.representation = item.text("representation");
                        if (YamlRef node = item.object("position"); node.valid()) {
                            const ObjectReader position(node, "a position", diagnostics);
                            shown.x = position.number("x");
                            shown.y = position.number("y");
                        }
                        if (YamlRef node = item.object("size"); node.valid()) {
                            const ObjectReader size(node, "a size", diagnostics);
                            shown.width = size.number("width");
                            shown.height = size.number("height");
                        }
                        all.push_back(shown);
                    });
    return all;
}

std::vector<ThreatUse> read_threat_uses(const ObjectReader& object, Diagnostics& diagnostics) {
    std::vector<ThreatUse> uses;
    for_each_object(object.list("threats"), "a threat", diagnostics, [&](const ObjectReader& item) {
        ThreatUse use;
        use.threat = item.required_text("threat");
        use.state = item.text("state");
        use.where = item.where("threat");
        use.state_at = item.where("state");
        for_each_object(item.list("mitigations"), "a mitigation", diagnostics,
                        [&](const ObjectReader& inner) {
                            use.mitigations.push_back({inner.text("mitigation"), inner.text("state")});
                        });
        uses.push_back(std::move(use));
    });
    return uses;
}

Project read_project(const ObjectReader& object) {
    Project project;
    project.id = object.required_text("id");
    project.name = object.required_text("name");
    project.description = object.text("description");
    project.owner = object.text("owner");
    project.owner_contact = object.text("ownerContact");
    project.tags = object.texts("tags");
    return project;
}

Asset read_asset(const ObjectReader& object, Diagnostics& diagnostics) {
    Asset asset{read_entry(object), {}, {}, {}};
    if (const YamlRef node = object.required_object("risk"); node.valid()) {
        const ObjectReader risk(node, "the risk of an asset", diagnostics);
        asset.confidentiality = risk.number("confidentiality");
        asset.integrity = risk.number("integrity");
        asset.availability = risk.number("availability");
    }
    return asset;
}

TrustZone read_zone(const ObjectReader& object, Diagnostics& diagnostics) {
    TrustZone zone{read_entry(object), object.text("type"), {}, object.where("risk"), {}, {}};
    if (const YamlRef node = object.required_object("risk"); node.valid()) {
        const ObjectReader risk(node, "the risk of a trust zone", diagnostics);
        zone.trust_rating = risk.number("trustRating");
        zone.rating_at = risk.where("trustRating");
    }
    zone.parent = read_parent(object, false, diagnostics);
    zone.shown = read_shown(object, diagnostics);
    return zone;
}

Component read_component(const ObjectReader& object, Diagnostics& diagnostics) {
    Component component{read_entry(object), object.required_text("type"), {}, {}, {}, {}, {}, {}};
    component.parent = read_parent(object, true, diagnostics);
    component.shown = read_shown(object, diagnostics);
    if (const YamlRef node = object.object("assets"); node.valid()) {
        const ObjectReader assets(node, "the assets of a component", diagnostics);
        component.processed = assets.texts("processed");
        component.stored = assets.texts("stored");
    }
    component.threats = read_threat_uses(object, diagnostics);
    component.tags = object.texts("tags");
    return component;
}

DataFlow read_flow(const ObjectReader& object, Diagnostics& diagnostics) {
    DataFlow flow;
    static_cast<Entry&>(flow) = read_entry(object);
    flow.source = object.required_text("source");
    flow.destination = object.required_text("destination");
    flow.source_at = object.where("source");
    flow.destination_at = object.where("destination");
    flow.bidirectional = object.flag("bidirectional");
    flow.assets = object.texts("assets");
    flow.threats = read_threat_uses(object, diagnostics);
    flow.tags = object.texts("tags");
    return flow;
}

Threat read_threat(const ObjectReader& object, Diagnostics& diagnostics) {
    Threat threat;
    static_cast<Entry&>(threat) = read_entry(object);
    threat.categories = object.texts("categories");
    threat.cwes = object.texts("cwes");
    threat.tags = object.texts("tags");
    if (const YamlRef node = object.required_object("risk"); node.valid()) {
        const ObjectReader risk(node, "the risk of a threat", diagnostics);
        threat.likelihood = risk.number("likelihood");
        threat.impact = risk.number("impact");
    }
    return threat;
}

void check_version(const Document& document, const ObjectReader& root, Diagnostics& diagnostics) {
    if (document.version.empty() || document.version.starts_with("0.1") ||
        document.version.starts_with("0.2"))
        return;
    diagnostics.add(DiagnosticKind::unknown_value, root.where("otmVersion"),
                    "version `" + std::string(document.version) + "` of OTM is not known here",
                    "it is read like 0.2.0");
}

}  // namespace

std::unique_ptr<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
    auto document = std::make_unique<Document>();
    document->tree = read_yaml(sources, source, diagnostics);
    const auto object = interchange::read_root(document->tree, "an OTM document", diagnostics);
    if (!object) return nullptr;
    const ObjectReader& root = *object;
    document->version = root.required_text("otmVersion");
    check_version(*document, root, diagnostics);
    if (const YamlRef project = root.required_object("project"); project.valid())
        document->project = read_project(ObjectReader(project, "a project", diagnostics));
    read_list(root.list("representations"), "a representation", document->representations, diagnostics,
              [&](const ObjectReader& object) {
                  return Representation{read_entry(object), object.required_text("type")};
              });
    const auto with = [&](auto read) {
        return [&diagnostics, read](const ObjectReader& object) { return read(object, diagnostics); };
    };
    read_list(root.list("assets"), "an asset", document->assets, diagnostics, with(read_asset));
    read_list(root.list("trustZones"), "a trust zone", document->zones, diagnostics, with(read_zone));
    read_list(root.list("components"), "a component", document->components, diagnostics,
              with(read_component));
    read_list(root.list("dataflows"), "a dataflow", document->flows, diagnostics, with(read_flow));
    read_list(root.list("threats"), "a threat", document->threats, diagnostics, with(read_threat));
    read_list(root.list("mitigations"), "a mitigation", document->mitigations, diagnostics,
              [&](const ObjectReader& object) {
                  return Mitigation{read_entry(object), object.number("riskReduction")};
              });
    return document;
}

}  // namespace bartizan::otm
