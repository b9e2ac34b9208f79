#include "formats/threagile/facts.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace bartizan::threagile {
namespace {

void raise(Ratings& ratings, const Ratings& other) {
    ratings.confidentiality = std::max(ratings.confidentiality, other.confidentiality);
    ratings.integrity = std::max(ratings.integrity, other.integrity);
    ratings.availability = std::max(ratings.availability, other.availability);
}

void raise(const Document& document, Ratings& ratings, const std::vector<DataId>& data) {
    for (DataId id : data) raise(ratings, document[id].ratings);
}

void sort_out_doubles(std::vector<DataId>& data) {
    std::ranges::sort(data);
    data.erase(std::unique(data.begin(), data.end()), data.end());
}

void append(std::vector<DataId>& data, const std::vector<DataId>& more) {
    data.insert(data.end(), more.begin(), more.end());
}

/// The development version takes it that an asset processes what it stores, sends and receives, and rates it
/// by that; what others send to it counts as processed, too, but no longer for the rating.
void complete_model(Facts& facts) {
    const Document& document = facts.document;
    for (std::size_t i = 0; i < document.assets.size(); ++i) {
        std::vector<DataId>& processed = facts.processed[i];
        append(processed, document.assets[i].stored);
        for (const Link& link : facts.outgoing(AssetId(i))) {
            append(processed, link.sent);
            append(processed, link.received);
        }
        raise(document, facts.own[i], processed);
    }
    for (const Link& link : document.links) {
        append(facts.processed[link.target.index], link.sent);
        append(facts.processed[link.target.index], link.received);
    }
    for (std::vector<DataId>& processed : facts.processed) sort_out_doubles(processed);
}

void rate_highest(Facts& facts) {
    const Document& document = facts.document;
    facts.highest = facts.own;
    for (std::size_t i = 0; i < document.assets.size(); ++i) {
        raise(document, facts.highest[i], facts.processed[i]);
        raise(document, facts.highest[i], document.assets[i].stored);
    }
    facts.link_highest.resize(document.links.size());
    for (std::size_t i = 0; i < document.links.size(); ++i) {
        raise(document, facts.link_highest[i], document.links[i].sent);
        raise(document, facts.link_highest[i], document.links[i].received);
    }
}

void find_callers(Facts& facts) {
    const Document& document = facts.document;
    facts.incoming_of.resize(document.assets.size());
    for (const Link& link : document.links) ++facts.incoming_of[link.target.index].count;
    std::uint32_t first = 0;
    for (Range& range : facts.incoming_of) {
        range.first = first;
        first += range.count;
        range.count = 0;
    }
    facts.incoming_pool.resize(document.links.size());
    for (std::size_t i = 0; i < document.links.size(); ++i) {
        Range& range = facts.incoming_of[document.links[i].target.index];
        facts.incoming_pool[range.first + range.count++] = LinkId(i);
    }
}

void find_networks(Facts& facts) {
    const Document& document = facts.document;
    facts.direct.resize(document.assets.size());
    for (std::size_t i = 0; i < document.boundaries.size(); ++i)
        for (AssetId asset : document.boundaries[i].assets) facts.direct[asset.index] = BoundaryId(i);
    facts.network = facts.direct;
    for (BoundaryId& boundary : facts.network)
        if (boundary.valid() && !is_network(document[boundary].type)) boundary = document[boundary].parent;
}

/// Walks down from the outermost boundaries without recursion: on the way down assets are laid into the pool,
/// on the way up a boundary's part of it ends.
void lay_out_boundaries(Facts& facts) {
    struct Step {
        BoundaryId boundary;
        std::size_t next = 0;  // of nested
    };
    const Document& document = facts.document;
    facts.inside_of.resize(document.boundaries.size());
    facts.boundary_highest.resize(document.boundaries.size());
    facts.outermost.resize(document.boundaries.size());
    std::vector<Step> path;
    const auto enter = [&](BoundaryId id) {
        facts.inside_of[id.index].first = static_cast<std::uint32_t>(facts.inside_pool.size());
        for (AssetId asset : document[id].assets) {
            facts.inside_pool.push_back(asset);
            raise(facts.boundary_highest[id.index], facts.highest[asset.index]);
        }
        path.push_back({id, 0});
        facts.outermost[id.index] = path.front().boundary;
    };
    for (std::size_t i = 0; i < document.boundaries.size(); ++i) {
        if (document.boundaries[i].parent.valid()) continue;
        enter(BoundaryId(i));
        while (!path.empty()) {
            const BoundaryId current = path.back().boundary;
            if (path.back().next < document[current].nested.size()) {
                enter(document[current].nested[path.back().next++]);
                continue;
            }
            Range& range = facts.inside_of[current.index];
            range.count = static_cast<std::uint32_t>(facts.inside_pool.size()) - range.first;
            path.pop_back();
            if (!path.empty())
                raise(facts.boundary_highest[path.back().boundary.index],
                      facts.boundary_highest[current.index]);
        }
    }
}

}  // namespace

