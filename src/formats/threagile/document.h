// A Threagile model as its YAML says it, in both generations of the schema, with the place of everything.
// Knows nothing of risks that are found and of the native language.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/threagile/technologies.h"
#include "formats/threagile/vocabulary.h"
#include "text/ids.h"
#include "text/source.h"
#include "text/yaml_tree.h"

namespace bartizan::threagile {

struct AssetTag;
struct LinkTag;
struct DataTag;
struct BoundaryTag;
struct RuntimeTag;
struct WordTag;
using AssetId = Id<AssetTag>;
using LinkId = Id<LinkTag>;
using DataId = Id<DataTag>;
using BoundaryId = Id<BoundaryTag>;
using RuntimeId = Id<RuntimeTag>;
using TagId = Id<WordTag>;

/// An id as it is written, and where.
struct Reference {
    std::string_view text;
    Location where;
};

struct Described {
    std::string_view title;
    std::string id;
    std::string_view description;
    std::vector<TagId> tags;
    Location where;     // of the title
    Location id_where;  // of the id, or of the title where there is none
    Location whole;     // from the title to the end of the entry
};

/// Confidentiality, integrity and availability.
struct Ratings {
    Confidentiality confidentiality = Confidentiality::publicly_known;
    Criticality integrity = Criticality::archive;
    Criticality availability = Criticality::archive;
};

struct DataAsset : Described {
    Usage usage = Usage::business;
    Quantity quantity = Quantity::very_few;
    Ratings ratings;
    std::string_view origin;
    std::string_view owner;
    std::string_view justification;
};

struct Link : Described {
    AssetId source;
    AssetId target;
    Reference target_written;
    Protocol protocol = Protocol::unknown;
    Authentication authentication = Authentication::none;
    Authorization authorization = Authorization::none;
    bool vpn = false;
    bool ip_filtered = false;
    bool readonly = false;
    Usage usage = Usage::business;
    std::vector<DataId> sent;
    std::vector<DataId> received;
    std::vector<Reference> sent_written;
    std::vector<Reference> received_written;
    std::string_view tweak_weight;
    std::string_view tweak_constraint;
};

struct TechnicalAsset : Described {
    AssetType type = AssetType::external_entity;
    Usage usage = Usage::business;
    bool used_as_client_by_human = false;
    bool out_of_scope = false;
    std::string_view justification_out_of_scope;
    Size size = Size::system;
    std::vector<Technology> technologies;
    bool internet = false;
    Machine machine = Machine::physical;
    Encryption encryption = Encryption::none;
    std::string_view owner;
    Ratings ratings;
    std::string_view justification;
    bool multi_tenant = false;
    bool redundant = false;
    bool custom_developed_parts = false;
    std::vector<DataId> processed;
    std::vector<DataId> stored;
    std::vector<Reference> processed_written;
    std::vector<Reference> stored_written;
    std::vector<DataFormat> formats;
    std::string_view tweak_order;
    /// Of Document::links.
    Range links;
};

struct Boundary : Described {
    BoundaryType type = BoundaryType::network_on_prem;
    BoundaryId parent;
    std::vector<AssetId> assets;
    std::vector<BoundaryId> nested;
    std::vector<Reference> assets_written;
    std::vector<Reference> nested_written;
};

struct Runtime : Described {
    std::vector<AssetId> assets;
    std::vector<Reference> assets_written;
};

/// A risk that people found themselves, with what it is about.
struct IdentifiedRisk {
    std::string_view title;
    Location where;
    std::optional<RiskSeverity> severity;
    Likelihood likelihood = Likelihood::unlikely;
    Impact impact = Impact::low;
    BreachProbability breach = BreachProbability::improbable;
    std::vector<Reference> breached_written;
    Reference data_written, asset_written, link_written, boundary_written, runtime_written;
    std::vector<AssetId> breached;
    DataId data;
    AssetId asset;
    LinkId link;
    BoundaryId boundary;
    RuntimeId runtime;
};

struct RiskCategory {
    std::string_view id;
    std::string_view title;
    Location where;
    std::string_view description, impact, asvs, cheat_sheet, action, mitigation, check, detection_logic,
        risk_assessment, false_positives;
    RiskFunction function = RiskFunction::business_side;
    RiskStride stride = RiskStride::spoofing;
    bool model_failure_possible = false;
    int cwe = 0;
    std::vector<IdentifiedRisk> risks;
};

/// What was decided about risks. The id may hold `*` for the parts between two `@`.
struct Tracking {
    std::string_view risk;
    Location where;
    RiskStatus status = RiskStatus::unchecked;
    std::string_view justification;
    std::string_view ticket;
    std::string_view date;
    std::string_view checked_by;
};

struct Author {
    std::string_view name, contact, homepage;
};

struct Overview {
    std::string_view description;
};

/// A heading with a text: a question with its answer, an abuse case, a requirement.
struct Paragraph {
    std::string_view title;
    std::string_view text;
    Location where;
};

struct Document {
    /// The files, whose texts everything here shows.
    std::deque<YamlTree> trees;
    bool development_version = false;

    std::string_view version;
    std::string_view title;
    std::string_view date;
    Author author;
    std::vector<Author> contributors;
    std::string_view management_summary;
    Criticality business_criticality = Criticality::archive;
    Overview application_description, business_overview, technical_overview;
    std::vector<Paragraph> questions, abuse_cases, security_requirements;
    std::vector<std::string> tags;  // by TagId, in lower case
    std::vector<DataAsset> data;
    std::vector<TechnicalAsset> assets;
    std::vector<Link> links;
    std::vector<Boundary> boundaries;
    std::vector<Runtime> runtimes;
    std::vector<RiskCategory> categories;
    std::vector<Tracking> tracking;

    const TechnicalAsset& operator[](AssetId id) const { return assets[id.index]; }
    const Link& operator[](LinkId id) const { return links[id.index]; }
    const DataAsset& operator[](DataId id) const { return data[id.index]; }
    const Boundary& operator[](BoundaryId id) const { return boundaries[id.index]; }
    const Runtime& operator[](RuntimeId id) const { return runtimes[id.index]; }
};

}  // namespace bartizan::threagile
