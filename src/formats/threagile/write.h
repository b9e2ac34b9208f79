// A draft as Threagile's YAML, in the form of version 0.9.1.
#pragma once

#include "formats/frontend.h"

namespace bartizan::threagile {

Written write(const WriterInput& input);

}  // namespace bartizan::threagile
