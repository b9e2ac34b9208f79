// Members of JSON objects as foreign files have them: what is absent or null is empty, what has the wrong
// form or a required member missing is reported where it stands, and reading goes on.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan::interchange {

/// A number in any form that JSON knows.
std::optional<double> number_of(YamlRef scalar);

/// A member that is there and not null, or an invalid reference.
YamlRef member(YamlRef object, std::string_view key);
/// Its text; empty if it is not there or no scalar.
std::string_view text_member(YamlRef object, std::string_view key);

class ObjectReader {
public:
    /// `kind` with its article, as messages call it: "a component".
    ObjectReader(YamlRef object, std::string_view kind, Diagnostics& diagnostics)
        : object_(object), kind_(kind), diagnostics_(&diagnostics) {}

    YamlRef node() const { return object_; }
    std::string_view text(std::string_view key) const;
    /// Reports a member that is absent, null or empty.
    std::string_view required_text(std::string_view key) const;
    std::optional<double> number(std::string_view key) const;
    bool flag(std::string_view key, bool otherwise = false) const;
    /// Nothing where the member is not there.
    std::optional<bool> optional_flag(std::string_view key) const;
    YamlRef object(std::string_view key) const;
    YamlRef required_object(std::string_view key) const;
    YamlRef list(std::string_view key) const;
    YamlRef required_list(std::string_view key) const;
    /// The texts of a list; items that are none are reported, null ones are passed over.
    std::vector<std::string_view> texts(std::string_view key) const;
    /// Position among `choices`; another text is reported as an unknown value.
    std::optional<std::size_t> choice(std::string_view key, std::span<const std::string_view> choices) const;
    /// Where a member stands, or the object where it is not there.
    Location where(std::string_view key) const;

private:
    void missing(std::string_view key) const;
    void wrong(YamlRef value, std::string_view key, std::string_view expected) const;

    YamlRef object_;
    std::string_view kind_;
    Diagnostics* diagnostics_;
};

/// A reader of the whole document; reports a document that is no object.
std::optional<ObjectReader> read_root(const YamlTree& tree, std::string_view kind, Diagnostics& diagnostics);

/// Calls `visit` with a reader of each object of a list; whatever else is in it is reported.
template <typename Visit>
void for_each_object(YamlRef list, std::string_view kind, Diagnostics& diagnostics, Visit visit) {
    if (!list.valid()) return;
    for (YamlRef item : list.items()) {
        if (item.is_mapping()) {
            visit(ObjectReader(item, kind, diagnostics));
        } else if (!item.is_null()) {
            diagnostics.add(DiagnosticKind::wrong_type, item.location(),
                            "this should be an object that describes " + std::string(kind));
        }
    }
}

/// Appends what `read` makes of each object of a list. Each knows its node and, in `item`, the position of
/// that in the list, as items that are no objects are left out.
template <typename Item, typename Read>
void read_list(YamlRef list, std::string_view kind, std::vector<Item>& all, Diagnostics& diagnostics,
               Read read) {
    if (!list.valid()) return;
    std::size_t next = all.size();
    for_each_object(list, kind, diagnostics,
                    [&](const ObjectReader& object) { all.push_back(read(object)); });
    std::size_t position = 0;
    for (YamlRef item : list.items()) {
        if (next < all.size() && all[next].node.index() == item.index()) all[next++].item = position;
        ++position;
    }
}

}  // namespace bartizan::interchange
