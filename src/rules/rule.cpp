#include "rules/rule.h"

namespace bartizan {

RuleId Knowledge::find_rule(std::string_view name) const {
    auto found = rule_index_.find(name);
    return found == rule_index_.end() ? RuleId() : RuleId(found->second);
}

std::string Knowledge::help_to_switch_on(std::string_view rule) const {
    std::string_view nearest;
    for (const Pack& pack : packs)
        if (!pack.on && pack.id.size() > nearest.size() && rule.starts_with(pack.id + "-")) nearest = pack.id;
    if (nearest.empty()) return {};
    const std::string id(nearest);
    return "the pack `" + id + "` is off; `extends: [" + id + "]` or `--pack " + id + "` switches it on";
}

void Knowledge::finish() {
    rule_index_.clear();
    rule_index_.reserve(rules.size());
    for (std::uint32_t i = 0; i < rules.size(); ++i) rule_index_.emplace(rules[i].name, i);
}

}  // namespace bartizan
