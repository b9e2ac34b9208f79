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
/// Whether a text that no frontend recognises can't be a native model either: XML, or JSON that does not say
/// so.
bool is_of_no_format(std::string_view text);
void report_unknown_format(const Sources& sources, SourceId source, Diagnostics& diagnostics);

/// By name, or null.
const Writer* find_writer(std::string_view name);
/// By the ending of a file name; the longest ending wins. Null if there is none.
const Writer* writer_for_file(std::string_view path);

}  // namespace bartizan
