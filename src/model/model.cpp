#include "model/model.h"

#include <algorithm>
#include <array>

namespace bartizan {

namespace {

constexpr std::string_view boundary_prefix = "boundary:";
constexpr std::string_view data_prefix = "data:";

template <typename T>
std::size_t bytes(const std::vector<T>& table) {
    return table.capacity() * sizeof(T);
}

template <typename Table, typename Index>
void index_by_id(const Table& table, Index& index) {
    index.clear();
    index.reserve(table.size());
    for (std::uint32_t i = 0; i < table.size(); ++i) index.try_emplace(table[i].id, i);
}

template <typename IdType, typename Index>
IdType find_in(const Index& index, Symbol id) {
    const auto found = id.valid() ? index.find(id) : index.end();
    return found == index.end() ? IdType() : IdType(found->second);
}

std::string without_spaces(std::string_view text) {
    std::string compact;
    std::copy_if(text.begin(), text.end(), std::back_inserter(compact), [](char c) { return c != ' '; });
    return compact;
}

}  // namespace

const Described* Model::described(Place place) const {
    switch (place.subject) {
        case Subject::element:
            return &elements[place.index];
        case Subject::flow:
            return &flows[place.index];
        case Subject::boundary:
            return &boundaries[place.index];
        case Subject::data:
            return &data[place.index];
        case Subject::model:
            return nullptr;
    }
    return nullptr;
}

std::string Model::place_id(Place place) const {
    const Described* thing = described(place);
    if (!thing) return "model";
    std::string id(text_of(thing->id));
    if (place.subject == Subject::boundary) return std::string(boundary_prefix) + id;
    if (place.subject == Subject::data) return std::string(data_prefix) + id;
    return id;
}

std::string_view Model::title(Place place) const {
    const Described* thing = described(place);
    return text_of(thing ? thing->title : name);
}

Location Model::location(Place place) const {
    const Described* thing = described(place);
    return thing ? thing->where : where;
}

ElementId Model::find_element(std::string_view id) const {
    return find_in<ElementId>(element_index_, symbols.find(id));
}

FlowId Model::find_flow(std::string_view id) const {
    if (id.find(' ') == std::string_view::npos) return find_in<FlowId>(flow_index_, symbols.find(id));
    return find_in<FlowId>(flow_index_, symbols.find(without_spaces(id)));
}

BoundaryId Model::find_boundary(std::string_view id) const {
    return find_in<BoundaryId>(boundary_index_, symbols.find(id));
}

DataId Model::find_data(std::string_view id) const { return find_in<DataId>(data_index_, symbols.find(id)); }

std::optional<Place> Model::find_place(std::string_view id) const {
    const auto placed = [](auto found) { return found.valid() ? std::optional<Place>(found) : std::nullopt; };
    if (id == "model") return Place();
    if (id.starts_with(boundary_prefix)) return placed(find_boundary(id.substr(boundary_prefix.size())));
    if (id.starts_with(data_prefix)) return placed(find_data(id.substr(data_prefix.size())));
    if (const ElementId element = find_element(id); element.valid()) return element;
    return placed(find_flow(id));
}

std::int32_t Model::trust(ElementId id) const {
    const BoundaryId boundary = elements[id.index].boundary;
    return boundary.valid() ? boundaries[boundary.index].trust : 0;
}

bool Model::is_inside(BoundaryId inner, BoundaryId outer) const {
    while (inner.valid() && boundaries[inner.index].depth > boundaries[outer.index].depth)
        inner = boundaries[inner.index].parent;
    return inner == outer;
}

bool Model::is_inside(ElementId element, BoundaryId boundary) const {
    return is_inside(elements[element.index].boundary, boundary);
}

bool Model::crosses(FlowId flow, BoundaryId boundary) const {
    if (std::ranges::binary_search(drawn_crossings, DrawnCrossing{flow, boundary})) return true;
    return is_inside(flows[flow.index].source, boundary) != is_inside(flows[flow.index].target, boundary);
}

bool Model::crosses_any(FlowId flow) const {
    const Flow& ends = flows[flow.index];
    if (elements[ends.source.index].boundary != elements[ends.target.index].boundary) return true;
    const auto drawn = std::ranges::lower_bound(drawn_crossings, flow, {}, &DrawnCrossing::flow);
    return drawn != drawn_crossings.end() && drawn->flow == flow;
}

std::size_t Model::memory_bytes() const {
    // A slot of the flat map holds key, value and a byte of metadata.
    const auto index_bytes = [](const auto& index) {
        return index.bucket_count() * (sizeof(Symbol) + sizeof(std::uint32_t) + 1);
    };
    return symbols.memory_bytes() + bytes(boundaries) + bytes(data) + bytes(elements) + bytes(flows) +
           bytes(stated) + bytes(tags) + bytes(data_uses) + bytes(placements) + bytes(evidence) +
           bytes(decisions) + bytes(disabled_rules) + bytes(remarks) + bytes(owners) +
           bytes(drawn_crossings) + bytes(extensions) + index_bytes(element_index_) +
           index_bytes(flow_index_) + index_bytes(boundary_index_) + index_bytes(data_index_);
}

void Model::finish() {
    std::ranges::sort(drawn_crossings);
    const auto repeated = std::ranges::unique(drawn_crossings);
    drawn_crossings.erase(repeated.begin(), repeated.end());
    index_by_id(elements, element_index_);
    index_by_id(flows, flow_index_);
    index_by_id(boundaries, boundary_index_);
    index_by_id(data, data_index_);
}

EffectiveValue effective_value(const Schema& schema, const Model& model, Place place, AttributeId attribute) {
    if (const Described* thing = model.described(place)) {
        const auto first = model.stated.begin() + thing->attributes.first;
        const auto last = first + thing->attributes.count;
        const auto found =
            std::lower_bound(first, last, attribute,
                             [](const StatedValue& stated, AttributeId id) { return stated.attribute < id; });
        if (found != last && found->attribute == attribute) return {found->value, &*found, false};
    }
    if (place.subject == Subject::element) {
        for (const TypeDefault& inherited : schema[model.elements[place.index].type].defaults)
            if (inherited.attribute == attribute) return {inherited.value, nullptr, true};
    }
    return {schema[attribute].default_value, nullptr, true};
}

std::size_t place_count(const Model& model, Subject subject) {
    switch (subject) {
        case Subject::element:
            return model.elements.size();
        case Subject::flow:
            return model.flows.size();
        case Subject::boundary:
            return model.boundaries.size();
        case Subject::data:
            return model.data.size();
        case Subject::model:
            break;
    }
    return 1;
}

}  // namespace bartizan
