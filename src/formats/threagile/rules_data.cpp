// Rules about data at rest and on the way, and about parts of the model that seem to be wrong or needless.
#include <algorithm>
#include <array>
#include <optional>

#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/threagile/rules.h"

namespace bartizan::threagile {
namespace {

bool is_secret(const Ratings& ratings) {
    return ratings.confidentiality >= Confidentiality::confidential ||
           ratings.integrity >= Criticality::critical;
}

/// How much encryption an asset lacks; nothing if none.
std::optional<Impact> lack_of_encryption(const Facts& facts, AssetId id, bool most_secret) {
    const Encryption encryption = facts.document[id].encryption;
    if (encryption == Encryption::none) return most_secret ? Impact::high : Impact::medium;
    const bool own_key_needed = most_secret && facts.has(id, facts.traits.stores_user_data);
    if (own_key_needed && encryption != Encryption::end_user_individual_key) return Impact::medium;
    return std::nullopt;
}

/// What the encryption is judged by: everything an asset handles, or, in the development version, what it
/// stores; there both confidentiality and integrity have to be high.
bool should_be_encrypted(const Facts& facts, AssetId id, Ratings& judged) {
    if (!facts.development_version) {
        judged = facts.highest[id.index];
        return is_secret(judged);
    }
    const TechnicalAsset& asset = facts.document[id];
    judged = facts.own[id.index];
    for (DataId data : asset.stored) {
        judged.confidentiality =
            std::max(judged.confidentiality, facts.document[data].ratings.confidentiality);
        judged.integrity = std::max(judged.integrity, facts.document[data].ratings.integrity);
    }
    return !asset.stored.empty() && judged.confidentiality >= Confidentiality::confidential &&
           judged.integrity >= Criticality::critical;
}

}  // namespace

void find_unencrypted_asset(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        Ratings judged;
        if (facts.document[id].out_of_scope || facts.has(id, facts.traits.stores_nothing) ||
            !should_be_encrypted(facts, id, judged))
            continue;
        if (const auto impact = lack_of_encryption(facts, id, is_most_secret(judged)))
            writing.add_at(facts, id, Likelihood::unlikely, *impact, BreachProbability::improbable);
    }
}

namespace {

/// Data in the order in which the tool looks at it; the first that matters decides.
std::vector<DataId> transferred_in_order(const Facts& facts, const Link& link) {
    std::vector<DataId> data = link.sent;
    data.insert(data.end(), link.received.begin(), link.received.end());
    if (facts.development_version)
        std::ranges::sort(data, {}, [&](DataId id) -> std::string_view { return facts.document[id].id; });
    return data;
}

std::optional<Impact> impact_of_eavesdropping(const Facts& facts, const Link& link) {
    for (DataId id : transferred_in_order(facts, link)) {
        const Ratings& ratings = facts.document[id].ratings;
        if (is_most_secret(ratings) || link.authentication != Authentication::none) return Impact::high;
        if (!link.vpn && is_secret(ratings)) return Impact::medium;
    }
    return std::nullopt;
}

}  // namespace

void find_unencrypted_communication(const Facts& facts, Writing& writing) {
    for (std::size_t i = 0; i < facts.document.links.size(); ++i) {
        const Link& link = facts.document.links[i];
        const bool source_out = facts.document[link.source].out_of_scope;
        const bool both_out = source_out && facts.document[link.target].out_of_scope;
        if (facts.development_version ? both_out : source_out) continue;
        if (is_encrypted(link.protocol) || facts.is_local(link.protocol) ||
            facts.has(link.source, facts.traits.unprotected_traffic_tolerated) ||
            facts.has(link.target, facts.traits.unprotected_traffic_tolerated))
            continue;
        const auto impact = impact_of_eavesdropping(facts, link);
        if (!impact) continue;
        Risk& risk = writing.add(facts.is_across_networks(link) ? Likelihood::likely : Likelihood::unlikely,
                                 *impact, BreachProbability::possible,
                                 {link.id, facts.document[link.source].id, facts.document[link.target].id});
        risk.asset = link.source;
        risk.link = LinkId(i);
        risk.breached = link.target;
    }
}

namespace {

/// What one asset exchanges with others without handling it itself.
struct Transfers {
    const Facts& facts;
    Writing& writing;
    AssetId asset;
    const std::vector<std::uint32_t>& handled_by;  // by data: the asset's index if it handles it
    boost::unordered_flat_set<std::uint64_t> seen;

    void check(const Link& link, AssetId partner) {
        for (DataId data : link.sent) check(link, partner, data);
        for (DataId data : link.received) check(link, partner, data);
    }

    void check(const Link& link, AssetId partner, DataId data) {
        const DataAsset& datum = facts.document[data];
        if (handled_by[data.index] == asset.index || !is_secret(datum.ratings)) return;
        if (!seen.insert(std::uint64_t{partner.index} << 32 | data.index).second) return;
        Risk& risk = writing.add(
            Likelihood::unlikely, is_most_secret(datum.ratings) ? Impact::medium : Impact::low,
            BreachProbability::improbable, {datum.id, facts.document[asset].id, facts.document[partner].id});
        risk.asset = risk.breached = asset;
        risk.data = data;
        risk.seen_at = facts.id_of(link);
    }
};

}  // namespace

