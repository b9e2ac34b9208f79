#include "formats/pytm/rules.h"

#include <algorithm>

#include "text/nearest_name.h"
#include "text/utf8.h"
#include "text/yaml_record.h"
#include "text/yaml_tree.h"

namespace bartizan::pytm {
namespace {

/// Bytes that a JSON escape has in the text and in its meaning; `at` is on the backslash.
struct Escape {
    std::uint32_t written = 2;
    std::uint32_t meant = 1;
};

Escape measure_escape(std::string_view text, std::size_t at) {
    if (at + 5 >= text.size() || text[at + 1] != 'u') return {};
    std::uint32_t point = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        const char c = text[i];
        const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        point = point * 16 + static_cast<std::uint32_t>(digit & 0xf);
    }
    if (point < 0x80) return {6, 1};
    if (point < 0x800) return {6, 2};
    // A pair of surrogates makes one character of four bytes.
    if (point >= 0xd800 && point < 0xdc00) return {12, 4};
    return {6, 3};
}

/// Where the byte of a scalar's meaning at `offset` stands in the source.
std::uint32_t offset_in_source(YamlRef scalar, std::uint32_t offset) {
    const YamlNode& node = scalar.node();
    if (!node.in_arena) return node.text + offset;
    if (node.style != ScalarStyle::double_quoted) return node.begin;
    const std::string_view text = scalar.tree().source_text.substr(0, node.end);
    std::uint32_t at = node.begin + 1;
    for (std::uint32_t meant = 0; meant < offset && at < node.end;) {
        const Escape step = text[at] == '\\' ? measure_escape(text, at) : Escape{1, 1};
        at += step.written;
        meant += step.meant;
    }
    return std::min(at, node.end);
}

Location part_of(YamlRef scalar, std::uint32_t begin, std::uint32_t end) {
    Location where = scalar.location();
    where.begin = offset_in_source(scalar, begin);
    where.end = std::max(where.begin, offset_in_source(scalar, end));
    return where;
}

class Reader {
public:
    Reader(Document& document, Diagnostics& diagnostics) : document_(document), diagnostics_(diagnostics) {}

    void read(YamlRef root, Library& library) {
        if (!root.is_sequence()) {
            diagnostics_.add(
                DiagnosticKind::invalid_rule, root.location(),
                "a file of rules for pytm is a list of entries with `SID`, `target` and `condition`");
            return;
        }
        for (YamlRef entry : root.items()) read_entry(entry, library);
    }

private:
    void warn(Location where, const Rule& rule, std::string message, std::string help = {}) {
        diagnostics_.add(DiagnosticKind::invalid_rule, where,
                         "in the rule " + quote_name(rule.sid) + ": " + std::move(message), std::move(help));
    }

    void read_entry(YamlRef entry, Library& library) {
        const YamlRef sid = entry.is_mapping() ? entry.find("SID") : YamlRef();
        if (!sid.valid() || !sid.is_scalar() || sid.text().empty()) {
            diagnostics_.add(DiagnosticKind::invalid_rule, entry.location(), "this entry has no `SID`");
            return;
        }
        Rule rule;
        rule.sid = sid.text();
        rule.where = sid.location();
        YamlRef condition;
        YamlRef target;
        for (auto [key, value] : entry.entries()) {
            const std::string_view name = key.text();
            if (name == "DEPRECATED") return;
            if (name == "deprecated" && value.is_scalar() && value.as_boolean().value_or(false)) return;
            if (name == "condition") condition = value;
            if (name == "target") target = value;
            read_text(name, value, rule);
        }
        read_targets(target, rule);
        read_condition(condition, rule);
        library.rules.push_back(std::move(rule));
    }

    static void read_text(std::string_view key, YamlRef value, Rule& rule) {
        if (!value.is_scalar()) return;
        if (key == "description") rule.description = value.text();
        if (key == "details") rule.details = value.text();
        if (key == "severity") rule.severity = value.text();
        if (key == "Likelihood Of Attack" || key == "likelihood") rule.likelihood = value.text();
        if (key == "mitigations") rule.mitigations = value.text();
        if (key == "references") rule.references = value.text();
    }

    void read_targets(YamlRef target, Rule& rule) {
        // Without a target it is about every element, and with an empty list, too.
        if (!target.valid() || (target.is_sequence() && target.size() == 0)) {
            rule.targets = family_of(Class::element);
        } else if (target.is_sequence()) {
            for (YamlRef item : target.items()) read_target(item, rule);
        } else {
            read_target(target, rule);
        }
    }

    void read_target(YamlRef target, Rule& rule) {
        const std::string_view name = target.text();
        if (const auto kind = find_class(name); kind && kind != Class::data) {
            rule.targets |= family_of(*kind);
            return;
        }
        std::vector<std::string_view> names;
        for (std::size_t i = 0; i < class_count; ++i)
            if (static_cast<Class>(i) != Class::data) names.push_back(name_of(static_cast<Class>(i)));
        warn(target.location(), rule, "pytm has no class of elements " + quote_name(name),
             suggest(name, names));
    }

    void read_condition(YamlRef condition, Rule& rule) {
        std::string_view text = "True";
        rule.condition_where = rule.where;
        if (condition.valid()) {
            if (!condition.is_scalar()) {
                rule.condition.is_broken = true;
                warn(condition.location(), rule, "a condition is a text; this one is never true");
                return;
            }
            text = condition.text();
            rule.condition_where = condition.location();
        }
        // pytm takes an empty condition for one that never holds.
        if (text.empty()) {
            rule.condition.is_broken = true;
            return;
        }
        std::vector<ConditionProblem> problems;
        rule.condition = compile_condition(text, rule.targets, document_, problems);
        for (ConditionProblem& problem : problems) {
            if (rule.condition.is_broken) problem.message += "; the condition is never true";
            warn(condition.valid() ? part_of(condition, problem.begin, problem.end) : rule.where, rule,
                 std::move(problem.message), std::move(problem.help));
        }
    }

    Document& document_;
    Diagnostics& diagnostics_;
};

}  // namespace

Library read_rules(const Sources& sources, SourceId source, Document& document, Diagnostics& diagnostics) {
    Library library;
    const YamlTree tree = read_yaml(sources, source, diagnostics);
    if (!tree.empty()) Reader(document, diagnostics).read(tree.root(), library);
    return library;
}

}  // namespace bartizan::pytm
