// The lists that conditions ask of a model and that the model does not hold as such: what is inside a
// boundary, where data is, which controls stand at a place. Each is computed for the whole model on the first
// question.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/model.h"
#include "rules/facts.h"

namespace bartizan {

/// Values of type T by an owner, in compressed sparse rows.
template <typename T>
struct Rows {
    std::vector<std::uint32_t> start;  // one more than there are owners
    std::vector<T> items;

    std::span<const T> of(std::uint32_t owner) const {
        return std::span(items).subspan(start[owner], start[owner + 1] - start[owner]);
    }
};

class ModelLists {
public:
    explicit ModelLists(const Facts& facts) : facts_(facts), model_(facts.model()) {}

    /// Elements inside a boundary, nested ones included, by the preorder of the boundaries.
    std::span<const ElementId> inside(BoundaryId boundary) const;
    /// What the element stores or processes, and what its flows carry: each once, in no particular order.
    std::span<const DataId> data_at(ElementId element) const;
    std::span<const ElementId> stored_in(DataId data) const;
    std::span<const ElementId> processed_in(DataId data) const;
    /// Flows that carry it in either direction.
    std::span<const FlowId> sent_over(DataId data) const;
    /// The controls placed at exactly that place, in the order of the placements.
    std::span<const ControlId> controls(Place place) const;

private:
    struct Inside {
        std::vector<ElementId> elements;
        std::vector<Range> of_boundary;
    };
    struct DataPlaces {
        Rows<ElementId> stored, processed;
        Rows<FlowId> sent;
    };
    struct Placed {
        const ControlPlacement* of = nullptr;  // the placements it was made from
        std::size_t count = 0;
        Rows<ControlId> by_subject[5];
    };

    Inside sort_inside() const;
    DataPlaces find_data() const;
    Rows<DataId> find_data_at_elements() const;
    Placed sort_placements() const;

    const Facts& facts_;
    const Model& model_;
    mutable std::optional<Inside> inside_;
    mutable std::optional<DataPlaces> data_;
    mutable std::optional<Rows<DataId>> data_at_elements_;
    mutable std::optional<Placed> placed_;
};

}  // namespace bartizan
