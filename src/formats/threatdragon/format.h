// What the registry lists of this format.
#pragma once

#include "formats/frontend.h"

namespace bartizan::threatdragon {

Frontend frontend();
Writer writer();

}  // namespace bartizan::threatdragon
