// A small template of our own: the generic stencils, without threat types.
#pragma once

#include "formats/tmt/document.h"

namespace bartizan::tmt {

KnowledgeBase generic_knowledge();

}  // namespace bartizan::tmt
