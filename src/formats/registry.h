// All formats besides the native one.
#pragma once

#include <span>
#include <string_view>

#include "formats/frontend.h"

namespace bartizan {

std::span<const Frontend> frontends();
std::span<const Writer> writers();

/// The frontend of the format that a text is in, or null.
const Frontend* recognise_format(std::string_view text);
/// Whether the text begins like XML, which no native model does.
bool looks_like_xml(std::string_view text);
/// XML of none of the formats.
void report_unknown_format(SourceId source, Diagnostics& diagnostics);

/// By name, or null.
const Writer* find_writer(std::string_view name);
/// By the ending of a file name; the longest ending wins. Null if there is none.
const Writer* writer_for_file(std::string_view path);

}  // namespace bartizan
