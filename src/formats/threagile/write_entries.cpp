#include <algorithm>
#include <set>

#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/threagile/writing.h"
#include "text/yaml_write.h"

namespace bartizan::threagile {
namespace {

std::string_view value_of(const DraftPlace& place, std::string_view name) {
    for (const DraftAttribute& attribute : place.attributes)
        if (attribute.name == name) return attribute.value;
    return {};
}
bool is_true(const DraftPlace& place, std::string_view name) { return value_of(place, name) == "true"; }
bool has_tag(const DraftPlace& place, std::string_view tag) {
    return std::ranges::find(place.tags, tag) != place.tags.end();
}

/// Keys and values as lines.
class Lines {
public:
    explicit Lines(std::string& out) : out_(out) {}

    void open(std::string_view key, std::size_t depth) {
        indent(depth);
        out_.append(string_text(key, YamlDialect::yaml)).append(":\n");
    }
    void raw(std::string_view key, std::string_view value) {
        indent(depth_);
        out_.append(key).append(": ").append(value).append("\n");
    }
    void text(std::string_view key, std::string_view value) {
        raw(key, string_text(value, YamlDialect::yaml));
    }
    void flag(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }
    void list(std::string_view key, const std::vector<std::string>& items) {
        std::string value = "[";
        for (const std::string& item : items)
            value.append(value.size() > 1 ? ", " : "").append(string_text(item, YamlDialect::yaml));
        raw(key, value + "]");
    }
    void indent(std::size_t depth) { out_.append(2 * depth, ' '); }
    void set_depth(std::size_t depth) { depth_ = depth; }

private:
    std::string& out_;
    std::size_t depth_ = 1;
};

/// Takes the letters and digits of an id; Threagile's have no underscores.
std::string threagile_id(std::string_view id) {
    std::string result(id);
    std::ranges::replace(result, '_', '-');
    return result;
}

template <typename Value, typename Word, typename Back>
Value keep_or(const Value* before, std::string_view now, const Word& word, const Back& back) {
    if (before != nullptr && word(*before) == now) return *before;
    return back(now);
}

struct EntryWriter {
    const DraftModel& draft;
    const Schema& schema;
    const Original& original;
    Entries entries;
    std::set<std::string> tags;
    boost::unordered_flat_map<std::string_view, std::vector<const DraftFlow*>> outgoing;
    boost::unordered_flat_map<std::string_view, const DraftData*> data_by_id;

    std::string_view title(const DraftPlace& place) const {
        return place.title.empty() ? std::string_view(place.id) : std::string_view(place.title);
    }
    template <typename Item>
    std::string id(const DraftPlace& place, const Item* before) const {
        return before != nullptr ? before->id : threagile_id(place.id);
    }
    std::string data_id(std::string_view id) const {
        const auto found = original.data.find(id);
        return found == original.data.end() ? threagile_id(id) : found->second->id;
    }
    std::string asset_id(std::string_view id) const {
        const auto found = original.assets.find(id);
        return found == original.assets.end() ? threagile_id(id) : found->second->id;
    }
    std::vector<std::string> data_ids(const std::vector<std::string>& ids) const {
        std::vector<std::string> result;
        for (const std::string& id : ids) result.push_back(data_id(id));
        return result;
    }

    /// Tags in lower case, without those that the mapping adds.
    std::vector<std::string> own_tags(const DraftPlace& place,
                                      std::initializer_list<std::string_view> added) {
        std::vector<std::string> result;
        for (std::string tag : place.tags) {
            if (std::ranges::find(added, tag) != added.end() || tag.starts_with("runtime-")) continue;
            std::ranges::transform(tag, tag.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            });
            tags.insert(tag);
            result.push_back(std::move(tag));
        }
        return result;
    }

