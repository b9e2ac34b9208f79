#include "report/summary.h"

#include <algorithm>

#include "report/threat_reader.h"

namespace bartizan {
namespace {

std::string or_worse(Severity severity) {
    if (severity == Severity::info) return "of any severity";
    if (severity == Severity::critical) return "critical";
    if (severity == Severity::high) return "high or critical";
    return std::string(name_of(severity)) + " or worse";
}

}  // namespace

Summary summarise(const ReportInput& input) {
    Summary summary;
    summary.errors = input.diagnostics.error_count();
    for (const Threat& threat : input.findings.threats) {
        auto status = static_cast<std::size_t>(threat.status);
        auto stride = static_cast<std::size_t>(input.knowledge[threat.rule].stride);
        ++summary.by_severity[static_cast<std::size_t>(threat.severity)][status];
        ++summary.by_stride[stride][status];
        ++summary.total[status];
        summary.failing += fails(input, threat);
        summary.open_new += threat.status == ThreatStatus::open && !threat.in_baseline;
        summary.needs_evidence += threat.status == ThreatStatus::open && threat.needs_evidence;
        summary.rests_on_claims += rests_on_claims(threat);
        if (threat.decision_expired && decision_of(input, threat))
            summary.expired_decisions.push_back(threat.decision);
    }
    auto& expired = summary.expired_decisions;
    std::ranges::sort(expired);
    expired.erase(std::unique(expired.begin(), expired.end()), expired.end());
    return summary;
}

Summary summarise(std::span<const ReportInput> inputs) {
    Summary sum;
    auto add = [](StatusCounts& to, const StatusCounts& from) {
        for (std::size_t status = 0; status < to.size(); ++status) to[status] += from[status];
    };
    for (const ReportInput& input : inputs) {
        const Summary summary = summarise(input);
        for (std::size_t i = 0; i < sum.by_severity.size(); ++i)
            add(sum.by_severity[i], summary.by_severity[i]);
        for (std::size_t i = 0; i < sum.by_stride.size(); ++i) add(sum.by_stride[i], summary.by_stride[i]);
        add(sum.total, summary.total);
        sum.failing += summary.failing;
        sum.open_new += summary.open_new;
        sum.needs_evidence += summary.needs_evidence;
        sum.rests_on_claims += summary.rests_on_claims;
        sum.errors += summary.errors;
    }
    return sum;
}

std::string with_separators(std::size_t count) {
    std::string digits = std::to_string(count);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
    return digits;
}

std::string count_of(std::size_t count, std::string_view singular, std::string_view plural) {
    return with_separators(count) + " " + std::string(count == 1 ? singular : plural);
}

std::string verdict(const ReportInput& input, const Summary& summary) {
    if (summary.errors > 0)
        return "the model has " + count_of(summary.errors, "error", "errors") + " and was not analysed";
    std::string_view fresh = input.has_baseline ? "new " : "";
    std::string severity = or_worse(input.fail_on);
    std::string_view joint = input.fail_on == Severity::info ? " " : " is ";
    if (!summary.failed()) return "no " + std::string(fresh) + "open threat" + std::string(joint) + severity;
    bool is_one = summary.failing == 1;
    if (input.fail_on != Severity::info) joint = is_one ? " is " : " are ";
    return with_separators(summary.failing) + " " + std::string(fresh) + "open " +
           (is_one ? "threat" : "threats") + std::string(joint) + severity;
}

}  // namespace bartizan
