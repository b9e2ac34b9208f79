// What the parts of the pack reader share: the files of all packs, and the names they have declared. Internal
// to pack*.cpp.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/check.h"
#include "rules/pack.h"
#include "text/yaml_record.h"

namespace bartizan {

/// The parts of a pack file, each a mapping from names to definitions.
enum class Section : std::uint8_t { enumerations, attributes, types, controls, rules };
inline constexpr std::array<std::string_view, 5> section_names{"enumerations", "attributes", "types",
                                                               "controls", "rules"};

struct PackFile {
    const YamlTree* tree = nullptr;
    std::uint32_t pack = 0;  // of Knowledge::packs
    std::array<YamlRef, section_names.size()> sections;

    YamlRef section(Section which) const { return sections[static_cast<std::size_t>(which)]; }
};

/// Names of one kind in the order of declaration. The views point into the trees.
struct DeclaredNames {
    struct Entry {
        std::uint32_t index;  // of the table in Schema or Knowledge
        Location where;
    };
    boost::unordered_flat_map<std::string_view, Entry> entries;
    std::vector<std::string_view> in_order;
    bool limit_reported = false;

    const Entry* find(std::string_view name) const {
        auto found = entries.find(name);
        return found == entries.end() ? nullptr : &found->second;
    }
};

/// What waits for attributes to be known: the defaults of a type, and what a value of an enumeration implies.
struct WaitingDefaults {
    TypeId type;
    YamlRef defaults;
};
struct WaitingImplication {
    EnumerationId enumeration;
    std::uint32_t value = 0;
    YamlEntry implied;
};

/// A condition that waits for the vocabulary to be complete.
struct WaitingRecognition {
    ControlId control;
    Subject subject = Subject::element;
    YamlRef condition;
};

struct PackReader {
    Knowledge& knowledge;
    Diagnostics& diagnostics;
    PackOptions options;
    std::vector<PackFile> files;
    DeclaredNames enumerations, types, controls, rules;
    std::array<DeclaredNames, subject_names.size()> attributes;  // by subject
    std::vector<WaitingDefaults> type_defaults;
    std::vector<WaitingImplication> implications;
    std::vector<WaitingRecognition> recognitions;

    PackReader(Knowledge& target, Diagnostics& sink, PackOptions chosen)
        : knowledge(target), diagnostics(sink), options(chosen) {}

    Schema& schema() { return knowledge.schema; }

    std::optional<Expression> read_condition(YamlRef text, Subject scope, ConditionOptions condition = {});

    /// False, and reported, if the name is not kebab-case, is taken, or would be more than `limit` of its
    /// kind.
    bool declare(DeclaredNames& names, YamlRef key, std::string_view kind, std::size_t index,
                 std::size_t limit);
    /// What a name stands for; if it is unknown that is reported as `unknown`, with the nearest name.
    const DeclaredNames::Entry* resolve(const DeclaredNames& names, YamlRef node, std::string_view kind,
                                        DiagnosticKind unknown);
    AttributeId resolve_attribute(Subject subject, YamlRef key);
    /// Calls `read(file, key, value)` for each definition of a section in all files.
    template <typename Read>
    void for_each_definition(Section section, Read read) {
        for (const PackFile& file : files) {
            YamlRef node = file.section(section);
            if (!node.valid()) continue;
            for (auto [key, value] : node.entries()) read(file, key, value);
        }
    }

    bool read_text_into(YamlEntry entry, std::string& target);
    bool read_boolean_into(YamlEntry entry, bool& target);
    /// Calls `read(item)` for each item of a list; false if it is no list or a call returns false.
    template <typename Read>
    bool for_each_item(YamlEntry entry, Read read) {
        if (!expect_list(entry.value, entry.key, diagnostics)) return false;
        bool well = true;
        for (YamlRef item : entry.value.items())
            if (!read(item)) well = false;
        return well;
    }
    template <typename Enum, std::size_t size>
    bool read_choice_into(YamlEntry entry, const std::array<std::string_view, size>& choices, Enum& target) {
        auto choice = read_choice(entry.value, entry.key, choices, diagnostics);
        if (choice) target = static_cast<Enum>(*choice);
        return choice.has_value();
    }
    /// CWE and CAPEC: positive numbers.
    bool read_numbers_into(YamlEntry entry, std::vector<int>& target);
    /// Texts that have the form `valid` tests; `example` shows the form.
    bool read_codes_into(YamlEntry entry, bool (*valid)(std::string_view), std::string_view example,
                         std::vector<std::string>& target);
};

// The stages of load_packs, in order; each needs those before it.

/// Finds out which files form a pack together: those in a folder with a `pack.yaml`, else each file by
/// itself.
void read_pack_files(PackReader& reader, std::span<const YamlTree> trees, const Sources& sources);
void leave_out_packs_that_are_off(PackReader& reader);
void check_required_packs(PackReader& reader);
void read_enumerations(PackReader& reader);
void read_types(PackReader& reader);
void read_attributes(PackReader& reader);
void read_type_defaults(PackReader& reader);
void resolve_implied_values(PackReader& reader);
void read_controls(PackReader& reader);
void read_recognitions(PackReader& reader);  // after Schema::finish
void read_rules(PackReader& reader);

/// The value of an attribute as a default or an implied value states it.
std::optional<RawValue> read_attribute_value(PackReader& reader, const Attribute& attribute, YamlRef node);

// Forms of references.
bool is_owasp(std::string_view code);      // A01 to A10
bool is_owasp_api(std::string_view code);  // API1 to API10
bool is_owasp_llm(std::string_view code);  // LLM01 to LLM10
bool is_attack(std::string_view code);     // T1190, T1110.004
bool is_nist(std::string_view code);       // AC-3, AC-3(7)
bool is_asvs(std::string_view code);       // V6.3.4, V10.3

}  // namespace bartizan
