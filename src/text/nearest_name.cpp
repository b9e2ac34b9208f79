#include "text/nearest_name.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace bartizan {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::size_t farthest_meant(std::string_view name) { return std::max<std::size_t>(1, name.size() / 3); }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
    std::size_t length_difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (length_difference > limit) return limit + 1;

    // Three rows of the table suffice: a swap looks back two.
    std::array<std::vector<std::size_t>, 3> rows;
    for (auto& row : rows) row.resize(b.size() + 1);
    std::iota(rows[0].begin(), rows[0].end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i + 2) % 3];
        const auto& two_above = rows[(i + 1) % 3];
        row[0] = i;
        std::size_t smallest = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
            bool swapped =
                i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
            smallest = std::min(smallest, row[j]);
        }
        // A swap can reach two rows ahead at the cost of one, never at none.
        if (smallest > limit) return limit + 1;
    }
    return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
    std::string_view nearest;
    std::size_t limit = farthest_meant(name);
    // With nothing in common it is another name, however short.
    limit = std::min(limit, name.size() > 1 ? name.size() - 1 : 0);
    for (std::string_view candidate : candidates) {
        std::size_t distance = edit_distance(name, candidate, limit);
        if (distance > limit || candidate.empty()) continue;
        nearest = candidate;
        if (distance == 0) break;
        limit = distance - 1;
    }
    return nearest;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
    std::string_view nearest = nearest_name(name, candidates);
    if (nearest.empty()) return {};
    return "did you mean `" + std::string(nearest) + "`?";
}

}  // namespace bartizan
