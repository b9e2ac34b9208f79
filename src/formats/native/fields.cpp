#include <algorithm>

#include "formats/native/reading.h"
#include "text/nearest_name.h"

namespace bartizan::native {
namespace {

/// Names of the subjects that do have the attribute.
std::vector<std::string_view> owners_of_attribute(const Schema& schema, std::string_view name) {
    static constexpr std::array<std::string_view, 4> plurals{"elements", "flows", "boundaries", "data"};
    std::vector<std::string_view> owners;
    for (std::size_t i = 0; i < plurals.size(); ++i) {
        if (schema.find_attribute(static_cast<Subject>(i), name).valid()) owners.push_back(plurals[i]);
    }
    return owners;
}

std::vector<std::string_view> valid_keys(const Schema& schema, const Section& section) {
    std::vector<std::string_view> names;
    for (const Key& key : section.keys) names.push_back(key.name);
    for (const Attribute& attribute : schema.attributes) {
        if (section.subject && attribute.subject == *section.subject) names.push_back(attribute.name);
    }
    return names;
}

void report_unknown_key(Reading& reading, YamlRef key, const Section& section) {
    std::string name(key.text());
    auto names = valid_keys(reading.schema, section);
    std::string help;
    if (section.subject) {
        auto owners = owners_of_attribute(reading.schema, name);
        for (std::string_view owner : owners) {
            help += (help.empty() ? quote_name(name) + " is an attribute of " : " and ") + std::string(owner);
        }
    }
    if (help.empty()) {
        std::string all = names.size() <= 8 ? "its keys are " + choices_text(names, "and") : std::string();
        help = suggest(reading, name, names, all);
    }
    std::string message = quote_name(name) + " is not a key of " + with_article(section.what);
    reading.report(DiagnosticKind::unknown_key, key.location(), std::move(message), std::move(help));
}

/// A mapping may go over many lines; its first key is where one looks.
Location head_of(YamlRef node) {
    for (auto [key, value] : node.entries()) return key.location();
    return node.location();
}

/// A sentence of the reference without its capital and full stop.
std::string as_clause(std::string_view sentence) {
    std::string clause(sentence.substr(0, sentence.size() - (sentence.ends_with('.') ? 1 : 0)));
    if (!clause.empty() && clause[0] >= 'A' && clause[0] <= 'Z')
        clause[0] = static_cast<char>(clause[0] - 'A' + 'a');
    return clause;
}

void report_missing_keys(Reading& reading, const Fields& fields, const Section& section, YamlRef owner) {
    if (reading.options.fragment && section.what == document_section.what) return;
    for (std::size_t i = 0; i < section.keys.size(); ++i) {
        if (!section.keys[i].required || fields.has(i)) continue;
        bool is_named = owner.is_scalar() && !owner.is_null();
        std::string what(section.what);
        what = is_named ? what + " " + quote_name(owner.text()) : "this " + what;
        std::string name = quote_name(section.keys[i].name);
        reading.report(DiagnosticKind::missing_key, head_of(owner), what + " has no " + name,
                       "add " + name + ": " + as_clause(section.keys[i].description));
    }
}

}  // namespace

bool is_name(std::string_view text) {
    auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    auto is_inside = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && is_letter(text[0]) && std::all_of(text.begin(), text.end(), is_inside);
}

std::string with_article(std::string_view what) {
    if (what == "data" || what == "evidence") return std::string(what);
    bool vowel = std::string_view("aeiou").find(what.front()) != std::string_view::npos;
    return (vowel ? "an " : "a ") + std::string(what);
}

std::string suggest(Reading& reading, std::string_view name, NameList candidates, std::string otherwise) {
    constexpr std::size_t longest_compared = 64;
    if (name.size() > longest_compared || candidates.size() > reading.comparisons_left) return otherwise;
    reading.comparisons_left -= candidates.size();
    std::string suggestion = did_you_mean(name, candidates);
    return suggestion.empty() ? otherwise : suggestion;
}

Location part_of(YamlRef scalar, std::size_t offset, std::size_t length) {
    const YamlNode& node = scalar.node();
    if (node.in_arena) return scalar.location();
    auto begin = static_cast<std::uint32_t>(node.text + offset);
    return {scalar.tree().source, begin, static_cast<std::uint32_t>(begin + length)};
}

bool expect_mapping(Reading& reading, const YamlEntry& entry) {
    if (!entry.value.valid() || entry.value.is_null()) return false;
    return bartizan::expect_mapping(entry.value, entry.key, reading.diagnostics);
}

Fields read_fields(Reading& reading, YamlRef value, const Section& section, YamlRef owner) {
    Fields fields;
    reading.attributes.clear();
    if (!value.is_mapping() && !value.is_null()) {
        std::string what = with_article(section.what);
        bartizan::expect_mapping(value, {what, {}}, reading.diagnostics);
        return fields;
    }
    for (auto [key, content] : value.entries()) {
        std::string_view name = key.text();
        auto known = std::find_if(section.keys.begin(), section.keys.end(),
                                  [&](const Key& candidate) { return candidate.name == name; });
        if (known != section.keys.end()) {
            fields.entries[static_cast<std::size_t>(known - section.keys.begin())] = {key, content};
            continue;
        }
        AttributeId attribute =
            section.subject ? reading.schema.find_attribute(*section.subject, name) : AttributeId();
        if (attribute.valid()) {
            reading.attributes.push_back({attribute, key, content});
        } else {
            report_unknown_key(reading, key, section);
        }
    }
    report_missing_keys(reading, fields, section, owner);
    return fields;
}

}  // namespace bartizan::native
