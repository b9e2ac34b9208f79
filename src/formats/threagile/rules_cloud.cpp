// The rule about clouds, which goes by tags: `aws`, `azure`, `gcp` and `ocp`, with or without a part after a
// colon.
#include <algorithm>
#include <array>

#include "formats/threagile/rules.h"

namespace bartizan::threagile {
namespace {

constexpr std::array<std::string_view, 4> providers = {"aws", "azure", "gcp", "ocp"};
constexpr std::array<std::string_view, 10> aws_services = {
    "aws:vpc",    "aws:ec2",      "aws:s3",  "aws:ebs", "aws:apigateway",
    "aws:lambda", "aws:dynamodb", "aws:rds", "aws:sqs", "aws:iam"};

/// What a tag, or all tags of something, say.
struct CloudTags {
    std::uint8_t providers = 0;  // a bit each
    bool known = false;          // one that the rule looks for
    bool service = false;        // a particular one of AWS
    bool ec2 = false;
    bool s3 = false;

    void add(const CloudTags& other) {
        providers |= other.providers;
        known = known || other.known;
        service = service || other.service;
        ec2 = ec2 || other.ec2;
        s3 = s3 || other.s3;
    }
};

CloudTags read_tag(std::string_view tag) {
    CloudTags tags;
    for (std::size_t i = 0; i < providers.size(); ++i) {
        const bool whole = tag == providers[i];
        if (whole) tags.known = true;
        if (whole || (tag.starts_with(providers[i]) && tag.substr(providers[i].size()).starts_with(':')))
            tags.providers = static_cast<std::uint8_t>(tags.providers | 1u << i);
    }
    if (std::ranges::find(aws_services, tag) != aws_services.end()) tags.known = tags.service = true;
    tags.ec2 = tag == "aws:ec2";
    tags.s3 = tag == "aws:s3";
    return tags;
}

struct Clouds {
    std::vector<CloudTags> of_tag;
    std::vector<CloudTags> of_boundary;
    /// Of a boundary and those around it; the first counts providers only where the boundary is known.
    std::vector<std::uint8_t> inherited_providers;
    std::vector<CloudTags> inherited;
    std::vector<CloudTags> of_runtime;
    /// What the runtimes that an asset runs on say: their providers count where they are looked at, their
    /// services in any case.
    std::vector<std::uint8_t> runtime_providers;
    std::vector<CloudTags> of_runtimes;
};

CloudTags all_of(const Clouds& clouds, const std::vector<TagId>& tags) {
    CloudTags all;
    for (TagId tag : tags) all.add(clouds.of_tag[tag.index]);
    return all;
}

/// Boundaries from the outermost inwards, so that each finds what it inherits.
std::vector<BoundaryId> from_outside(const Document& document) {
    std::vector<BoundaryId> order;
    for (std::size_t i = 0; i < document.boundaries.size(); ++i)
        if (!document.boundaries[i].parent.valid()) order.emplace_back(i);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::vector<BoundaryId>& nested = document[order[i]].nested;
        order.insert(order.end(), nested.begin(), nested.end());
    }
    return order;
}

Clouds read_clouds(const Facts& facts) {
    const Document& document = facts.document;
    Clouds clouds;
    for (const std::string& tag : document.tags) clouds.of_tag.push_back(read_tag(tag));
    const std::size_t boundaries = document.boundaries.size();
    clouds.of_boundary.resize(boundaries);
    clouds.inherited.resize(boundaries);
    clouds.inherited_providers.resize(boundaries);
    for (BoundaryId id : from_outside(document)) {
        const CloudTags tags = all_of(clouds, document[id].tags);
        clouds.of_boundary[id.index] = clouds.inherited[id.index] = tags;
        clouds.inherited_providers[id.index] = tags.known ? tags.providers : 0;
        const BoundaryId parent = document[id].parent;
        if (!parent.valid()) continue;
        clouds.inherited[id.index].add(clouds.inherited[parent.index]);
        clouds.inherited_providers[id.index] |= clouds.inherited_providers[parent.index];
    }
    clouds.of_runtimes.resize(document.assets.size());
    clouds.runtime_providers.resize(document.assets.size());
    for (const Runtime& runtime : document.runtimes) {
        const CloudTags& tags = clouds.of_runtime.emplace_back(all_of(clouds, runtime.tags));
        for (AssetId asset : runtime.assets) {
            clouds.of_runtimes[asset.index].add(tags);
            if (tags.known || facts.development_version)
                clouds.runtime_providers[asset.index] |= tags.providers;
        }
    }
    return clouds;
}

/// The providers that an asset is taken to be with.
std::uint8_t providers_of(const Facts& facts, const Clouds& clouds, AssetId id, const CloudTags& own) {
    const std::uint8_t from_runtimes = clouds.runtime_providers[id.index];
    if (own.known) return own.providers | from_runtimes;
    const BoundaryId direct = facts.direct[id.index];
    return direct.valid() ? clouds.inherited_providers[direct.index] | from_runtimes : from_runtimes;
}

Impact impact_of(const Ratings& ratings) {
    if (is_most_sensitive(ratings)) return Impact::very_high;
    return is_sensitive(ratings) ? Impact::high : Impact::medium;
}

/// The development version tells risks at one place apart by what they are about.
Risk& add_cloud(const Facts& facts, Writing& writing, std::string_view place, std::string_view about,
                const Ratings& ratings) {
    const Impact impact = impact_of(ratings);
    if (facts.development_version && !about.empty())
        return writing.add(Likelihood::unlikely, impact, BreachProbability::probable, {place, about});
    return writing.add(Likelihood::unlikely, impact, BreachProbability::probable, {place});
}

std::string_view detail_of(std::string_view about) {
    if (about == "aws") return "Follow the CIS benchmark for AWS.";
    if (about == "azure") return "Follow the CIS benchmark for Azure.";
    if (about == "gcp") return "Follow the CIS benchmark for Google Cloud.";
    if (about == "ocp") return "Follow what Oracle recommends for its cloud.";
    if (about == "ec2") return "Follow the CIS benchmark for Amazon Linux.";
    if (about == "s3") return "Follow what AWS recommends for S3.";
    return {};
}

void add_at_runtime(const Facts& facts, Writing& writing, RuntimeId id, std::string_view about) {
    const Runtime& runtime = facts.document[id];
    Ratings highest;
    for (AssetId asset : runtime.assets) {
        const Ratings& ratings = facts.highest[asset.index];
        highest.confidentiality = std::max(highest.confidentiality, ratings.confidentiality);
        highest.integrity = std::max(highest.integrity, ratings.integrity);
        highest.availability = std::max(highest.availability, ratings.availability);
    }
    const Range group = writing.add_group(runtime.assets);
    Risk& risk = add_cloud(facts, writing, runtime.id, about, highest);
    if (!facts.development_version) risk.runtime = id;
    risk.breached_group = group;
    risk.detail = detail_of(about);
}

void add_at_asset(const Facts& facts, Writing& writing, AssetId id, std::string_view about) {
    Risk& risk = add_cloud(facts, writing, facts.document[id].id, about, facts.highest[id.index]);
    risk.breached = id;
    if (!facts.development_version) risk.asset = id;
    risk.detail = detail_of(about);
}

/// Adds to what each provider was found at already.
std::uint8_t add_at_runtimes(const Facts& facts, const Clouds& clouds, Writing& writing) {
    std::uint8_t found = 0;
    for (std::size_t i = 0; i < clouds.of_runtime.size(); ++i) {
        const CloudTags& tags = clouds.of_runtime[i];
        if (!tags.known) {
            if (facts.development_version) add_at_runtime(facts, writing, RuntimeId(i), {});
            continue;
        }
        found |= tags.providers;
        for (std::size_t p = 0; p < providers.size(); ++p)
            if (tags.providers >> p & 1u) add_at_runtime(facts, writing, RuntimeId(i), providers[p]);
    }
    return found;
}

std::uint8_t add_at_boundaries(const Facts& facts, const Clouds& clouds, Range inside, Writing& writing) {
    std::uint8_t found = 0;
    const auto add = [&](std::size_t i, std::string_view about) {
        Risk& risk =
            add_cloud(facts, writing, facts.document.boundaries[i].id, about, facts.boundary_highest[i]);
        if (!facts.development_version) risk.boundary = BoundaryId(i);
        risk.breached_group = {inside.first + facts.inside_of[i].first, facts.inside_of[i].count};
        risk.detail = detail_of(about);
    };
    for (std::size_t i = 0; i < clouds.of_boundary.size(); ++i) {
        const CloudTags& tags = clouds.of_boundary[i];
        if (!tags.known) {
            if (is_within_cloud(facts.document.boundaries[i].type)) add(i, {});
            continue;
        }
        found |= tags.providers;
        for (std::size_t p = 0; p < providers.size(); ++p)
            if (tags.providers >> p & 1u) add(i, providers[p]);
    }
    return found;
}

}  // namespace

