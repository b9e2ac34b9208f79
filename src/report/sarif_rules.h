// The rules of a run as SARIF describes them (SARIF 2.1.0, section 3.49), and the weaknesses they refer to.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "report/report.h"
#include "text/json_writer.h"

namespace bartizan {

/// The rules that have results, and their positions in `tool.driver.rules`.
struct SarifRules {
    std::vector<RuleId> rules;
    std::vector<std::uint32_t> index;  // by RuleId; meaningful for those above
    std::vector<int> weaknesses;       // CWE numbers of all of them, ascending
};

/// error, warning or note.
std::string_view sarif_level(Severity severity);
/// From 0 to 10, in the middle of the band that code scanning gives the same name to.
std::string_view security_severity(Severity severity);

SarifRules collect_rules(const ReportInput& input, bool (*is_shown)(const Threat&));
void write_sarif_rules(JsonWriter& json, const Knowledge& knowledge, const SarifRules& rules);
/// `run.taxonomies`: CWE, as far as the rules refer to it.
void write_sarif_taxonomies(JsonWriter& json, const SarifRules& rules);

}  // namespace bartizan