bool is_sensitive(const Ratings& ratings) {
    return ratings.confidentiality >= Confidentiality::confidential ||
           ratings.integrity >= Criticality::critical || ratings.availability >= Criticality::critical;
}

bool is_most_secret(const Ratings& ratings) {
    return ratings.confidentiality == Confidentiality::strictly_confidential ||
           ratings.integrity == Criticality::mission_critical;
}

bool is_most_sensitive(const Ratings& ratings) {
    return is_most_secret(ratings) || ratings.availability == Criticality::mission_critical;
}

double sensitivity_score(const Ratings& ratings) {
    constexpr std::array<int, 5> confidentiality = {8, 13, 21, 34, 55};
    constexpr std::array<int, 5> criticality = {5, 8, 13, 21, 34};
    return confidentiality[static_cast<std::size_t>(ratings.confidentiality)] +
           criticality[static_cast<std::size_t>(ratings.integrity)] +
           criticality[static_cast<std::size_t>(ratings.availability)];
}

bool Facts::is_across_networks(const Link& link) const {
    const BoundaryId from = network[link.source.index];
    const BoundaryId to = network[link.target.index];
    if (development_version) {
        // Execution environments inside others count for neither end.
        const BoundaryId left = direct[link.source.index], right = direct[link.target.index];
        const auto counts = [&](BoundaryId id) {
            return id.valid() && (is_network(document[id].type) || !document[id].parent.valid());
        };
        return counts(left) && counts(right) && left != right && is_network(document[right].type);
    }
    // Without a boundary the target counts as in an unnamed network.
    return from != to && (!to.valid() || is_network(document[to].type));
}

bool Facts::is_local(Protocol protocol) const {
    if (protocol == Protocol::inter_process_communication) return development_version;
    return protocol == Protocol::in_process_library_call || protocol == Protocol::local_file_access ||
           protocol == Protocol::container_spawning;
}

bool Facts::share_a_boundary(AssetId a, AssetId b) const {
    const BoundaryId left = direct[a.index];
    const BoundaryId right = direct[b.index];
    if (!left.valid() || !right.valid()) return left == right;
    // Boundaries are a forest: they share one if and only if they share the outermost.
    return outermost[left.index] == outermost[right.index];
}

Facts derive_facts(const Document& document) {
    Facts facts(document, document.development_version ? development_traits() : released_traits());
    const std::size_t count = document.assets.size();
    for (std::size_t i = 0; i < count; ++i) {
        const TechnicalAsset& asset = document.assets[i];
        TechnologySet set = asset.technologies.empty() ? set_of(Technology::unknown) : 0;
        for (Technology technology : asset.technologies) set |= set_of(technology);
        facts.technologies.push_back(set);
        facts.own.push_back(asset.ratings);
        facts.processed.push_back(asset.processed);
    }
    facts.by_id.reserve(count);
    for (std::size_t i = 0; i < count; ++i) facts.by_id.emplace_back(i);
    std::ranges::sort(facts.by_id, {}, [&](AssetId id) -> std::string_view { return document[id].id; });
    if (document.development_version) complete_model(facts);
    rate_highest(facts);
    find_callers(facts);
    find_networks(facts);
    lay_out_boundaries(facts);
    rate_attractiveness(facts);
    return facts;
}

}  // namespace bartizan::threagile
