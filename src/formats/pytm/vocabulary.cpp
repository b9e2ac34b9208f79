#include "formats/pytm/vocabulary.h"

#include <boost/unordered/unordered_flat_map.hpp>

namespace bartizan::pytm {
namespace {

constexpr ClassMask servers = mask_of(Class::server);
constexpr ClassMask external = mask_of(Class::external_entity);
constexpr ClassMask lambdas = mask_of(Class::lambda);
constexpr ClassMask datastores = mask_of(Class::datastore);
constexpr ClassMask processes = mask_of(Class::process) | mask_of(Class::set_of_processes);
constexpr ClassMask agents = mask_of(Class::agent);
constexpr ClassMask models = mask_of(Class::llm);
constexpr ClassMask actors = mask_of(Class::actor);
constexpr ClassMask boundaries = mask_of(Class::boundary);
constexpr ClassMask flows = mask_of(Class::dataflow);
constexpr ClassMask datums = mask_of(Class::data);
constexpr ClassMask assets =
    mask_of(Class::asset) | servers | external | lambdas | datastores | processes | agents | models;
constexpr ClassMask elements = mask_of(Class::element) | assets | actors | boundaries | flows;
constexpr ClassMask everything = elements | datums;

constexpr std::array<std::string_view, class_count> class_names{
    "Element",        "Asset", "Server", "ExternalEntity", "Lambda",   "Datastore", "Process",
    "SetOfProcesses", "Agent", "LLM",    "Actor",          "Boundary", "Dataflow",  "Data"};

constexpr std::array<AttributeTable, known_count> tables{{
#define BARTIZAN_PYTM_ROW(name, form, preset, classes) {#name, Form::form, preset, classes},
    BARTIZAN_PYTM_ATTRIBUTES(BARTIZAN_PYTM_ROW)
#undef BARTIZAN_PYTM_ROW
#define BARTIZAN_PYTM_ROW(name, form) {#name, Form::form, 0, elements},
        BARTIZAN_PYTM_CONTROLS(BARTIZAN_PYTM_ROW)
#undef BARTIZAN_PYTM_ROW
}};

constexpr std::array<std::string_view, 6> classifications{"UNKNOWN",   "PUBLIC", "RESTRICTED",
                                                          "SENSITIVE", "SECRET", "TOP_SECRET"};
constexpr std::array<std::string_view, 8> tls_versions{"NONE",   "SSLv1",  "SSLv2",  "SSLv3",
                                                       "TLSv10", "TLSv11", "TLSv12", "TLSv13"};
constexpr std::array<std::string_view, 7> lifetimes{"NONE", "UNKNOWN", "SHORT",    "LONG",
                                                    "AUTO", "MANUAL",  "HARDCODED"};
constexpr std::array<std::string_view, 5> datastore_types{"UNKNOWN", "FILE_SYSTEM", "SQL", "LDAP", "AWS_S3"};
constexpr std::array<std::string_view, 3> actions{"NO_ACTION", "RESTRICT", "IGNORE"};

constexpr std::array<EnumerationTable, 5> enumerations{{
    {"Classification", true, classifications},
    {"TLSVersion", true, tls_versions},
    {"Lifetime", false, lifetimes},
    {"DatastoreType", false, datastore_types},
    {"Action", false, actions},
}};

struct Layout {
    std::array<std::array<std::uint8_t, known_count>, class_count> slots{};
    std::array<std::uint8_t, class_count> sizes{};
};

constexpr bool needs_slot(Form form) { return form < Form::data_list; }

constexpr Layout layout = [] {
    Layout made;
    for (std::size_t kind = 0; kind < class_count; ++kind)
        for (std::size_t i = 0; i < known_count; ++i) {
            const bool has = (tables[i].classes >> kind & 1) != 0;
            made.slots[kind][i] = has && needs_slot(tables[i].form) ? made.sizes[kind]++ : no_slot;
        }
    return made;
}();

using Index = boost::unordered_flat_map<std::string_view, Attribute>;

Index index_of(std::size_t from, std::size_t to) {
    Index index;
    for (std::size_t i = from; i < to; ++i) index.emplace(tables[i].name, static_cast<Attribute>(i));
    return index;
}

std::optional<Attribute> find_in(const Index& index, std::string_view name) {
    const auto found = index.find(name);
    if (found == index.end()) return std::nullopt;
    return found->second;
}

}  // namespace

ClassMask family_of(Class kind) {
    switch (kind) {
        case Class::element:
            return elements;
        case Class::asset:
            return assets;
        case Class::process:
            return processes;
        default:
            return mask_of(kind);
    }
}

std::string_view name_of(Class kind) { return class_names[static_cast<std::size_t>(kind)]; }

std::optional<Class> find_class(std::string_view name) {
    for (std::size_t i = 0; i < class_count; ++i)
        if (class_names[i] == name) return static_cast<Class>(i);
    return std::nullopt;
}

const EnumerationTable& table_of(Enumeration enumeration) {
    return enumerations[static_cast<std::size_t>(enumeration)];
}

std::optional<Enumeration> find_enumeration(std::string_view name) {
    for (std::size_t i = 0; i < enumerations.size(); ++i)
        if (enumerations[i].name == name) return static_cast<Enumeration>(i);
    return std::nullopt;
}

std::optional<std::uint8_t> find_member(Enumeration enumeration, std::string_view name) {
    const std::span<const std::string_view> members = table_of(enumeration).members;
    for (std::size_t i = 0; i < members.size(); ++i)
        if (members[i] == name) return static_cast<std::uint8_t>(i);
    return std::nullopt;
}

const AttributeTable& table_of(Attribute attribute) { return tables[number_of(attribute)]; }

std::optional<Attribute> find_attribute(std::string_view name) {
    static const Index index = index_of(0, attribute_count);
    return find_in(index, name);
}

std::optional<Attribute> find_control(std::string_view name) {
    static const Index index = index_of(attribute_count, known_count);
    return find_in(index, name);
}

std::span<const std::string_view> control_names() {
    static const auto names = [] {
        std::array<std::string_view, control_count> all;
        for (std::size_t i = 0; i < control_count; ++i) all[i] = tables[attribute_count + i].name;
        return all;
    }();
    return names;
}

std::uint8_t slot_of(Class kind, Attribute attribute) {
    return layout.slots[static_cast<std::size_t>(kind)][number_of(attribute)];
}

std::uint8_t row_size(Class kind) { return layout.sizes[static_cast<std::size_t>(kind)]; }

}  // namespace bartizan::pytm
