// Where things stand on a diagram that nobody has drawn: boxes in boxes, in rows, without overlaps.
#pragma once

#include <vector>

#include "formats/draft.h"
#include "formats/tmt/crossing.h"

namespace bartizan::tmt {

struct Layout {
    std::vector<Box> boundaries;  // as DraftModel::boundaries; nothing for lines
    std::vector<Box> elements;    // as DraftModel::elements
};

Layout lay_out(const DraftModel& draft);

}  // namespace bartizan::tmt
