#include "rules/model_lists.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace bartizan {
namespace {

template <typename T>
using Pairs = std::vector<std::pair<std::uint32_t, T>>;  // owner, item

/// Items of an owner keep their order.
template <typename T>
Rows<T> rows_of(const Pairs<T>& pairs, std::size_t owners) {
    Rows<T> rows;
    rows.start.assign(owners + 1, 0);
    for (const auto& [owner, item] : pairs) ++rows.start[owner + 1];
    std::partial_sum(rows.start.begin(), rows.start.end(), rows.start.begin());
    rows.items.resize(pairs.size());
    std::vector<std::uint32_t> next(rows.start.begin(), rows.start.end() - 1);
    for (const auto& [owner, item] : pairs) rows.items[next[owner]++] = item;
    return rows;
}

template <typename T>
void add_uses(const Model& model, Range uses, T place, Pairs<T>& pairs) {
    for (std::uint32_t i = uses.first; i < uses.first + uses.count; ++i)
        pairs.emplace_back(model.data_uses[i].data.index, place);
}

/// Number of each boundary in a walk that visits a boundary before those inside it; the parents of a boundary
/// may stand after it in the model.
std::vector<std::uint32_t> preorder(const Model& model, std::vector<std::uint32_t>& last) {
    std::size_t count = model.boundaries.size();
    Pairs<std::uint32_t> children;
    std::vector<std::uint32_t> waiting;
    for (std::uint32_t i = 0; i < count; ++i) {
        BoundaryId parent = model.boundaries[i].parent;
        if (parent.valid()) children.emplace_back(parent.index, i);
    }
    Rows<std::uint32_t> inner = rows_of(children, count);
    std::vector<std::uint32_t> number(count, 0);
    last.assign(count, 0);
    for (std::uint32_t i = static_cast<std::uint32_t>(count); i-- > 0;)
        if (!model.boundaries[i].parent.valid()) waiting.push_back(i);
    std::vector<std::uint32_t> order;
    while (!waiting.empty()) {
        std::uint32_t boundary = waiting.back();
        waiting.pop_back();
        number[boundary] = static_cast<std::uint32_t>(order.size());
        order.push_back(boundary);
        auto of_boundary = inner.of(boundary);
        waiting.insert(waiting.end(), of_boundary.rbegin(), of_boundary.rend());
    }
    for (std::size_t i = 0; i < order.size(); ++i) last[order[i]] = static_cast<std::uint32_t>(i);
    for (std::size_t i = order.size(); i-- > 0;) {
        BoundaryId parent = model.boundaries[order[i]].parent;
        if (parent.valid()) last[parent.index] = std::max(last[parent.index], last[order[i]]);
    }
    return number;
}

}  // namespace

ModelLists::Inside ModelLists::sort_inside() const {
    std::vector<std::uint32_t> last;
    std::vector<std::uint32_t> number = preorder(model_, last);
    Pairs<ElementId> pairs;
    for (std::uint32_t i = 0; i < model_.elements.size(); ++i)
        if (BoundaryId boundary = model_.elements[i].boundary; boundary.valid())
            pairs.emplace_back(number[boundary.index], ElementId(i));
    Rows<ElementId> rows = rows_of(pairs, number.size());
    Inside result;
    for (std::size_t i = 0; i < number.size(); ++i) {
        std::uint32_t begin = rows.start[number[i]];
        result.of_boundary.push_back({begin, rows.start[last[i] + 1] - begin});
    }
    result.elements = std::move(rows.items);
    return result;
}

std::span<const ElementId> ModelLists::inside(BoundaryId boundary) const {
    if (!inside_) inside_ = sort_inside();
    Range range = inside_->of_boundary[boundary.index];
    return std::span<const ElementId>(inside_->elements).subspan(range.first, range.count);
}

