// A draft as a document of Threat Dragon that has no original.
#pragma once

#include "formats/draft.h"
#include "formats/threatdragon/document.h"
#include "formats/threatdragon/draft_cells.h"
#include "model/schema.h"

namespace bartizan::threatdragon {

/// Threats are numbered from `threat_top` on.
Document document_of(const DraftModel& draft, const Schema& schema, Losses& losses,
                     std::int64_t threat_top = 0);

}  // namespace bartizan::threatdragon
