// What an OTM document says, as a draft of a model and as findings.
#pragma once

#include <memory>
#include <vector>

#include "formats/frontend.h"
#include "formats/otm/document.h"

namespace bartizan::otm {

inline constexpr std::string_view format = "otm";

inline constexpr std::string_view endings[] = {".otm", ".otm.json"};

/// Attributes of ours that OTM has no member for stand among its free ones under these names.
inline constexpr std::string_view attribute_prefix = "bartizan:";
/// Marks the trust zone of components that lie in none, which OTM does not allow.
inline constexpr std::string_view outside_mark = "bartizan:outside";

struct Mapped {
    FrontendResult result;
    /// Positions in the lists of the document, of the places of the draft.
    std::vector<std::size_t> data_items, boundary_items, element_items, flow_items;
};

Mapped map_document(const Document& document, Diagnostics& diagnostics);

bool recognises(std::string_view text);
std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics);
Written write(const WriterInput& input);

}  // namespace bartizan::otm
