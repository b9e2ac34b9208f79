// Rules about who may reach what: authentication, identities, and ways in that nothing guards.
#include <algorithm>

#include "formats/threagile/rules.h"

namespace bartizan::threagile {
namespace {

/// Callers of whom nothing is demanded: those that only watch, and stores, which do not call by themselves.
bool is_excused_caller(const Facts& facts, AssetId caller) {
    return facts.has(caller, facts.traits.unprotected_traffic_tolerated) ||
           facts.document[caller].type == AssetType::datastore;
}

bool needs_protection(const Facts& facts, AssetId asset) {
    return is_sensitive(facts.highest[asset.index]) || facts.document[asset].multi_tenant;
}

/// The id names link, caller and target, in this order.
Risk& add_access(const Facts& facts, Writing& writing, const Link& link, Likelihood likelihood, Impact impact,
                 BreachProbability breach) {
    Risk& risk = writing.add(likelihood, impact, breach,
                             {link.id, facts.document[link.source].id, facts.document[link.target].id});
    risk.asset = risk.breached = link.target;
    risk.link = facts.id_of(link);
    return risk;
}

Impact impact_of_missing_authentication(const Ratings& transferred) {
    if (is_most_secret(transferred)) return Impact::high;
    if (transferred.confidentiality <= Confidentiality::internal &&
        transferred.integrity == Criticality::operational)
        return Impact::low;
    return Impact::medium;
}

/// A person sends or gets something sensitive over a link without a second factor.
bool lacks_second_factor(const Facts& facts, LinkId id) {
    const Ratings& transferred = facts.link_highest[id.index];
    return (transferred.confidentiality >= Confidentiality::confidential ||
            transferred.integrity >= Criticality::critical) &&
           facts.document[id].authentication != Authentication::two_factor;
}

bool is_guarded_secret(const Facts& facts, AssetId asset) {
    const Ratings& own = facts.own[asset.index];
    return own.confidentiality >= Confidentiality::confidential || own.integrity >= Criticality::critical;
}

Impact impact_of_unguarded(const Facts& facts, AssetId asset) {
    constexpr double attractive = 40;
    return is_most_secret(facts.own[asset.index]) || facts.raa[asset.index] > attractive ? Impact::medium
                                                                                         : Impact::low;
}

/// Products that are made to stand in the open, over the protocols they are made for.
bool is_made_for_internet(const Facts& facts, AssetId asset, Protocol protocol) {
    if (facts.document[asset].custom_developed_parts) return false;
    const bool web = protocol == Protocol::http || protocol == Protocol::https;
    return (web && facts.has(asset, facts.traits.web_from_internet_accepted)) ||
           (is_file_transfer(protocol) && facts.has(asset, facts.traits.transfer_from_internet_accepted));
}

}  // namespace

void find_missing_authentication(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || facts.has(id, facts.traits.needs_no_authentication) ||
            !needs_protection(facts, id))
            continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (link.authentication != Authentication::none || facts.is_local(link.protocol) ||
                is_excused_caller(facts, link.source))
                continue;
            add_access(facts, writing, link, Likelihood::likely,
                       impact_of_missing_authentication(facts.link_highest[incoming.index]),
                       BreachProbability::possible);
        }
    }
}

void find_missing_second_factor(const Facts& facts, Writing& writing) {
    const auto add = [&](const Link& link) {
        add_access(facts, writing, link, Likelihood::unlikely, Impact::medium, BreachProbability::possible);
    };
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || facts.has(id, facts.traits.traffic_forwarding) ||
            facts.has(id, facts.traits.unprotected_traffic_tolerated) || !needs_protection(facts, id))
            continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (is_excused_caller(facts, link.source)) continue;
            if (facts.document[link.source].used_as_client_by_human) {
                if (lacks_second_factor(facts, incoming)) add(link);
                continue;
            }
            if (!facts.has(link.source, facts.traits.traffic_forwarding)) continue;
            if (writing.is_full()) return;
            for (LinkId before : facts.incoming(link.source)) {
                const AssetId person = facts.document[before].source;
                if (!is_excused_caller(facts, person) && facts.document[person].used_as_client_by_human &&
                    lacks_second_factor(facts, before))
                    add(link);
            }
        }
    }
}

