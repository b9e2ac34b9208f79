// The threats and risks of a CycloneDX document.
#pragma once

#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "analysis/tool_findings.h"
#include "formats/cyclonedx/document.h"

namespace bartizan::cyclonedx {

/// From references to ids of places in the draft.
using PlacesByRef = boost::unordered_flat_map<std::string_view, std::string>;

ToolFindings find_threats(const Document& document, const PlacesByRef& places);

}  // namespace bartizan::cyclonedx
