// Conditions laid out for reading: one operand of && and || per line where they do not fit on one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bartizan {

/// The lines of a condition as it was written, with other line breaks. A line is longer than `width` only
/// where an operand is. Conditions with comments keep their lines.
std::vector<std::string> condition_lines(std::string_view condition, std::size_t width);

}  // namespace bartizan
