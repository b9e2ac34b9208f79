// Rules about what a caller can slip into a request: injection, forged and malicious content.
#include <algorithm>

#include "formats/threagile/rules.h"

namespace bartizan::threagile {
namespace {

/// A risk that a caller brings into a target: it stands at the caller, and the target's data may get lost.
Risk& add_injection(const Facts& facts, Writing& writing, const Link& link, Likelihood likelihood,
                    Impact impact) {
    const Document& document = facts.document;
    Risk& risk = writing.add(likelihood, impact, BreachProbability::probable,
                             {document[link.source].id, document[link.target].id, link.id});
    risk.asset = link.source;
    risk.link = facts.id_of(link);
    risk.breached = link.target;
    return risk;
}

Impact impact_by_secrecy(const Facts& facts, AssetId asset) {
    return is_most_secret(facts.highest[asset.index]) ? Impact::high : Impact::medium;
}

Likelihood less_likely_for_devops(const Link& link, Likelihood devops, Likelihood business) {
    return link.usage == Usage::devops ? devops : business;
}

/// One risk for each accepted format of a kind, repetitions included.
void find_by_format(const Facts& facts, Writing& writing, DataFormat format, bool custom_only,
                    Impact most_sensitive, Impact otherwise) {
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        if (asset.out_of_scope || (custom_only && !asset.custom_developed_parts)) continue;
        const auto times = std::ranges::count(asset.formats, format);
        const Impact impact = is_most_sensitive(facts.highest[id.index]) ? most_sensitive : otherwise;
        for (std::ptrdiff_t i = 0; i < times; ++i)
            writing.add_at(facts, id, Likelihood::very_likely, impact, BreachProbability::probable);
    }
}

bool is_remote_object(Protocol protocol) {
    return protocol == Protocol::iiop || protocol == Protocol::iiop_encrypted || protocol == Protocol::jrmp ||
           protocol == Protocol::jrmp_encrypted;
}

}  // namespace

void find_ldap_injection(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (facts.development_version && facts.document[id].out_of_scope) continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (facts.document[link.source].out_of_scope) continue;
            if (link.protocol != Protocol::ldap && link.protocol != Protocol::ldaps) continue;
            add_injection(facts, writing, link,
                          less_likely_for_devops(link, Likelihood::unlikely, Likelihood::likely),
                          impact_by_secrecy(facts, id));
        }
    }
}

void find_path_traversal(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (!facts.has(id, facts.traits.keeps_files)) continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (facts.document[link.source].out_of_scope) continue;
            add_injection(facts, writing, link,
                          less_likely_for_devops(link, Likelihood::likely, Likelihood::very_likely),
                          impact_by_secrecy(facts, id));
        }
    }
}

void find_search_query_injection(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (!facts.has(id, facts.traits.search)) continue;
        const Ratings& highest = facts.highest[id.index];
        Impact impact = impact_by_secrecy(facts, id);
        if (highest.confidentiality <= Confidentiality::internal &&
            highest.integrity == Criticality::operational)
            impact = Impact::low;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (facts.document[link.source].out_of_scope || !is_perhaps_database(link.protocol)) continue;
            add_injection(facts, writing, link,
                          less_likely_for_devops(link, Likelihood::likely, Likelihood::very_likely), impact);
        }
    }
}

void find_sql_injection(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        const bool queried = facts.has(id, facts.traits.open_to_query_injection);
        if (facts.development_version && (asset.out_of_scope || asset.type != AssetType::datastore)) continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (!facts.development_version && facts.document[link.source].out_of_scope) continue;
            const bool strict = is_database_only(link.protocol);
            const bool lax = is_perhaps_database(link.protocol);
            const bool applies =
                facts.development_version ? (strict && queried) || lax : strict || (lax && queried);
            if (!applies) continue;
            add_injection(facts, writing, link,
                          less_likely_for_devops(link, Likelihood::likely, Likelihood::very_likely),
                          impact_by_secrecy(facts, id));
        }
    }
}