Rows<DataId> ModelLists::find_data_at_elements() const {
    const Graph& graph = facts_.graph();
    Rows<DataId> rows;
    // By data: one more than the last element that has it.
    std::vector<std::uint32_t> seen(model_.data.size(), 0);
    std::uint32_t owner = 0;
    const auto add = [&](Range uses) {
        for (std::uint32_t i = uses.first; i < uses.first + uses.count; ++i) {
            const DataId data = model_.data_uses[i].data;
            if (std::exchange(seen[data.index], owner + 1) != owner + 1) rows.items.push_back(data);
        }
    };
    rows.start.push_back(0);
    for (; owner < model_.elements.size(); ++owner) {
        const ElementId element(owner);
        add(model_[element].stores);
        add(model_[element].processes);
        for (auto flows : {graph.incoming(element), graph.outgoing(element)}) {
            for (FlowId flow : flows) {
                add(model_[flow].data);
                add(model_[flow].returns);
            }
        }
        rows.start.push_back(static_cast<std::uint32_t>(rows.items.size()));
    }
    return rows;
}

std::span<const DataId> ModelLists::data_at(ElementId element) const {
    if (!data_at_elements_) data_at_elements_ = find_data_at_elements();
    return data_at_elements_->of(element.index);
}

ModelLists::DataPlaces ModelLists::find_data() const {
    Pairs<ElementId> stored, processed;
    Pairs<FlowId> sent;
    for (std::uint32_t i = 0; i < model_.elements.size(); ++i) {
        add_uses(model_, model_.elements[i].stores, ElementId(i), stored);
        add_uses(model_, model_.elements[i].processes, ElementId(i), processed);
    }
    for (std::uint32_t i = 0; i < model_.flows.size(); ++i) {
        const Flow& flow = model_.flows[i];
        add_uses(model_, flow.data, FlowId(i), sent);
        std::size_t before = sent.size();
        add_uses(model_, flow.returns, FlowId(i), sent);
        // What is sent and comes back counts once.
        auto is_sent = [&](const auto& pair) {
            auto first = model_.data_uses.begin() + flow.data.first;
            return std::any_of(first, first + flow.data.count,
                               [&](const DataUse& use) { return use.data.index == pair.first; });
        };
        sent.erase(std::remove_if(sent.begin() + static_cast<std::ptrdiff_t>(before), sent.end(), is_sent),
                   sent.end());
    }
    std::size_t count = model_.data.size();
    return {rows_of(stored, count), rows_of(processed, count), rows_of(sent, count)};
}

std::span<const ElementId> ModelLists::stored_in(DataId data) const {
    if (!data_) data_ = find_data();
    return data_->stored.of(data.index);
}

std::span<const ElementId> ModelLists::processed_in(DataId data) const {
    if (!data_) data_ = find_data();
    return data_->processed.of(data.index);
}

std::span<const FlowId> ModelLists::sent_over(DataId data) const {
    if (!data_) data_ = find_data();
    return data_->sent.of(data.index);
}

ModelLists::Placed ModelLists::sort_placements() const {
    auto placements = facts_.placements();
    Pairs<ControlId> pairs[5];
    for (const ControlPlacement& placement : placements)
        pairs[static_cast<std::size_t>(placement.place.subject)].emplace_back(placement.place.index,
                                                                              placement.control);
    std::size_t counts[5] = {model_.elements.size(), model_.flows.size(), model_.boundaries.size(),
                             model_.data.size(), 1};
    Placed placed;
    placed.of = placements.data();
    placed.count = placements.size();
    for (std::size_t i = 0; i < 5; ++i) placed.by_subject[i] = rows_of(pairs[i], counts[i]);
    return placed;
}

std::span<const ControlId> ModelLists::controls(Place place) const {
    auto placements = facts_.placements();
    bool known = placed_ && placed_->of == placements.data() && placed_->count == placements.size();
    if (!known) placed_ = sort_placements();
    return placed_->by_subject[static_cast<std::size_t>(place.subject)].of(place.index);
}

}  // namespace bartizan
