// A model of the Microsoft Threat Modeling Tool as its file says it: every member as the text that is
// written, so that nothing is lost on the way back. Knows nothing of our own models.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/source.h"

namespace bartizan::tmt {

enum class Presence : std::uint8_t { absent, nil, written };

/// A member: not there, nil, or a text, which may be empty.
struct Text {
    std::string value;
    Presence presence = Presence::absent;

    Text() = default;
    Text(std::string text) : value(std::move(text)), presence(Presence::written) {}
    Text(const char* text) : Text(std::string(text)) {}
    static Text nil() {
        Text text;
        text.presence = Presence::nil;
        return text;
    }
    bool is_absent() const { return presence == Presence::absent; }
    std::string_view view() const { return value; }
    bool operator==(const Text&) const = default;
};

template <typename Item>
struct List {
    std::vector<Item> items;
    Presence presence = Presence::absent;
};

/// What the property pane shows of an element. `kind` is the serialised type: "ListDisplayAttribute".
struct Property {
    std::string kind;
    Text display_name;
    Text name;
    std::string value_type;  // "string", "boolean", "ArrayOfstring"; empty where the value is nil
    Text value;              // unless it is a list
    std::vector<std::string> choices;
    Text selected_index;

    /// The chosen one of a list, or the text; nothing if there is none.
    std::optional<std::string_view> chosen() const;
};

/// What elements and diagrams have in common.
struct Drawn {
    std::string kind;    // "StencilEllipse", "Connector"; empty for a diagram
    std::string serial;  // "i12": counts objects in the order of the file
    Text key;            // in the dictionary, equal to the guid in sound files
    Text generic_type_id;
    Text guid;
    List<Property> properties;
    Text type_id;
    Location where;

    /// What people called it: the first text property shown as "Name".
    std::string_view name() const;
    const Property* find_property(std::string_view name) const;
    bool is_out_of_scope() const;
};

struct Shape : Drawn {
    Text height, left, stroke_dash_array, stroke_thickness, top, width;
};

struct Line : Drawn {
    Text handle_x, handle_y, port_source, port_target, source_guid, source_x, source_y;
    Text stroke_dash_array, stroke_thickness, target_guid, target_x, target_y;
};

struct Diagram : Drawn {
    List<Shape> borders;
    Text header;
    List<Line> lines;
    Text zoom;
};

struct MetaInformation {
    Presence presence = Presence::absent;
    Text assumptions, contributors, external_dependencies, description, owner, reviewer, name;
};

struct Note {
    Text added_by, date, id, message;
};

struct Validation {
    std::string serial;
    List<std::string> element_guids;
    Text enabled, guid, issue_guid, items, message, source, source_guid;
};

/// A threat as the tool keeps it. What people see is in `properties`; the members of the same names are of
/// older versions and nil.
struct ThreatInstance {
    Text key;
    Text changed_by, diagram_guid, flow_guid, id, interaction_key, interaction_string, modified_at, priority;
    List<std::pair<std::string, Text>> properties;
    Text source_guid, state, state_information, target_guid, title, type_id, upgraded;
    Text category, description, short_description, wide;
    Location where;

    const Text* find_property(std::string_view name) const;
    std::string_view property(std::string_view name) const;
    /// Whether somebody has changed it since it was generated.
    bool is_touched() const;
};

struct ThreatMetaDatum {
    Text name, label, hide_from_ui;
    List<Text> values;
    Text description, id, attribute_type;
};

struct AttributeType {
    Text is_extension;
    List<Text> values;
    Text display_name, inheritance, mode, name, type;
};

struct StencilConstraint {
    Text is_extension, connection, stencil_type;
};

struct ElementType {
    Text is_extension;
    List<AttributeType> attributes;
    Text available_to_base_models, behavior, description, hidden, id, image_location, image_source;
    Text image_stream, name, parent_id, representation, shape;
    List<StencilConstraint> constraints;
    Location where;
};

struct ThreatCategory {
    Text is_extension, id, long_description, name, short_description;
};

struct ThreatType {
    Text is_extension, category, description;
    Presence has_filters = Presence::absent;
    Text exclude, include, id;
    List<ThreatMetaDatum> properties;
    Text related_category, short_title;
    Location where;                         // of the threat type
    Location include_where, exclude_where;  // of the texts
};

struct Manifest {
    Text author, id, name, version;
};

/// A template: stencils, and threat types with the filters that say when they arise.
struct KnowledgeBase {
    std::string serial;
    Presence presence = Presence::absent;
    List<ElementType> generic_elements;
    Manifest manifest;
    List<ElementType> standard_elements;
    List<ThreatCategory> categories;
    Presence has_meta_data = Presence::absent;
    Text is_priority_used, is_status_used;
    List<ThreatMetaDatum> properties;
    List<ThreatType> threat_types;
};

struct Document {
    List<Diagram> diagrams;
    MetaInformation meta;
    List<Note> notes;
    List<ThreatInstance> threats;
    Text generation_enabled;
    List<Validation> validations;
    Text version;
    KnowledgeBase knowledge;
    Presence has_profile = Presence::absent;
    Text prompted_kb;
    Location where;
};

/// The numbers that coordinates are; nothing for what is missing or none.
std::optional<double> number_of(const Text& text);

}  // namespace bartizan::tmt
