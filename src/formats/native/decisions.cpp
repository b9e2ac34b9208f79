// What people decided: of single threats, and of rules as a whole.
#include <algorithm>

#include "analysis/tool_findings.h"
#include "formats/native/reading.h"

namespace bartizan::native {
namespace {

/// A rule of another tool: its name, a dot, and what it calls the rule.
bool is_rule_of_tool(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == text.npos || !is_kebab_case(text.substr(0, dot)) || dot + 1 == text.size()) return false;
    return plain_rule_name(text) == text;
}

/// `rule@place` with the place as `Model::place_id` writes it, so that both compare equal. Whether there is
/// such a threat is for the analysis to say.
std::optional<std::string> normal_threat(std::string_view text) {
    std::size_t separator = text.find('@');
    if (separator == std::string_view::npos) return std::nullopt;
    std::string_view rule = text.substr(0, separator);
    std::string_view place = text.substr(separator + 1);
    if (rule != "*" && !is_kebab_case(rule) && !is_rule_of_tool(rule)) return std::nullopt;
    if (place.empty() || place.find('@') != std::string_view::npos) return std::nullopt;
    if (rule == "*" && place == "*") return std::nullopt;
    std::string threat = std::string(rule) + "@";
    auto arrow = split_arrow(place);
    return threat + (arrow && !arrow->two_way ? arrow->forth() : std::string(place));
}

Symbol read_threat(Reading& reading, const YamlEntry& entry) {
    auto text = read_text(reading, entry);
    if (!text) return {};
    auto threat = normal_threat(*text);
    if (threat) return reading.model.symbols.intern(*threat);
    reading.report(
        DiagnosticKind::invalid_value, entry.value.location(), quote_name(*text) + " does not name a threat",
        "write `rule@place`, such as `sql-injection@orders->cards`; `*` stands for any rule or any place");
    return {};
}

bool check_dates(Reading& reading, const Decision& decision, YamlRef owner, const Fields& fields) {
    const YamlEntry& until = fields[at(decision_section, "until")];
    const YamlEntry& decided = fields[at(decision_section, "decided")];
    if (decision.status == ThreatStatus::accepted && !until.value.valid()) {
        reading.report(DiagnosticKind::missing_key, owner.location(), "an accepted threat has no `until`",
                       "add `until`: the last day on which the risk is accepted, such as `2027-03-01`");
        return false;
    }
    if (!decision.until || !decision.decided || *decision.decided <= *decision.until) return true;
    auto& diagnostic = reading.report(DiagnosticKind::contradiction, until.value.location(),
                                      "the decision ends before it was made");
    diagnostic.notes.push_back({decided.value.location(), "made on this day"});
    return true;
}

using Decided = boost::unordered_flat_map<Symbol, Location>;

void read_decision(Reading& reading, YamlRef item, Decided& decided) {
    Fields fields = read_fields(reading, item, decision_section, item);
    if (!item.is_mapping()) return;
    const YamlEntry& threat = fields[at(decision_section, "threat")];
    const YamlEntry& status_entry = fields[at(decision_section, "status")];
    Decision decision;
    decision.threat = read_threat(reading, threat);
    decision.by = read_symbol(reading, fields[at(decision_section, "by")]);
    decision.because = read_symbol(reading, fields[at(decision_section, "because")]);
    decision.until = read_date(reading, fields[at(decision_section, "until")]);
    decision.decided = read_date(reading, fields[at(decision_section, "decided")]);
    decision.where = threat.value.valid() ? threat.value.location() : item.location();
    if (decision.until) decision.until_at = fields[at(decision_section, "until")].value.location();
    // `open` is what a threat is without a decision.
    constexpr std::size_t first_decided = 1;
    NameList names = NameList(threat_status_names).subspan(first_decided);
    auto status = read_choice(reading, status_entry, names);
    if (status) decision.status = static_cast<ThreatStatus>(*status + first_decided);
    if (!status || !check_dates(reading, decision, status_entry.value, fields) || !decision.threat.valid())
        return;
    auto [first, is_new] = decided.try_emplace(decision.threat, decision.where);
    if (is_new) {
        reading.model.decisions.push_back(decision);
        return;
    }
    auto& diagnostic =
        reading.report(DiagnosticKind::duplicate_name, decision.where, "this threat is decided already");
    diagnostic.notes.push_back({first->second, "first decided here"});
}

void read_disabled_rule(Reading& reading, YamlRef item, Decided& disabled) {
    Fields fields = read_fields(reading, item, disabled_rule_section, item);
    if (!item.is_mapping()) return;
    const YamlEntry& rule = fields[at(disabled_rule_section, "rule")];
    auto name = read_text(reading, rule);
    Symbol because = read_symbol(reading, fields[at(disabled_rule_section, "because")]);
    if (!name) return;
    if (!is_kebab_case(*name)) {
        reading.report(DiagnosticKind::invalid_name, rule.value.location(),
                       quote_name(*name) + " can't be the id of a rule",
                       "`bartizan rules list` names them all");
        return;
    }
    DisabledRule read{reading.model.symbols.intern(*name), because, rule.value.location()};
    auto [first, is_new] = disabled.try_emplace(read.rule, read.where);
    if (is_new) {
        reading.model.disabled_rules.push_back(read);
        return;
    }
    auto& diagnostic = reading.report(DiagnosticKind::duplicate_name, read.where,
                                      "the rule " + quote_name(*name) + " is disabled already");
    diagnostic.notes.push_back({first->second, "first disabled here"});
}

}  // namespace

void read_decisions(Reading& reading) {
    Decided decided;
    for (const DocumentFields& document : reading.documents) {
        const YamlEntry& entry = document.fields[at(document_section, "decisions")];
        if (!entry.value.valid()) continue;
        for_each_item(entry.value, [&](YamlRef item) { read_decision(reading, item, decided); });
    }
}

void read_disabled_rules(Reading& reading) {
    Decided disabled;
    for (const DocumentFields& document : reading.documents) {
        const YamlEntry& entry = document.fields[at(document_section, "disable")];
        if (!entry.value.valid()) continue;
        for_each_item(entry.value, [&](YamlRef item) { read_disabled_rule(reading, item, disabled); });
    }
}

}  // namespace bartizan::native
