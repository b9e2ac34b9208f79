// What the registry lists of this format.
#pragma once

#include "formats/frontend.h"

namespace bartizan::threatdragon {

Frontend frontend();

}  // namespace bartizan::threatdragon
