// A draft as a document of Threat Dragon that has no original.
#pragma once

#include "formats/draft.h"
#include "formats/threatdragon/document.h"
#include "formats/threatdragon/draft_cells.h"
#include "model/schema.h"

namespace bartizan::threatdragon {

/// Threats of an original, by place.
using StoredThreats = boost::unordered_flat_map<std::string, std::vector<Threat>>;

/// Threats are numbered from `threat_top` on. Decisions about threats that are stored are in these.
Document document_of(const DraftModel& draft, const Schema& schema, Losses& losses,
                     std::int64_t threat_top = 0, const StoredThreats& stored = {});

}  // namespace bartizan::threatdragon
