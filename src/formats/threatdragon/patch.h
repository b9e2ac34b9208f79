// A changed draft written into the file it was read from.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/draft.h"
#include "formats/threatdragon/draft_cells.h"
#include "formats/threatdragon/export.h"
#include "model/schema.h"

namespace bartizan::threatdragon {

/// Only what differs between the draft and what the original says is changed; all other bytes stay. Nothing
/// if the original can't be read or is of version 1, which is not written any more.
std::optional<std::string> patch_original(std::string_view original, const DraftModel& draft,
                                          const Schema& schema, Losses& losses);

/// What a file of version 1 holds, to be written in version 2.
StoredThreats threats_of_original(std::string_view original);

}  // namespace bartizan::threatdragon
