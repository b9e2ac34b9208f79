#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "rules/pack_reader.h"

namespace bartizan {
namespace {

constexpr std::size_t most_types = 5000;

struct TypeDraft {
    ElementType type;
    YamlRef kind;
    YamlRef parent;
    YamlRef defaults;
};

bool read_kind(PackReader& reader, YamlEntry entry, TypeDraft& draft) {
    draft.kind = entry.value;
    return reader.read_choice_into(entry, element_kind_names, draft.type.kind);
}

bool read_parent(PackReader&, YamlEntry entry, TypeDraft& draft) {
    draft.parent = entry.value;
    return true;
}

bool read_type_title(PackReader& reader, YamlEntry entry, TypeDraft& draft) {
    return reader.read_text_into(entry, draft.type.title);
}

bool read_type_description(PackReader& reader, YamlEntry entry, TypeDraft& draft) {
    return reader.read_text_into(entry, draft.type.description);
}

bool read_abstract(PackReader& reader, YamlEntry entry, TypeDraft& draft) {
    return reader.read_boolean_into(entry, draft.type.is_abstract);
}

bool read_defaults(PackReader& reader, YamlEntry entry, TypeDraft& draft) {
    if (!expect_mapping(entry.value, "`defaults`", reader.diagnostics)) return false;
    draft.defaults = entry.value;
    return true;
}

constexpr std::array<RecordKey<PackReader, TypeDraft>, 6> type_keys{{
    {"kind", read_kind},
    {"is", read_parent},
    {"title", read_type_title, Presence::required},
    {"description", read_type_description, Presence::required},
    {"abstract", read_abstract},
    {"defaults", read_defaults},
}};

/// Types with these names could not be told from what else `placed-on` may say.
constexpr std::array<std::string_view, 2> reserved_type_names{"flow", "boundary"};

void add_base_kinds(PackReader& reader) {
    constexpr std::array<std::array<std::string_view, 2>, 3> words{{
        {"External entity", "Somebody or something outside the system that we do not control."},
        {"Process", "Something that runs and handles data."},
        {"Store", "Something that keeps data."},
    }};
    for (std::size_t i = 0; i < words.size(); ++i) {
        ElementType type;
        type.name = element_kind_names[i];
        type.title = words[i][0];
        type.description = words[i][1];
        type.kind = static_cast<ElementKind>(i);
        reader.types.entries.emplace(element_kind_names[i],
                                     DeclaredNames::Entry{static_cast<std::uint32_t>(i), Location()});
        reader.types.in_order.push_back(element_kind_names[i]);
        reader.schema().types.push_back(std::move(type));
    }
}

void check_root_or_branch(PackReader& reader, const TypeDraft& draft, YamlRef key) {
    if (draft.kind.valid() == draft.parent.valid()) {
        bool neither = !draft.kind.valid();
        reader.diagnostics.add(
            neither ? DiagnosticKind::missing_key : DiagnosticKind::invalid_value, key.location(),
            neither ? quote_name(key.text()) + " has neither `is` nor `kind`"
                    : quote_name(key.text()) + " has both `is` and `kind`: a type has the kind of its parent",
            neither ? "write `is:` and a type it refines, or `kind:` and one of " +
                          choices_text(element_kind_names)
                    : "leave out `kind`");
    }
}

void resolve_parent(PackReader& reader, TypeId id, YamlRef parent) {
    ElementType& type = reader.schema().types[id.index];
    const DeclaredNames::Entry* entry = nullptr;
    if (parent.valid()) entry = reader.resolve(reader.types, parent, "type", DiagnosticKind::unknown_type);
    type.parent = entry ? TypeId(entry->index) : TypeId(static_cast<std::size_t>(type.kind));
}

/// Reports each cycle once, at one of its types, and opens it there.
void break_cycles(PackReader& reader) {
    auto& types = reader.schema().types;
    enum class Mark : std::uint8_t { fresh, on_path, done };
    std::vector<Mark> marks(types.size(), Mark::fresh);
    for (std::uint32_t start = 0; start < types.size(); ++start) {
        std::vector<std::uint32_t> path;
        std::uint32_t at = start;
        while (marks[at] == Mark::fresh) {
            marks[at] = Mark::on_path;
            path.push_back(at);
            if (!types[at].parent.valid()) break;
            at = types[at].parent.index;
        }
        bool closed = marks[at] == Mark::on_path && types[at].parent.valid();
        if (closed) {
            Diagnostic& diagnostic =
                reader.diagnostics.add(DiagnosticKind::type_cycle, types[at].where,
                                       quote_name(types[at].name) + " is its own ancestor");
            auto first = std::find(path.begin(), path.end(), at);
            constexpr std::ptrdiff_t most_notes = 10;
            for (auto step = first; step != path.end() && step - first < most_notes; ++step) {
                const ElementType& type = types[*step];
                diagnostic.notes.push_back(
                    {type.where, quote_name(type.name) + " is " + quote_name(types[type.parent.index].name)});
            }
            types[at].parent = TypeId(static_cast<std::size_t>(types[at].kind));
        }
        for (std::uint32_t visited : path) marks[visited] = Mark::done;
    }
}

}  // namespace

void read_types(PackReader& reader) {
    add_base_kinds(reader);
    std::vector<std::pair<TypeId, YamlRef>> parents;
    reader.for_each_definition(Section::types, [&](const PackFile&, YamlRef key, YamlRef value) {
        TypeDraft draft;
        draft.type.name = key.text();
        draft.type.where = key.location();
        RecordName name{"a type", key.text(), key.location()};
        read_record(reader, value, name, type_keys, draft, reader.diagnostics);
        if (value.is_mapping()) check_root_or_branch(reader, draft, key);
        auto& types = reader.schema().types;
        TypeId id(types.size());
        if (std::find(reserved_type_names.begin(), reserved_type_names.end(), key.text()) !=
            reserved_type_names.end()) {
            reader.diagnostics.add(DiagnosticKind::invalid_name, key.location(),
                                   "a type cannot be called " + quote_name(key.text()),
                                   "the word stands for flows or boundaries where places are listed");
            return;
        }
        if (!reader.declare(reader.types, key, "type", id.index, most_types)) return;
        types.push_back(std::move(draft.type));
        parents.emplace_back(id, draft.parent);
        if (draft.defaults.valid()) reader.type_defaults.push_back({id, draft.defaults});
    });
    for (auto [id, parent] : parents) resolve_parent(reader, id, parent);
    break_cycles(reader);
}

void read_type_defaults(PackReader& reader) {
    for (const WaitingDefaults& waiting : reader.type_defaults) {
        for (auto [key, value] : waiting.defaults.entries()) {
            AttributeId id = reader.resolve_attribute(Subject::element, key);
            if (!id.valid()) continue;
            auto raw = read_attribute_value(reader, reader.schema()[id], value);
            if (raw) reader.schema().types[waiting.type.index].defaults.push_back({id, *raw});
        }
    }
}

}  // namespace bartizan
