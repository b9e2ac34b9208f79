// What concerns the model as a whole: its name, how it is judged, and what people keep with it.
#include <algorithm>

#include "formats/native/reading.h"
#include "text/yaml_write.h"

namespace bartizan::native {
namespace {

constexpr std::int32_t seconds_per_day = 86'400;

void check_version(Reading& reading, const DocumentFields& document) {
    const YamlEntry& entry = document.fields[at(document_section, "bartizan")];
    if (!entry.value.valid()) return;
    auto version = bartizan::read_integer(entry.value, entry.key, 0, INT32_MAX, reading.diagnostics);
    if (!version || *version == language_version) return;
    reading.report(DiagnosticKind::unsupported_version, entry.value.location(),
                   "this program reads version " + std::to_string(language_version) +
                       " of the language, not " + std::to_string(*version),
                   *version > language_version ? "update the program" : "write `bartizan: 1`");
}

void read_days(Reading& reading, const YamlEntry& entry) {
    auto text = read_text(reading, entry);
    if (!text) return;
    auto seconds = parse_duration(*text);
    if (seconds && *seconds > 0 && *seconds % seconds_per_day == 0) {
        reading.model.policy.fresh_for_days = *seconds / seconds_per_day;
        return;
    }
    reading.report(DiagnosticKind::invalid_value, entry.value.location(),
                   quote_name(*text) + " is not a number of days",
                   "write a number and `d`, `w` or `y`, such as `90d`");
}

void read_closes(Reading& reading, const YamlEntry& entry) {
    if (!entry.value.valid()) return;
    Fields fields = read_fields(reading, entry.value, closes_section, entry.key);
    for (std::size_t severity = 0; severity < severity_names.size(); ++severity) {
        if (auto assurance = read_choice(reading, fields[severity], assurance_names)) {
            reading.model.policy.closes[severity] = static_cast<Assurance>(*assurance);
        }
    }
}

void read_policy(Reading& reading, const YamlEntry& entry) {
    Fields fields = read_fields(reading, entry.value, policy_section, entry.key);
    read_closes(reading, fields[at(policy_section, "closes")]);
    if (auto severity = read_choice(reading, fields[at(policy_section, "fail-on")], severity_names)) {
        reading.model.policy.fail_on = static_cast<Severity>(*severity);
    }
    read_days(reading, fields[at(policy_section, "fresh-for")]);
}

void read_method(Reading& reading, const YamlEntry& entry) {
    if (auto method = read_choice(reading, entry, method_names)) {
        reading.model.policy.method = static_cast<Method>(*method);
    }
}

/// Calls `read` for a key that only one file of the model may have.
template <typename Read>
void read_once(Reading& reading, std::size_t position, Read read) {
    const YamlEntry* first = nullptr;
    for (const DocumentFields& document : reading.documents) {
        const YamlEntry& entry = document.fields[position];
        if (!entry.value.valid()) continue;
        if (!first) {
            first = &entry;
            read(reading, entry);
            continue;
        }
        auto& diagnostic =
            reading.report(DiagnosticKind::duplicate_name, entry.key.location(),
                           quote_name(entry.key.text()) + " is stated in another file of the model already");
        diagnostic.notes.push_back({first->key.location(), "first stated here"});
    }
}

/// Paths were followed before; here only their form is judged.
void check_paths(Reading& reading, const YamlEntry& entry) {
    if (!entry.value.valid()) return;
    for_each_item(entry.value, [&](YamlRef item) { read_text(reading, item, entry.key.text()); });
}

void check_number_of_packs(Reading& reading, const YamlEntry& entry) {
    if (!entry.value.valid() || entry.value.size() <= max_packs) return;
    reading.report(DiagnosticKind::too_large, entry.key.location(),
                   "a file extends at most " + std::to_string(max_packs) + " packs");
}

bool is_safe_address(std::string_view address) {
    constexpr std::array<std::string_view, 3> schemes{"https:", "http:", "mailto:"};
    std::size_t colon = address.find(':');
    if (colon == std::string_view::npos || address.find_first_of("/?#") < colon) return true;
    return std::any_of(schemes.begin(), schemes.end(),
                       [&](std::string_view scheme) { return address.starts_with(scheme); });
}

void read_address(Reading& reading, Remark& link, YamlRef value) {
    auto address = read_text(reading, value, "url");
    if (!address) return;
    if (!is_safe_address(*address)) {
        reading.report(DiagnosticKind::invalid_value, value.location(),
                       quote_name(*address) + " can't be the address of a link",
                       "write an address that begins with `https://`, `http://` or `mailto:`, or a path");
        return;
    }
    link.address = reading.model.symbols.intern(*address);
}

void read_link(Reading& reading, YamlRef item) {
    Remark link{Remark::Kind::link, {}, {}, item.location()};
    if (item.is_mapping()) {
        Fields fields = read_fields(reading, item, link_section, item);
        link.text = read_symbol(reading, fields[at(link_section, "title")]);
        const YamlEntry& url = fields[at(link_section, "url")];
        if (url.value.valid()) read_address(reading, link, url.value);
    } else {
        read_address(reading, link, item);
    }
    if (!link.address.valid()) return;
    if (!link.text.valid()) link.text = link.address;
    reading.model.remarks.push_back(link);
}

void read_remark(Reading& reading, YamlRef item, Remark::Kind kind, std::string_view what) {
    auto text = read_text(reading, item, what);
    if (!text) return;
    reading.model.remarks.push_back({kind, reading.model.symbols.intern(*text), {}, item.location()});
}

void read_name_and_owners(Reading& reading, const DocumentFields& main) {
    Model& model = reading.model;
    const YamlEntry& name = main.fields[at(document_section, "name")];
    model.name = read_symbol(reading, name);
    model.where = name.value.valid() ? name.value.location() : main.tree->root().location();
    model.text = read_symbol(reading, main.fields[at(document_section, "description")]);
    const YamlEntry& owners = main.fields[at(document_section, "owners")];
    if (owners.value.valid()) {
        for_each_item(owners.value, [&](YamlRef item) {
            if (auto owner = read_text(reading, item, "owners")) {
                model.owners.push_back(model.symbols.intern(*owner));
            }
        });
    }
    read_tags(reading, main.fields[at(document_section, "tags")], model.tags_of_model);
}

}  // namespace

void read_header(Reading& reading) {
    for (const DocumentFields& document : reading.documents) {
        check_version(reading, document);
        check_paths(reading, document.fields[at(document_section, "include")]);
        check_paths(reading, document.fields[at(document_section, "extends")]);
        check_number_of_packs(reading, document.fields[at(document_section, "extends")]);
    }
    if (!reading.documents.empty()) read_name_and_owners(reading, reading.documents.front());
    read_once(reading, at(document_section, "method"), read_method);
    read_once(reading, at(document_section, "policy"), read_policy);
}

void read_extensions(Reading& reading) {
    for (const DocumentFields& document : reading.documents) {
        const YamlEntry& entry = document.fields[at(document_section, "extensions")];
        if (!expect_mapping(reading, entry)) continue;
        Model& model = reading.model;
        for (auto [key, value] : entry.value.entries())
            model.extensions.push_back({model.symbols.intern(key.text()),
                                        model.symbols.intern(flow_text(value, YamlDialect::json)),
                                        key.location()});
    }
}

void read_remarks(Reading& reading) {
    for (const DocumentFields& document : reading.documents) {
        const YamlEntry& assumptions = document.fields[at(document_section, "assumptions")];
        const YamlEntry& notes = document.fields[at(document_section, "notes")];
        const YamlEntry& links = document.fields[at(document_section, "links")];
        auto remarks = [&](const YamlEntry& entry, Remark::Kind kind) {
            if (!entry.value.valid()) return;
            for_each_item(entry.value,
                          [&](YamlRef item) { read_remark(reading, item, kind, entry.key.text()); });
        };
        remarks(assumptions, Remark::Kind::assumption);
        remarks(notes, Remark::Kind::note);
        if (links.value.valid()) for_each_item(links.value, [&](YamlRef item) { read_link(reading, item); });
    }
}

}  // namespace bartizan::native
