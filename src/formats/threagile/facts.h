// What follows from a model before any rule is asked: highest ratings, networks, callers, traits, and how
// attractive each asset is. Knows nothing of the rules.
#pragma once

#include <span>
#include <vector>

#include "formats/threagile/document.h"

namespace bartizan::threagile {

/// At least confidential, or critical in integrity or availability.
bool is_sensitive(const Ratings& ratings);
/// Strictly confidential or mission-critical in integrity or availability.
bool is_most_sensitive(const Ratings& ratings);
/// The same without availability.
bool is_most_secret(const Ratings& ratings);
/// How much an asset's own ratings are worth; picks the example among several.
double sensitivity_score(const Ratings& ratings);

struct Facts {
    const Document& document;
    const TechnologyTraits& traits;
    bool development_version = false;

    Facts(const Document& of, const TechnologyTraits& by)
        : document(of), traits(by), development_version(of.development_version) {}

    /// Assets in the order of their ids, in which the tool looks at them.
    std::vector<AssetId> by_id;
    std::vector<TechnologySet> technologies;
    /// An asset's own ratings; the development version raises them to those of the data.
    std::vector<Ratings> own;
    /// Of an asset and the data it handles; of the data on a link.
    std::vector<Ratings> highest;
    std::vector<Ratings> link_highest;
    /// Data an asset processes; the development version adds what is stored and transferred.
    std::vector<std::vector<DataId>> processed;

    /// Links that end at an asset.
    std::vector<LinkId> incoming_pool;
    std::vector<Range> incoming_of;

    /// The innermost boundary, and the innermost network one.
    std::vector<BoundaryId> direct;
    std::vector<BoundaryId> network;
    /// Assets below a boundary, at any depth, stand together.
    std::vector<AssetId> inside_pool;
    std::vector<Range> inside_of;
    std::vector<Ratings> boundary_highest;
    /// Of a boundary and those around it.
    std::vector<BoundaryId> outermost;

    /// Relative attractiveness to an attacker, in percent.
    std::vector<double> raa;

    std::span<const LinkId> incoming(AssetId asset) const {
        const Range range = incoming_of[asset.index];
        return std::span(incoming_pool).subspan(range.first, range.count);
    }
    std::span<const Link> outgoing(AssetId asset) const {
        const Range range = document[asset].links;
        return std::span(document.links).subspan(range.first, range.count);
    }
    LinkId id_of(const Link& link) const {
        return LinkId(static_cast<std::size_t>(&link - document.links.data()));
    }
    bool has(AssetId asset, TechnologySet any) const { return (technologies[asset.index] & any) != 0; }
    bool has(AssetId asset, Technology technology) const { return has(asset, set_of(technology)); }

    /// A link leads from one network into another.
    bool is_across_networks(const Link& link) const;
    /// A link that does not leave the machine.
    bool is_local(Protocol protocol) const;
    /// Whether one boundary is around both, or none around either.
    bool share_a_boundary(AssetId a, AssetId b) const;
};

Facts derive_facts(const Document& document);

/// Fills Facts::raa.
void rate_attractiveness(Facts& facts);

}  // namespace bartizan::threagile
