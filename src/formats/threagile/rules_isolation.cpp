// Rules about what stands next to what: networks, runtimes, containers and filters in between.
#include <algorithm>

#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/threagile/rules.h"

namespace bartizan::threagile {
namespace {

/// How many assets of a kind share an execution environment or a network with an asset. The last place of
/// each table counts those in no boundary.
class Neighbourhood {
public:
    template <typename Candidate>
    Neighbourhood(const Facts& facts, const Candidate& is_candidate)
        : facts_(facts),
          environments_(facts.document.boundaries.size() + 1),
          networks_(facts.document.boundaries.size() + 1) {
        for (AssetId id : facts.by_id)
            if (is_candidate(id)) {
                ++environments_[environment(id)];
                ++networks_[slot(facts.network[id.index])];
            }
    }

    std::size_t in_environment(AssetId id) const {
        return shares_environments(id) ? environments_[environment(id)] : 0;
    }
    std::size_t in_network(AssetId id) const { return networks_[slot(facts_.network[id.index])]; }

    bool same_environment(AssetId a, AssetId b) const {
        return shares_environments(a) && environment(a) == environment(b);
    }
    bool same_network(AssetId a, AssetId b) const {
        return facts_.network[a.index] == facts_.network[b.index];
    }

private:
    std::size_t slot(BoundaryId id) const { return id.valid() ? id.index : networks_.size() - 1; }
    std::size_t environment(AssetId id) const { return slot(facts_.direct[id.index]); }
    /// The development version takes all assets outside any boundary for neighbours in one environment.
    bool shares_environments(AssetId id) const {
        const BoundaryId direct = facts_.direct[id.index];
        if (!direct.valid()) return facts_.development_version;
        return facts_.document[direct].type == BoundaryType::execution_environment;
    }

    const Facts& facts_;
    std::vector<std::size_t> environments_;
    std::vector<std::size_t> networks_;
};

/// Assets that a link joins with this one, in either direction, each once and without itself.
std::vector<AssetId> linked_assets(const Facts& facts, AssetId id) {
    std::vector<AssetId> linked;
    for (const Link& link : facts.outgoing(id)) linked.push_back(link.target);
    for (LinkId incoming : facts.incoming(id)) linked.push_back(facts.document[incoming].source);
    std::ranges::sort(linked);
    linked.erase(std::unique(linked.begin(), linked.end()), linked.end());
    std::erase(linked, id);
    return linked;
}

/// An asset that should be alone has neighbours in its environment, which is worse, or in its network.
void add_isolation(const Facts& facts, Writing& writing, AssetId id, bool same_environment, Impact worst,
                   Impact otherwise) {
    Risk& risk = writing.add_at(facts, id, same_environment ? Likelihood::likely : Likelihood::unlikely,
                                is_most_sensitive(facts.own[id.index]) ? worst : otherwise,
                                BreachProbability::improbable);
    risk.detail = same_environment ? "Others run in the same execution environment."
                                   : "Others stand in the same network.";
}

}  // namespace

void find_missing_identity_provider_isolation(const Facts& facts, Writing& writing) {
    const Neighbourhood strangers(facts, [&](AssetId id) {
        return !facts.has(id, facts.traits.identity_related | facts.traits.tolerated_beside_high_value);
    });
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || !facts.has(id, facts.traits.identity_related)) continue;
        const bool environment = strangers.in_environment(id) > 0;
        if (environment || strangers.in_network(id) > 0)
            add_isolation(facts, writing, id, environment, Impact::very_high, Impact::high);
    }
}

void find_missing_vault_isolation(const Facts& facts, Writing& writing) {
    const Neighbourhood strangers(facts, [&](AssetId id) { return !facts.has(id, Technology::vault); });
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || !facts.has(id, Technology::vault)) continue;
        std::size_t environment = strangers.in_environment(id);
        std::size_t network = strangers.in_network(id);
        // The store behind the vault may stand next to it.
        for (AssetId other : linked_assets(facts, id)) {
            if (facts.document[other].type != AssetType::datastore || facts.has(other, Technology::vault))
                continue;
            if (strangers.same_environment(id, other)) --environment;
            if (strangers.same_network(id, other)) --network;
        }
        if (environment > 0 || network > 0)
            add_isolation(facts, writing, id, environment > 0, Impact::high, Impact::medium);
    }
}

