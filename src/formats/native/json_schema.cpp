#include "formats/native/json_schema.h"

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

#include "formats/native/language.h"
#include "formats/native/schema_output.h"

namespace bartizan {
namespace {

using namespace native;

constexpr std::string_view name_pattern = "^[A-Za-z_][A-Za-z0-9_-]*$";
constexpr std::string_view arrow_pattern = "^ *[A-Za-z_][A-Za-z0-9_-]* *<?-> *[A-Za-z_][A-Za-z0-9_-]* *$";

void write_text(Output& out) { write_types(out, {"string", "number"}); }
void write_version(Output& out) { out.json.member("const", language_version); }
void write_boolean(Output& out) { out.json.member("type", "boolean"); }

void write_pattern(Output& out, std::string_view pattern) {
    out.json.member("type", "string");
    out.json.member("pattern", pattern);
}

void write_date(Output& out) { write_pattern(out, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"); }
void write_days(Output& out) { write_pattern(out, "^([0-9]+[smhdwy])+$"); }
void write_rule(Output& out) { write_pattern(out, "^[a-z][a-z0-9-]*$"); }
void write_threat(Output& out) { write_pattern(out, "^([a-z][a-z0-9-]*(\\.[A-Za-z0-9._-]+)?|\\*)@[^@]+$"); }
void write_address(Output& out) { write_pattern(out, "^(https?:|mailto:|[^:]*([/?#]|$))"); }
void write_name(Output& out) { write_pattern(out, name_pattern); }

void write_trust(Output& out) {
    out.json.member("type", "integer");
    out.json.member("minimum", 0);
    out.json.member("maximum", highest_trust);
}

void write_method(Output& out) { write_names(out, method_names); }
void write_severity(Output& out) { write_names(out, severity_names); }
void write_assurance(Output& out) { write_names(out, assurance_names); }
/// `open` is what a threat is without a decision.
void write_decision_status(Output& out) { write_names(out, threat_status_names, 1); }

void write_checks(Output& out) { write_types(out, {"object", "null"}); }

void write_element_type(Output& out) {
    std::vector<Choice> choices;
    for (const ElementType& type : out.schema.types) {
        if (!type.is_abstract) choices.push_back({type.name, type.description});
    }
    write_choices(out, choices);
}

template <typename Allowed>
void write_controls_where(Output& out, Allowed allowed) {
    std::vector<Choice> choices;
    for (const Control& control : out.schema.controls) {
        if (allowed(control)) choices.push_back({control.name, control.text});
    }
    write_choices(out, choices);
}

void write_control(Output& out) {
    write_controls_where(out, [](const Control&) { return true; });
}
void write_element_control(Output& out) {
    write_controls_where(out, [](const Control& control) { return !control.placed_on_types.empty(); });
}
void write_flow_control(Output& out) {
    write_controls_where(out, [](const Control& control) { return control.placed_on_flow; });
}
void write_boundary_control(Output& out) {
    write_controls_where(out, [](const Control& control) { return control.placed_on_boundary; });
}

void write_texts(Output& out) {
    write_list(out, [&] { write_reference(out, "text"); });
}
void write_data_names(Output& out) {
    write_list(out, [&] { write_reference(out, "name"); });
}

std::string_view definition_of(Shape shape);

/// What stands in a section for controls depends on where: not every control goes everywhere.
std::string_view controls_of(const Section& section) {
    if (section.subject == Subject::flow) return "flow-controls";
    if (section.subject == Subject::boundary) return "boundary-controls";
    return "element-controls";
}

void write_key(Output& out, const Section& section, const Key& key) {
    out.json.key(key.name);
    write_object(out, [&] {
        out.json.member("description", key.description);
        write_reference(out, key.shape == Shape::controls ? controls_of(section) : definition_of(key.shape));
    });
}

void write_attribute_value(Output& out, const Attribute& attribute) {
    switch (attribute.type) {
        case ValueType::boolean:
            return write_boolean(out);
        case ValueType::text:
            return write_reference(out, "text");
        case ValueType::duration:
            return write_reference(out, "duration");
        case ValueType::enumeration:
            return write_reference(out, "values-of-" + out.schema[attribute.enumeration].name);
        case ValueType::integer:
            out.json.member("type", "integer");
            out.json.member("minimum", std::numeric_limits<RawValue>::min());
            out.json.member("maximum", std::numeric_limits<RawValue>::max());
    }
}

void write_attribute(Output& out, const Attribute& attribute) {
    out.json.key(attribute.name);
    write_object(out, [&] {
        out.json.member("description", attribute.description);
        if (attribute.is_list) {
            write_list(out, [&] { write_attribute_value(out, attribute); });
        } else {
            write_attribute_value(out, attribute);
        }
    });
}

/// The members of an object schema for a section; keys for which `leave_out` holds are left out.
template <typename LeaveOut>
void write_section(Output& out, const Section& section, LeaveOut leave_out) {
    write_types(out, {"object", "null"});
    out.json.key("properties");
    write_object(out, [&] {
        for (const Key& key : section.keys) {
            if (!leave_out(key)) write_key(out, section, key);
        }
        for (const Attribute& attribute : out.schema.attributes) {
            if (section.subject && attribute.subject == *section.subject) write_attribute(out, attribute);
        }
    });
    out.json.member("additionalProperties", false);
}

void write_required(Output& out, std::initializer_list<std::string_view> names) {
    out.json.key("required");
    out.json.begin_array();
    for (std::string_view name : names) out.json.string(name);
    out.json.end_array();
}

void write_plain_section(Output& out, const Section& section) {
    write_section(out, section, [](const Key&) { return false; });
    out.json.key("required");
    out.json.begin_array();
    for (const Key& key : section.keys) {
        if (key.required) out.json.string(key.name);
    }
    out.json.end_array();
}

void write_policy(Output& out) { write_plain_section(out, policy_section); }
void write_closes(Output& out) { write_plain_section(out, closes_section); }
void write_data(Output& out) { write_plain_section(out, data_section); }
void write_boundary(Output& out) { write_plain_section(out, boundary_section); }

void write_disabled_rules(Output& out) {
    write_list(out, [&] { write_plain_section(out, disabled_rule_section); });
}

/// A list of controls: the id alone, or a mapping with its note and evidence.
void write_control_list(Output& out, std::string_view control) {
    auto write_entry = [&] {
        out.json.key("anyOf");
        out.json.begin_array();
        write_object(out, [&] { write_reference(out, control); });
        write_object(out, [&] { write_plain_section(out, control_section); });
        out.json.end_array();
    };
    write_list(out, write_entry);
}

void write_element_controls(Output& out) { write_control_list(out, "element-control"); }
void write_flow_controls(Output& out) { write_control_list(out, "flow-control"); }
void write_boundary_controls(Output& out) { write_control_list(out, "boundary-control"); }

void write_evidence_entry(Output& out) {
    write_plain_section(out, evidence_section);
    out.json.key("oneOf");
    out.json.begin_array();
    write_object(out, [&] { write_required(out, {"document"}); });
    write_object(out, [&] { write_required(out, {"configuration"}); });
    write_object(out, [&] { write_required(out, {"check", "date"}); });
    out.json.end_array();
}

void write_evidence(Output& out) {
    write_list(out, [&] { write_evidence_entry(out); });
}

void write_placements(Output& out) {
    write_list(out, [&] { write_plain_section(out, placement_section); });
}

void write_decisions(Output& out) {
    write_list(out, [&] {
        write_plain_section(out, decision_section);
        out.json.key("if");
        write_object(out, [&] {
            out.json.key("properties");
            write_object(out, [&] {
                out.json.key("status");
                write_object(out, [&] { out.json.member("const", name_of(ThreatStatus::accepted)); });
            });
        });
        out.json.key("then");
        write_object(out, [&] { write_required(out, {"until"}); });
    });
}

void write_links(Output& out) {
    write_list(out, [&] {
        out.json.key("anyOf");
        out.json.begin_array();
        write_object(out, [&] { write_reference(out, "address"); });
        write_object(out, [&] { write_plain_section(out, link_section); });
        out.json.end_array();
    });
}

void write_map(Output& out, std::string_view entry) {
    write_types(out, {"object", "null"});
    out.json.key("patternProperties");
    write_object(out, [&] {
        out.json.key(name_pattern);
        write_object(out, [&] { write_reference(out, entry); });
    });
    out.json.member("additionalProperties", false);
}

void write_data_map(Output& out) { write_map(out, "data-entry"); }
void write_boundary_map(Output& out) { write_map(out, "boundary-entry"); }
void write_element_map(Output& out) { write_map(out, "element-entry"); }

/// The types that may state each attribute with a `for`, with the attributes; those with equal `for`
/// together.
std::map<std::vector<TypeId>, std::vector<std::string_view>> restricted_attributes(const Schema& schema) {
    std::map<std::vector<TypeId>, std::vector<std::string_view>> groups;
    for (const Attribute& attribute : schema.attributes) {
        if (attribute.subject != Subject::element || attribute.only_for.empty()) continue;
        groups[attribute.only_for].push_back(attribute.name);
    }
    return groups;
}

/// Elements of other types may not state the attributes.
void write_restriction(Output& out, const std::vector<TypeId>& allowed,
                       const std::vector<std::string_view>& names) {
    std::vector<Choice> types;
    for (std::size_t i = 0; i < out.schema.types.size(); ++i) {
        bool fits = std::any_of(allowed.begin(), allowed.end(),
                                [&](TypeId ancestor) { return out.schema.is(TypeId(i), ancestor); });
        if (fits) types.push_back({out.schema.types[i].name, {}});
    }
    out.json.key("if");
    write_object(out, [&] {
        out.json.key("properties");
        write_object(out, [&] {
            out.json.key("type");
            write_object(out, [&] { write_choices(out, types); });
        });
    });
    out.json.key("else");
    write_object(out, [&] {
        out.json.key("properties");
        write_object(out, [&] {
            for (std::string_view name : names) {
                out.json.key(name);
                out.json.boolean(false);
            }
        });
    });
}

void write_element_entry(Output& out) {
    out.json.key("anyOf");
    out.json.begin_array();
    write_object(out, [&] { write_reference(out, "element-type"); });
    write_object(out, [&] {
        out.json.member("type", "object");
        write_reference(out, "element-fields");
    });
    out.json.end_array();
}

void write_element_fields(Output& out) {
    write_plain_section(out, element_section);
    out.json.key("allOf");
    out.json.begin_array();
    for (const auto& [types, names] : restricted_attributes(out.schema)) {
        write_object(out, [&] { write_restriction(out, types, names); });
    }
    out.json.end_array();
}

bool is_key_of_long_form(const Key& key) {
    return key.name == "from" || key.name == "to" || key.name == "two-way";
}

void write_arrow_flow(Output& out) {
    AttributeId short_attribute = out.schema.find_attribute(Subject::flow, flow_short_attribute);
    auto write_fields = [&] { write_section(out, flow_section, is_key_of_long_form); };
    if (!short_attribute.valid()) return write_fields();
    out.json.key("anyOf");
    out.json.begin_array();
    write_object(out, [&] { write_attribute_value(out, out.schema[short_attribute]); });
    write_object(out, write_fields);
    out.json.end_array();
}

void write_named_flow(Output& out) {
    write_section(out, flow_section, [](const Key&) { return false; });
    write_required(out, {"from", "to"});
}

void write_flow_map(Output& out) {
    write_types(out, {"object", "null"});
    out.json.key("patternProperties");
    write_object(out, [&] {
        out.json.key(arrow_pattern);
        write_object(out, [&] { write_reference(out, "arrow-flow"); });
        out.json.key(name_pattern);
        write_object(out, [&] { write_reference(out, "named-flow"); });
    });
    out.json.member("additionalProperties", false);
}

/// Anything, by the name of a format.
void write_extensions(Output& out) { write_types(out, {"object", "null"}); }

struct ShapeDefinition {
    Shape shape;
    std::string_view name;
    void (*write)(Output&);
};

constexpr ShapeDefinition shape_definitions[] = {
    {Shape::version, "version", write_version},
    {Shape::text, "text", write_text},
    {Shape::texts, "texts", write_texts},
    {Shape::date, "date", write_date},
    {Shape::days, "duration", write_days},
    {Shape::boolean, "boolean", write_boolean},
    {Shape::trust, "trust", write_trust},
    {Shape::address, "address", write_address},
    {Shape::method, "method", write_method},
    {Shape::severity, "severity", write_severity},
    {Shape::assurance, "assurance", write_assurance},
    {Shape::decision_status, "decision-status", write_decision_status},
    {Shape::threat, "threat", write_threat},
    {Shape::rule, "rule", write_rule},
    {Shape::element_type, "element-type", write_element_type},
    {Shape::element, "element", write_name},
    {Shape::boundary, "boundary", write_name},
    {Shape::data, "data-names", write_data_names},
    {Shape::control, "control", write_control},
    {Shape::controls, "element-controls", write_element_controls},
    {Shape::evidence, "evidence", write_evidence},
    {Shape::places, "places", write_texts},
    {Shape::checks, "checks", write_checks},
    {Shape::policy, "policy", write_policy},
    {Shape::closes, "closes", write_closes},
    {Shape::disabled_rules, "disabled-rules", write_disabled_rules},
    {Shape::data_map, "data", write_data_map},
    {Shape::boundary_map, "boundaries", write_boundary_map},
    {Shape::element_map, "elements", write_element_map},
    {Shape::flow_map, "flows", write_flow_map},
    {Shape::placements, "placements", write_placements},
    {Shape::decisions, "decisions", write_decisions},
    {Shape::links, "links", write_links},
    {Shape::flows, "flow-names", write_texts},
    {Shape::extensions, "extensions", write_extensions},
};

struct PartDefinition {
    std::string_view name;
    void (*write)(Output&);
};

/// Definitions that others refer to.
constexpr PartDefinition part_definitions[] = {
    {"name", write_name},
    {"data-entry", write_data},
    {"boundary-entry", write_boundary},
    {"element-entry", write_element_entry},
    {"element-fields", write_element_fields},
    {"arrow-flow", write_arrow_flow},
    {"named-flow", write_named_flow},
    {"element-control", write_element_control},
    {"flow-control", write_flow_control},
    {"flow-controls", write_flow_controls},
    {"boundary-control", write_boundary_control},
    {"boundary-controls", write_boundary_controls},
};

constexpr bool has_every_shape() {
    for (std::size_t i = 0; i < std::size(shape_definitions); ++i) {
        if (shape_definitions[i].shape != static_cast<Shape>(i)) return false;
    }
    return std::size(shape_definitions) == shape_count;
}
static_assert(has_every_shape(), "one definition for each shape, in the order of the enumeration");

std::string_view definition_of(Shape shape) {
    return shape_definitions[static_cast<std::size_t>(shape)].name;
}

void write_enumerations(Output& out) {
    for (const Enumeration& enumeration : out.schema.enumerations) {
        out.json.key("values-of-" + enumeration.name);
        write_object(out, [&] {
            out.json.member("description", enumeration.description);
            std::vector<Choice> choices;
            for (const EnumerationValue& value : enumeration.values) {
                choices.push_back({value.name, value.description});
            }
            write_choices(out, choices);
        });
    }
}

void write_definitions(Output& out) {
    out.json.key("$defs");
    write_object(out, [&] {
        for (const ShapeDefinition& definition : shape_definitions) {
            out.json.key(definition.name);
            write_object(out, [&] { definition.write(out); });
        }
        for (const PartDefinition& definition : part_definitions) {
            out.json.key(definition.name);
            write_object(out, [&] { definition.write(out); });
        }
        write_enumerations(out);
    });
}

/// Each of `bartizan` and `name` demands the other.
void write_document_requirements(Output& out) {
    out.json.key("dependentRequired");
    write_object(out, [&] {
        for (const Key& key : document_keys) {
            if (!key.required) continue;
            out.json.key(key.name);
            out.json.begin_array();
            for (const Key& other : document_keys) {
                if (other.required && other.name != key.name) out.json.string(other.name);
            }
            out.json.end_array();
        }
    });
}

}  // namespace

std::string json_schema(const Schema& schema) {
    Output out{schema};
    write_object(out, [&] {
        out.json.member("$schema", "https://json-schema.org/draft/2020-12/schema");
        out.json.member("title", "Bartizan threat model");
        write_section(out, document_section, [](const Key&) { return false; });
        write_document_requirements(out);
        write_definitions(out);
    });
    return out.json.take() + "\n";
}

}  // namespace bartizan
