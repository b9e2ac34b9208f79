// Members of the serialised structures, each list once for the reader and the writer, in the order in which
// they are written.
#pragma once

#include "formats/tmt/document.h"

namespace bartizan::tmt {

/// A member that is a text, or, without `text`, one with a structure of its own, which the caller handles.
template <typename Object>
struct Member {
    std::string_view name;
    Text Object::*text = nullptr;
    /// White space around it comes from laying the file out anew.
    bool is_free_text = false;
};

inline constexpr Member<Property> property_members[] = {{"DisplayName", &Property::display_name, true},
                                                        {"Name", &Property::name},
                                                        {"Value"},
                                                        {"SelectedIndex", &Property::selected_index}};

inline constexpr Member<Shape> shape_members[] = {{"GenericTypeId", &Shape::generic_type_id},
                                                  {"Guid", &Shape::guid},
                                                  {"Properties"},
                                                  {"TypeId", &Shape::type_id},
                                                  {"Height", &Shape::height},
                                                  {"Left", &Shape::left},
                                                  {"StrokeDashArray", &Shape::stroke_dash_array},
                                                  {"StrokeThickness", &Shape::stroke_thickness},
                                                  {"Top", &Shape::top},
                                                  {"Width", &Shape::width}};

inline constexpr Member<Line> line_members[] = {{"GenericTypeId", &Line::generic_type_id},
                                                {"Guid", &Line::guid},
                                                {"Properties"},
                                                {"TypeId", &Line::type_id},
                                                {"HandleX", &Line::handle_x},
                                                {"HandleY", &Line::handle_y},
                                                {"PortSource", &Line::port_source},
                                                {"PortTarget", &Line::port_target},
                                                {"SourceGuid", &Line::source_guid},
                                                {"SourceX", &Line::source_x},
                                                {"SourceY", &Line::source_y},
                                                {"StrokeDashArray", &Line::stroke_dash_array},
                                                {"StrokeThickness", &Line::stroke_thickness},
                                                {"TargetGuid", &Line::target_guid},
                                                {"TargetX", &Line::target_x},
                                                {"TargetY", &Line::target_y}};

inline constexpr Member<Diagram> diagram_members[] = {{"GenericTypeId", &Diagram::generic_type_id},
                                                      {"Guid", &Diagram::guid},
                                                      {"Properties"},
                                                      {"TypeId", &Diagram::type_id},
                                                      {"Borders"},
                                                      {"Header", &Diagram::header, true},
                                                      {"Lines"},
                                                      {"Zoom", &Diagram::zoom}};

inline constexpr Member<MetaInformation> meta_members[] = {
    {"Assumptions", &MetaInformation::assumptions, true},
    {"Contributors", &MetaInformation::contributors, true},
    {"ExternalDependencies", &MetaInformation::external_dependencies, true},
    {"HighLevelSystemDescription", &MetaInformation::description, true},
    {"Owner", &MetaInformation::owner, true},
    {"Reviewer", &MetaInformation::reviewer, true},
    {"ThreatModelName", &MetaInformation::name, true}};

inline constexpr Member<Note> note_members[] = {{"AddedBy", &Note::added_by},
                                                {"Date", &Note::date},
                                                {"Id", &Note::id},
                                                {"Message", &Note::message, true}};

inline constexpr Member<Validation> validation_members[] = {{"ElementGuids"},
                                                            {"Enabled", &Validation::enabled},
                                                            {"Guid", &Validation::guid},
                                                            {"IssueGuid", &Validation::issue_guid},
                                                            {"Items", &Validation::items},
                                                            {"Message", &Validation::message, true},
                                                            {"Source", &Validation::source, true},
                                                            {"SourceGuid", &Validation::source_guid}};

inline constexpr Member<ThreatInstance> threat_members[] = {
    {"ChangedBy", &ThreatInstance::changed_by},
    {"DrawingSurfaceGuid", &ThreatInstance::diagram_guid},
    {"FlowGuid", &ThreatInstance::flow_guid},
    {"Id", &ThreatInstance::id},
    {"InteractionKey", &ThreatInstance::interaction_key},
    {"InteractionString", &ThreatInstance::interaction_string, true},
    {"ModifiedAt", &ThreatInstance::modified_at},
    {"Priority", &ThreatInstance::priority},
    {"Properties"},
    {"SourceGuid", &ThreatInstance::source_guid},
    {"State", &ThreatInstance::state},
    {"StateInformation", &ThreatInstance::state_information, true},
    {"TargetGuid", &ThreatInstance::target_guid},
    {"Title", &ThreatInstance::title, true},
    {"TypeId", &ThreatInstance::type_id},
    {"Upgraded", &ThreatInstance::upgraded},
    {"UserThreatCategory", &ThreatInstance::category, true},
    {"UserThreatDescription", &ThreatInstance::description, true},
    {"UserThreatShortDescription", &ThreatInstance::short_description, true},
    {"Wide", &ThreatInstance::wide}};

inline constexpr Member<ThreatMetaDatum> datum_members[] = {
    {"Name", &ThreatMetaDatum::name},
    {"Label", &ThreatMetaDatum::label, true},
    {"HideFromUI", &ThreatMetaDatum::hide_from_ui},
    {"Values"},
    {"Description", &ThreatMetaDatum::description, true},
    {"Id", &ThreatMetaDatum::id},
    {"AttributeType", &ThreatMetaDatum::attribute_type}};

inline constexpr Member<AttributeType> attribute_members[] = {
    {"IsExtension", &AttributeType::is_extension},
    {"AttributeValues"},
    {"DisplayName", &AttributeType::display_name, true},
    {"Inheritance", &AttributeType::inheritance},
    {"Mode", &AttributeType::mode},
    {"Name", &AttributeType::name},
    {"Type", &AttributeType::type}};

inline constexpr Member<StencilConstraint> constraint_members[] = {
    {"IsExtension", &StencilConstraint::is_extension},
    {"SelectedStencilConnection", &StencilConstraint::connection},
    {"SelectedStencilType", &StencilConstraint::stencil_type}};

inline constexpr Member<ElementType> element_members[] = {
    {"IsExtension", &ElementType::is_extension},
    {"Attributes"},
    {"AvailableToBaseModels", &ElementType::available_to_base_models},
    {"Behavior", &ElementType::behavior},
    {"Description", &ElementType::description, true},
    {"Hidden", &ElementType::hidden},
    {"Id", &ElementType::id},
    {"ImageLocation", &ElementType::image_location},
    {"ImageSource", &ElementType::image_source},
    {"ImageStream", &ElementType::image_stream},
    {"Name", &ElementType::name, true},
    {"ParentId", &ElementType::parent_id},
    {"Representation", &ElementType::representation},
    {"Shape", &ElementType::shape},
    {"StencilConstraints"}};

inline constexpr Member<ThreatCategory> category_members[] = {
    {"IsExtension", &ThreatCategory::is_extension},
    {"Id", &ThreatCategory::id},
    {"LongDescription", &ThreatCategory::long_description, true},
    {"Name", &ThreatCategory::name, true},
    {"ShortDescription", &ThreatCategory::short_description, true}};

inline constexpr Member<ThreatType> threat_type_members[] = {
    {"IsExtension", &ThreatType::is_extension},
    {"Category", &ThreatType::category},
    {"Description", &ThreatType::description, true},
    {"GenerationFilters"},
    {"Id", &ThreatType::id},
    {"PropertiesMetaData"},
    {"RelatedCategory", &ThreatType::related_category},
    {"ShortTitle", &ThreatType::short_title, true}};

inline constexpr Member<ThreatType> filter_members[] = {{"Exclude", &ThreatType::exclude, true},
                                                        {"Include", &ThreatType::include, true}};

inline constexpr Member<Manifest> manifest_members[] = {{"Author", &Manifest::author, true},
                                                        {"Id", &Manifest::id},
                                                        {"Name", &Manifest::name, true},
                                                        {"Version", &Manifest::version}};

}  // namespace bartizan::tmt
