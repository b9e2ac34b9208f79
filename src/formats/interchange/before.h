// What the original text of a document said, for writing only what has changed since.
#pragma once

#include <memory>
#include <string>

#include "formats/frontend.h"

namespace bartizan::interchange {

template <typename Document, typename Mapped>
struct Before {
    Sources sources;
    std::unique_ptr<Document> document;
    Mapped mapped;
};

/// Null if there is no original, or an unsound one, which is no base for a new text.
template <typename Document, typename Mapped>
std::unique_ptr<Before<Document, Mapped>> read_before(
    const WriterInput& input,
    std::unique_ptr<Document> (*read_document)(const Sources&, SourceId, Diagnostics&),
    Mapped (*map_document)(const Document&, Diagnostics&)) {
    if (!input.original) return nullptr;
    auto before = std::make_unique<Before<Document, Mapped>>();
    Diagnostics diagnostics;
    const SourceId source = before->sources.add("original", std::string(*input.original));
    before->document = read_document(before->sources, source, diagnostics);
    if (!before->document) return nullptr;
    before->mapped = map_document(*before->document, diagnostics);
    if (diagnostics.has_errors()) return nullptr;
    keep_what_is_known(before->mapped.result.draft, input.schema);
    return before;
}

}  // namespace bartizan::interchange
