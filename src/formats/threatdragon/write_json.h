// A document of Threat Dragon as JSON of version 2. Internal to this folder.
#pragma once

#include <string>

#include "formats/threatdragon/document.h"

namespace bartizan::threatdragon {

/// What is made new says that it is of this version of the tool.
inline constexpr std::string_view written_version = "2.3.0";

/// With all that the tool's schema asks for. The number of the diagram is its position.
std::string document_json(const Document& document);
std::string diagram_json(const Diagram& diagram, std::size_t number);
std::string cell_json(const Cell& cell);
std::string threat_json(const Threat& threat);

std::string text_json(std::string_view text);

}  // namespace bartizan::threatdragon
