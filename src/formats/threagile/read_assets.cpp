#include "formats/threagile/reading.h"

namespace bartizan::threagile {
namespace {

constexpr Presence required = Presence::required;

constexpr std::array data_keys = {
    key_of<DataAsset, &DataAsset::id>("id", required),
    key_of<DataAsset, &DataAsset::description>("description"),
    key_of<DataAsset, &DataAsset::usage>("usage", required),
    key_of<DataAsset, &DataAsset::tags>("tags"),
    key_of<DataAsset, &DataAsset::origin>("origin"),
    key_of<DataAsset, &DataAsset::owner>("owner"),
    key_of<DataAsset, &DataAsset::quantity>("quantity", required),
    key_of<DataAsset, &DataAsset::ratings, &Ratings::confidentiality>("confidentiality", required),
    key_of<DataAsset, &DataAsset::ratings, &Ratings::integrity>("integrity", required),
    key_of<DataAsset, &DataAsset::ratings, &Ratings::availability>("availability", required),
    key_of<DataAsset, &DataAsset::justification>("justification_cia_rating"),
};

constexpr std::array link_keys = {
    key_of<Link, &Link::target_written>("target", required),
    key_of<Link, &Link::description>("description"),
    key_of<Link, &Link::protocol>("protocol", required),
    key_of<Link, &Link::authentication>("authentication", required),
    key_of<Link, &Link::authorization>("authorization", required),
    key_of<Link, &Link::tags>("tags"),
    key_of<Link, &Link::vpn>("vpn"),
    key_of<Link, &Link::ip_filtered>("ip_filtered"),
    key_of<Link, &Link::readonly>("readonly"),
    key_of<Link, &Link::usage>("usage", required),
    key_of<Link, &Link::sent_written>("data_assets_sent"),
    key_of<Link, &Link::received_written>("data_assets_received"),
    key_of<Link, &Link::tweak_weight>("diagram_tweak_weight"),
    key_of<Link, &Link::tweak_constraint>("diagram_tweak_constraint"),
};

bool read_links(Reading& reading, YamlEntry entry, TechnicalAsset&) {
    if (is_nothing(entry.value) || !expect_mapping(entry.value, entry.key, reading.diagnostics)) return true;
    std::vector<Link>& links = reading.links.back();
    for (YamlEntry inner : entry.value.entries()) {
        Link& link = links.emplace_back();
        link.title = inner.key.text();
        link.where = link.id_where = inner.key.location();
        link.whole = whole_of(inner);
        read_keys(reading, inner.value, {"a communication link", link.title, link.where}, link_keys, link);
    }
    return true;
}

constexpr std::array asset_keys = {
    key_of<TechnicalAsset, &TechnicalAsset::id>("id", required),
    key_of<TechnicalAsset, &TechnicalAsset::description>("description"),
    key_of<TechnicalAsset, &TechnicalAsset::type>("type", required),
    key_of<TechnicalAsset, &TechnicalAsset::usage>("usage", required),
    key_of<TechnicalAsset, &TechnicalAsset::used_as_client_by_human>("used_as_client_by_human"),
    key_of<TechnicalAsset, &TechnicalAsset::out_of_scope>("out_of_scope"),
    key_of<TechnicalAsset, &TechnicalAsset::justification_out_of_scope>("justification_out_of_scope"),
    key_of<TechnicalAsset, &TechnicalAsset::size>("size", required),
    key_of<TechnicalAsset, &TechnicalAsset::technologies>("technology"),
    key_of<TechnicalAsset, &TechnicalAsset::technologies>("technologies"),
    key_of<TechnicalAsset, &TechnicalAsset::tags>("tags"),
    key_of<TechnicalAsset, &TechnicalAsset::internet>("internet"),
    key_of<TechnicalAsset, &TechnicalAsset::machine>("machine", required),
    key_of<TechnicalAsset, &TechnicalAsset::encryption>("encryption", required),
    key_of<TechnicalAsset, &TechnicalAsset::owner>("owner"),
    key_of<TechnicalAsset, &TechnicalAsset::ratings, &Ratings::confidentiality>("confidentiality", required),
    key_of<TechnicalAsset, &TechnicalAsset::ratings, &Ratings::integrity>("integrity", required),
    key_of<TechnicalAsset, &TechnicalAsset::ratings, &Ratings::availability>("availability", required),
    key_of<TechnicalAsset, &TechnicalAsset::justification>("justification_cia_rating"),
    key_of<TechnicalAsset, &TechnicalAsset::multi_tenant>("multi_tenant"),
    key_of<TechnicalAsset, &TechnicalAsset::redundant>("redundant"),
    key_of<TechnicalAsset, &TechnicalAsset::custom_developed_parts>("custom_developed_parts"),
    key_of<TechnicalAsset, &TechnicalAsset::processed_written>("data_assets_processed"),
    key_of<TechnicalAsset, &TechnicalAsset::stored_written>("data_assets_stored"),
    key_of<TechnicalAsset, &TechnicalAsset::formats>("data_formats_accepted"),
    key_of<TechnicalAsset, &TechnicalAsset::tweak_order>("diagram_tweak_order"),
    Key<TechnicalAsset>{"communication_links", read_links},
};

}  // namespace

void read_data_assets(Reading& reading, YamlEntry section) {
    if (!expect_mapping(section.value, section.key, reading.diagnostics)) return;
    for (YamlEntry entry : section.value.entries()) {
        DataAsset& data = place_of(reading.document.data, reading.data_titles, entry.key.text());
        data.title = entry.key.text();
        data.where = data.id_where = entry.key.location();
        data.whole = whole_of(entry);
        read_keys(reading, entry.value, {"a data asset", data.title, data.where}, data_keys, data);
    }
}

void read_technical_assets(Reading& reading, YamlEntry section) {
    if (!expect_mapping(section.value, section.key, reading.diagnostics)) return;
    for (YamlEntry entry : section.value.entries()) {
        TechnicalAsset& asset = place_of(reading.document.assets, reading.asset_titles, entry.key.text());
        asset.title = entry.key.text();
        asset.where = asset.id_where = entry.key.location();
        asset.whole = whole_of(entry);
        // Links are read into the last list, which then goes to its asset.
        reading.links.emplace_back();
        read_keys(reading, entry.value, {"a technical asset", asset.title, asset.where}, asset_keys, asset);
        const auto position = static_cast<std::size_t>(&asset - reading.document.assets.data());
        if (position + 1 == reading.links.size()) continue;
        reading.links[position] = std::move(reading.links.back());
        reading.links.pop_back();
    }
}

}  // namespace bartizan::threagile