    void write_data(const DraftData& data);
    void write_asset(const DraftElement& element);
    void write_facts(Lines& lines, const DraftElement& element, const TechnicalAsset* before);
    void write_link(Lines& lines, const DraftFlow& flow, std::string_view name);
    void write_links(Lines& lines, std::string_view element);
    void write_boundary(const DraftBoundary& boundary, const std::vector<std::string>& inside,
                        const std::vector<std::string>& nested);
    Ratings ratings_of(const DraftElement& element, const TechnicalAsset* before) const;
};

template <typename Item>
const Item* find(const boost::unordered_flat_map<std::string_view, const Item*>& items, std::string_view id) {
    const auto found = items.find(id);
    return found == items.end() ? nullptr : found->second;
}

void EntryWriter::write_data(const DraftData& data) {
    const DataAsset* before = find(original.data, data.id);
    const Ratings* ratings = before != nullptr ? &before->ratings : nullptr;
    Entry& entry = entries.data.emplace_back(Entry{data.id, {}});
    Lines lines(entry.text);
    lines.open(title(data), 0);
    lines.text("id", id(data, before));
    lines.text("description", data.text);
    lines.raw("usage", name_of(before != nullptr ? before->usage : Usage::business));
    lines.list("tags", own_tags(data, {"restricted"}));
    lines.text("origin", before != nullptr ? before->origin : "");
    lines.text("owner", before != nullptr ? before->owner : "");
    lines.raw("quantity", name_of(before != nullptr ? before->quantity : Quantity::many));
    const std::string_view classification = value_of(data, "classification");
    lines.raw("confidentiality", name_of(keep_or(ratings != nullptr ? &ratings->confidentiality : nullptr,
                                                 classification, classification_word, confidentiality_of)));
    lines.raw("integrity", name_of(keep_or(ratings != nullptr ? &ratings->integrity : nullptr,
                                           value_of(data, "integrity"), harm_word, criticality_of)));
    lines.raw("availability", name_of(keep_or(ratings != nullptr ? &ratings->availability : nullptr,
                                              value_of(data, "availability"), harm_word, criticality_of)));
    lines.text("justification_cia_rating", before != nullptr ? before->justification : "");
}

/// As high as the data that an element handles.
Ratings EntryWriter::ratings_of(const DraftElement& element, const TechnicalAsset* before) const {
    Ratings ratings;
    ratings.confidentiality = Confidentiality::internal;
    ratings.integrity = ratings.availability = Criticality::operational;
    const auto raise = [&](const std::vector<std::string>& ids) {
        for (const std::string& id : ids) {
            const DraftData* data = find(data_by_id, id);
            if (data == nullptr) continue;
            ratings.confidentiality =
                std::max(ratings.confidentiality, confidentiality_of(value_of(*data, "classification")));
            ratings.integrity = std::max(ratings.integrity, criticality_of(value_of(*data, "integrity")));
        }
    };
    raise(element.stores);
    raise(element.processes);
    if (before != nullptr) ratings = before->ratings;
    ratings.availability = keep_or(before != nullptr ? &before->ratings.availability : nullptr,
                                   value_of(element, "criticality"), harm_word, criticality_of);
    return ratings;
}

AssetType asset_type_of(const Schema& schema, const DraftElement& element, const TechnicalAsset* before) {
    if (before != nullptr && element_type(*before) == element.type) return before->type;
    const TypeId type = schema.find_type(element.type);
    if (!type.valid()) return AssetType::process;
    switch (schema[type].kind) {
        case ElementKind::external_entity:
            return AssetType::external_entity;
        case ElementKind::store:
            return AssetType::datastore;
        default:
            return AssetType::process;
    }
}

void EntryWriter::write_facts(Lines& lines, const DraftElement& element, const TechnicalAsset* before) {
    const AssetType type = asset_type_of(schema, element, before);
    const bool same_type = before != nullptr && element_type(*before) == element.type;
    const bool client = technology_of(element.type) == Technology::client_system ||
                        technology_of(element.type) == Technology::browser;
    lines.raw("type", name_of(type));
    lines.raw("usage", name_of(before != nullptr ? before->usage : Usage::business));
    lines.flag("used_as_client_by_human", before != nullptr ? before->used_as_client_by_human : client);
    lines.flag("out_of_scope", has_tag(element, "out-of-scope"));
    lines.text("justification_out_of_scope", before != nullptr ? before->justification_out_of_scope : "");
    lines.raw("size", name_of(before != nullptr ? before->size : Size::service));
    const Technology technology = same_type && !before->technologies.empty() ? before->technologies.front()
                                                                             : technology_of(element.type);
    lines.raw("technology", name_of(technology));
    lines.list("tags", own_tags(element, {"out-of-scope", "custom-developed", "container", "serverless"}));
    lines.flag("internet", is_true(element, "internet-facing"));
    Machine machine = before != nullptr ? before->machine : Machine::virtual_machine;
    if (machine == Machine::container || machine == Machine::serverless) machine = Machine::virtual_machine;
    if (has_tag(element, "container")) machine = Machine::container;
    if (has_tag(element, "serverless")) machine = Machine::serverless;
    lines.raw("machine", name_of(machine));
    const bool encrypted = is_true(element, "encrypted-at-rest");
    Encryption encryption = encrypted ? Encryption::transparent : Encryption::none;
    // Only stores can say it.
    if (before != nullptr && ((before->encryption != Encryption::none) == encrypted ||
                              nature_of(element.type) != AssetType::datastore))
        encryption = before->encryption;
    lines.raw("encryption", encryption == Encryption::end_user_individual_key ? renamed_values()[1].old_name
                                                                              : name_of(encryption));
}

void EntryWriter::write_asset(const DraftElement& element) {
    const TechnicalAsset* before = find(original.assets, element.id);
    Entry& entry = entries.assets.emplace_back(Entry{element.id, {}});
    Lines lines(entry.text);
    lines.open(title(element), 0);
    lines.text("id", id(element, before));
    lines.text("description", element.text);
    write_facts(lines, element, before);
    lines.text("owner", value_of(element, "owner"));
    const Ratings ratings = ratings_of(element, before);
    lines.raw("confidentiality", name_of(ratings.confidentiality));
    lines.raw("integrity", name_of(ratings.integrity));
    lines.raw("availability", name_of(ratings.availability));
    lines.text("justification_cia_rating", before != nullptr ? before->justification : "");
    lines.flag("multi_tenant", is_true(element, "multi-tenant"));
    lines.flag("redundant", is_true(element, "redundant"));
    lines.flag("custom_developed_parts", has_tag(element, "custom-developed"));
    lines.list("data_assets_processed", data_ids(element.processes));
    lines.list("data_assets_stored", data_ids(element.stores));
    std::vector<std::string> formats;
    if (before != nullptr)
        for (DataFormat format : before->formats) formats.emplace_back(name_of(format));
    else if (is_true(element, "accepts-uploads"))
        formats.emplace_back(name_of(DataFormat::file));
    lines.list("data_formats_accepted", formats);
    write_links(lines, element.id);
}

void EntryWriter::write_link(Lines& lines, const DraftFlow& flow, std::string_view name) {
    const Link* before = find(original.links, flow.id);
    lines.open(name, 2);
    lines.set_depth(3);
    lines.text("target", asset_id(flow.target));
    lines.text("description", flow.text);
    const bool encrypted = is_true(flow, "encrypted");
    const std::string_view word = value_of(flow, "protocol");
    Protocol protocol = protocol_of(word, encrypted);
    if (before != nullptr && flow_words(before->protocol).protocol == word &&
        flow_words(before->protocol).encrypted == encrypted)
        protocol = before->protocol;
    lines.raw("protocol", name_of(protocol));
    Authentication authentication =
        keep_or(before != nullptr ? &before->authentication : nullptr, value_of(flow, "authentication"),
                authentication_word, authentication_of);
    if (has_tag(flow, "two-factor")) authentication = Authentication::two_factor;
    if (has_tag(flow, "externalized-authentication")) authentication = Authentication::externalized;
    lines.raw("authentication", name_of(authentication));
    const std::string_view authorization = value_of(flow, "authorization");
    lines.raw("authorization", is_true(flow, "on-behalf-of-user") ? renamed_values()[0].old_name
                               : authorization.empty() || authorization == "none"
                                   ? name_of(Authorization::none)
                                   : name_of(Authorization::technical_user));
    lines.list("tags", own_tags(flow, {"two-factor", "externalized-authentication", "vpn", "ip-filtered",
                                       "readonly"}));
    lines.flag("vpn", has_tag(flow, "vpn"));
    lines.flag("ip_filtered", has_tag(flow, "ip-filtered"));
    lines.flag("readonly", has_tag(flow, "readonly"));
    lines.raw("usage", name_of(is_true(flow, "administrative") ? Usage::devops : Usage::business));
    lines.list("data_assets_sent", data_ids(flow.data));
    lines.list("data_assets_received", data_ids(flow.returns));
    lines.set_depth(1);
}

/// Links stand under their titles, which have to differ.
void EntryWriter::write_links(Lines& lines, std::string_view element) {
    const auto flows = outgoing.find(element);
    if (flows == outgoing.end()) {
        lines.raw("communication_links", "{}");
        return;
    }
    lines.open("communication_links", 1);
    boost::unordered_flat_set<std::string> taken;
    for (const DraftFlow* flow : flows->second) {
        const std::string first = flow->title.empty() ? "To " + flow->target : flow->title;
        std::string name = first;
        for (std::size_t number = 2; !taken.insert(name).second; ++number)
            name = first + " " + std::to_string(number);
        write_link(lines, *flow, name);
    }
}

void EntryWriter::write_boundary(const DraftBoundary& boundary, const std::vector<std::string>& inside,
                                 const std::vector<std::string>& nested) {
    const Boundary* before = find(original.boundaries, boundary.id);
    Entry& entry = entries.boundaries.emplace_back(Entry{boundary.id, {}});
    Lines lines(entry.text);
    const BoundaryType type = keep_or(before != nullptr ? &before->type : nullptr, value_of(boundary, "kind"),
                                      boundary_kind_word, boundary_type_of);
    lines.open(title(boundary), 0);
    lines.text("id", id(boundary, before));
    lines.text("description", boundary.text);
    lines.raw("type", name_of(type));
    lines.list("tags", own_tags(boundary, {name_of(type)}));
    lines.list("technical_assets_inside", inside);
    lines.list("trust_boundaries_nested", nested);
}

void write_boundaries(EntryWriter& writer) {
    struct Members {
        std::vector<std::string> inside, nested;
    };
    boost::unordered_flat_map<std::string_view, Members> members;
    for (const DraftElement& element : writer.draft.elements)
        if (!element.in.empty()) members[element.in].inside.push_back(writer.asset_id(element.id));
    for (const DraftBoundary& boundary : writer.draft.boundaries)
        if (!boundary.in.empty())
            members[boundary.in].nested.push_back(
                writer.id(boundary, find(writer.original.boundaries, boundary.id)));
    for (const DraftBoundary& boundary : writer.draft.boundaries) {
        if (boundary.is_line) {
            writer.entries.losses.push_back("The boundary `" + boundary.id +
                                            "` is a line that holds nothing; it is left out.");
            continue;
        }
        const Members& own = members[boundary.id];
        writer.write_boundary(boundary, own.inside, own.nested);
    }
}

}  // namespace

