// What the expressions of a model in Python stand for.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/pytm/document.h"
#include "formats/pytm/python_syntax.h"

namespace bartizan::pytm {

enum class ItemKind : std::uint8_t {
    nothing,  // could not be read; has been reported
    scalar,
    text,
    object,
    model,
    controls,       // of an object
    made_controls,  // `Controls(isHardened=True)`
    replacement,
    assumption,
    list,
};

/// What few items have; shared, because lists are handed around.
struct ItemParts;

struct Item {
    ItemKind kind = ItemKind::nothing;
    Value value;  // scalars; for objects and controls the number
    std::string text;
    Location where;
    std::shared_ptr<const ItemParts> parts;  // null where there is none

    ObjectId object() const { return ObjectId(static_cast<std::size_t>(value.number)); }
    const std::vector<Item>& items() const;
};

struct ItemParts {
    std::vector<Item> items;
    std::vector<std::pair<std::string, Item>> arguments;  // of `Controls(…)`
    Override replacement;
    Assumption assumption;
};

inline const std::vector<Item>& Item::items() const {
    static const std::vector<Item> none;
    return parts ? parts->items : none;
}

}  // namespace bartizan::pytm
