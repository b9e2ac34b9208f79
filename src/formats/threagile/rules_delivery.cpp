// Rules about how software is developed and delivered, and about what a sound system should have at all.
#include <algorithm>

#include "formats/threagile/rules.h"

namespace bartizan::threagile {
namespace {

/// Links over which an asset seems to deliver code: for operations, with data whose integrity matters.
template <typename Visit>
void for_each_delivery(const Facts& facts, AssetId id, const Visit& visit) {
    for (const Link& link : facts.outgoing(id)) {
        const auto is_code = [&](DataId data) {
            return facts.document[data].ratings.integrity >= Criticality::important;
        };
        if (link.usage == Usage::devops && std::ranges::any_of(link.sent, is_code)) visit(link.target);
    }
}

Range add_delivery_targets(const Facts& facts, Writing& writing, AssetId id) {
    std::vector<AssetId> targets;
    for_each_delivery(facts, id, [&](AssetId target) { targets.push_back(target); });
    return writing.add_group(targets);
}

bool is_open_to_strangers(const Facts& facts, AssetId id) {
    if (facts.document[id].internet) return true;
    return std::ranges::any_of(facts.incoming(id), [&](LinkId incoming) {
        const Link& link = facts.document[incoming];
        const TechnicalAsset& caller = facts.document[link.source];
        return (!link.vpn && caller.internet) || (!facts.development_version && caller.out_of_scope);
    });
}

bool has_lowest_rating(const Ratings& ratings) {
    return ratings.confidentiality == Confidentiality::publicly_known ||
           ratings.integrity == Criticality::archive || ratings.availability == Criticality::archive;
}

}  // namespace

void find_accidental_secret_leak(const Facts& facts, Writing& writing) {
    std::vector<AssetId> applies;
    for (AssetId id : facts.by_id)
        if (!facts.document[id].out_of_scope && facts.has(id, facts.traits.may_contain_secrets))
            applies.push_back(id);
    // The development version gives the whole rule up when it meets a rating that is the lowest of its kind.
    if (facts.development_version &&
        std::ranges::any_of(applies, [&](AssetId id) { return has_lowest_rating(facts.own[id.index]); }))
        return;
    for (AssetId id : applies) {
        const Ratings& highest = facts.highest[id.index];
        const Impact impact = is_most_sensitive(highest) ? Impact::high
                              : is_sensitive(highest)    ? Impact::medium
                                                         : Impact::low;
        writing.add_at(facts, id, Likelihood::unlikely, impact, BreachProbability::probable);
    }
}

void find_code_backdooring(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || !facts.has(id, facts.traits.development) ||
            !is_open_to_strangers(facts, id))
            continue;
        const Ratings& highest = facts.highest[id.index];
        const bool secret = highest.confidentiality >= Confidentiality::confidential ||
                            highest.integrity >= Criticality::critical;
        const Impact impact = facts.has(id, Technology::code_inspection_platform) ? Impact::low
                              : secret                                            ? Impact::high
                                                                                  : Impact::medium;
        Risk& risk = writing.add_at(facts, id, Likelihood::unlikely, impact, BreachProbability::probable);
        risk.breached_group = add_delivery_targets(facts, writing, id);
    }
}

void find_unchecked_deployment(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (!facts.has(id, facts.traits.development)) continue;
        Impact impact = Impact::low;
        for_each_delivery(facts, id, [&](AssetId target) {
            if (is_sensitive(facts.highest[target.index])) impact = Impact::medium;
        });
        Risk& risk = writing.add_at(facts, id, Likelihood::unlikely, impact, BreachProbability::possible);
        risk.breached_group = add_delivery_targets(facts, writing, id);
    }
}