void find_cross_site_request_forgery(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || !facts.has(id, facts.traits.web_application)) continue;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (!is_web(link.protocol)) continue;
            const bool vital = facts.link_highest[incoming.index].integrity == Criticality::mission_critical;
            Risk& risk =
                writing.add(less_likely_for_devops(link, Likelihood::likely, Likelihood::very_likely),
                            vital ? Impact::medium : Impact::low, BreachProbability::improbable,
                            {facts.document[id].id, link.id});
            risk.asset = risk.breached = id;
            risk.link = incoming;
        }
    }
}

void find_cross_site_scripting(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || !facts.has(id, facts.traits.web_application)) continue;
        writing.add_at(facts, id, Likelihood::likely, impact_by_secrecy(facts, id),
                       BreachProbability::possible);
    }
}

void find_missing_file_validation(const Facts& facts, Writing& writing) {
    find_by_format(facts, writing, DataFormat::file, true, Impact::medium, Impact::low);
}

void find_xml_external_entity(const Facts& facts, Writing& writing) {
    find_by_format(facts, writing, DataFormat::xml, false, Impact::high, Impact::medium);
}

void find_untrusted_deserialization(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        if (asset.out_of_scope) continue;
        bool applies = facts.has(id, Technology::ejb) ||
                       std::ranges::find(asset.formats, DataFormat::serialization) != asset.formats.end();
        bool across = false;
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (!is_remote_object(link.protocol)) continue;
            applies = true;
            across = across || facts.is_across_networks(link);
        }
        if (!applies) continue;
        writing.add_at(facts, id, across ? Likelihood::very_likely : Likelihood::likely,
                       is_most_sensitive(facts.highest[id.index]) ? Impact::very_high : Impact::high,
                       BreachProbability::probable);
    }
}

namespace {

/// For each network (the last: none), the assets in it that answer web requests.
struct WebNeighbours {
    std::vector<Range> groups;
    std::vector<char> holds_strictly_confidential;
};

std::size_t network_slot(const Facts& facts, AssetId asset) {
    const BoundaryId network = facts.network[asset.index];
    return network.valid() ? network.index : facts.document.boundaries.size();
}

WebNeighbours find_web_neighbours(const Facts& facts, Writing& writing) {
    const std::size_t slots = facts.document.boundaries.size() + 1;
    std::vector<std::vector<AssetId>> reachable(slots);
    WebNeighbours neighbours{std::vector<Range>(slots), std::vector<char>(slots)};
    for (AssetId id : facts.by_id) {
        const auto is_web_link = [&](LinkId link) { return is_web(facts.document[link].protocol); };
        if (!std::ranges::any_of(facts.incoming(id), is_web_link)) continue;
        const std::size_t slot = network_slot(facts, id);
        reachable[slot].push_back(id);
        if (facts.highest[id.index].confidentiality == Confidentiality::strictly_confidential)
            neighbours.holds_strictly_confidential[slot] = true;
    }
    for (std::size_t slot = 0; slot < slots; ++slot)
        neighbours.groups[slot] = writing.add_group(reachable[slot]);
    return neighbours;
}

}  // namespace

void find_server_side_request_forgery(const Facts& facts, Writing& writing) {
    const Document& document = facts.document;
    const WebNeighbours neighbours = find_web_neighbours(facts, writing);
    for (AssetId id : facts.by_id) {
        if (document[id].out_of_scope || facts.has(id, facts.traits.client) ||
            facts.has(id, Technology::load_balancer))
            continue;
        const std::size_t slot = network_slot(facts, id);
        const BoundaryId direct = facts.direct[id.index];
        const bool exposed = neighbours.holds_strictly_confidential[slot] ||
                             (direct.valid() && is_within_cloud(document[direct].type));
        for (const Link& link : facts.outgoing(id)) {
            if (!is_web(link.protocol)) continue;
            const bool strict =
                facts.highest[link.target.index].confidentiality == Confidentiality::strictly_confidential;
            Risk& risk =
                writing.add(less_likely_for_devops(link, Likelihood::unlikely, Likelihood::likely),
                            exposed || strict ? Impact::medium : Impact::low, BreachProbability::possible,
                            {document[id].id, document[link.target].id, link.id});
            risk.asset = risk.breached = id;
            risk.link = facts.id_of(link);
            risk.breached_group = neighbours.groups[slot];
        }
    }
}

}  // namespace bartizan::threagile
