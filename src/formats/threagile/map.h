// The way from a Threagile document to a draft of a model, and from its risks to tool findings.
#pragma once

#include <string>
#include <vector>

#include "analysis/tool_findings.h"
#include "formats/draft.h"
#include "formats/threagile/rules.h"

namespace bartizan::threagile {

/// A draft, and which of its ids each part of the document got.
struct Mapped {
    DraftModel draft;
    std::vector<std::string> asset_ids;
    std::vector<std::string> link_ids;
    std::vector<std::string> data_ids;
    std::vector<std::string> boundary_ids;
};

Mapped map_to_draft(const Document& document);

/// Adds a decision to the draft for each risk that is tracked as decided.
ToolFindings map_to_findings(const Facts& facts, Risks risks, Mapped& mapped);

/// Words of ours for Threagile's, and back.
std::string_view element_type(const TechnicalAsset& asset);
/// What one of the types that the above gives is by nature.
AssetType nature_of(std::string_view element_type);
struct FlowWords {
    std::string_view protocol;
    bool encrypted = false;
};
FlowWords flow_words(Protocol protocol);
/// Empty where we have no word.
std::string_view authentication_word(Authentication authentication);
std::string_view classification_word(Confidentiality confidentiality);
std::string_view harm_word(Criticality criticality);
std::string_view boundary_kind_word(BoundaryType type);

Technology technology_of(std::string_view element_type);
Protocol protocol_of(std::string_view protocol, bool encrypted);
Authentication authentication_of(std::string_view word);
Confidentiality confidentiality_of(std::string_view word);
Criticality criticality_of(std::string_view word);
BoundaryType boundary_type_of(std::string_view word);

}  // namespace bartizan::threagile
