#include <algorithm>

#include "formats/interchange/object_reader.h"
#include "formats/threatcomposer/document.h"
#include "text/yaml_record.h"

namespace bartizan::threatcomposer {
namespace {

using interchange::for_each_object;
using interchange::ObjectReader;
using interchange::text_member;

Entry read_entry(const ObjectReader& object, Diagnostics& diagnostics) {
    Entry entry;
    entry.id = object.required_text("id");
    entry.number = object.number("numericId");
    entry.node = object.node();
    entry.tags = object.texts("tags");
    for_each_object(object.list("metadata"), "metadata", diagnostics, [&](const ObjectReader& item) {
        if (item.text("key") == "Comments") entry.comments = item.text("value");
    });
    return entry;
}

void read_metadata(Threat& threat, const ObjectReader& object, Diagnostics& diagnostics) {
    for_each_object(object.list("metadata"), "metadata", diagnostics, [&](const ObjectReader& item) {
        const std::string_view key = item.text("key");
        if (key == "Priority") {
            threat.priority = item.text("value");
            threat.priority_at = item.where("value");
        } else if (key == "STRIDE") {
            for (std::string_view letter : item.texts("value")) {
                const auto found = std::ranges::find(stride_letters, letter);
                if (found != stride_letters.end())
                    threat.stride.push_back(static_cast<std::size_t>(found - stride_letters.begin()));
                else
                    diagnostics.add(DiagnosticKind::unknown_value, item.where("value"),
                                    quote_name(letter) + " is no letter of STRIDE");
            }
        }
    });
}

Threat read_threat(const ObjectReader& object, Diagnostics& diagnostics) {
    Threat threat;
    static_cast<Entry&>(threat) = read_entry(object, diagnostics);
    threat.source = object.text("threatSource");
    threat.prerequisites = object.text("prerequisites");
    threat.action = object.text("threatAction");
    threat.impact = object.text("threatImpact");
    threat.statement = object.text("statement");
    threat.goals = object.texts("impactedGoal");
    threat.assets = object.texts("impactedAssets");
    threat.status = object.choice("status", threat_statuses);
    read_metadata(threat, object, diagnostics);
    return threat;
}

std::vector<Link> read_links(const ObjectReader& root, std::string_view list, std::string_view from,
                             Diagnostics& diagnostics) {
    std::vector<Link> links;
    for_each_object(root.list(list), "a link", diagnostics, [&](const ObjectReader& item) {
        links.push_back({item.required_text(from), item.required_text("linkedId"), item.where("linkedId")});
    });
    return links;
}

void read_all(Document& document, const ObjectReader& root, Diagnostics& diagnostics) {
    const auto schema = root.number("schema");
    if (!schema) root.required_text("schema");
    if (schema && *schema != 1)
        diagnostics.add(DiagnosticKind::unknown_value, root.where("schema"),
                        "this schema of Threat Composer is not known here", "it is read like 1");
    if (const YamlRef info = root.object("applicationInfo"); info.valid()) {
        const ObjectReader application(info, "the application", diagnostics);
        document.name = application.text("name");
        document.description = application.text("description");
    }
    document.architecture = text_member(root.object("architecture"), "description");
    document.dataflow = text_member(root.object("dataflow"), "description");
    for_each_object(root.list("assumptions"), "an assumption", diagnostics, [&](const ObjectReader& item) {
        document.assumptions.push_back({read_entry(item, diagnostics), item.required_text("content")});
    });
    for_each_object(root.list("mitigations"), "a mitigation", diagnostics, [&](const ObjectReader& item) {
        document.mitigations.push_back({read_entry(item, diagnostics), item.required_text("content"),
                                        item.choice("status", mitigation_statuses)});
    });
    for_each_object(root.list("threats"), "a threat", diagnostics, [&](const ObjectReader& item) {
        document.threats.push_back(read_threat(item, diagnostics));
    });
    document.mitigation_links = read_links(root, "mitigationLinks", "mitigationId", diagnostics);
    document.assumption_links = read_links(root, "assumptionLinks", "assumptionId", diagnostics);
}

}  // namespace

std::unique_ptr<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
    auto document = std::make_unique<Document>();
    document->tree = read_yaml(sources, source, diagnostics);
    const auto root = interchange::read_root(document->tree, "a workspace", diagnostics);
    if (!root) return nullptr;
    read_all(*document, *root, diagnostics);
    return document;
}

}  // namespace bartizan::threatcomposer
