// The relative attractiveness (RAA) of assets, as Threagile computes it.
#include <algorithm>
#include <array>

#include "formats/threagile/facts.h"

namespace bartizan::threagile {
namespace {

/// What a rating is worth, from the lowest to the highest.
struct Worth {
    std::array<double, 5> confidentiality;
    std::array<double, 5> integrity;
    std::array<double, 5> availability;
};
constexpr Worth worth_of_kept_data = {{5, 8, 13, 21, 34}, {3, 5, 8, 13, 21}, {3, 5, 8, 13, 21}};
constexpr Worth worth_of_moved_data = {{2, 3, 5, 8, 13}, {2, 3, 5, 8, 13}, {2, 3, 5, 8, 13}};
constexpr std::array<double, 4> quantity_factors = {1, 2, 3, 5};

/// Availability does not grow with the quantity.
double worth(const DataAsset& data, const Worth& table) {
    const Ratings& ratings = data.ratings;
    const double factor = quantity_factors[static_cast<std::size_t>(data.quantity)];
    return (table.confidentiality[static_cast<std::size_t>(ratings.confidentiality)] +
            table.integrity[static_cast<std::size_t>(ratings.integrity)]) *
               factor +
           table.availability[static_cast<std::size_t>(ratings.availability)];
}

double worth(const Document& document, const std::vector<DataId>& data, const Worth& table) {
    double sum = 0;
    for (DataId id : data) sum += worth(document[id], table);
    return sum;
}

/// Technologies raise or lower the score: version 0.9.1 applies each factor that fits, the development
/// version only the first.
double by_technology(const Facts& facts, AssetId asset, double score) {
    struct Factor {
        TechnologySet technologies;
        double factor;
    };
    using T = Technology;
    constexpr double forwarding = 5.5, monitoring = 5;
    const bool first_only = facts.development_version;
    if (facts.has(asset, set_of(T::load_balancer, T::reverse_proxy))) {
        score /= forwarding;
        if (first_only) return score;
    }
    if (facts.has(asset, T::monitoring)) {
        score /= monitoring;
        if (first_only) return score;
    }
    for (const Factor& factor :
         {Factor{set_of(T::container_platform), 5}, Factor{set_of(T::vault), 2},
          Factor{set_of(T::build_pipeline, T::sourcecode_repository, T::artifact_registry), 2}})
        if (facts.has(asset, factor.technologies)) {
            score *= factor.factor;
            if (first_only) return score;
        }
    if (facts.has(asset, set_of(T::identity_provider, T::identity_store_database, T::identity_store_ldap)))
        return score * 2.5;
    if (facts.document[asset].type == AssetType::datastore) return score * 2;
    return score;
}

double absolute_attractiveness(const Facts& facts, AssetId id) {
    const Document& document = facts.document;
    const TechnicalAsset& asset = document[id];
    if (asset.out_of_scope) return 0;
    double score = sensitivity_score(facts.own[id.index]);
    score += worth(document, facts.processed[id.index], worth_of_kept_data);
    score += worth(document, asset.stored, worth_of_kept_data);
    for (const Link& link : facts.outgoing(id)) {
        score += worth(document, link.sent, worth_of_moved_data);
        score += worth(document, link.received, worth_of_moved_data);
    }
    score = by_technology(facts, id, score);
    return asset.multi_tenant ? score * 1.5 : score;
}

struct Scale {
    double lowest = 0;
    double spread = 1;

    double percent(double score) const {
        const double result = (score - lowest) / spread * 100;
        return result <= 0 ? 1 : result;
    }
};

Scale scale_of(const std::vector<double>& scores) {
    if (scores.empty()) return {};
    const auto [lowest, highest] = std::ranges::minmax(scores);
    return {lowest, lowest < highest ? highest - lowest : 1};
}

}  // namespace

void rate_attractiveness(Facts& facts) {
    std::vector<double> scores;
    for (std::size_t i = 0; i < facts.document.assets.size(); ++i)
        scores.push_back(absolute_attractiveness(facts, AssetId(i)));
    const Scale scale = scale_of(scores);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        // A third of what the most attractive target has more, in percent points, is added to the score
        // itself: that is how the tool does it.
        double pivot = 0;
        if (!facts.document.assets[i].out_of_scope)
            for (const Link& link : facts.outgoing(AssetId(i)))
                pivot = std::max(pivot,
                                 (scale.percent(scores[link.target.index]) - scale.percent(scores[i])) / 3);
        facts.raa.push_back(scale.percent(scores[i] + pivot));
    }
}

}  // namespace bartizan::threagile
