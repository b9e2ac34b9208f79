// What a document cannot say of a draft, as JSON that the document carries where its format allows additions:
// for each place that would be read back otherwise, all that the draft says of it.
#pragma once

#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/draft.h"
#include "text/yaml_tree.h"

namespace bartizan::interchange {

/// From ids of the draft that was written to ids of the one that was read back, as Model::place_id writes
/// them.
using PlaceNames = boost::unordered_flat_map<std::string, std::string>;

/// An object, or an empty text if the document says everything. Boundaries that only the document has are
/// marked so that they are left out.
std::string supplement_for(const DraftModel& wanted, const DraftModel& read_back, const PlaceNames& names);

/// Puts a supplement over a draft. What it says of places that are not there (any more) is passed over.
void apply_supplement(DraftModel& draft, YamlRef supplement);

}  // namespace bartizan::interchange
