// A JSON Schema of the native language, for completion and checking in editors. Written from the tables of
// language.h and from the loaded packs, so that it can't lag behind either.
#pragma once

#include <string>

#include "model/schema.h"

namespace bartizan {

/// JSON Schema 2020-12. Accepts all that the reader accepts but for texts written as `true` or `false`; names
/// that are used but not declared, contradictions and the like are beyond it. Files that are included have
/// neither `bartizan` nor `name`, so each of the two is only demanded where the other is.
std::string json_schema(const Schema& schema);

}  // namespace bartizan