void find_push_deployment(const Facts& facts, Writing& writing) {
    // Once raised the impact stays for all that follow: the tool never resets it. The order is ours, because
    // the tool's own changes from run to run.
    Impact impact = Impact::low;
    for (AssetId id : facts.by_id) {
        if (!facts.has(id, Technology::build_pipeline)) continue;
        for (const Link& link : facts.outgoing(id)) {
            const TechnicalAsset& target = facts.document[link.target];
            if (link.readonly || link.usage != Usage::devops || target.out_of_scope ||
                facts.has(link.target, facts.traits.development) || target.usage != Usage::business)
                continue;
            if (is_sensitive(facts.highest[link.target.index])) impact = Impact::medium;
            Risk& risk = writing.add(Likelihood::unlikely, impact, BreachProbability::improbable,
                                     {facts.document[id].id});
            risk.asset = risk.breached = link.target;
            risk.link = facts.id_of(link);
        }
    }
}

void find_missing_hardening(const Facts& facts, Writing& writing) {
    constexpr double attractive = 55, attractive_if_valuable = 40;
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        const double raa = facts.raa[id.index];
        const bool valuable = asset.type == AssetType::datastore || facts.has(id, facts.traits.high_value);
        if (asset.out_of_scope || !(raa >= attractive || (valuable && raa >= attractive_if_valuable)))
            continue;
        writing.add_at(facts, id, Likelihood::likely,
                       is_most_secret(facts.highest[id.index]) ? Impact::medium : Impact::low,
                       BreachProbability::improbable);
    }
}

namespace {

/// The asset that stands for a whole model in which something is missing, and how bad that is.
struct Example {
    AssetId asset;
    Impact impact = Impact::low;

    /// Until the impact is raised the last asset is the example; after that only a more sensitive one.
    void see(const Facts& facts, AssetId id) {
        if (impact == Impact::low) {
            asset = id;
            if (is_sensitive(facts.highest[id.index])) impact = Impact::medium;
        }
        if (is_sensitive(facts.own[id.index])) impact = Impact::medium;
    }
    void see_more_sensitive(const Facts& facts, AssetId id) {
        if (!asset.valid() ||
            sensitivity_score(facts.own[id.index]) > sensitivity_score(facts.own[asset.index]))
            asset = id;
    }
};

void add_example(const Facts& facts, Writing& writing, const Example& example) {
    const std::string_view id =
        example.asset.valid() ? std::string_view(facts.document[example.asset].id) : std::string_view();
    Risk& risk = writing.add(Likelihood::unlikely, example.impact, BreachProbability::improbable, {id});
    risk.asset = example.asset;
}

}  // namespace

void find_missing_build_infrastructure(const Facts& facts, Writing& writing) {
    Example example;
    TechnologySet present = 0;
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        present |= facts.technologies[id.index];
        if (!asset.custom_developed_parts || asset.out_of_scope) continue;
        example.see(facts, id);
        example.see_more_sensitive(facts, id);
    }
    constexpr TechnologySet needed =
        set_of(Technology::build_pipeline, Technology::sourcecode_repository, Technology::devops_client);
    if (example.asset.valid() && (present & needed) != needed) add_example(facts, writing, example);
}

void find_missing_identity_store(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id)
        if (!facts.document[id].out_of_scope && facts.has(id, facts.traits.identity_store)) return;
    Example example;
    for (AssetId id : facts.by_id) {
        std::vector<const Link*> links;
        for (const Link& link : facts.outgoing(id))
            if (link.authorization == Authorization::end_user_identity_propagation) links.push_back(&link);
        std::ranges::stable_sort(links, std::ranges::greater(), &Link::title);
        for (const Link* link : links) {
            example.see(facts, link->target);
            example.see_more_sensitive(facts, id);
        }
    }
    if (example.asset.valid()) add_example(facts, writing, example);
}

void find_missing_vault(const Facts& facts, Writing& writing) {
    Example example;
    for (AssetId id : facts.by_id) {
        if (facts.has(id, Technology::vault)) return;
        if (is_sensitive(facts.highest[id.index])) example.impact = Impact::medium;
        example.see_more_sensitive(facts, id);
    }
    add_example(facts, writing, example);
}

}  // namespace bartizan::threagile
