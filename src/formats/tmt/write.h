// Writing a model file as the tool does.
#pragma once

#include <string>

#include "formats/tmt/document.h"

namespace bartizan::tmt {

struct WriteOptions {
    /// A line for each element instead of all on one.
    bool is_readable = false;
};

std::string write_document(const Document& document, WriteOptions options = {});

}  // namespace bartizan::tmt
