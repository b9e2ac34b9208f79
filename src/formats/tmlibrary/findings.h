// The threats of a model of the Threat Model Library, with what its risks and controls say of them.
#pragma once

#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "analysis/tool_findings.h"
#include "formats/tmlibrary/document.h"

namespace bartizan::tmlibrary {

/// From symbolic names to ids of places in the draft.
using PlacesByName = boost::unordered_flat_map<std::string_view, std::string>;

ToolFindings find_threats(const Document& document, const PlacesByName& places, Diagnostics& diagnostics);

}  // namespace bartizan::tmlibrary
