// Knowledge bases in their two serialisations: inside a model, and as a template of its own.
#include <algorithm>

#include "formats/tmt/reading.h"

namespace bartizan::tmt {
namespace {

constexpr Member<ElementType> template_element_members[] = {{"Name", &ElementType::name, true},
                                                            {"ID", &ElementType::id},
                                                            {"Description", &ElementType::description, true},
                                                            {"ParentElement", &ElementType::parent_id},
                                                            {"Image", &ElementType::image_source},
                                                            {"Hidden", &ElementType::hidden},
                                                            {"Behavior", &ElementType::behavior},
                                                            {"Shape", &ElementType::shape},
                                                            {"Representation", &ElementType::representation},
                                                            {"ImageLocation", &ElementType::image_location},
                                                            {"Attributes"},
                                                            {"StencilConstraints"}};

ThreatMetaDatum read_datum(const pugi::xml_node& node) {
    ThreatMetaDatum datum;
    read_members(node, datum, datum_members, [&](std::string_view, const pugi::xml_node& values) {
        datum.values = {read_texts(values, true), presence_of(values)};
    });
    return datum;
}

AttributeType read_attribute(const pugi::xml_node& node) {
    AttributeType attribute;
    read_members(node, attribute, attribute_members, [&](std::string_view, const pugi::xml_node& values) {
        attribute.values = {read_texts(values, true), presence_of(values)};
    });
    return attribute;
}

StencilConstraint read_constraint(const pugi::xml_node& node) {
    StencilConstraint constraint;
    read_members(node, constraint, constraint_members);
    return constraint;
}

ThreatCategory read_category(const pugi::xml_node& node) {
    ThreatCategory category;
    read_members(node, category, category_members);
    return category;
}

class KnowledgeReader {
public:
    KnowledgeReader(const XmlDocument& document, bool is_template)
        : document_(document), is_template_(is_template) {}

    KnowledgeBase read(const pugi::xml_node& root) {
        KnowledgeBase knowledge;
        knowledge.presence = presence_of(root);
        knowledge.serial = serial_of(root);
        for_each_child(root, [&](const pugi::xml_node& node) { member(knowledge, local_name(node), node); });
        return knowledge;
    }

private:
    void member(KnowledgeBase& knowledge, std::string_view name, const pugi::xml_node& node) {
        const auto element = [&](const pugi::xml_node& each) { return read_element(each); };
        if (name == "GenericElements") {
            read_list(node, knowledge.generic_elements, element);
        } else if (name == "StandardElements") {
            read_list(node, knowledge.standard_elements, element);
        } else if (name == "Manifest") {
            read_manifest(node, knowledge.manifest);
        } else if (name == "ThreatCategories") {
            read_list(node, knowledge.categories, read_category);
        } else if (name == "ThreatTypes") {
            read_list(node, knowledge.threat_types, [&](const auto& each) { return read_threat_type(each); });
        } else if (name == "ThreatMetaData") {
            knowledge.has_meta_data = presence_of(node);
            knowledge.is_priority_used = read_text(child(node, "IsPriorityUsed"), false);
            knowledge.is_status_used = read_text(child(node, "IsStatusUsed"), false);
            if (const auto data = child(node, "PropertiesMetaData"))
                read_list(data, knowledge.properties, read_datum);
        }
    }

    void read_manifest(const pugi::xml_node& node, Manifest& manifest) {
        read_members(node, manifest, manifest_members);
        if (!is_template_) return;
        const auto attribute = [&](const char* name) { return Text(node.attribute(name).value()); };
        manifest = {attribute("author"), attribute("id"), attribute("name"), attribute("version")};
    }

    ElementType read_element(const pugi::xml_node& node) {
        ElementType element;
        const auto special = [&](std::string_view name, const pugi::xml_node& list) {
            if (name == "Attributes") {
                read_list(list, element.attributes, read_attribute);
            } else {
                read_list(list, element.constraints, read_constraint);
            }
        };
        if (is_template_) {
            read_members(node, element, template_element_members, special);
        } else {
            read_members(node, element, element_members, special);
        }
        element.where = document_.location(node);
        return element;
    }

    ThreatType read_threat_type(const pugi::xml_node& node) {
        ThreatType type;
        type.where = document_.location(node);
        const auto special = [&](std::string_view name, const pugi::xml_node& part) {
            if (name == "PropertiesMetaData") {
                read_list(part, type.properties, read_datum);
                return;
            }
            type.has_filters = presence_of(part);
            read_members(part, type, filter_members);
            type.include_where = text_location(child(part, "Include"));
            type.exclude_where = text_location(child(part, "Exclude"));
        };
        read_members(node, type, threat_type_members, special);
        return type;
    }

    /// Of an element's text, or of its name if it has none.
    Location text_location(const pugi::xml_node& element) const {
        const pugi::xml_node text = element.first_child();
        return document_.location(text && text.type() != pugi::node_element ? text : element);
    }

    const XmlDocument& document_;
    bool is_template_;
};

void state(Text& text, Text otherwise) {
    if (text.presence != Presence::written) text = std::move(otherwise);
}

/// Members that only models write, as the tool fills them in when it makes a model from a template.
void complete(ElementType& element) {
    element.is_extension = "false";
    element.available_to_base_models = "";
    element.image_stream = Text::nil();
    for (Text* text : {&element.behavior, &element.shape, &element.image_location, &element.image_source})
        state(*text, Text::nil());
    for (Text* text : {&element.description, &element.name, &element.parent_id}) state(*text, "");
    state(element.hidden, "false");
    element.attributes.presence = Presence::written;
    element.constraints.presence = Presence::written;
    for (AttributeType& attribute : element.attributes.items) {
        attribute.is_extension = "false";
        attribute.values.presence = Presence::written;
    }
    for (StencilConstraint& constraint : element.constraints.items) constraint.is_extension = "false";
}

void complete(ThreatType& type) {
    type.is_extension = "false";
    type.has_filters = Presence::written;
    state(type.include, "");
    state(type.exclude, "");
    state(type.related_category, Text::nil());
    type.properties.presence = Presence::written;
}

void complete(List<ThreatMetaDatum>& data) {
    for (ThreatMetaDatum& datum : data.items) {
        if (datum.values.presence == Presence::absent) datum.values.presence = Presence::nil;
        state(datum.id, Text::nil());
    }
}

}  // namespace

KnowledgeBase read_embedded_knowledge(const XmlDocument& document, const pugi::xml_node& node) {
    return KnowledgeReader(document, false).read(node);
}

KnowledgeBase read_template_knowledge(const XmlDocument& document, const pugi::xml_node& node) {
    KnowledgeBase knowledge = KnowledgeReader(document, true).read(node);
    for (auto* list : {&knowledge.generic_elements, &knowledge.standard_elements}) {
        list->presence = Presence::written;
        for (ElementType& element : list->items) complete(element);
    }
    for (ThreatCategory& category : knowledge.categories.items) {
        category.is_extension = "false";
        state(category.long_description, "");
        state(category.short_description, "");
    }
    for (ThreatType& type : knowledge.threat_types.items) {
        complete(type);
        complete(type.properties);
    }
    complete(knowledge.properties);
    knowledge.categories.presence = knowledge.threat_types.presence = Presence::written;
    knowledge.has_meta_data = knowledge.properties.presence = Presence::written;
    state(knowledge.is_priority_used, "true");
    state(knowledge.is_status_used, "true");
    return knowledge;
}

}  // namespace bartizan::tmt
