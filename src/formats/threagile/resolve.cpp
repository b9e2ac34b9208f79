#include <algorithm>

#include "formats/threagile/reading.h"
#include "text/nearest_name.h"

namespace bartizan::threagile {
namespace {

/// Names of one kind of thing, and how messages call it.
template <typename IdType>
struct Names {
    std::string_view kind;
    DiagnosticKind unknown;
    boost::unordered_flat_map<std::string_view, IdType> ids;
    std::vector<std::string_view> all;

    IdType find(std::string_view name) const {
        const auto found = ids.find(name);
        return found == ids.end() ? IdType() : found->second;
    }
};

/// Nobody wants a suggestion for each of thousands of names, and it costs time.
constexpr std::size_t most_suggestions = 50;

struct Resolving {
    Reading& reading;
    Names<DataId> data{"data asset", DiagnosticKind::unknown_data, {}, {}};
    Names<AssetId> assets{"technical asset", DiagnosticKind::unknown_element, {}, {}};
    Names<BoundaryId> boundaries{"trust boundary", DiagnosticKind::unknown_boundary, {}, {}};
    Names<RuntimeId> runtimes{"shared runtime", DiagnosticKind::unknown_place, {}, {}};
    Names<LinkId> links{"communication link", DiagnosticKind::unknown_flow, {}, {}};
    std::size_t suggestions = 0;

    Document& document() { return reading.document; }
    Diagnostics& diagnostics() { return reading.diagnostics; }
};

bool is_id_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

template <typename IdType>
std::string help_for(Resolving& resolving, const Names<IdType>& names, std::string_view text) {
    constexpr std::size_t longest = 64, most = 5000;
    if (text.size() > longest || names.all.size() > most || ++resolving.suggestions > most_suggestions)
        return {};
    return did_you_mean(text, names.all);
}

template <typename IdType, typename Item>
void index_names(Resolving& resolving, const std::vector<Item>& items, Names<IdType>& names) {
    names.ids.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Item& item = items[i];
        if (item.id.empty()) continue;
        const auto [found, added] = names.ids.emplace(item.id, IdType(i));
        if (!added) {
            resolving.diagnostics()
                .add(DiagnosticKind::duplicate_name, item.where,
                     "another " + std::string(names.kind) + " has the id " + quote_name(item.id))
                .notes.push_back({items[found->second.index].where, "this one"});
            continue;
        }
        names.all.push_back(item.id);
        if constexpr (std::is_same_v<Item, Link>) continue;  // made by us
        if (!std::ranges::all_of(item.id, is_id_character))
            resolving.diagnostics().add(DiagnosticKind::invalid_name, item.where,
                                        quote_name(item.id) + " is not an id of Threagile",
                                        "use letters, digits and hyphens");
    }
}

template <typename IdType>
IdType resolve(Resolving& resolving, const Names<IdType>& names, const Reference& reference) {
    const IdType id = names.find(reference.text);
    if (!id.valid())
        resolving.diagnostics().add(
            names.unknown, reference.where,
            "there is no " + std::string(names.kind) + " with the id " + quote_name(reference.text),
            help_for(resolving, names, reference.text));
    return id;
}

template <typename IdType>
void resolve_all(Resolving& resolving, const Names<IdType>& names, const std::vector<Reference>& written,
                 std::vector<IdType>& ids) {
    ids.reserve(written.size());
    for (const Reference& reference : written)
        if (const IdType id = resolve(resolving, names, reference); id.valid()) ids.push_back(id);
}

template <typename IdType>
void resolve_if_given(Resolving& resolving, const Names<IdType>& names, const Reference& reference,
                      IdType& id) {
    if (!reference.text.empty()) id = resolve(resolving, names, reference);
}

/// The tool's own: letters and digits in lower case, everything between them a hyphen.
std::string link_id(std::string_view asset, std::string_view title) {
    std::string id(asset);
    id += '>';
    const std::size_t start = id.size();
    bool gap = false;
    for (char c : title) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (!is_id_character(c) || c == '-') {
            gap = true;
            continue;
        }
        if (gap && id.size() > start) id += '-';
        gap = false;
        id += c;
    }
    return id;
}

void resolve_link(Resolving& resolving, Link& link) {
    resolve_all(resolving, resolving.data, link.sent_written, link.sent);
    resolve_all(resolving, resolving.data, link.received_written, link.received);
}

/// Lays the links of all assets into one table; those to nowhere are left out.
void lay_out_links(Resolving& resolving) {
    Document& document = resolving.document();
    for (std::size_t i = 0; i < document.assets.size(); ++i) {
        TechnicalAsset& asset = document.assets[i];
        asset.links.first = static_cast<std::uint32_t>(document.links.size());
        for (Link& link : resolving.reading.links[i]) {
            link.source = AssetId(i);
            link.target = resolving.assets.find(link.target_written.text);
            if (!link.target.valid()) {
                const Location where = link.target_written.where;
                resolving.diagnostics().add(DiagnosticKind::dangling_flow, where.valid() ? where : link.where,
                                            "there is no technical asset with the id " +
                                                quote_name(link.target_written.text) + "; the link " +
                                                quote_name(link.title) + " is left out",
                                            help_for(resolving, resolving.assets, link.target_written.text));
                continue;
            }
            link.id = link_id(asset.id, link.title);
            resolve_link(resolving, link);
            document.links.push_back(std::move(link));
        }
        asset.links.count = static_cast<std::uint32_t>(document.links.size()) - asset.links.first;
    }
}

