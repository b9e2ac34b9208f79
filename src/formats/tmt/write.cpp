#include "formats/tmt/write.h"

#include <algorithm>

#include "formats/tmt/members.h"
#include "formats/tmt/xml_writer.h"

namespace bartizan::tmt {
namespace {

// Namespaces are declared again and again, at the places where the tool's serialiser does.
constexpr std::string_view abstracts =
    " xmlns=\"http://schemas.datacontract.org/2004/07/ThreatModeling.Model.Abstracts\"";
constexpr std::string_view ids = " xmlns:z=\"http://schemas.microsoft.com/2003/10/Serialization/\"";
constexpr std::string_view arrays_a =
    " xmlns:a=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\"";
constexpr std::string_view arrays_b =
    " xmlns:b=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\"";
constexpr std::string_view knowledge_a =
    " xmlns:a=\"http://schemas.datacontract.org/2004/07/ThreatModeling.KnowledgeBase\"";
constexpr std::string_view knowledge_b =
    " xmlns:b=\"http://schemas.datacontract.org/2004/07/ThreatModeling.KnowledgeBase\"";
constexpr std::string_view interfaces =
    " xmlns:b=\"http://schemas.datacontract.org/2004/07/ThreatModeling.Interfaces\"";
constexpr std::string_view object_model =
    " xmlns:b=\"http://schemas.datacontract.org/2004/07/ThreatModeling.ExternalStorage.OM\"";
constexpr std::string_view schema = " xmlns:c=\"http://www.w3.org/2001/XMLSchema\"";
constexpr std::string_view nil = " i:nil=\"true\"";

class DocumentWriter {
public:
    explicit DocumentWriter(WriteOptions options) : xml_(options.is_readable) {}

