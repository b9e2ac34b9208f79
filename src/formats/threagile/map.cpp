#include "formats/threagile/map.h"

#include <algorithm>

#include <boost/unordered/unordered_flat_set.hpp>

namespace bartizan::threagile {
namespace {

/// Ids of one kind: those that our language accepts stay, the others are made anew.
class KeptIds {
public:
    std::string keep(std::string_view id, std::string_view title, std::string_view otherwise) {
        std::string kept(id);
        if (!is_accepted(id) || !taken_.insert(kept).second) {
            do kept = made_.make(id.empty() ? title : id, otherwise);
            while (!taken_.insert(kept).second);
        }
        return kept;
    }

private:
    static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
    static bool is_accepted(std::string_view id) {
        return !id.empty() && is_letter(id[0]) && id != "model" && std::ranges::all_of(id, [](char c) {
            return is_letter(c) || c == '-' || (c >= '0' && c <= '9');
        });
    }

    boost::unordered_flat_set<std::string> taken_;
    DraftIds made_;
};

struct Mapping {
    const Document& document;
    Mapped mapped;

    DraftModel& draft() { return mapped.draft; }

    void describe(DraftPlace& place, const Described& described) {
        place.title = described.title;
        place.text = described.description;
        for (TagId tag : described.tags) place.tags.push_back(document.tags[tag.index]);
        place.where = described.where;
    }
    std::vector<std::string> ids_of(const std::vector<DataId>& data) {
        std::vector<std::string> ids;
        boost::unordered_flat_set<DataId> taken;
        for (DataId id : data)
            if (taken.insert(id).second) ids.push_back(mapped.data_ids[id.index]);
        return ids;
    }
};

void state(DraftPlace& place, std::string_view name, std::string_view value) {
    if (!value.empty()) place.attributes.push_back({std::string(name), std::string(value)});
}
void state_if(DraftPlace& place, std::string_view name, bool value) {
    if (value) state(place, name, "true");
}
void tag_if(DraftPlace& place, bool applies, std::string_view tag) {
    if (applies) place.tags.emplace_back(tag);
}

void map_data(Mapping& mapping) {
    KeptIds ids;
    for (const DataAsset& asset : mapping.document.data) {
        DraftData& data = mapping.draft().data.emplace_back();
        mapping.describe(data, asset);
        data.id = ids.keep(asset.id, asset.title, "data");
        mapping.mapped.data_ids.push_back(data.id);
        state(data, "classification", classification_word(asset.ratings.confidentiality));
        state(data, "integrity", harm_word(asset.ratings.integrity));
        state(data, "availability", harm_word(asset.ratings.availability));
        tag_if(data, asset.ratings.confidentiality == Confidentiality::restricted, "restricted");
    }
}

void map_boundaries(Mapping& mapping) {
    KeptIds ids;
    for (const Boundary& boundary : mapping.document.boundaries) {
        DraftBoundary& draft = mapping.draft().boundaries.emplace_back();
        mapping.describe(draft, boundary);
        draft.id = ids.keep(boundary.id, boundary.title, "boundary");
        mapping.mapped.boundary_ids.push_back(draft.id);
        state(draft, "kind", boundary_kind_word(boundary.type));
        draft.tags.emplace_back(name_of(boundary.type));
    }
    for (std::size_t i = 0; i < mapping.document.boundaries.size(); ++i)
        if (const BoundaryId parent = mapping.document.boundaries[i].parent; parent.valid())
            mapping.draft().boundaries[i].in = mapping.mapped.boundary_ids[parent.index];
}

void state_facts(DraftElement& element, const TechnicalAsset& asset) {
    for (Technology technology : asset.technologies)
        if (technology != Technology::unknown) {
            state(element, "technology", name_of(technology));
            break;
        }
    state(element, "owner", asset.owner);
    state(element, "criticality", harm_word(asset.ratings.availability));
    state_if(element, "multi-tenant", asset.multi_tenant);
    state_if(element, "redundant", asset.redundant);
    state_if(element, "internet-facing", asset.internet);
    const AssetType nature = nature_of(element.type);
    state_if(element, "encrypted-at-rest",
             nature == AssetType::datastore && asset.encryption != Encryption::none);
    const bool takes_files = std::ranges::find(asset.formats, DataFormat::file) != asset.formats.end();
    state_if(element, "accepts-uploads", nature == AssetType::process && takes_files);
    tag_if(element, asset.out_of_scope, "out-of-scope");
    tag_if(element, asset.custom_developed_parts, "custom-developed");
    tag_if(element, asset.machine == Machine::container, "container");
    tag_if(element, asset.machine == Machine::serverless, "serverless");
}

void map_elements(Mapping& mapping) {
    KeptIds ids;
    const Document& document = mapping.document;
    for (const TechnicalAsset& asset : document.assets) {
        DraftElement& element = mapping.draft().elements.emplace_back();
        mapping.describe(element, asset);
        element.id = ids.keep(asset.id, asset.title, "asset");
        mapping.mapped.asset_ids.push_back(element.id);
        element.type = element_type(asset);
        element.stores = mapping.ids_of(asset.stored);
        element.processes = mapping.ids_of(asset.processed);
        state_facts(element, asset);
    }
    for (std::size_t i = 0; i < document.boundaries.size(); ++i)
        for (AssetId asset : document.boundaries[i].assets)
            mapping.draft().elements[asset.index].in = mapping.mapped.boundary_ids[i];
    for (const Runtime& runtime : document.runtimes)
        for (AssetId asset : runtime.assets)
            mapping.draft().elements[asset.index].tags.push_back("runtime-" + runtime.id);
}

void map_flows(Mapping& mapping) {
    DraftIds ids;
    for (const Link& link : mapping.document.links) {
        DraftFlow& flow = mapping.draft().flows.emplace_back();
        mapping.describe(flow, link);
        flow.source = mapping.mapped.asset_ids[link.source.index];
        flow.target = mapping.mapped.asset_ids[link.target.index];
        flow.id = ids.make_flow(flow.source, flow.target, link.title);
        mapping.mapped.link_ids.push_back(flow.id);
        flow.data = mapping.ids_of(link.sent);
        flow.returns = mapping.ids_of(link.received);
        const FlowWords words = flow_words(link.protocol);
        state(flow, "protocol", words.protocol);
        state_if(flow, "encrypted", words.encrypted);
        state(flow, "authentication", authentication_word(link.authentication));
        state_if(flow, "on-behalf-of-user",
                 link.authorization == Authorization::end_user_identity_propagation);
        if (link.authorization == Authorization::technical_user) state(flow, "authorization", "coarse");
        state_if(flow, "administrative", link.usage == Usage::devops);
        tag_if(flow, link.authentication == Authentication::two_factor, "two-factor");
        tag_if(flow, link.authentication == Authentication::externalized, "externalized-authentication");
        tag_if(flow, link.vpn, "vpn");
        tag_if(flow, link.ip_filtered, "ip-filtered");
        tag_if(flow, link.readonly, "readonly");
    }
}

void remark(DraftModel& draft, std::string_view heading, std::string_view text) {
    if (text.empty() && heading.empty()) return;
    DraftRemark& added = draft.remarks.emplace_back();
    added.text = heading;
    if (!heading.empty() && !text.empty()) added.text += ": ";
    added.text += text;
}

void map_header(Mapping& mapping) {
    const Document& document = mapping.document;
    DraftModel& draft = mapping.draft();
    draft.name = document.title;
    draft.text = document.business_overview.description;
    if (draft.text.empty()) draft.text = document.application_description.description;
    if (!document.author.name.empty()) draft.owners.emplace_back(document.author.name);
    for (const Author& author : document.contributors)
        if (!author.name.empty()) draft.owners.emplace_back(author.name);
    remark(draft, {}, document.management_summary);
    remark(draft, {}, document.technical_overview.description);
    for (const Paragraph& question : document.questions)
        remark(draft, question.title, question.text.empty() ? "not answered" : question.text);
    for (const Paragraph& abuse : document.abuse_cases) remark(draft, abuse.title, abuse.text);
    for (const Paragraph& requirement : document.security_requirements)
        remark(draft, requirement.title, requirement.text);
}

}  // namespace

Mapped map_to_draft(const Document& document) {
    Mapping mapping{document, {}};
    map_header(mapping);
    map_data(mapping);
    map_boundaries(mapping);
    map_elements(mapping);
    map_flows(mapping);
    return std::move(mapping.mapped);
}

}  // namespace bartizan::threagile