void find_missing_network_segmentation(const Facts& facts, Writing& writing) {
    constexpr double attractive = 50;
    const auto is_weak = [&](AssetId id) {
        return facts.has(id, facts.traits.less_protected) &&
               !facts.has(id, facts.traits.tolerated_beside_high_value);
    };
    const Neighbourhood weak(facts, is_weak);
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        // The development version asks the wrong way round, so that only those few can be found that need no
        // segmentation.
        const bool exempt = facts.has(id, facts.traits.needs_no_segmentation);
        if (asset.out_of_scope || exempt != facts.development_version || facts.raa[id.index] < attractive)
            continue;
        if (asset.type != AssetType::datastore && !is_sensitive(facts.own[id.index])) continue;
        std::size_t neighbours = weak.in_network(id);
        if (is_weak(id)) --neighbours;
        for (AssetId other : linked_assets(facts, id))
            if (is_weak(other) && weak.same_network(id, other)) --neighbours;
        if (neighbours > 0)
            writing.add_at(facts, id, Likelihood::unlikely,
                           is_most_sensitive(facts.own[id.index]) ? Impact::medium : Impact::low,
                           BreachProbability::improbable);
    }
}

void find_missing_waf(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope ||
            !facts.has(id, facts.traits.web_application | facts.traits.web_service))
            continue;
        const auto is_unfiltered = [&](LinkId incoming) {
            const Link& link = facts.document[incoming];
            return is_web(link.protocol) && facts.is_across_networks(link) &&
                   !facts.has(link.source, Technology::waf);
        };
        if (std::ranges::any_of(facts.incoming(id), is_unfiltered))
            writing.add_at(facts, id, Likelihood::unlikely,
                           is_most_sensitive(facts.highest[id.index]) ? Impact::medium : Impact::low,
                           BreachProbability::improbable);
    }
}

namespace {

/// Assets of different boundaries, or of the front and the back, run together.
bool mixes_targets(const Facts& facts, const Runtime& runtime) {
    BoundaryId current;
    bool front = false, back = false;
    for (AssetId asset : runtime.assets) {
        const BoundaryId direct = facts.direct[asset.index];
        if (current.valid() && direct != current) return true;
        current = direct;
        front = front || facts.has(asset, facts.traits.frontend);
        back = back || facts.has(asset, facts.traits.backend);
    }
    return front && back;
}

}  // namespace

void find_mixed_targets(const Facts& facts, Writing& writing) {
    for (std::size_t i = 0; i < facts.document.runtimes.size(); ++i) {
        const Runtime& runtime = facts.document.runtimes[i];
        if (!mixes_targets(facts, runtime)) continue;
        const bool worse = std::ranges::any_of(
            runtime.assets, [&](AssetId asset) { return is_most_sensitive(facts.own[asset.index]); });
        Risk& risk = writing.add(Likelihood::unlikely, worse ? Impact::medium : Impact::low,
                                 BreachProbability::improbable, {runtime.id});
        risk.runtime = RuntimeId(i);
        risk.breached_group = writing.add_group(runtime.assets);
    }
}

void find_container_baseimage_backdooring(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        const TechnicalAsset& asset = facts.document[id];
        if (asset.out_of_scope || asset.machine != Machine::container) continue;
        writing.add_at(facts, id, Likelihood::unlikely,
                       is_most_sensitive(facts.highest[id.index]) ? Impact::high : Impact::medium,
                       BreachProbability::probable);
    }
}

void find_container_platform_escape(const Facts& facts, Writing& writing) {
    std::vector<AssetId> containers;
    for (AssetId id : facts.by_id)
        if (facts.document[id].machine == Machine::container) containers.push_back(id);
    const Range group = writing.add_group(containers);
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || !facts.has(id, Technology::container_platform)) continue;
        Risk& risk =
            writing.add_at(facts, id, Likelihood::unlikely,
                           is_most_sensitive(facts.highest[id.index]) ? Impact::high : Impact::medium,
                           BreachProbability::probable);
        risk.breached = {};
        risk.breached_group = group;
    }
}

void find_wrong_boundary_content(const Facts& facts, Writing& writing) {
    for (const Boundary& boundary : facts.document.boundaries) {
        if (boundary.type != BoundaryType::network_policy_namespace_isolation) continue;
        for (AssetId id : boundary.assets) {
            const Machine machine = facts.document[id].machine;
            if (machine != Machine::container && machine != Machine::serverless)
                writing.add_at(facts, id, Likelihood::unlikely, Impact::low, BreachProbability::improbable);
        }
    }
}

void find_service_registry_poisoning(const Facts& facts, Writing& writing) {
    for (AssetId id : facts.by_id) {
        if (facts.document[id].out_of_scope || !facts.has(id, Technology::service_registry)) continue;
        const auto is_grave = [&](LinkId incoming) {
            return is_most_sensitive(facts.highest[id.index]) ||
                   is_most_sensitive(facts.highest[facts.document[incoming].source.index]) ||
                   is_most_sensitive(facts.link_highest[incoming.index]);
        };
        const bool grave = std::ranges::any_of(facts.incoming(id), is_grave);
        writing.add_at(facts, id, Likelihood::unlikely, grave ? Impact::medium : Impact::low,
                       BreachProbability::improbable);
    }
}

}  // namespace bartizan::threagile
