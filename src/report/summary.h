// The figures at the end of a report.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "report/report.h"

namespace bartizan {

/// Number of threats by status, in the order of ThreatStatus.
using StatusCounts = std::array<std::size_t, threat_status_names.size()>;

struct Summary {
    std::array<StatusCounts, severity_names.size()> by_severity{};
    std::array<StatusCounts, stride_names.size()> by_stride{};
    StatusCounts total{};
    /// Open threats that make the check fail.
    std::size_t failing = 0;
    /// Open threats that the baseline does not know; without one, all that are open.
    std::size_t open_new = 0;
    std::size_t needs_evidence = 0;
    /// Mitigated threats whose controls nobody has shown.
    std::size_t rests_on_claims = 0;
    /// Decisions whose date has passed and that left a threat open, by index into Model::decisions.
    std::vector<std::uint32_t> expired_decisions;

    /// Errors in the texts: nothing was analysed.
    std::size_t errors = 0;

    std::size_t count(ThreatStatus status) const { return total[static_cast<std::size_t>(status)]; }
    std::size_t count(Severity severity, ThreatStatus status) const {
        return by_severity[static_cast<std::size_t>(severity)][static_cast<std::size_t>(status)];
    }
    bool failed() const { return failing > 0 || errors > 0; }
};

Summary summarise(const ReportInput& input);
/// The sum of all models; decisions of different models cannot be told apart and are left out.
Summary summarise(std::span<const ReportInput> inputs);

/// `1 flow`, `2 flows`, with separators between thousands: `12,000 flows`.
std::string count_of(std::size_t count, std::string_view singular, std::string_view plural);
std::string with_separators(std::size_t count);

/// What decides about the check, in one sentence without a full stop: "3 open threats are high or critical".
std::string verdict(const ReportInput& input, const Summary& summary);

}  // namespace bartizan