void find_unnecessary_transfer(const Facts& facts, Writing& writing) {
    std::vector<std::uint32_t> handled_by(facts.document.data.size(), AssetId::none_value);
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope) continue;
        for (DataId data : facts.processed[id.index]) handled_by[data.index] = id.index;
        for (DataId data : facts.document[id].stored) handled_by[data.index] = id.index;
        Transfers transfers{facts, writing, id, handled_by, {}};
        for (const Link& link : facts.outgoing(id))
            if (!facts.has(link.target, facts.traits.unnecessary_data_tolerated))
                transfers.check(link, link.target);
        for (LinkId incoming : facts.incoming(id)) {
            const Link& link = facts.document[incoming];
            if (!facts.has(link.source, facts.traits.unnecessary_data_tolerated))
                transfers.check(link, link.source);
        }
    }
}

void find_unnecessary_data(const Facts& facts, Writing& writing) {
    std::vector<char> used(facts.document.data.size());
    const auto use = [&](const std::vector<DataId>& data) {
        for (DataId id : data) used[id.index] = true;
    };
    for (const TechnicalAsset& asset : facts.document.assets) {
        use(asset.processed);
        use(asset.stored);
    }
    for (const Link& link : facts.document.links) {
        use(link.sent);
        use(link.received);
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (used[i]) continue;
        Risk& risk = writing.add(Likelihood::unlikely, Impact::low, BreachProbability::improbable,
                                 {facts.document.data[i].id});
        risk.data = DataId(i);
    }
}

void find_unnecessary_asset(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        const bool handles_nothing = facts.processed[id.index].empty() && asset.stored.empty();
        const bool stands_alone = asset.links.empty() && facts.incoming(id).empty();
        if (handles_nothing || stands_alone)
            writing.add_at(facts, id, Likelihood::unlikely, Impact::low, BreachProbability::improbable);
    }
}

void find_unnecessary_link(const Facts& facts, Writing& writing) {
    for (std::size_t i = 0; i < facts.document.links.size(); ++i) {
        const Link& link = facts.document.links[i];
        if (!link.sent.empty() || !link.received.empty()) continue;
        if (facts.document[link.source].out_of_scope && facts.document[link.target].out_of_scope) continue;
        Risk& risk = writing.add(Likelihood::unlikely, Impact::low, BreachProbability::improbable,
                                 {link.id, facts.document[link.source].id});
        risk.asset = risk.breached = link.source;
        risk.link = LinkId(i);
    }
}

namespace {

/// What does not fit together on a link.
struct LinkMistakes {
    std::array<std::string_view, 3> all;
    std::size_t count = 0;

    void add_if(bool wrong, std::string_view what) {
        if (wrong) all[count++] = what;
    }
};

LinkMistakes find_mistakes(const Facts& facts, const Link& link) {
    const TechnicalAsset& target = facts.document[link.target];
    const bool nothing_sent = link.sent.empty(), nothing_received = link.received.empty();
    LinkMistakes mistakes;
    if (link.readonly)
        mistakes.add_if(nothing_received && (!facts.development_version || !nothing_sent),
                        "It only reads, but receives no data.");
    else
        mistakes.add_if(nothing_sent && (!facts.development_version || !nothing_received),
                        "It writes, but sends no data.");
    mistakes.add_if(
        link.protocol == Protocol::in_process_library_call && !facts.has(link.target, Technology::library),
        "It calls a library, but its target is none.");
    mistakes.add_if(facts.development_version && link.protocol == Protocol::inter_process_communication &&
                        target.type != AssetType::process,
                    "It is communication between processes, but its target is none.");
    mistakes.add_if(link.protocol == Protocol::local_file_access &&
                        !facts.has(link.target, Technology::local_file_system),
                    "It accesses local files, but its target is no local file system.");
    mistakes.add_if(link.protocol == Protocol::container_spawning && target.machine != Machine::container,
                    "It starts a container, but its target is none.");
    return mistakes;
}

}  // namespace

void find_wrong_link_content(const Facts& facts, Writing& writing) {
    for (std::size_t i = 0; i < facts.document.links.size(); ++i) {
        const Link& link = facts.document.links[i];
        const LinkMistakes mistakes = find_mistakes(facts, link);
        for (std::size_t m = 0; m < mistakes.count; ++m) {
            Risk& risk = writing.add(Likelihood::unlikely, Impact::low, BreachProbability::improbable,
                                     {facts.document[link.source].id, link.id});
            risk.asset = link.source;
            risk.link = LinkId(i);
            risk.detail = mistakes.all[m];
        }
    }
}

void find_incomplete_model(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope) continue;
        if (facts.has(id, Technology::unknown)) {
            Risk& risk =
                writing.add_at(facts, id, Likelihood::unlikely, Impact::low, BreachProbability::improbable);
            risk.detail = "Its technology is not known.";
        }
        for (const Link& link : facts.outgoing(id)) {
            if (link.protocol != Protocol::unknown) continue;
            Risk& risk = writing.add(Likelihood::unlikely, Impact::low, BreachProbability::improbable,
                                     {link.id, facts.document[id].id});
            risk.asset = risk.breached = id;
            risk.link = facts.id_of(link);
            risk.detail = "Its protocol is not known.";
        }
    }
}

}  // namespace bartizan::threagile
