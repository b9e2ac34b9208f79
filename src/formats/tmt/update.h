// Bringing a model up to date: its threats as its template generates them now, or moved to another template.
#pragma once

#include <string>
#include <vector>

#include "formats/tmt/document.h"
#include "text/diagnostic.h"

namespace bartizan::tmt {

struct Updated {
    Document document;
    /// What the move to the template gives up: a sentence each. Empty if nothing is lost.
    std::vector<std::string> losses;
    std::size_t added = 0;    // threats that arise now
    std::size_t removed = 0;  // that arise no more and that nobody had looked at
    std::size_t deleted = 0;  // that arise no more and are kept, marked as deleted
};

/// `knowledge` is the template to move to; null: that of the model stays. Nothing is written: a caller can
/// show the losses first.
Updated update(const Document& document, const KnowledgeBase* knowledge, const Sources& sources,
               Diagnostics& diagnostics);

}  // namespace bartizan::tmt
