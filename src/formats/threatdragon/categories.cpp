#include "formats/threatdragon/categories.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace bartizan::threatdragon {
namespace {

constexpr unsigned bit(Kind kind) { return 1u << static_cast<unsigned>(kind); }
constexpr unsigned actor = bit(Kind::actor);
constexpr unsigned process = bit(Kind::process);
constexpr unsigned store = bit(Kind::store);
constexpr unsigned flow = bit(Kind::flow);
constexpr unsigned all_but_actors = process | store | flow;
constexpr unsigned all = actor | all_but_actors;

struct Row {
    Category category;
    unsigned kinds;
};

using S = Scheme;
using T = Stride;

/// In the order in which the tool lists everything. Its heading of CIADIE shows a raw key.
constexpr auto rows = std::to_array<Row>({
    {{S::stride, "header", "--- STRIDE ---", T::tampering, true}, 0},
    {{S::stride, "spoofing", "Spoofing", T::spoofing}, actor | process},
    {{S::stride, "tampering", "Tampering", T::tampering}, all_but_actors},
    {{S::stride, "repudiation", "Repudiation", T::repudiation}, actor | process | store},
    {{S::stride, "informationDisclosure", "Information disclosure", T::information_disclosure},
     all_but_actors},
    {{S::stride, "denialOfService", "Denial of service", T::denial_of_service}, all_but_actors},
    {{S::stride, "elevationOfPrivilege", "Elevation of privilege", T::elevation_of_privilege}, process},

    {{S::cia, "header", "--- CIA ---", T::tampering, true}, 0},
    {{S::cia, "confidentiality", "Confidentiality", T::information_disclosure}, all},
    {{S::cia, "integrity", "Integrity", T::tampering}, all},
    {{S::cia, "availability", "Availability", T::denial_of_service}, all},

    {{S::cia_die, "header", "threats.model.ciedie.header", T::tampering, true}, 0},
    {{S::cia_die, "confidentiality", "Confidentiality", T::information_disclosure}, all},
    {{S::cia_die, "integrity", "Integrity", T::tampering}, all},
    {{S::cia_die, "availability", "Availability", T::denial_of_service}, all},
    {{S::cia_die, "distributed", "Distributed", T::denial_of_service}, all},
    {{S::cia_die, "immutable", "Immutable", T::tampering}, all},
    {{S::cia_die, "ephemeral", "Ephemeral", T::elevation_of_privilege}, all},

    {{S::linddun, "header", "--- LINDDUN ---", T::tampering, true}, 0},
    {{S::linddun, "linkability", "Linkability", T::information_disclosure}, all},
    {{S::linddun, "identifiability", "Identifiability", T::information_disclosure}, all},
    {{S::linddun, "nonRepudiation", "Non-repudiation", T::repudiation}, all_but_actors},
    {{S::linddun, "detectability", "Detectability", T::information_disclosure}, all_but_actors},
    {{S::linddun, "disclosureOfInformation", "Disclosure of information", T::information_disclosure},
     all_but_actors},
    {{S::linddun, "unawareness", "Unawareness", T::repudiation}, actor},
    {{S::linddun, "nonCompliance", "Non-compliance", T::tampering}, all_but_actors},

    {{S::plot4ai, "header", "--- PLOT4ai ---", T::tampering, true}, 0},
    {{S::plot4ai, "techniqueProcesses", "Technique & Processes", T::tampering}, all_but_actors},
    {{S::plot4ai, "accessibility", "Accessibility", T::denial_of_service}, actor | process | store},
    {{S::plot4ai, "identifiabilityLinkability", "Identifiability & Linkability", T::information_disclosure},
     all},
    {{S::plot4ai, "security", "Security", T::elevation_of_privilege}, all},
    {{S::plot4ai, "safety", "Safety", T::denial_of_service}, actor},
    {{S::plot4ai, "unawareness", "Unawareness", T::repudiation}, actor},
    {{S::plot4ai, "ethicsHumanRights", "Ethics & Human Rights", T::tampering}, actor},
    {{S::plot4ai, "nonCompliance", "Non-compliance", T::tampering}, all_but_actors},
});

constexpr std::size_t scheme_count = 7;
constexpr std::size_t kind_count = 4;

bool has_own_categories(Scheme scheme) { return scheme != Scheme::eop && scheme != Scheme::generic; }

using Lists = std::array<std::array<std::vector<const Category*>, kind_count>, scheme_count>;

Lists make_lists() {
    Lists lists;
    for (std::size_t scheme = 0; scheme < scheme_count; ++scheme)
        for (std::size_t kind = 0; kind < kind_count; ++kind)
            for (const Row& row : rows) {
                const Scheme own = static_cast<Scheme>(scheme);
                const bool belongs = row.category.scheme == own && (row.kinds & (1u << kind)) != 0;
                if (belongs || !has_own_categories(own)) lists[scheme][kind].push_back(&row.category);
            }
    return lists;
}

bool equal_without_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

struct SchemeName {
    std::string_view name;
    Scheme scheme;
    std::string_view model_type;  // empty: as the diagram says
};

constexpr auto scheme_names = std::to_array<SchemeName>({
    {"STRIDE", Scheme::stride, ""},
    {"LINDDUN", Scheme::linddun, ""},
    {"CIA", Scheme::cia, ""},
    {"CIADIE", Scheme::cia_die, ""},
    {"DIE", Scheme::cia_die, "CIADIE"},
    {"PLOT4ai", Scheme::plot4ai, ""},
    {"EOP", Scheme::eop, ""},
    {"Generic", Scheme::generic, "default"},
});

const SchemeName* find_scheme(std::string_view diagram_type) {
    for (const SchemeName& entry : scheme_names)
        if (equal_without_case(entry.name, diagram_type)) return &entry;
    return nullptr;
}

}  // namespace

Scheme scheme_of(std::string_view diagram_type) {
    const SchemeName* found = find_scheme(diagram_type);
    return found ? found->scheme : Scheme::generic;
}

std::string_view model_type_of(std::string_view diagram_type) {
    const SchemeName* found = find_scheme(diagram_type);
    return found && !found->model_type.empty() ? found->model_type : diagram_type;
}

std::span<const Category* const> categories_for(Scheme scheme, Kind kind) {
    static const Lists lists = make_lists();
    return lists[static_cast<std::size_t>(scheme)][static_cast<std::size_t>(kind)];
}

const Category* find_category(std::string_view label) {
    for (const Row& row : rows)
        if (!row.category.is_heading && equal_without_case(row.category.label, label)) return &row.category;
    return nullptr;
}

std::string_view first_label(Scheme scheme, Kind kind) {
    switch (scheme) {
        case Scheme::stride:
            return kind == Kind::actor || kind == Kind::process ? "Spoofing" : "Tampering";
        case Scheme::linddun:
            return "Linkability";
        case Scheme::cia:
            return "Confidentiality";
        case Scheme::cia_die:
            return "Distributed";
        case Scheme::plot4ai:
            return kind == Kind::actor ? "Accessibility" : "Technique & Processes";
        case Scheme::eop:
            return "cornucopia";
        case Scheme::generic:
            break;
    }
    return "Spoofing";
}

}  // namespace bartizan::threatdragon
