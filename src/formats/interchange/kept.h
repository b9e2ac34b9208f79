// What a format can say and a draft can't, on its way through an Extension: members of the document and of
// the objects in it, by the place that was made of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/draft.h"
#include "formats/interchange/json_text.h"
#include "text/source.h"
#include "text/yaml_tree.h"

namespace bartizan::interchange {

/// Collects it while reading.
class Keeper {
public:
    explicit Keeper(std::string_view format) : format_(format) {}
    /// The members of the document, without those that the writer makes of the draft.
    JsonObject document;
    /// An object that the place with this id was made of, as it stands in the file. `place` as
    /// Model::place_id writes it.
    void keep(std::string_view place, YamlRef object);
    Extension extension() const;

private:
    std::string format_;
    std::string places_;
};

/// Finds it again while writing.
class Kept {
public:
    /// Of the extension of that format in a draft; empty if there is none or it can't be read.
    Kept(const DraftModel& draft, std::string_view format);
    YamlRef document() const;
    YamlRef place(std::string_view id) const;
    const boost::unordered_flat_map<std::string_view, YamlRef>& places() const { return places_; }

private:
    std::unique_ptr<Sources> sources_;
    std::unique_ptr<YamlTree> tree_;
    boost::unordered_flat_map<std::string_view, YamlRef> places_;
};

}  // namespace bartizan::interchange
