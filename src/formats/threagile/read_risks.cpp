#include "formats/threagile/reading.h"

namespace bartizan::threagile {
namespace {

constexpr std::array risk_keys = {
    key_of<IdentifiedRisk, &IdentifiedRisk::severity>("severity"),
    key_of<IdentifiedRisk, &IdentifiedRisk::likelihood>("exploitation_likelihood"),
    key_of<IdentifiedRisk, &IdentifiedRisk::impact>("exploitation_impact"),
    key_of<IdentifiedRisk, &IdentifiedRisk::breach>("data_breach_probability"),
    key_of<IdentifiedRisk, &IdentifiedRisk::breached_written>("data_breach_technical_assets"),
    key_of<IdentifiedRisk, &IdentifiedRisk::data_written>("most_relevant_data_asset"),
    key_of<IdentifiedRisk, &IdentifiedRisk::asset_written>("most_relevant_technical_asset"),
    key_of<IdentifiedRisk, &IdentifiedRisk::link_written>("most_relevant_communication_link"),
    key_of<IdentifiedRisk, &IdentifiedRisk::boundary_written>("most_relevant_trust_boundary"),
    key_of<IdentifiedRisk, &IdentifiedRisk::runtime_written>("most_relevant_shared_runtime"),
};

bool read_identified(Reading& reading, YamlEntry entry, RiskCategory& category) {
    if (is_nothing(entry.value) || !expect_mapping(entry.value, entry.key, reading.diagnostics)) return true;
    for (YamlEntry inner : entry.value.entries()) {
        IdentifiedRisk& risk = category.risks.emplace_back();
        risk.title = inner.key.text();
        risk.where = inner.key.location();
        read_keys(reading, inner.value, {"a risk", risk.title, risk.where}, risk_keys, risk);
    }
    return true;
}

constexpr std::array category_keys = {
    key_of<RiskCategory, &RiskCategory::id>("id", Presence::required),
    key_of<RiskCategory, &RiskCategory::title>("title"),
    key_of<RiskCategory, &RiskCategory::description>("description"),
    key_of<RiskCategory, &RiskCategory::impact>("impact"),
    key_of<RiskCategory, &RiskCategory::asvs>("asvs"),
    key_of<RiskCategory, &RiskCategory::cheat_sheet>("cheat_sheet"),
    key_of<RiskCategory, &RiskCategory::action>("action"),
    key_of<RiskCategory, &RiskCategory::mitigation>("mitigation"),
    key_of<RiskCategory, &RiskCategory::check>("check"),
    key_of<RiskCategory, &RiskCategory::function>("function"),
    key_of<RiskCategory, &RiskCategory::stride>("stride"),
    key_of<RiskCategory, &RiskCategory::detection_logic>("detection_logic"),
    key_of<RiskCategory, &RiskCategory::risk_assessment>("risk_assessment"),
    key_of<RiskCategory, &RiskCategory::false_positives>("false_positives"),
    key_of<RiskCategory, &RiskCategory::model_failure_possible>("model_failure_possible_reason"),
    key_of<RiskCategory, &RiskCategory::cwe>("cwe"),
    Key<RiskCategory>{"risks_identified", read_identified},
};

constexpr std::array tracking_keys = {
    key_of<Tracking, &Tracking::status>("status", Presence::required),
    key_of<Tracking, &Tracking::justification>("justification"),
    key_of<Tracking, &Tracking::ticket>("ticket"),
    key_of<Tracking, &Tracking::date>("date"),
    key_of<Tracking, &Tracking::checked_by>("checked_by"),
};

void read_category(Reading& reading, YamlRef node, std::string_view title, Location where) {
    RiskCategory& category = place_of(reading.document.categories, reading.category_titles, title);
    category.title = title;
    category.where = where;
    read_keys(reading, node, {"a risk category", title, where}, category_keys, category);
}

}  // namespace

void read_categories(Reading& reading, YamlEntry section) {
    if (section.value.is_sequence()) {
        for (YamlRef item : section.value.items()) {
            const YamlRef title = item.is_mapping() ? item.find("title") : YamlRef();
            const YamlRef named = title.valid() ? title : item;
            read_category(reading, item, named.is_scalar() ? named.text() : std::string_view(),
                          named.location());
        }
        return;
    }
    if (!expect_mapping(section.value, section.key, reading.diagnostics)) return;
    for (YamlEntry entry : section.value.entries())
        read_category(reading, entry.value, entry.key.text(), entry.key.location());
}

void read_tracking(Reading& reading, YamlEntry section) {
    if (!expect_mapping(section.value, section.key, reading.diagnostics)) return;
    for (YamlEntry entry : section.value.entries()) {
        Tracking& tracking = place_of(reading.document.tracking, reading.tracking_titles, entry.key.text());
        tracking.risk = entry.key.text();
        tracking.where = entry.key.location();
        read_keys(reading, entry.value, {"the tracking of", tracking.risk, tracking.where}, tracking_keys,
                  tracking);
    }
}

}  // namespace bartizan::threagile