void find_missing_identity_propagation(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        const Ratings& own = facts.own[id.index];
        const bool shared_and_restricted =
            asset.multi_tenant &&
            (own.confidentiality >= Confidentiality::restricted || own.integrity >= Criticality::important ||
             own.availability >= Criticality::important);
        if (asset.out_of_scope || !facts.has(id, facts.traits.processes_user_requests) ||
            !(is_sensitive(own) || shared_and_restricted))
            continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (!facts.has(link.source, facts.traits.propagates_identity) ||
                facts.document[link.source].type == AssetType::datastore ||
                link.authentication == Authentication::none ||
                link.authorization == Authorization::end_user_identity_propagation)
                continue;
            if (link.usage == Usage::devops && link.authorization != Authorization::none) continue;
            add_access(facts, writing, link, Likelihood::unlikely,
                       is_most_sensitive(own) ? Impact::medium : Impact::low, BreachProbability::improbable);
        }
    }
}

void find_unguarded_access_from_internet(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || facts.has(id, Technology::load_balancer) ||
            !is_guarded_secret(facts, id))
            continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (!facts.document[link.source].internet || link.vpn ||
                facts.has(link.source, Technology::monitoring) ||
                is_made_for_internet(facts, id, link.protocol))
                continue;
            Risk& risk = writing.add(Likelihood::very_likely, impact_of_unguarded(facts, id),
                                     BreachProbability::possible,
                                     {facts.document[id].id, facts.document[link.source].id, link.id});
            risk.asset = risk.breached = id;
            risk.link = incoming;
        }
    }
}

void find_unguarded_datastore_access(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        if (asset.out_of_scope || asset.type != AssetType::datastore || !is_guarded_secret(facts, id))
            continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (facts.has(id, facts.traits.identity_store) &&
                facts.has(link.source, Technology::identity_provider))
                continue;
            const bool file_transfer =
                facts.has(id, Technology::file_server) && is_file_transfer(link.protocol);
            if (!facts.is_across_networks(link) || file_transfer || link.usage == Usage::devops ||
                facts.share_a_boundary(id, link.source))
                continue;
            add_access(facts, writing, link, Likelihood::likely, impact_of_unguarded(facts, id),
                       BreachProbability::improbable);
        }
    }
}

namespace {

void add_dos(const Facts& facts, Writing& writing, AssetId target, LinkId incoming, std::string_view hop) {
    const Link& link = facts.document[incoming];
    if (!facts.is_across_networks(link) || facts.is_local(link.protocol) || link.usage == Usage::devops)
        return;
    const TechnicalAsset& asset = facts.document[target];
    const bool open = facts.own[target.index].availability == Criticality::mission_critical && !link.vpn &&
                      !link.ip_filtered && !asset.redundant;
    Risk& risk =
        writing.add(Likelihood::unlikely, open ? Impact::medium : Impact::low, BreachProbability::improbable,
                    {asset.id, facts.document[link.source].id, link.id});
    risk.asset = target;
    risk.link = incoming;
    if (facts.development_version) risk.synthetic_id.append("->").append(hop);
}

}  // namespace

void find_dos_risky_access(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        const bool critical = facts.own[id.index].availability >= Criticality::critical;
        const bool balances = facts.has(id, Technology::load_balancer);
        const bool applies = facts.development_version ? critical || balances : critical && !balances;
        if (facts.document[id].out_of_scope || !applies) continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (!facts.has(link.source, facts.traits.traffic_forwarding)) {
                add_dos(facts, writing, id, incoming, {});
                continue;
            }
            if (writing.is_full()) return;
            for (LinkId before : facts.incoming(link.source)) add_dos(facts, writing, id, before, link.id);
        }
    }
}

}  // namespace bartizan::threagile
