#include "report/stride_chart.h"

#include <algorithm>

namespace bartizan {

bool ChartRow::has_open() const {
    return std::ranges::any_of(cells,
                               [](const Threat* cell) { return cell && cell->status == ThreatStatus::open; });
}

std::vector<ChartRow> stride_chart(const ReportInput& input) {
    std::vector<const Threat*> questions;
    for (const Threat& threat : input.findings.threats) {
        const Rule& rule = input.knowledge[threat.rule];
        if (rule.generic && !input.knowledge.is_of_optional_pack(rule)) questions.push_back(&threat);
    }
    std::ranges::stable_sort(questions, {}, [](const Threat* threat) { return threat->place; });
    std::vector<ChartRow> rows;
    for (const Threat* question : questions) {
        if (rows.empty() || rows.back().place != question->place) rows.push_back({question->place, {}});
        const Threat*& cell =
            rows.back().cells[static_cast<std::size_t>(input.knowledge[question->rule].stride)];
        // Two questions of one category at a place: the one that is open counts.
        if (!cell || cell->status != ThreatStatus::open) cell = question;
    }
    return rows;
}

}  // namespace bartizan