void report_second_boundary(Resolving& resolving, Location where, std::string_view id) {
    resolving.diagnostics().add(DiagnosticKind::contradiction, where,
                                quote_name(id) + " is inside another trust boundary already",
                                "leave it in one of them");
}

void resolve_members(Resolving& resolving, BoundaryId id, std::vector<char>& inside) {
    Boundary& boundary = resolving.document().boundaries[id.index];
    for (const Reference& reference : boundary.assets_written) {
        const AssetId asset = resolve(resolving, resolving.assets, reference);
        if (!asset.valid()) continue;
        if (inside[asset.index]) {
            report_second_boundary(resolving, reference.where, reference.text);
            continue;
        }
        inside[asset.index] = true;
        boundary.assets.push_back(asset);
    }
    for (const Reference& reference : boundary.nested_written) {
        const BoundaryId nested = resolve(resolving, resolving.boundaries, reference);
        if (!nested.valid()) continue;
        BoundaryId& parent = resolving.document().boundaries[nested.index].parent;
        if (parent.valid())
            report_second_boundary(resolving, reference.where, reference.text);
        else
            parent = id;
    }
}

/// Cuts every circle of boundaries where it closes.
void cut_circles(Resolving& resolving) {
    std::vector<Boundary>& boundaries = resolving.document().boundaries;
    std::vector<std::uint32_t> seen_from(boundaries.size(), BoundaryId::none_value);
    for (std::uint32_t start = 0; start < boundaries.size(); ++start) {
        BoundaryId current(start);
        while (current.valid() && seen_from[current.index] == BoundaryId::none_value) {
            seen_from[current.index] = start;
            current = boundaries[current.index].parent;
        }
        if (!current.valid() || seen_from[current.index] != start) continue;
        Boundary& closing = boundaries[current.index];
        resolving.diagnostics().add(DiagnosticKind::boundary_cycle, closing.where,
                                    quote_name(closing.id) + " is nested in itself");
        closing.parent = {};
    }
}

void resolve_boundaries(Resolving& resolving) {
    std::vector<Boundary>& boundaries = resolving.document().boundaries;
    std::vector<char> inside(resolving.document().assets.size());
    for (std::size_t i = 0; i < boundaries.size(); ++i) resolve_members(resolving, BoundaryId(i), inside);
    cut_circles(resolving);
    for (std::size_t i = 0; i < boundaries.size(); ++i)
        if (const BoundaryId parent = boundaries[i].parent; parent.valid())
            boundaries[parent.index].nested.push_back(BoundaryId(i));
}

void resolve_categories(Resolving& resolving) {
    if (resolving.document().categories.empty()) return;
    index_names(resolving, resolving.document().links, resolving.links);
    for (RiskCategory& category : resolving.document().categories)
        for (IdentifiedRisk& risk : category.risks) {
            resolve_all(resolving, resolving.assets, risk.breached_written, risk.breached);
            resolve_if_given(resolving, resolving.data, risk.data_written, risk.data);
            resolve_if_given(resolving, resolving.assets, risk.asset_written, risk.asset);
            resolve_if_given(resolving, resolving.links, risk.link_written, risk.link);
            resolve_if_given(resolving, resolving.boundaries, risk.boundary_written, risk.boundary);
            resolve_if_given(resolving, resolving.runtimes, risk.runtime_written, risk.runtime);
        }
}

void check_tags(Reading& reading) {
    std::vector<std::string_view> listed;
    const std::vector<std::string>& tags = reading.document.tags;
    for (std::size_t i = 0; i < tags.size(); ++i)
        if (reading.tag_listed[i]) listed.push_back(tags[i]);
    std::size_t suggestions = 0;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        if (reading.tag_listed[i] || !reading.tag_used[i].valid()) continue;
        std::string help;
        if (++suggestions <= most_suggestions && tags[i].size() <= 64 && listed.size() <= 5000)
            help = did_you_mean(tags[i], listed);
        reading.diagnostics.add(DiagnosticKind::unknown_value, reading.tag_used[i],
                                "the tag " + quote_name(tags[i]) + " is not among `tags_available`",
                                std::move(help));
    }
}

}  // namespace

void resolve_references(Reading& reading) {
    Document& document = reading.document;
    check_tags(reading);
    Resolving resolving{reading};
    index_names(resolving, document.data, resolving.data);
    index_names(resolving, document.assets, resolving.assets);
    index_names(resolving, document.boundaries, resolving.boundaries);
    index_names(resolving, document.runtimes, resolving.runtimes);
    for (TechnicalAsset& asset : document.assets) {
        resolve_all(resolving, resolving.data, asset.processed_written, asset.processed);
        resolve_all(resolving, resolving.data, asset.stored_written, asset.stored);
    }
    lay_out_links(resolving);
    resolve_boundaries(resolving);
    for (Runtime& runtime : document.runtimes)
        resolve_all(resolving, resolving.assets, runtime.assets_written, runtime.assets);
    resolve_categories(resolving);
}

}  // namespace bartizan::threagile
