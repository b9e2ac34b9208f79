// The threats that the tool generates for a model, as it would store them.
#pragma once

#include <vector>

#include "formats/tmt/document.h"
#include "formats/tmt/rules.h"

namespace bartizan::tmt {

/// A threat type whose filters hold for a flow. All are positions in the document and the knowledge base.
struct Hit {
    std::uint32_t diagram = 0;
    std::uint32_t line = 0;
    std::uint32_t source = 0;  // of the diagram's borders
    std::uint32_t target = 0;
    std::uint32_t type = 0;  // of KnowledgeBase::threat_types
};

/// In the order in which the tool emits them. Reports if the model asks for more than can be answered.
std::vector<Hit> find_threats(const Document& document, const RuleBook& book, Diagnostics& diagnostics);

/// Instances as they are when nothing has been stored: numbered from 0.
std::vector<ThreatInstance> make_instances(const Document& document, const KnowledgeBase& knowledge,
                                           const std::vector<Hit>& hits, Diagnostics& diagnostics);

/// The stored instances brought up to date: those that arise still are kept with what people decided, new
/// ones are added, untouched ones that arise no more go, and touched ones are marked as deleted.
std::vector<ThreatInstance> regenerate(const Document& document, std::vector<ThreatInstance> fresh);

/// What the tool would store: the above, or what is stored where generation is switched off.
std::vector<ThreatInstance> generated_threats(const Document& document, const KnowledgeBase& knowledge,
                                              const Sources& sources, Diagnostics& diagnostics);

/// Whether the instance is of an interaction that is there no more.
bool is_deleted(const ThreatInstance& instance);

}  // namespace bartizan::tmt
