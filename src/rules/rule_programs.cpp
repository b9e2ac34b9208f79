#include "rules/rule_programs.h"

#include <algorithm>
#include <utility>

namespace bartizan {
namespace {

RuleProgram compile(const Knowledge& knowledge, std::vector<RuleId> rules, Subject scope) {
    std::vector<const Expression*> conditions;
    std::vector<std::size_t> first_adjustment;
    for (RuleId rule : rules) conditions.push_back(&knowledge[rule].when);
    for (RuleId rule : rules) {
        first_adjustment.push_back(conditions.size());
        for (const Adjustment& adjustment : knowledge[rule].adjust) conditions.push_back(&adjustment.when);
    }
    return {std::move(rules), std::move(first_adjustment),
            Program::compile(conditions, scope, knowledge.schema)};
}

template <typename Belongs>
std::vector<RuleProgram> compile_by_scope(const Knowledge& knowledge, Belongs belongs) {
    std::vector<RuleProgram> programs;
    for (std::size_t i = 0; i < subject_names.size(); ++i) {
        const auto scope = static_cast<Subject>(i);
        std::vector<RuleId> rules;
        for (std::uint32_t rule = 0; rule < knowledge.rules.size(); ++rule)
            if (knowledge.rules[rule].scope == scope && belongs(knowledge.rules[rule]))
                rules.emplace_back(rule);
        programs.push_back(compile(knowledge, std::move(rules), scope));
    }
    return programs;
}

}  // namespace

RulePrograms compile_rules(const Knowledge& knowledge) {
    const auto is_optional = [&](const Rule& rule) { return knowledge.is_of_optional_pack(rule); };
    RulePrograms programs;
    programs.specific =
        compile_by_scope(knowledge, [&](const Rule& rule) { return !rule.generic && !is_optional(rule); });
    programs.generic =
        compile_by_scope(knowledge, [&](const Rule& rule) { return rule.generic && !is_optional(rule); });
    if (std::ranges::any_of(knowledge.packs, [](const Pack& pack) { return pack.optional && pack.on; }))
        programs.of_optional_packs = compile_by_scope(knowledge, is_optional);
    return programs;
}

}  // namespace bartizan
