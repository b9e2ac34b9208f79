// What a CycloneDX document says, as a draft of a model and as findings.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formats/cyclonedx/document.h"
#include "formats/frontend.h"

namespace bartizan::cyclonedx {

inline constexpr std::string_view format = "cyclonedx";
inline constexpr std::string_view endings[] = {".cdx.json", ".tmbom.cdx.json"};

/// The property of a document that holds what the format has no member for.
inline constexpr std::string_view property_name = "bartizan:places";

struct Mapped {
    FrontendResult result;
    /// The entries of the document that the places of the draft were made of. Null: an element that stands
    /// for a zone, where a flow begins or ends.
    std::vector<const Entry*> data, boundaries, elements, flows;
};

/// Without the supplement, the draft says only what the format itself can say.
Mapped map_document(const Document& document, Diagnostics& diagnostics, bool with_supplement = true);

std::string type_of_asset(std::string_view type, std::string_view name);
std::string type_of_store(std::string_view type, std::string_view name);
std::string type_of_actor(std::string_view type, std::string_view name);
std::string_view authentication_of(std::string_view foreign);

bool recognises(std::string_view text);
std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics);
Written write(const WriterInput& input);

}  // namespace bartizan::cyclonedx