    std::string write(const Document& document) {
        keeps_serials_ = all_have_serials(document);
        xml_.open("ThreatModel",
                  " xmlns=\"http://schemas.datacontract.org/2004/07/ThreatModeling.Model\" "
                  "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"");
        list("DrawingSurfaceList", "", document.diagrams, [&](const Diagram& each) { diagram(each); });
        meta(document.meta);
        list("Notes", "", document.notes, [&](const Note& note) {
            xml_.open("Note");
            members(note, note_members, "", "");
            xml_.close();
        });
        list("ThreatInstances", arrays_a, document.threats,
             [&](const ThreatInstance& each) { threat(each); });
        text("ThreatGenerationEnabled", "", document.generation_enabled);
        list("Validations", knowledge_a, document.validations,
             [&](const Validation& each) { validation(each); });
        text("Version", "", document.version);
        knowledge(document.knowledge);
        profile(document);
        xml_.close();
        return xml_.take();
    }

private:
    std::string next_id(const std::string& serial) {
        return " z:Id=\"" + (keeps_serials_ ? attribute_value(serial) : "i" + std::to_string(++last_id_)) +
               "\"";
    }

    /// Programs that change files leave gaps. They are kept unless something has come that has no number.
    static bool all_have_serials(const Document& document) {
        const auto has_none = [](const auto& object) { return object.serial.empty(); };
        const auto all_have = [&](const auto& objects) { return std::ranges::none_of(objects, has_none); };
        return all_have(document.diagrams.items) && all_have(document.validations.items) &&
               !document.knowledge.serial.empty() &&
               std::ranges::all_of(document.diagrams.items, [&](const Diagram& diagram) {
                   return all_have(diagram.borders.items) && all_have(diagram.lines.items);
               });
    }

    /// In each place the serialiser puts `i:nil` before the namespaces.
    void text(std::string_view name, std::string_view attributes, const Text& text) {
        if (text.is_absent()) return;
        if (text.presence == Presence::nil) {
            xml_.empty(name, std::string(nil).append(attributes));
        } else {
            xml_.element(name, attributes, text.value);
        }
    }

    template <typename Item, typename Write>
    void list(std::string_view name, std::string_view attributes, const List<Item>& list, Write write) {
        if (list.presence == Presence::absent) return;
        if (list.presence == Presence::nil) return xml_.empty(name, std::string(nil).append(attributes));
        xml_.open(name, attributes);
        for (const Item& item : list.items) write(item);
        xml_.close();
    }

    /// `special(name)` writes those that are no texts.
    template <typename Object, std::size_t count, typename Special>
    void members(const Object& object, const Member<Object> (&table)[count], std::string_view prefix,
                 std::string_view attributes, Special special) {
        std::string name;
        for (const Member<Object>& member : table) {
            if (!member.text) {
                special(member.name);
            } else {
                name.assign(prefix).append(member.name);
                text(name, attributes, object.*member.text);
            }
        }
    }
    template <typename Object, std::size_t count>
    void members(const Object& object, const Member<Object> (&table)[count], std::string_view prefix,
                 std::string_view attributes) {
        members(object, table, prefix, attributes, [](std::string_view) {});
    }

    void property(const Property& property) {
        std::string type = " i:type=\"b:" + attribute_value(property.kind) + "\"";
        xml_.open("a:anyType", type.append(knowledge_b));
        text("b:DisplayName", "", property.display_name);
        text("b:Name", "", property.name);
        if (property.value_type == "ArrayOfstring") {
            xml_.open("b:Value", " i:type=\"a:ArrayOfstring\"");
            for (const std::string& choice : property.choices) xml_.element("a:string", "", choice);
            xml_.close();
        } else if (property.value_type.empty()) {
            text("b:Value", "", property.value);
        } else {
            std::string value = " i:type=\"c:" + attribute_value(property.value_type) + "\"";
            text("b:Value", value.append(schema), property.value);
        }
        text("b:SelectedIndex", "", property.selected_index);
        xml_.close();
    }

    void properties(const List<Property>& properties, std::string_view attributes) {
        list("Properties", attributes, properties, [&](const Property& each) { property(each); });
    }

    template <typename Object, std::size_t count>
    void drawn(const Object& object, const Member<Object> (&table)[count]) {
        xml_.open("a:KeyValueOfguidanyType");
        text("a:Key", "", object.key);
        xml_.open("a:Value", next_id(object.serial) + " i:type=\"" + attribute_value(object.kind) + "\"");
        members(object, table, "", abstracts,
                [&](std::string_view) { properties(object.properties, abstracts); });
        xml_.close();
        xml_.close();
    }

    void diagram(const Diagram& diagram) {
        xml_.open("DrawingSurfaceModel", next_id(diagram.serial).append(ids));
        text("GenericTypeId", abstracts, diagram.generic_type_id);
        text("Guid", abstracts, diagram.guid);
        properties(diagram.properties, std::string(abstracts).append(arrays_a));
        text("TypeId", abstracts, diagram.type_id);
        list("Borders", arrays_a, diagram.borders, [&](const Shape& shape) { drawn(shape, shape_members); });
        text("Header", "", diagram.header);
        list("Lines", arrays_a, diagram.lines, [&](const Line& line) { drawn(line, line_members); });
        text("Zoom", "", diagram.zoom);
        xml_.close();
    }

    void meta(const MetaInformation& meta) {
        if (meta.presence == Presence::absent) return;
        if (meta.presence == Presence::nil) return xml_.empty("MetaInformation", nil);
        xml_.open("MetaInformation");
        members(meta, meta_members, "", "");
        xml_.close();
    }

    void threat(const ThreatInstance& threat) {
        xml_.open("a:KeyValueOfstringThreatpc_P0_PhOB");
        text("a:Key", "", threat.key);
        xml_.open("a:Value", knowledge_b);
        members(threat, threat_members, "b:", "", [&](std::string_view) {
            list("b:Properties", "", threat.properties, [&](const auto& pair) {
                xml_.open("a:KeyValueOfstringstring");
                xml_.element("a:Key", "", pair.first);
                text("a:Value", "", pair.second);
                xml_.close();
            });
        });
        xml_.close();
        xml_.close();
    }

    void validation(const Validation& validation) {
        xml_.open("a:Validation", next_id(validation.serial).append(ids));
        list("a:ElementGuids", arrays_b, validation.element_guids,
             [&](const std::string& guid) { xml_.element("b:guid", "", guid); });
        text("a:Enabled", "", validation.enabled);
        text("a:Guid", "", validation.guid);
        text("a:IssueGuid", "", validation.issue_guid);
        text("a:Items", arrays_b, validation.items);
        text("a:Message", "", validation.message);
        text("a:Source", "", validation.source);
        text("a:SourceGuid", "", validation.source_guid);
        xml_.close();
    }

    void datum(const ThreatMetaDatum& datum) {
        xml_.open("ThreatMetaDatum");
        members(datum, datum_members, "", "", [&](std::string_view) {
            list("Values", arrays_b, datum.values, [&](const Text& value) { text("b:string", "", value); });
        });
        xml_.close();
    }

    void element_type(const ElementType& element) {
        const auto special = [&](std::string_view name) {
            if (name == "Attributes") {
                list("a:Attributes", "", element.attributes,
                     [&](const AttributeType& each) { attribute(each); });
            } else {
                list("a:StencilConstraints", "", element.constraints, [&](const StencilConstraint& each) {
                    xml_.open("a:StencilConstraint");
                    members(each, constraint_members, "a:", "");
                    xml_.close();
                });
            }
        };
        xml_.open("a:ElementType");
        std::string name;
        for (const Member<ElementType>& member : element_members) {
            name.assign("a:").append(member.name);
            if (!member.text) {
                special(member.name);
            } else {
                text(name, member.name == "AvailableToBaseModels" ? object_model : "", element.*member.text);
            }
        }
        xml_.close();
    }

    void attribute(const AttributeType& attribute) {
        xml_.open("a:Attribute");
        members(attribute, attribute_members, "a:", "", [&](std::string_view) {
            list("a:AttributeValues", interfaces, attribute.values,
                 [&](const Text& value) { text("b:Value", "", value); });
        });
        xml_.close();
    }

    void threat_type(const ThreatType& type) {
        xml_.open("a:ThreatType");
        members(type, threat_type_members, "a:", "", [&](std::string_view name) {
            if (name == "PropertiesMetaData") {
                list("a:PropertiesMetaData", "", type.properties,
                     [&](const ThreatMetaDatum& each) { datum(each); });
            } else if (type.has_filters == Presence::nil) {
                xml_.empty("a:GenerationFilters", nil);
            } else if (type.has_filters == Presence::written) {
                xml_.open("a:GenerationFilters");
                members(type, filter_members, "a:", "");
                xml_.close();
            }
        });
        xml_.close();
    }

    void knowledge(const KnowledgeBase& knowledge) {
        if (knowledge.presence == Presence::absent) return;
        if (knowledge.presence == Presence::nil)
            return xml_.empty("KnowledgeBase", std::string(nil).append(knowledge_a));
        xml_.open("KnowledgeBase", next_id(knowledge.serial).append(knowledge_a).append(ids));
        const auto element = [&](const ElementType& each) { element_type(each); };
        list("a:GenericElements", "", knowledge.generic_elements, element);
        xml_.open("a:Manifest");
        members(knowledge.manifest, manifest_members, "a:", "");
        xml_.close();
        list("a:StandardElements", "", knowledge.standard_elements, element);
        list("a:ThreatCategories", "", knowledge.categories, [&](const ThreatCategory& each) {
            xml_.open("a:ThreatCategory");
            members(each, category_members, "a:", "");
            xml_.close();
        });
        if (knowledge.has_meta_data != Presence::absent) meta_data(knowledge);
        list("a:ThreatTypes", "", knowledge.threat_types, [&](const ThreatType& each) { threat_type(each); });
        xml_.close();
    }

    void meta_data(const KnowledgeBase& knowledge) {
        xml_.open("a:ThreatMetaData");
        text("IsPriorityUsed", "", knowledge.is_priority_used);
        text("IsStatusUsed", "", knowledge.is_status_used);
        list("PropertiesMetaData", "", knowledge.properties,
             [&](const ThreatMetaDatum& each) { datum(each); });
        xml_.close();
    }

    void profile(const Document& document) {
        if (document.has_profile == Presence::absent) return;
        if (document.has_profile == Presence::nil) return xml_.empty("Profile", nil);
        xml_.open("Profile");
        text("PromptedKb", " xmlns=\"\"", document.prompted_kb);
        xml_.close();
    }

    XmlWriter xml_;
    std::size_t last_id_ = 0;
    bool keeps_serials_ = false;
};

}  // namespace

std::string write_document(const Document& document, WriteOptions options) {
    return DocumentWriter(options).write(document);
}

}  // namespace bartizan::tmt
