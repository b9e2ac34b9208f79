// Makes the tool's document of a model of ours.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/draft.h"
#include "formats/tmt/document.h"
#include "model/schema.h"

namespace bartizan::tmt {

/// The same for the same thing each time, so that exports can be compared. `kind` is "element", "boundary",
/// "flow" or "reverse flow".
std::string guid_of(std::string_view kind, std::string_view id);

struct Drafted {
    Document document;
    std::vector<std::string> losses;
};

Drafted draft_document(const DraftModel& draft, const Schema& schema);

}  // namespace bartizan::tmt
