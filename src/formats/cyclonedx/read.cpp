#include <algorithm>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/cyclonedx/document.h"
#include "formats/interchange/object_reader.h"
#include "text/yaml_record.h"

namespace bartizan::cyclonedx {
namespace {

using interchange::for_each_object;
using interchange::member;
using interchange::ObjectReader;
using interchange::text_member;

Entry read_entry(const ObjectReader& object) {
    Entry entry;
    entry.ref = object.required_text("bom-ref");
    entry.name = object.text("name");
    entry.description = object.text("description");
    entry.node = object.node();
    return entry;
}

/// A value of a list of words, or an object with a name of its own.
std::string_view choice_or_name(const ObjectReader& object, std::string_view key,
                                std::span<const std::string_view> choices) {
    const YamlRef value = member(object.node(), key);
    if (!value.valid()) return {};
    if (const YamlRef name = member(value, "name"); name.valid() && name.is_scalar()) return name.text();
    if (choices.empty()) return object.text(key);
    const auto choice = object.choice(key, choices);
    return choice ? choices[*choice] : std::string_view();
}

std::vector<std::string_view> choices_or_names(const ObjectReader& object, std::string_view key,
                                               std::span<const std::string_view> choices,
                                               Diagnostics& diagnostics) {
    std::vector<std::string_view> names;
    const YamlRef list = object.list(key);
    if (!list.valid()) return names;
    for (YamlRef item : list.items()) {
        if (const YamlRef name = member(item, "name"); name.valid() && name.is_scalar()) {
            names.push_back(name.text());
        } else if (item.is_scalar()) {
            names.push_back(item.text());
            if (std::find(choices.begin(), choices.end(), item.text()) == choices.end())
                diagnostics.add(DiagnosticKind::unknown_value, item.location(),
                                quote_name(item.text()) + " is no value of " + quote_name(key),
                                suggest(item.text(), choices));
        }
    }
    return names;
}

class Reader {
public:
    Reader(Document& document, Diagnostics& diagnostics) : document_(document), diagnostics_(diagnostics) {}

    void read(const ObjectReader& root) {
        check_version(root);
        find_names(root);
        for_each_object(root.list("blueprints"), "a blueprint", diagnostics_,
                        [&](const ObjectReader& blueprint) { read_blueprint(blueprint); });
        document_.blueprint_count = blueprint_;
        if (const YamlRef threats = root.object("threats"); threats.valid())
            read_threats(ObjectReader(threats, "the threats", diagnostics_));
        if (const YamlRef risks = root.object("risks"); risks.valid())
            read_risks(ObjectReader(risks, "the risks", diagnostics_));
        if (const YamlRef definitions = root.object("definitions"); definitions.valid())
            for_each_object(ObjectReader(definitions, "definitions", diagnostics_).list("requirements"),
                            "a requirement", diagnostics_, [&](const ObjectReader& object) {
                                document_.requirements.push_back(read_entry(object));
                            });
        if (document_.name.empty())
            document_.name = text_member(member(member(root.node(), "metadata"), "component"), "name");
    }

private:
    void check_version(const ObjectReader& root) {
        const std::string_view version = root.required_text("specVersion");
        if (!version.empty() && !version.starts_with("2."))
            diagnostics_.add(DiagnosticKind::unknown_value, root.where("specVersion"),
                             "version " + quote_name(version) + " of CycloneDX has no threat models",
                             "it is read like 2.0");
    }

    /// Names of components, services and parties that blueprints refer to.
    void find_names(const ObjectReader& root) {
        for (const char* key : {"components", "services"})
            for_each_object(root.list(key), "a component", diagnostics_, [&](const ObjectReader& object) {
                names_.try_emplace(object.text("bom-ref"), object.text("name"));
            });
    }

    /// Reads a list of a blueprint; every entry knows its position.
    template <typename Item, typename Read>
    void read_list(const ObjectReader& owner, std::string_view key, std::string_view kind,
                   std::vector<Item>& all, Read read) {
        interchange::read_list(owner.list(key), kind, all, diagnostics_, [&](const ObjectReader& object) {
            Item item = read(object);
            item.blueprint = blueprint_;
            return item;
        });
    }

    void read_blueprint(const ObjectReader& blueprint) {
        blueprint.required_list("modelTypes");
        const std::string_view name = blueprint.required_text("name");
        if (blueprint_ == 0) {
            document_.name = name;
            document_.description = blueprint.text("description");
        }
        read_list(blueprint, "zones", "a zone", document_.zones, [&](const ObjectReader& object) {
            Zone zone;
            static_cast<Entry&>(zone) = read_entry(object);
            zone.type = choice_or_name(object, "type", {});
            zone.parent = object.text("parent");
            zone.parent_at = object.where("parent");
            return zone;
        });
        read_list(blueprint, "assets", "an asset", document_.assets,
                  [&](const ObjectReader& object) { return read_part(object, asset_types); });
        read_list(blueprint, "dataStores", "a data store", document_.stores,
                  [&](const ObjectReader& object) { return read_part(object, store_types); });
        read_list(blueprint, "actors", "an actor", document_.actors,
                  [&](const ObjectReader& object) { return read_actor(object); });
        read_list(blueprint, "dataSets", "a data set", document_.data_sets,
                  [&](const ObjectReader& object) { return read_data_set(object); });
        read_list(blueprint, "flows", "a flow", document_.flows,
                  [&](const ObjectReader& object) { return read_flow(object); });
        read_list(blueprint, "assumptions", "an assumption", document_.assumptions,
                  [&](const ObjectReader& object) {
                      object.choice("validity", validities);
                      Entry entry;
                      entry.description = object.required_text("description");
                      entry.node = object.node();
                      return entry;
                  });
        ++blueprint_;
    }