Original index_original(const Document& document, const Mapped& mapped) {
    Original original;
    original.document = &document;
    for (std::size_t i = 0; i < document.data.size(); ++i)
        original.data.emplace(mapped.data_ids[i], &document.data[i]);
    for (std::size_t i = 0; i < document.assets.size(); ++i)
        original.assets.emplace(mapped.asset_ids[i], &document.assets[i]);
    for (std::size_t i = 0; i < document.boundaries.size(); ++i)
        original.boundaries.emplace(mapped.boundary_ids[i], &document.boundaries[i]);
    for (std::size_t i = 0; i < document.links.size(); ++i)
        original.links.emplace(mapped.link_ids[i], &document.links[i]);
    return original;
}

Entries write_entries(const DraftModel& draft, const Schema& schema, const Original& original) {
    EntryWriter writer{draft, schema, original, {}, {}, {}, {}};
    for (const DraftFlow& flow : draft.flows) writer.outgoing[flow.source].push_back(&flow);
    for (const DraftData& data : draft.data) writer.data_by_id.emplace(data.id, &data);
    for (const DraftData& data : draft.data) writer.write_data(data);
    for (const DraftElement& element : draft.elements) writer.write_asset(element);
    write_boundaries(writer);
    writer.entries.tags.assign(writer.tags.begin(), writer.tags.end());
    return std::move(writer.entries);
}

}  // namespace bartizan::threagile
