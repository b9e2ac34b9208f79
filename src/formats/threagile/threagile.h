// Threagile, the tool and its YAML: what the registry lists.
#pragma once

#include "formats/frontend.h"

namespace bartizan::threagile {

Frontend frontend();
Writer writer();

}  // namespace bartizan::threagile
