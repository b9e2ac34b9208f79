// The generic questions of the STRIDE chart in one table: a row per place, a column per category.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "report/report.h"

namespace bartizan {

struct ChartRow {
    Place place;
    /// By category; null where the question was not asked.
    std::array<const Threat*, stride_names.size()> cells{};

    bool has_open() const;
};

inline constexpr std::string_view stride_letters = "STRIDE";

/// Rows in the order of the model.
std::vector<ChartRow> stride_chart(const ReportInput& input);

}  // namespace bartizan
