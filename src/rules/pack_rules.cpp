#include <algorithm>
#include <array>
#include <utility>

#include "rules/cel.h"
#include "rules/pack_reader.h"

namespace bartizan {
namespace {

constexpr std::size_t most_rules = 20'000;

/// A rule while it is read.
struct RuleDraft {
    Rule rule;
    bool scoped = false;  // its scope is known, so conditions can be read
};

bool read_scope(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    draft.scoped = reader.read_choice_into(entry, subject_names, draft.rule.scope);
    return draft.scoped;
}

bool read_about(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    if (draft.scoped && draft.rule.scope != Subject::flow) {
        reader.diagnostics.add(DiagnosticKind::invalid_value, entry.key.location(),
                               "`about` is only for rules of flows; the scope of this one is " +
                                   quote_name(name_of(draft.rule.scope)),
                               "leave it out");
        return false;
    }
    return reader.read_choice_into(entry, about_names, draft.rule.about);
}

/// The line break at the end of a block scalar is layout, no text.
void remove_final_break(Template& text) {
    std::string& last = text.literals.back();
    last.erase(last.find_last_not_of(" \n") + 1);
}

bool read_template(PackReader& reader, YamlEntry entry, const RuleDraft& draft, Template& target) {
    if (!read_text(entry.value, entry.key, reader.diagnostics) || !draft.scoped) return false;
    auto result = parse_template(entry.value, draft.rule.scope, reader.schema(), reader.diagnostics);
    if (!result) return false;
    target = std::move(*result);
    remove_final_break(target);
    return true;
}

bool read_title(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return read_template(reader, entry, draft, draft.rule.title);
}

bool read_rule_text(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return read_template(reader, entry, draft, draft.rule.text);
}

bool read_condition(PackReader& reader, YamlEntry entry, Subject scope, Expression& target) {
    if (!read_text(entry.value, entry.key, reader.diagnostics)) return false;
    auto condition = reader.read_condition(entry.value, scope);
    if (condition) target = std::move(*condition);
    return condition.has_value();
}

bool read_when(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return draft.scoped && read_condition(reader, entry, draft.rule.scope, draft.rule.when);
}

bool read_stride(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_choice_into(entry, stride_names, draft.rule.stride);
}

bool read_generic(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_boolean_into(entry, draft.rule.generic);
}

bool read_likelihood(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_choice_into(entry, level_names, draft.rule.likelihood);
}

bool read_impact(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_choice_into(entry, level_names, draft.rule.impact);
}

struct AdjustmentDraft {
    Adjustment adjustment;
    Subject scope;
};

bool read_adjusted_when(PackReader& reader, YamlEntry entry, AdjustmentDraft& draft) {
    return read_condition(reader, entry, draft.scope, draft.adjustment.when);
}

bool read_adjusted_likelihood(PackReader& reader, YamlEntry entry, AdjustmentDraft& draft) {
    return reader.read_choice_into(entry, level_names, draft.adjustment.likelihood.emplace());
}

bool read_adjusted_impact(PackReader& reader, YamlEntry entry, AdjustmentDraft& draft) {
    return reader.read_choice_into(entry, level_names, draft.adjustment.impact.emplace());
}

constexpr std::array<RecordKey<PackReader, AdjustmentDraft>, 3> adjustment_keys{{
    {"when", read_adjusted_when, Presence::required},
    {"likelihood", read_adjusted_likelihood},
    {"impact", read_adjusted_impact},
}};

bool read_adjust(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    if (!draft.scoped) return false;
    return reader.for_each_item(entry, [&](YamlRef item) {
        AdjustmentDraft adjustment{{}, draft.rule.scope};
        RecordName name{"an adjustment", {}, item.location()};
        if (!read_record(reader, item, name, adjustment_keys, adjustment, reader.diagnostics)) return false;
        if (!adjustment.adjustment.likelihood && !adjustment.adjustment.impact) {
            reader.diagnostics.add(DiagnosticKind::missing_key, item.location(),
                                   "this adjustment changes neither `likelihood` nor `impact`");
            return false;
        }
        draft.rule.adjust.push_back(std::move(adjustment.adjustment));
        return true;
    });
}

bool read_group(PackReader& reader, YamlRef node, ControlGroup& group) {
    auto add = [&](YamlRef item) {
        const auto* control =
            reader.resolve(reader.controls, item, "control", DiagnosticKind::unknown_control);
        if (control) group.push_back(ControlId(control->index));
        return control != nullptr;
    };
    if (!node.is_sequence()) return add(node);
    bool well = true;
    for (YamlRef item : node.items())
        if (!add(item)) well = false;
    if (node.size() > 0) return well;
    reader.diagnostics.add(DiagnosticKind::invalid_value, node.location(), "this list of controls is empty");
    return false;
}

bool read_mitigated_by(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.for_each_item(entry, [&](YamlRef item) {
        ControlGroup group;
        if (!read_group(reader, item, group)) return false;
        draft.rule.mitigated_by.push_back(std::move(group));
        return true;
    });
}

bool read_cwe(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_numbers_into(entry, draft.rule.references.cwe);
}

bool read_capec(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_numbers_into(entry, draft.rule.references.capec);
}

bool read_owasp(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_codes_into(entry, is_owasp, "A01", draft.rule.references.owasp);
}

bool read_owasp_api(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_codes_into(entry, is_owasp_api, "API1", draft.rule.references.owasp_api);
}

bool read_owasp_llm(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_codes_into(entry, is_owasp_llm, "LLM01", draft.rule.references.owasp_llm);
}

bool read_attack(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    return reader.read_codes_into(entry, is_attack, "T1190", draft.rule.references.attack);
}

bool read_example(PackReader& reader, YamlRef node, bool fires, RuleDraft& draft) {
    auto model = read_text(node, "an example", reader.diagnostics);
    if (!model) return false;
    if (reader.options.with_examples) {
        draft.rule.examples.push_back({std::string(*model), fires, node.location(), map_scalar(node)});
    }
    return true;
}

bool read_examples_of_one_kind(PackReader& reader, YamlEntry entry, bool fires, RuleDraft& draft) {
    if (!entry.value.is_sequence()) return read_example(reader, entry.value, fires, draft);
    if (entry.value.size() == 0) {
        reader.diagnostics.add(DiagnosticKind::missing_example, entry.value.location(),
                               "there is no example in this list");
        return false;
    }
    return reader.for_each_item(entry,
                                [&](YamlRef item) { return read_example(reader, item, fires, draft); });
}

bool read_examples(PackReader& reader, YamlEntry entry, RuleDraft& draft) {
    if (!expect_mapping(entry.value, "`examples`", reader.diagnostics)) return false;
    constexpr std::array<std::string_view, 2> keys{"fires", "silent"};
    std::array<bool, 2> seen{};
    for (YamlEntry example : entry.value.entries()) {
        bool fires = example.key.text() == keys[0];
        if (!fires && example.key.text() != keys[1]) {
            report_unknown_key(example.key, {"`examples`", {}, {}}, keys, reader.diagnostics);
            continue;
        }
        seen[fires ? 0 : 1] = true;
        read_examples_of_one_kind(reader, example, fires, draft);
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (seen[i]) continue;
        reader.diagnostics.add(DiagnosticKind::missing_example, entry.key.location(),
                               quote_name(draft.rule.name) + " has no example under " + quote_name(keys[i]),
                               i == 0 ? "add a small model in which the rule must be found"
                                      : "add a small model in which the rule must not be found");
    }
    return true;
}

/// `scope` stands first: what the texts and conditions may name depends on it.
constexpr std::array<RecordKey<PackReader, RuleDraft>, 18> rule_keys{{
    {"scope", read_scope, Presence::required},
    {"title", read_title, Presence::required},
    {"text", read_rule_text, Presence::required},
    {"about", read_about},
    {"stride", read_stride, Presence::required},
    {"generic", read_generic},
    {"when", read_when, Presence::required},
    {"likelihood", read_likelihood, Presence::required},
    {"impact", read_impact, Presence::required},
    {"adjust", read_adjust},
    {"mitigated-by", read_mitigated_by},
    {"cwe", read_cwe},
    {"capec", read_capec},
    {"owasp", read_owasp},
    {"owasp-api", read_owasp_api},
    {"owasp-llm", read_owasp_llm},
    {"attack", read_attack},
    {"examples", read_examples},
}};

/// Without these a rule can neither be asked nor shown; they are missing only where that has been reported.
bool is_usable(const Rule& rule) {
    return !rule.when.empty() && !rule.title.literals.empty() && !rule.text.literals.empty();
}

void read_rule(PackReader& reader, const PackFile& file, YamlRef key, YamlRef value) {
    RuleDraft draft;
    draft.rule.name = key.text();
    draft.rule.pack = file.pack;
    draft.rule.where = key.location();
    RecordName name{"a rule", key.text(), key.location()};
    read_record(reader, value, name, rule_keys, draft, reader.diagnostics);
    if (value.is_mapping() && !value.find("examples").valid()) {
        reader.diagnostics.add(DiagnosticKind::missing_example, key.location(),
                               quote_name(key.text()) + " has no `examples`",
                               "add a small model in which it must be found and one in which it must not");
    }
    auto& rules = reader.knowledge.rules;
    if (!reader.declare(reader.rules, key, "rule", rules.size(), most_rules)) return;
    if (is_usable(draft.rule)) rules.push_back(std::move(draft.rule));
}

}  // namespace

void read_rules(PackReader& reader) {
    std::size_t count = 0;
    for (const PackFile& file : reader.files) {
        if (file.section(Section::rules).valid()) count += file.section(Section::rules).size();
    }
    reader.knowledge.rules.reserve(std::min(count, most_rules));
    reader.for_each_definition(Section::rules, [&](const PackFile& file, YamlRef key, YamlRef value) {
        read_rule(reader, file, key, value);
    });
}

}  // namespace bartizan
