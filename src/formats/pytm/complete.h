// How pytm completes a model before it looks for threats: what flows take over from their ends, which flows
// answer which, and what data learn from the flows that carry them.
#pragma once

#include <cstdint>

#include "formats/pytm/document.h"

namespace bartizan::pytm {

/// 1.3.1 keeps what is written (an attribute can be set once); 1.4.0 overwrites it.
enum class Version : std::uint8_t { v1_3_1, v1_4_0 };

/// Reports what makes pytm refuse the model.
void complete(Document& document, Version version, Diagnostics& diagnostics);

/// Elements, boundaries and flows in the order in which pytm looks at them.
std::vector<ObjectId> elements_in_order(const Document& document);

}  // namespace bartizan::pytm
