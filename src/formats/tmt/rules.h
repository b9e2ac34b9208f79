// The filters of a knowledge base, compiled once: names are resolved to numbers, so that asking them of a
// flow compares no texts.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include "formats/tmt/document.h"
#include "text/diagnostic.h"
#include "text/ids.h"

namespace bartizan::tmt {

using Number = std::uint32_t;
inline constexpr Number no_number = 0xffffffffu;

enum class Subject : std::uint8_t { source, target, flow };

/// One step of a filter. Its result is held in one bit; jumps leave out what cannot change it.
struct Instruction {
    enum class Kind : std::uint8_t { is_false, is_type, has_value, crosses, negate, jump_if, jump_if_not };
    Kind kind = Kind::is_false;
    Subject subject = Subject::flow;
    Number name = 0;   // type, attribute, or the instruction to go on with
    Number value = 0;  // of the attribute
};

struct CompiledFilter {
    Range code;            // of RuleBook::code; empty: false
    bool is_sound = true;  // malformed ones are not asked
};

struct CompiledRule {
    CompiledFilter include;
    CompiledFilter exclude;
};

/// What the rules can ask of an element: its type with all that it descends from, and values.
struct Facts {
    std::vector<Number> types;
    std::vector<std::pair<Number, Number>> values;  // attribute and value; the first of an attribute counts
};

using NumberOf = boost::unordered_flat_map<std::string_view, Number>;

/// Refers to the texts of the knowledge base it was compiled from.
struct RuleBook {
    NumberOf types;
    std::vector<Number> parents;               // by type; no_number: none
    std::vector<const ElementType*> elements;  // by type
    NumberOf attributes;                       // of those that a rule asks for
    NumberOf values;
    std::vector<Instruction> code;
    std::vector<CompiledRule> rules;  // as KnowledgeBase::threat_types
};

/// Reports filters that are malformed or name what the knowledge base does not have.
RuleBook compile_rules(const KnowledgeBase& knowledge, const Sources& sources, Diagnostics& diagnostics);

Number find_number(const NumberOf& numbers, std::string_view name);
/// The type of an element: by its type id, or its generic one if that is unknown.
Number type_number(const RuleBook& book, const Drawn& drawn);
/// The type and those it descends from, nearest first.
std::vector<Number> lineage(const RuleBook& book, Number type);
Facts facts_of(const RuleBook& book, const Drawn& drawn);

/// Asks the filters of one flow after another.
class FilterRunner {
public:
    explicit FilterRunner(const RuleBook& book);

    /// `crossed` are the types of the boundaries that it crosses, with what they descend from.
    void set_flow(const Facts& source, const Facts& target, const Facts& flow,
                  const std::vector<Number>& crossed);
    bool fires(const CompiledRule& rule) const;

private:
    struct Marks {
        std::vector<std::uint32_t> types;
        std::vector<std::uint32_t> attributes;
        std::vector<Number> values;
    };
    void set(Subject subject, const Facts& facts);
    bool holds(const CompiledFilter& filter) const;
    bool test(const Instruction& step) const;

    const RuleBook& book_;
    Marks marks_[3];
    std::vector<std::uint32_t> crossed_;
    std::uint32_t flow_ = 0;  // marks of earlier flows count no more
};

}  // namespace bartizan::tmt
