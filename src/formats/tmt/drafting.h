// Makes the tool's document of a model of ours.
#pragma once

#include <string>
#include <vector>

#include "formats/draft.h"
#include "formats/tmt/document.h"
#include "model/schema.h"

namespace bartizan::tmt {

struct Drafted {
    Document document;
    std::vector<std::string> losses;
};

Drafted draft_document(const DraftModel& draft, const Schema& schema);

}  // namespace bartizan::tmt
