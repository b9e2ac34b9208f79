#include "formats/tmt/generic_knowledge.h"

namespace bartizan::tmt {
namespace {

struct Stencil {
    const char* id;
    const char* name;
    const char* representation;
    const char* description;
};

// Ids and representations are those that every template has.
constexpr Stencil stencils[] = {
    {"GE.P", "Generic Process", "Ellipse", "Software that does something"},
    {"GE.EI", "Generic External Interactor", "Rectangle", "Somebody or something outside the system"},
    {"GE.DS", "Generic Data Store", "ParallelLines", "Keeps data"},
    {"GE.DF", "Generic Data Flow", "Line", "Data on their way"},
    {"GE.TB.L", "Generic Trust Line Boundary", "LineBoundary", "A line between places of different trust"},
    {"GE.TB.B", "Generic Trust Border Boundary", "BorderBoundary", "An area of the same trust"},
};

ElementType make_element(const Stencil& stencil) {
    ElementType element;
    element.is_extension = "false";
    element.attributes.presence = Presence::written;
    element.available_to_base_models = "";
    element.behavior = element.image_stream = element.shape = Text::nil();
    element.image_location = element.image_source = Text::nil();
    element.description = stencil.description;
    element.hidden = "false";
    element.id = stencil.id;
    element.name = stencil.name;
    element.parent_id = "ROOT";
    element.representation = stencil.representation;
    element.constraints.presence = Presence::written;
    return element;
}

ThreatCategory make_category(const char* id, const char* name) {
    ThreatCategory category;
    category.is_extension = "false";
    category.id = id;
    category.name = name;
    category.long_description = category.short_description = "";
    return category;
}

ThreatMetaDatum make_datum(const char* name, const char* label, std::vector<Text> values, const char* kind) {
    ThreatMetaDatum datum;
    datum.name = name;
    datum.label = label;
    datum.hide_from_ui = "false";
    datum.values = {std::move(values), Presence::written};
    datum.id = Text::nil();
    datum.attribute_type = kind;
    return datum;
}

}  // namespace

KnowledgeBase generic_knowledge() {
    KnowledgeBase knowledge;
    knowledge.presence = Presence::written;
    knowledge.manifest = {"Bartizan", "6f0d3a52-9b1e-4c1c-8d8e-2f6b5f1c7a10", "Generic elements", "1.0.0.0"};
    knowledge.generic_elements.presence = knowledge.standard_elements.presence = Presence::written;
    for (const Stencil& stencil : stencils) knowledge.generic_elements.items.push_back(make_element(stencil));
    knowledge.categories = {
        {make_category("S", "Spoofing"), make_category("T", "Tampering"), make_category("R", "Repudiation"),
         make_category("I", "Information Disclosure"), make_category("D", "Denial Of Service"),
         make_category("E", "Elevation Of Privilege")},
        Presence::written};
    knowledge.has_meta_data = Presence::written;
    knowledge.is_priority_used = knowledge.is_status_used = "true";
    knowledge.properties = {
        {make_datum("Title", "Title", {""}, "0"), make_datum("UserThreatCategory", "Category", {""}, "0"),
         make_datum("UserThreatShortDescription", "Short Description", {""}, "0"),
         make_datum("UserThreatDescription", "Description", {""}, "0"),
         make_datum("StateInformation", "Justification", {""}, "0"),
         make_datum("InteractionString", "Interaction", {""}, "0"),
         make_datum("Priority", "Priority", {"High", "Medium", "Low"}, "1")},
        Presence::written};
    knowledge.threat_types.presence = Presence::written;
    return knowledge;
}

}  // namespace bartizan::tmt
