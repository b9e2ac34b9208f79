#include <array>
#include <utility>

#include "rules/cel.h"
#include "rules/pack_reader.h"

namespace bartizan {
namespace {

constexpr std::size_t most_controls = 5000;

struct ControlDraft {
    Control control;
    std::vector<WaitingRecognition> recognitions;
};

bool read_title(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    return reader.read_text_into(entry, draft.control.title);
}

bool read_control_text(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    return reader.read_text_into(entry, draft.control.text);
}

bool read_placed_on(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    return reader.for_each_item(entry, [&](YamlRef item) {
        if (item.text() == "flow") return draft.control.placed_on_flow = true;
        if (item.text() == "boundary") return draft.control.placed_on_boundary = true;
        const auto* type = reader.resolve(reader.types, item, "type", DiagnosticKind::unknown_type);
        if (type) draft.control.placed_on_types.push_back(TypeId(type->index));
        return type != nullptr;
    });
}

bool read_protects(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    constexpr std::array<std::string_view, 3> names{"incoming", "outgoing", "downstream"};
    Protects& protects = draft.control.protects;
    std::array<bool*, 3> flags{&protects.incoming, &protects.outgoing, &protects.downstream};
    return reader.for_each_item(entry, [&](YamlRef item) {
        auto choice = read_choice(item, "an item of `protects`", names, reader.diagnostics);
        if (choice) *flags[*choice] = true;
        return choice.has_value();
    });
}

bool read_mitigates(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    return reader.for_each_item(entry, [&](YamlRef item) {
        auto choice = read_choice(item, "an item of `mitigates`", stride_names, reader.diagnostics);
        if (choice) draft.control.mitigates |= bit(static_cast<Stride>(*choice));
        return choice.has_value();
    });
}

bool read_cwe(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    return reader.read_numbers_into(entry, draft.control.cwe);
}

bool read_verified_by(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    return reader.read_text_into(entry, draft.control.verified_by);
}

bool read_nist(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    return reader.read_codes_into(entry, is_nist, "AC-3", draft.control.nist);
}

bool read_asvs(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    return reader.read_codes_into(entry, is_asvs, "V6.3.4", draft.control.asvs);
}

bool read_recognised_on_element(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    if (!reader.read_text_into(entry, draft.control.recognised_on_element)) return false;
    draft.control.recognised_on_element_at = entry.value.location();
    draft.recognitions.push_back({ControlId(), Subject::element, entry.value});
    return true;
}

bool read_recognised_on_flow(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    if (!reader.read_text_into(entry, draft.control.recognised_on_flow)) return false;
    draft.control.recognised_on_flow_at = entry.value.location();
    draft.recognitions.push_back({ControlId(), Subject::flow, entry.value});
    return true;
}

constexpr std::array<RecordKey<PackReader, ControlDraft>, 2> recognition_keys{{
    {"element", read_recognised_on_element},
    {"flow", read_recognised_on_flow},
}};

bool read_recognised_by(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    RecordName name{"`recognised-by`", {}, entry.key.location()};
    return read_record(reader, entry.value, name, recognition_keys, draft, reader.diagnostics);
}

bool read_effort(PackReader& reader, YamlEntry entry, ControlDraft& draft) {
    return reader.read_choice_into(entry, level_names, draft.control.effort);
}

constexpr std::array<RecordKey<PackReader, ControlDraft>, 11> control_keys{{
    {"title", read_title, Presence::required},
    {"text", read_control_text, Presence::required},
    {"placed-on", read_placed_on, Presence::required},
    {"protects", read_protects},
    {"mitigates", read_mitigates},
    {"cwe", read_cwe},
    {"verified-by", read_verified_by},
    {"nist", read_nist},
    {"asvs", read_asvs},
    {"recognised-by", read_recognised_by},
    {"effort", read_effort},
}};

}  // namespace

void read_controls(PackReader& reader) {
    reader.for_each_definition(Section::controls, [&](const PackFile&, YamlRef key, YamlRef value) {
        ControlDraft draft;
        draft.control.name = key.text();
        draft.control.where = key.location();
        RecordName name{"a control", key.text(), key.location()};
        read_record(reader, value, name, control_keys, draft, reader.diagnostics);
        auto& controls = reader.schema().controls;
        ControlId id(controls.size());
        if (!reader.declare(reader.controls, key, "control", id.index, most_controls)) return;
        controls.push_back(std::move(draft.control));
        for (WaitingRecognition& waiting : draft.recognitions) {
            waiting.control = id;
            reader.recognitions.push_back(waiting);
        }
    });
}

void read_recognitions(PackReader& reader) {
    Knowledge& knowledge = reader.knowledge;
    knowledge.recognised_on_element.resize(knowledge.schema.controls.size());
    knowledge.recognised_on_flow.resize(knowledge.schema.controls.size());
    // A control cannot be recognised by controls: what one recognition says must not depend on another.
    const ConditionOptions options{.allow_controls = false};
    for (const WaitingRecognition& waiting : reader.recognitions) {
        auto& target =
            waiting.subject == Subject::flow ? knowledge.recognised_on_flow : knowledge.recognised_on_element;
        target[waiting.control.index] = reader.read_condition(waiting.condition, waiting.subject, options);
    }
}

}  // namespace bartizan
