// What a shape of draw.io stands for in a data flow diagram, by its style, its name in a library and its
// properties.
#pragma once

#include <string>
#include <string_view>

#include "formats/drawio/document.h"

namespace bartizan::drawio {

enum class Meaning : std::uint8_t { nothing, process, external_entity, store, boundary, text };

/// The value of a key of a style such as `ellipse;html=1;dashed=1`; a word without a value has itself for
/// one.
std::string_view style_value(std::string_view style, std::string_view key);

Meaning meaning_of(const Cell& cell);

/// Words of the shape's name, such as those of `mxgraph.aws4.lambda`, for guessing a type.
std::string shape_words(std::string_view style);

}  // namespace bartizan::drawio
