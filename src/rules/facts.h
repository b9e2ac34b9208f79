// What the graph of one model says, as columns over its elements, flows, boundaries and data, computed on
// demand and kept: effective attribute values, reach, exposure, and what each control covers. Conditions and
// analyses read these; nothing else walks the graph.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "model/graph.h"
#include "model/model.h"
#include "model/schema.h"
#include "model/threat.h"

namespace bartizan {

/// One small integer per place: a truth value, an ordinal of an enumeration.
using ByteColumn = std::vector<std::uint8_t>;

inline constexpr std::uint32_t no_placement = Id<ControlTag>::none_value;

/// What the placements of one control cover through the graph; see docs/packs.md, "Controls".
struct ControlCover {
    ControlId control;
    /// Elements and flows on which it stands in an attacker's way (on a boundary: on the flows that enter
    /// it).
    Blocked placed;
    /// Per element and flow: the placement that covers it directly (on it, on a boundary around it, on an end
    /// that protects the flow), or `no_placement`.
    std::vector<std::uint32_t> element_placement, flow_placement;
    /// The same as truth values: what `has_control` says.
    ByteColumn element_covered, flow_covered;
    /// Per element and flow: covered directly, or (controls that protect downstream) attackers reach it only
    /// by passing the control. What `shielded_by` says.
    ByteColumn element_shielded, flow_shielded;
    /// Per element: the nearest placement with a path to it, or `no_placement`.
    std::vector<std::uint32_t> upstream_placement;
    bool placed_anywhere = false;
};

class Facts {
public:
    Facts(const Schema& schema, const Model& model);

    /// The controls in place, stated and recognised, and how sure each is (same length). Forgets covers
    /// computed before. The spans must stay alive.
    void set_placements(std::span<const ControlPlacement> placements, std::span<const Assurance> assurance);

    const Graph& graph() const { return graph_; }
    const Schema& schema() const { return schema_; }
    const Model& model() const { return model_; }
    std::span<const ControlPlacement> placements() const { return placements_; }
    std::span<const Assurance> assurance() const { return assurance_; }
    std::span<const std::uint32_t> placements_of(ControlId control) const {
        return placements_of_[control.index];
    }

    /// Effective values of a boolean or enumeration attribute, one per place of its subject. Not for lists.
    const ByteColumn& attribute(AttributeId attribute) const;
    /// `Schema::types[…].first` of each element: `is` is a range of it.
    const std::vector<std::uint16_t>& type_order() const { return type_order_; }
    const std::vector<std::int32_t>& trust() const { return trust_; }

    /// Per element: an external entity, or an element of lower trust, has a flow to it.
    const ByteColumn& exposed() const;
    /// Per element: a path of at least one flow leads to it from an element of that type.
    const ByteColumn& reachable_from(TypeId type) const;
    /// Per element: a path of at least one flow leads from it to an element of that type.
    const ByteColumn& reaches(TypeId type) const;
    /// Per flow: it crosses any boundary; or the given one.
    const ByteColumn& crosses() const;
    const ByteColumn& crosses(BoundaryId boundary) const;
    /// Per element: inside the boundary, nested ones included.
    const ByteColumn& inside(BoundaryId boundary) const;

    /// Where an attacker of things of that trust can start: external entities, and elements of lower trust.
    std::vector<ElementId> attacker_starts(std::int32_t trust_of_target) const;

    /// Covers by those placements of a control that are at least that sure.
    const ControlCover& cover(ControlId control, Assurance at_least = Assurance::claimed) const;

    /// The flows by which an attacker gets to an element or flow without passing the control: a shortest such
    /// path. Empty if there is none.
    std::vector<FlowId> path_around(ControlId control, Place place) const;

private:
    using CoverKey = std::pair<ControlId, Assurance>;

    /// From there, everything that can be reached: at all, or without passing a control (only of the sure
    /// placements).
    const Reach& attack_reach(std::int32_t trust_of_target) const;
    const Reach& attack_reach(std::int32_t trust_of_target, CoverKey control,
                              const ControlCover& cover) const;

    ControlCover compute_cover(CoverKey key) const;
    void place(ControlCover& cover, std::uint32_t placement) const;
    void place_on_boundary(ControlCover& cover, std::uint32_t placement) const;
    void find_upstream(ControlCover& cover) const;
    void shield(ControlCover& cover, CoverKey key) const;

    const Schema& schema_;
    const Model& model_;
    Graph graph_;
    std::span<const ControlPlacement> placements_;
    std::span<const Assurance> assurance_;
    std::vector<std::vector<std::uint32_t>> placements_of_;  // per control
    std::vector<std::uint16_t> type_order_;
    std::vector<std::int32_t> trust_;
    std::vector<std::int32_t> trust_levels_;  // that elements have, ascending

    mutable std::map<AttributeId, ByteColumn> attributes_;
    mutable std::map<TypeId, ByteColumn> reachable_from_, reaches_;
    mutable std::map<BoundaryId, ByteColumn> crosses_boundary_, inside_;
    mutable std::optional<ByteColumn> exposed_, crosses_;
    mutable std::vector<std::unique_ptr<ControlCover>> covers_;  // by control and assurance
    mutable std::map<std::int32_t, Reach> reaches_of_attackers_;
    mutable std::map<std::pair<CoverKey, std::int32_t>, Reach> reaches_around_;
};

}  // namespace bartizan
