// What the parts of the writer share: entries of the file as text, and what an original says beyond a draft.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/threagile/map.h"
#include "model/schema.h"

namespace bartizan::threagile {

/// One data asset, technical asset or boundary: its lines, without the indentation of the section.
struct Entry {
    std::string id;
    std::string text;
};

struct Entries {
    std::vector<Entry> data, assets, boundaries;
    std::vector<std::string> tags;  // that are used
    std::vector<std::string> losses;
};

/// The document that a draft came from, found by the ids of the draft.
struct Original {
    const Document* document = nullptr;
    boost::unordered_flat_map<std::string_view, const DataAsset*> data;
    boost::unordered_flat_map<std::string_view, const TechnicalAsset*> assets;
    boost::unordered_flat_map<std::string_view, const Boundary*> boundaries;
    /// By the id of the flow.
    boost::unordered_flat_map<std::string_view, const Link*> links;
};
Original index_original(const Document& document, const Mapped& mapped);

/// Where the draft says the same as the original's value would, that value stays; everything that a draft
/// does not hold comes from the original, or is what is usual.
Entries write_entries(const DraftModel& draft, const Schema& schema, const Original& original);

}  // namespace bartizan::threagile