    Part read_part(const ObjectReader& object, std::span<const std::string_view> types) {
        Part part;
        static_cast<Entry&>(part) = read_entry(object);
        part.type = choice_or_name(object, "type", types);
        part.zone = object.text("zone");
        part.zone_at = object.where("zone");
        part.product = object.text("product");
        part.data_sets = object.texts("dataSets");
        part.tags = object.texts("tags");
        choices_or_names(object, "authentication", authentication_types, diagnostics_);
        for (const char* key : {"componentRef", "partyRef"})
            if (part.name.empty())
                if (const auto name = names_.find(object.text(key)); name != names_.end())
                    part.name = name->second;
        if (part.name.empty()) part.name = part.ref;
        return part;
    }

    Part read_actor(const ObjectReader& object) {
        Part part = read_part(object, {});
        part.type = "actor";
        const YamlRef party = member(object.node(), "party");
        if (!party.valid()) object.required_text("party");
        if (party.valid() && party.is_mapping()) {
            for (const char* key : {"person", "organization", "system", "persona"})
                if (const YamlRef who = member(party, key); who.valid()) {
                    if (const std::string_view name = text_member(who, "name"); !name.empty())
                        part.name = name;
                    part.type = key;
                }
        }
        return part;
    }

    DataSet read_data_set(const ObjectReader& object) {
        DataSet data;
        static_cast<Entry&>(data) = read_entry(object);
        for_each_object(
            object.list("placements"), "a placement", diagnostics_, [&](const ObjectReader& item) {
                data.placements.push_back({item.required_text("dataStore"), item.optional_flag("encrypted"),
                                           item.where("dataStore")});
            });
        for_each_object(object.list("dataObjects"), "a data object", diagnostics_,
                        [&](const ObjectReader& item) {
                            if (const YamlRef value = member(item.node(), "classification");
                                value.valid() && value.is_scalar())
                                data.classifications.push_back(value.text());
                        });
        data.record_count = object.number("recordCount");
        return data;
    }

    Flow read_flow(const ObjectReader& object) {
        Flow flow;
        static_cast<Entry&>(flow) = read_entry(object);
        flow.source = object.required_text("source");
        flow.destination = object.required_text("destination");
        flow.source_at = object.where("source");
        flow.destination_at = object.where("destination");
        flow.bidirectional = object.flag("bidirectional");
        flow.encrypted = object.optional_flag("encrypted");
        flow.synchronous = object.optional_flag("synchronous");
        flow.protocols = object.texts("protocols");
        flow.authentication = choices_or_names(object, "authentication", authentication_types, diagnostics_);
        return flow;
    }

    void read_threats(const ObjectReader& threats) {
        read_list(threats, "threats", "a threat", document_.threats, [&](const ObjectReader& object) {
            Threat threat;
            static_cast<Entry&>(threat) = read_entry(object);
            for_each_object(object.list("categories"), "a category", diagnostics_,
                            [&](const ObjectReader& item) {
                                threat.categories.push_back(item.required_text("category"));
                            });
            threat.affected = object.texts("affectedAssets");
            threat.affected_at = object.where("affectedAssets");
            threat.patterns = object.texts("attackPatterns");
            threat.mitigations = object.texts("mitigations");
            for_each_object(object.list("weaknesses"), "a weakness", diagnostics_,
                            [&](const ObjectReader& item) {
                                const auto number = item.number("cweId");
                                if (number && *number > 0 && *number < 1e6)
                                    threat.cwe.push_back(static_cast<int>(*number));
                            });
            return threat;
        });
        read_list(threats, "attackPatterns", "an attack pattern", document_.patterns,
                  [&](const ObjectReader& object) {
                      Pattern pattern;
                      static_cast<Entry&>(pattern) = read_entry(object);
                      pattern.capec = object.number("capecId");
                      return pattern;
                  });
    }

    void read_risks(const ObjectReader& risks) {
        read_list(risks, "risks", "a risk", document_.risks, [&](const ObjectReader& object) {
            Risk risk;
            static_cast<Entry&>(risk) = read_entry(object);
            if (risk.description.empty()) risk.description = object.text("statement");
            risk.affects = object.texts("affects");
            risk.threats = object.texts("relatedThreats");
            risk.inherent_level =
                text_member(member(member(object.node(), "inherentRisk"), "score"), "level");
            risk.residual_level =
                text_member(member(member(object.node(), "residualRisk"), "score"), "level");
            for_each_object(
                object.list("responses"), "a response", diagnostics_, [&](const ObjectReader& item) {
                    const YamlRef status = member(item.node(), "status");
                    risk.responses.push_back(
                        {item.required_text("strategy"),
                         status.valid() && status.is_scalar() ? status.text() : text_member(status, "name")});
                });
            return risk;
        });
    }

    Document& document_;
    Diagnostics& diagnostics_;
    std::size_t blueprint_ = 0;
    boost::unordered_flat_map<std::string_view, std::string_view> names_;
};

}  // namespace

std::unique_ptr<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
    auto document = std::make_unique<Document>();
    document->tree = read_yaml(sources, source, diagnostics);
    const auto root = interchange::read_root(document->tree, "a CycloneDX document", diagnostics);
    if (!root) return nullptr;
    Reader(*document, diagnostics).read(*root);
    return document;
}

}  // namespace bartizan::cyclonedx
