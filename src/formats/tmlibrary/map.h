// What a model of the Threat Model Library says, as a draft and as findings.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formats/frontend.h"
#include "formats/tmlibrary/document.h"

namespace bartizan::tmlibrary {

inline constexpr std::string_view format = "tm-library";
inline constexpr std::string_view endings[] = {".tmbom.json", ".tm-library.json"};

/// Under this name the document's `extensions` hold what the format has no member for.
inline constexpr std::string_view extension_name = "bartizan.local/places";

struct Mapped {
    FrontendResult result;
    /// Positions in the lists of the document, of the places of the draft. Elements are actors, then
    /// components, then data stores.
    std::vector<std::size_t> data_items, boundary_items, element_items, flow_items;
    std::size_t actor_count = 0, component_count = 0;
};

/// Without the supplement, the draft says only what the format itself can say.
Mapped map_document(const Document& document, Diagnostics& diagnostics, bool with_supplement = true);

std::string type_of_actor(std::string_view type, std::string_view title);
std::string type_of_component(std::string_view title);
std::string type_of_store(std::string_view type, std::string_view title);
struct Sensitivity {
    std::string_view classification;
    std::string_view kind;
};
Sensitivity sensitivity_of(const std::vector<std::string_view>& values);

bool recognises(std::string_view text);
std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics);
Written write(const WriterInput& input);

}  // namespace bartizan::tmlibrary
