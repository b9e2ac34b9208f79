// Parts of a draft as cells of Threat Dragon. Internal to this folder.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/draft.h"
#include "formats/threatdragon/document.h"
#include "model/schema.h"

namespace bartizan::threatdragon {

/// Sentences about what could not be written, each once.
using Losses = std::set<std::string>;

/// An id in the form of a UUID (RFC 9562, version 8) that is always the same for a name.
std::string stable_id(std::string_view name);

/// Without places in the drawing.
Cell cell_of(const DraftElement& element, const Schema& schema, Losses& losses);
Cell cell_of(const DraftFlow& flow, Losses& losses);
Cell cell_of(const DraftBoundary& boundary, Losses& losses);

/// A decision as a threat of the element it is about.
Threat threat_of(const DraftDecision& decision, Shape shape, std::string_view diagram_type,
                 std::int64_t number);
/// What it is about: behind the `@`.
std::string_view place_of(const DraftDecision& decision);

bool has_tag(const DraftPlace& place, std::string_view tag);
/// Value of an attribute; empty if it is not stated.
std::string_view stated(const DraftPlace& place, std::string_view attribute);

/// What of a model has no room in the format at all.
void report_losses(const DraftModel& draft, Losses& losses);

}  // namespace bartizan::threatdragon
