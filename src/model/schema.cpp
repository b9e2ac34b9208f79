#include "model/schema.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bartizan {
namespace {

template <typename Identifier>
Identifier find_in(const NameIndex& index, std::string_view name) {
    auto found = index.find(name);
    return found == index.end() ? Identifier() : Identifier(found->second);
}

/// The first of several equal names is the one that is found.
template <typename Named>
NameIndex index_names(const std::vector<Named>& table) {
    NameIndex index;
    index.reserve(table.size());
    for (std::uint32_t i = 0; i < table.size(); ++i) index.emplace(table[i].name, i);
    return index;
}

/// Children of each type, and the roots under one more index at the end, in the order of the table.
std::vector<std::vector<std::uint32_t>> children_of(const std::vector<ElementType>& types) {
    std::vector<std::vector<std::uint32_t>> children(types.size() + 1);
    for (std::uint32_t i = 0; i < types.size(); ++i) {
        children[types[i].parent.valid() ? types[i].parent.index : types.size()].push_back(i);
    }
    return children;
}

std::vector<std::uint32_t> preorder(const std::vector<ElementType>& types) {
    auto children = children_of(types);
    std::vector<std::uint32_t> order;
    order.reserve(types.size());
    std::vector<std::uint32_t> waiting(children.back().rbegin(), children.back().rend());
    while (!waiting.empty()) {
        std::uint32_t type = waiting.back();
        waiting.pop_back();
        order.push_back(type);
        waiting.insert(waiting.end(), children[type].rbegin(), children[type].rend());
    }
    return order;
}

bool by_attribute(const TypeDefault& a, const TypeDefault& b) { return a.attribute < b.attribute; }

void inherit(ElementType& type, const ElementType& parent) {
    type.kind = parent.kind;
    std::vector<TypeDefault> all;
    all.reserve(type.defaults.size() + parent.defaults.size());
    std::set_union(type.defaults.begin(), type.defaults.end(), parent.defaults.begin(), parent.defaults.end(),
                   std::back_inserter(all), by_attribute);
    type.defaults = std::move(all);
}

void number_types(std::vector<ElementType>& types) {
    std::vector<std::uint32_t> order = preorder(types);
    for (std::size_t position = 0; position < order.size(); ++position) {
        ElementType& type = types[order[position]];
        type.first = type.last = static_cast<std::uint16_t>(position);
        std::stable_sort(type.defaults.begin(), type.defaults.end(), by_attribute);
        if (type.parent.valid()) inherit(type, types[type.parent.index]);
    }
    for (std::size_t position = order.size(); position-- > 0;) {
        const ElementType& type = types[order[position]];
        if (!type.parent.valid()) continue;
        ElementType& parent = types[type.parent.index];
        parent.last = std::max(parent.last, type.last);
    }
}

}  // namespace

std::optional<RawValue> Enumeration::ordinal(std::string_view value) const {
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i].name == value) return static_cast<RawValue>(i);
    return std::nullopt;
}

TypeId Schema::find_type(std::string_view name) const { return find_in<TypeId>(type_index_, name); }

AttributeId Schema::find_attribute(Subject subject, std::string_view name) const {
    return find_in<AttributeId>(attribute_index_[static_cast<std::size_t>(subject)], name);
}

EnumerationId Schema::find_enumeration(std::string_view name) const {
    return find_in<EnumerationId>(enumeration_index_, name);
}

ControlId Schema::find_control(std::string_view name) const {
    return find_in<ControlId>(control_index_, name);
}

bool Schema::may_have(TypeId type, AttributeId attribute) const {
    const Attribute& wanted = attributes[attribute.index];
    if (wanted.subject != Subject::element) return false;
    if (wanted.only_for.empty()) return true;
    return std::any_of(wanted.only_for.begin(), wanted.only_for.end(),
                       [&](TypeId allowed) { return is(type, allowed); });
}

bool Schema::may_place(ControlId control, TypeId type) const {
    const auto& allowed = controls[control.index].placed_on_types;
    return std::any_of(allowed.begin(), allowed.end(), [&](TypeId place) { return is(type, place); });
}

void Schema::finish() {
    number_types(types);
    type_index_ = index_names(types);
    enumeration_index_ = index_names(enumerations);
    control_index_ = index_names(controls);
    for (auto& index : attribute_index_) index.clear();
    for (std::uint32_t i = 0; i < attributes.size(); ++i) {
        attribute_index_[static_cast<std::size_t>(attributes[i].subject)].emplace(attributes[i].name, i);
    }
}

}  // namespace bartizan
