// Carries changes of our model over to the file it was read from.
#pragma once

#include "formats/tmt/drafting.h"
#include "formats/tmt/mapping.h"

namespace bartizan::tmt {

/// `before` is what the document says, `after` what it is to say. All that is equal in both stays as it is.
Drafted revise(const Document& document, const Mapped& before, const DraftModel& after, const Schema& schema);

}  // namespace bartizan::tmt
