// A rule as the packs define it, and everything else that the packs know.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "model/threat.h"
#include "model/vocabulary.h"
#include "rules/expression.h"
#include "rules/text_map.h"
#include "text/source.h"

namespace bartizan {

/// Which end of a flow a flow rule asks about.
enum class About : std::uint8_t { flow, source, target };
inline constexpr std::array<std::string_view, 3> about_names{"flow", "source", "target"};

struct References {
    std::vector<int> cwe;
    std::vector<int> capec;
    std::vector<std::string> owasp;      // OWASP Top 10 2025, "A01"
    std::vector<std::string> owasp_api;  // OWASP API Security Top 10 2023, "API1"
    std::vector<std::string> owasp_llm;  // OWASP Top 10 for LLM applications 2025, "LLM01"
    std::vector<std::string> attack;     // MITRE ATT&CK, "T1190"
};

/// A changed likelihood or impact where a condition holds.
struct Adjustment {
    Expression when;
    std::optional<Level> likelihood;
    std::optional<Level> impact;
};

/// Controls that close a threat only together.
using ControlGroup = std::vector<ControlId>;

/// Text with placeholders: `literals[0] {expressions[0]} literals[1] …`.
struct Template {
    std::vector<std::string> literals;
    std::vector<Expression> expressions;
    std::string source;  // as written
};

struct RuleExample {
    std::string model;
    bool fires = true;
    Location where;
    TextMap positions;  // of the model's text in the pack
};

struct Rule {
    std::string name;
    std::uint32_t pack = 0;  // of Knowledge::packs
    Template title;
    Template text;
    Subject scope = Subject::element;
    About about = About::flow;
    Stride stride = Stride::tampering;
    bool generic = false;
    Expression when;
    Level likelihood = Level::medium;
    Level impact = Level::medium;
    std::vector<Adjustment> adjust;
    std::vector<ControlGroup> mitigated_by;
    References references;
    std::vector<RuleExample> examples;
    Location where;
};

struct Pack {
    std::string id;
    std::string title;
    std::string version;
    std::vector<std::string> required;
    bool builtin = false;
    /// Asks by a method besides STRIDE: its rules answer no question of the chart, none answers theirs, and
    /// `method` does not concern them.
    bool optional = false;
    /// Optional packs that come with the program are off, and their rules not read, until somebody names
    /// them.
    bool on = true;
    Location where;
};

/// All that the loaded packs know. Conditions are checked against `schema`.
struct Knowledge {
    Schema schema;
    std::vector<Pack> packs;
    std::vector<Rule> rules;
    /// By control: conditions that recognise it on an element or a flow.
    std::vector<std::optional<Expression>> recognised_on_element;
    std::vector<std::optional<Expression>> recognised_on_flow;

    RuleId find_rule(std::string_view name) const;
    bool is_of_optional_pack(const Rule& rule) const { return packs[rule.pack].optional; }
    /// For a rule that is unknown: how to switch on the pack that it seems to belong to, as its name starts
    /// with the id of one that is off. Empty if there is none.
    std::string help_to_switch_on(std::string_view rule) const;
    const Rule& operator[](RuleId id) const { return rules[id.index]; }

    /// Builds the index behind `find_rule`; call when all rules are read.
    void finish();

private:
    NameIndex rule_index_;
};

}  // namespace bartizan