void find_missing_cloud_hardening(const Facts& facts, Writing& writing) {
    const Clouds clouds = read_clouds(facts);
    const Range inside = writing.add_group(facts.inside_pool);
    std::uint8_t found = add_at_runtimes(facts, clouds, writing);
    found |= add_at_boundaries(facts, clouds, inside, writing);
    // Where a provider has neither, its most sensitive asset stands for the others.
    std::array<AssetId, providers.size()> example;
    for (AssetId id : facts.by_id) {
        const CloudTags own = all_of(clouds, facts.document[id].tags);
        const std::uint8_t at = providers_of(facts, clouds, id, own);
        for (std::size_t p = 0; p < providers.size(); ++p)
            if ((at >> p & 1u) && (!example[p].valid() || sensitivity_score(facts.own[id.index]) >
                                                              sensitivity_score(facts.own[example[p].index])))
                example[p] = id;
        if (!own.service) continue;
        CloudTags all = own;
        all.add(clouds.of_runtimes[id.index]);
        if (const BoundaryId direct = facts.direct[id.index]; direct.valid())
            all.add(clouds.inherited[direct.index]);
        if (all.ec2) add_at_asset(facts, writing, id, "ec2");
        if (all.s3) add_at_asset(facts, writing, id, "s3");
    }
    for (std::size_t p = 0; p < providers.size(); ++p)
        if (!(found >> p & 1u) && example[p].valid()) add_at_asset(facts, writing, example[p], providers[p]);
}

}  // namespace bartizan::threagile
