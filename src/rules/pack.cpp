#include "rules/pack.h"

#include <memory>
#include <utility>

#include "rules/cel.h"
#include "rules/pack_reader.h"

namespace bartizan {

namespace {

std::string with_article(std::string_view kind) {
    bool vowel = kind[0] == 'e' || kind[0] == 'a';
    return (vowel ? "an " : "a ") + std::string(kind);
}

/// Later mistakes get no suggestion: comparing each with all names would take too long in a hostile pack.
constexpr std::size_t most_suggestions = 100;

}  // namespace

bool PackReader::declare(DeclaredNames& names, YamlRef key, std::string_view kind, std::size_t index,
                         std::size_t limit) {
    if (!expect_name(key, "a name", diagnostics)) return false;
    if (names.in_order.size() >= limit) {
        if (names.limit_reported) return false;
        names.limit_reported = true;
        diagnostics.add(
            DiagnosticKind::too_large, key.location(),
            "the packs define more than " + std::to_string(limit) + " of one kind: " + std::string(kind));
        return false;
    }
    DeclaredNames::Entry entry{static_cast<std::uint32_t>(index), key.location()};
    auto [known, added] = names.entries.emplace(key.text(), entry);
    if (added) {
        names.in_order.push_back(key.text());
        return true;
    }
    Diagnostic& diagnostic =
        diagnostics.add(DiagnosticKind::duplicate_name, key.location(),
                        "there is already " + with_article(kind) + " " + quote_name(key.text()));
    if (known->second.where.valid()) {
        diagnostic.notes.push_back({known->second.where, "it is first defined here"});
    } else {
        diagnostic.help = "this name is built in; choose another";
    }
    return false;
}

const DeclaredNames::Entry* PackReader::resolve(const DeclaredNames& names, YamlRef node,
                                                std::string_view kind, DiagnosticKind unknown) {
    auto name = read_text(node, "a name", diagnostics);
    if (!name) return nullptr;
    if (const DeclaredNames::Entry* entry = names.find(*name)) return entry;
    std::string help;
    if (diagnostics.error_count() < most_suggestions) help = suggest(*name, names.in_order);
    diagnostics.add(unknown, node.location(), "there is no " + std::string(kind) + " " + quote_name(*name),
                    std::move(help));
    return nullptr;
}

AttributeId PackReader::resolve_attribute(Subject subject, YamlRef key) {
    const auto& names = attributes[static_cast<std::size_t>(subject)];
    const auto* entry = resolve(names, key, "attribute", DiagnosticKind::unknown_attribute);
    return entry ? AttributeId(entry->index) : AttributeId();
}

std::optional<Expression> PackReader::read_condition(YamlRef text, Subject scope,
                                                     ConditionOptions condition) {
    if (auto checked = options.checked_conditions.find(text)) return checked;
    return parse_condition(text, scope, schema(), diagnostics, condition);
}

bool PackReader::read_text_into(YamlEntry entry, std::string& target) {
    auto text = read_text(entry.value, entry.key, diagnostics);
    if (text) target = *text;
    return text.has_value();
}

bool PackReader::read_boolean_into(YamlEntry entry, bool& target) {
    auto value = read_boolean(entry.value, entry.key, diagnostics);
    if (value) target = *value;
    return value.has_value();
}

bool PackReader::read_numbers_into(YamlEntry entry, std::vector<int>& target) {
    return for_each_item(entry, [&](YamlRef item) {
        if (item.is_scalar() && !item.as_integer()) {
            diagnostics.add(DiagnosticKind::wrong_type, item.location(),
                            "an item of " + quote_name(entry.key.text()) + " must be a number",
                            "write the number alone, such as `79`");
            return false;
        }
        auto number = read_integer(item, {"an item of", entry.key.text()}, 1, 99'999, diagnostics);
        if (number) target.push_back(static_cast<int>(*number));
        return number.has_value();
    });
}

bool PackReader::read_codes_into(YamlEntry entry, bool (*valid)(std::string_view), std::string_view example,
                                 std::vector<std::string>& target) {
    return for_each_item(entry, [&](YamlRef item) {
        auto code = read_text(item, {"an item of", entry.key.text()}, diagnostics);
        if (!code) return false;
        if (!valid(*code)) {
            diagnostics.add(DiagnosticKind::invalid_value, item.location(),
                            "an item of " + quote_name(entry.key.text()) + " cannot be " + quote_name(*code),
                            "write it like " + quote_name(example));
            return false;
        }
        target.emplace_back(*code);
        return true;
    });
}

PackLoader::PackLoader(Knowledge& target, std::span<const YamlTree> trees, const Sources& sources,
                       Diagnostics& diagnostics, PackOptions options)
    : reader_(std::make_unique<PackReader>(target, diagnostics, options)), trees_(trees), sources_(sources) {}

PackLoader::~PackLoader() = default;

void PackLoader::read_vocabulary() {
    read_pack_files(*reader_, trees_, sources_);
    leave_out_packs_that_are_off(*reader_);
    check_required_packs(*reader_);
    read_enumerations(*reader_);
    read_types(*reader_);
    read_attributes(*reader_);
    read_type_defaults(*reader_);
    resolve_implied_values(*reader_);
    read_controls(*reader_);
    reader_->schema().finish();
    read_recognitions(*reader_);
}

void PackLoader::read_rules() {
    bartizan::read_rules(*reader_);
    reader_->knowledge.finish();
}

Knowledge load_packs(std::span<const YamlTree> trees, const Sources& sources, Diagnostics& diagnostics,
                     PackOptions options) {
    Knowledge knowledge;
    PackLoader loader(knowledge, trees, sources, diagnostics, options);
    loader.read_vocabulary();
    loader.read_rules();
    return knowledge;
}

}  // namespace bartizan
