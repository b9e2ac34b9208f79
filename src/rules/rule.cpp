#include "rules/rule.h"

namespace bartizan {

RuleId Knowledge::find_rule(std::string_view name) const {
    auto found = rule_index_.find(name);
    return found == rule_index_.end() ? RuleId() : RuleId(found->second);
}

void Knowledge::finish() {
    rule_index_.clear();
    rule_index_.reserve(rules.size());
    for (std::uint32_t i = 0; i < rules.size(); ++i) rule_index_.emplace(rules[i].name, i);
}

}  // namespace bartizan
