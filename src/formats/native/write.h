// Writes models in the native language, and turns drafts into models.
#pragma once

#include <string>

#include "formats/draft.h"
#include "model/model.h"
#include "text/diagnostic.h"
#include "text/source.h"

namespace bartizan {

/// A whole document. Everything in the draft must be what `keep_what_is_known` leaves.
std::string write_native(const DraftModel& draft);

/// The model that the written draft is, with the places of the draft: a diagnostic about it points into the
/// file that the draft was read from. The text is added to the sources under the name of that file.
Model build_model(const DraftModel& draft, const Schema& schema, Sources& sources, SourceId origin,
                  Diagnostics& diagnostics);

/// The other way: what writers of other formats are given of a native model.
DraftModel draft_of(const Model& model, const Schema& schema);

}  // namespace bartizan
