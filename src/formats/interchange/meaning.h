// What foreign words and figures mean in our own terms: types of elements from the names people give them,
// STRIDE categories, levels of percentages. Guesses, made the same way for every format.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/draft.h"
#include "model/threat.h"
#include "model/vocabulary.h"
#include "text/diagnostic.h"

namespace bartizan::interchange {

/// Words in lower case joined and surrounded by `-`: "AWS::EC2::VPC" is "-aws-ec2-vpc-".
std::string words_of(std::string_view text);

/// A type of the core pack, from the format's own type and, where that says nothing, from the name. Only
/// types of `kind` are considered if one is given. Nothing if no word is known.
std::optional<std::string_view> guess_type(std::string_view foreign_type, std::string_view name,
                                           std::optional<ElementKind> kind = {});

/// The protocol of the core pack that a foreign name means, or empty.
std::string_view guess_protocol(std::string_view name);

std::optional<Stride> guess_stride(std::string_view text);

/// Of texts such as "CWE-79", "cwe_79" or "79"; nothing if there is no number.
std::optional<int> number_in(std::string_view text);

/// A percentage in thirds.
Level level_of_percent(double percent);
/// Names of the native enumerations `classification` and `harm`, by quarter and third of 100, and back.
std::string_view classification_of_percent(double percent);
int percent_of_classification(std::string_view name);
std::string_view harm_of_percent(double percent);
int percent_of_harm(std::string_view name);

/// "exposed", "Mitigated", "not applicable", "wont_do" …
std::optional<ThreatStatus> status_of_word(std::string_view word);
/// "high", "Very High", "CRITICAL", "moderate" …
std::optional<Severity> severity_of_word(std::string_view word);
/// The name of a ToolRule: what could not stand in a threat's id is replaced.
std::string rule_name(std::string_view format, std::string_view id);
/// A rule with this severity has these levels (the inverse of severity_of, which is not unique).
Level likelihood_for(Severity severity);
Level impact_for(Severity severity);

/// What to make an id of: the format's own id if a person wrote it, else the name.
std::string_view source_of_id(std::string_view foreign_id, std::string_view name);

/// Reports boundaries that lie in themselves and takes them out of what is around them.
void break_cycles(std::vector<DraftBoundary>& boundaries, Diagnostics& diagnostics);

/// Whether a type, which need not be known, is or derives from another.
bool is_a(const Schema& schema, std::string_view type, std::string_view ancestor);
/// Elements of unknown types are processes.
ElementKind kind_of(const Schema& schema, const DraftElement& element);
std::vector<std::string> assumptions_of(const DraftModel& draft);

std::string_view value_of(const DraftPlace& place, std::string_view attribute);
/// Adds an attribute unless it has no value.
void state(DraftPlace& place, std::string_view attribute, std::string_view value);

}  // namespace bartizan::interchange
