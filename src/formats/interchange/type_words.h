// Words by which types of the core pack are recognised in foreign names. Knows nothing of who asks.
#pragma once

#include <span>
#include <string_view>

#include "model/vocabulary.h"

namespace bartizan::interchange {

struct TypeWords {
    std::string_view words;  // as words_of writes them, without the hyphens around
    std::string_view type;
    ElementKind kind;
};

/// The first that matches is meant: what says more stands before what says less.
std::span<const TypeWords> type_words();

}  // namespace bartizan::interchange
