#include "formats/tmt/read.h"

#include <algorithm>

#include "formats/tmt/reading.h"

namespace bartizan::tmt {
namespace {

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

Property read_property(const pugi::xml_node& node) {
    Property property;
    property.kind = type_of(node);
    read_members(node, property, property_members, [&](std::string_view, const pugi::xml_node& value) {
        property.value_type = type_of(value);
        if (property.value_type == "ArrayOfstring") {
            for_each_child(
                value, [&](const pugi::xml_node& item) { property.choices.push_back(text_in(item, false)); });
        } else {
            property.value = read_text(value, property.value_type != "boolean");
        }
    });
    return property;
}

class Reader {
public:
    explicit Reader(const XmlDocument& document) : document_(document) {}

    Document read(const pugi::xml_node& root) {
        Document model;
        model.where = document_.location(root);
        for_each_child(root, [&](const pugi::xml_node& node) { root_member(model, local_name(node), node); });
        return model;
    }

private:
    void root_member(Document& model, std::string_view name, const pugi::xml_node& node) {
        if (name == "DrawingSurfaceList") {
            read_list(node, model.diagrams, [&](const auto& each) { return diagram(each); });
        } else if (name == "MetaInformation") {
            model.meta.presence = presence_of(node);
            read_members(node, model.meta, meta_members);
        } else if (name == "Notes") {
            read_list(node, model.notes, [](const auto& each) { return plain<Note>(each, note_members); });
        } else if (name == "ThreatInstances") {
            read_list(node, model.threats, [&](const auto& each) { return threat(each); });
        } else if (name == "ThreatGenerationEnabled") {
            model.generation_enabled = read_text(node, false);
        } else if (name == "Validations") {
            read_list(node, model.validations, [](const auto& each) { return validation(each); });
        } else if (name == "Version") {
            model.version = read_text(node, false);
        } else if (name == "KnowledgeBase") {
            model.knowledge = read_embedded_knowledge(document_, node);
        } else if (name == "Profile") {
            model.has_profile = presence_of(node);
            if (const pugi::xml_node kb = child(node, "PromptedKb")) model.prompted_kb = read_text(kb, false);
        }
    }

    template <typename Object, std::size_t count>
    static Object plain(const pugi::xml_node& node, const Member<Object> (&members)[count]) {
        Object object;
        read_members(node, object, members);
        return object;
    }

    template <typename Object, std::size_t count>
    Object drawn(const pugi::xml_node& node, const Member<Object> (&members)[count]) {
        Object object;
        const pugi::xml_node value = child(node, "Value");
        object.key = read_text(child(node, "Key"), false);
        object.kind = type_of(value);
        object.serial = serial_of(value);
        object.where = document_.location(value ? value : node);
        read_members(value, object, members, [&](std::string_view, const pugi::xml_node& properties) {
            read_list(properties, object.properties, read_property);
        });
        return object;
    }

    Diagram diagram(const pugi::xml_node& node) {
        Diagram diagram;
        diagram.serial = serial_of(node);
        diagram.where = document_.location(node);
        read_members(node, diagram, diagram_members, [&](std::string_view name, const pugi::xml_node& part) {
            if (name == "Properties") {
                read_list(part, diagram.properties, read_property);
            } else if (name == "Borders") {
                read_list(part, diagram.borders,
                          [&](const auto& each) { return drawn(each, shape_members); });
            } else {
                read_list(part, diagram.lines, [&](const auto& each) { return drawn(each, line_members); });
            }
        });
        return diagram;
    }

    ThreatInstance threat(const pugi::xml_node& node) {
        ThreatInstance threat;
        const pugi::xml_node value = child(node, "Value");
        threat.key = read_text(child(node, "Key"), false);
        threat.where = document_.location(value ? value : node);
        read_members(value, threat, threat_members, [&](std::string_view, const pugi::xml_node& properties) {
            read_list(properties, threat.properties, [](const auto& pair) {
                return std::pair(text_in(child(pair, "Key"), true), read_text(child(pair, "Value"), true));
            });
        });
        return threat;
    }

    static Validation validation(const pugi::xml_node& node) {
        Validation validation;
        validation.serial = serial_of(node);
        read_members(node, validation, validation_members,
                     [&](std::string_view, const pugi::xml_node& guids) {
                         read_list(guids, validation.element_guids,
                                   [](const auto& guid) { return text_in(guid, true); });
                     });
        return validation;
    }

    const XmlDocument& document_;
};

pugi::xml_node root_of(const XmlDocument& document) { return document.tree.document_element(); }

}  // namespace

std::string text_in(const pugi::xml_node& element, bool is_trimmed) {
    std::string text;
    for (pugi::xml_node part = element.first_child(); part; part = part.next_sibling())
        if (part.type() != pugi::node_element) text += part.value();
    return is_trimmed ? std::string(trim(text)) : text;
}

bool is_nil(const pugi::xml_node& element) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        std::string_view name = attribute.name();
        if (name.ends_with(":nil")) return trim(attribute.value()) == "true";
    }
    return false;
}

std::string_view type_of(const pugi::xml_node& element) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        if (!std::string_view(attribute.name()).ends_with(":type")) continue;
        const std::string_view value = trim(attribute.value());
        return value.substr(value.rfind(':') + 1);
    }
    return {};
}

std::string serial_of(const pugi::xml_node& element) {
    for (const pugi::xml_attribute attribute : element.attributes())
        if (std::string_view(attribute.name()).ends_with(":Id")) return attribute.value();
    return {};
}

Text read_text(const pugi::xml_node& element, bool is_free_text) {
    Text text;
    text.presence = presence_of(element);
    if (element.first_child()) text.value = text_in(element, !is_free_text);
    return text;
}

std::vector<Text> read_texts(const pugi::xml_node& node, bool is_free_text) {
    std::vector<Text> texts;
    for_each_child(node, [&](const pugi::xml_node& each) { texts.push_back(read_text(each, is_free_text)); });
    return texts;
}

bool is_model(std::string_view text) {
    constexpr std::size_t looked_at = 8192;
    text = text.substr(0, looked_at);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    for (;;) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
        const bool is_comment = text.starts_with("<!--");
        if (!is_comment && !text.starts_with("<?")) break;
        const std::size_t end = text.find(is_comment ? "-->" : "?>");
        if (end == text.npos) return false;
        text.remove_prefix(end + (is_comment ? 3 : 2));
    }
    constexpr std::string_view root = "ThreatModel";
    if (!text.starts_with('<')) return false;
    std::string_view name = text.substr(1, text.find_first_of(" \t\r\n/>") - 1);
    const std::size_t colon = name.find(':');
    if (colon != name.npos) name.remove_prefix(colon + 1);
    // Other tools have a root of this name, too, and lists below it that this format has not.
    return name == root && text.find("ThreatModeling.Model") != text.npos;
}

std::optional<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
    XmlDocument document;
    if (!read_xml(document, sources, source, diagnostics)) return std::nullopt;
    const pugi::xml_node root = root_of(document);
    if (local_name(root) != "ThreatModel") {
        diagnostics.add(DiagnosticKind::invalid_value, document.location(root),
                        "this is no model of the Microsoft Threat Modeling Tool: its root is `" +
                            std::string(local_name(root)) + "`",
                        "the root of such a file is `ThreatModel`");
        return std::nullopt;
    }
    return Reader(document).read(root);
}

std::optional<KnowledgeBase> read_template(const Sources& sources, SourceId source,
                                           Diagnostics& diagnostics) {
    XmlDocument document;
    if (!read_xml(document, sources, source, diagnostics)) return std::nullopt;
    const pugi::xml_node root = root_of(document);
    if (local_name(root) == "ThreatModel") {
        const pugi::xml_node node = child(root, "KnowledgeBase");
        if (node && !is_nil(node)) return read_embedded_knowledge(document, node);
    } else if (local_name(root) == "KnowledgeBase") {
        return read_template_knowledge(document, root);
    }
    diagnostics.add(DiagnosticKind::invalid_value, document.location(root),
                    "this is no template of the Microsoft Threat Modeling Tool",
                    "the root of such a file is `KnowledgeBase`");
    return std::nullopt;
}

}  // namespace bartizan::tmt
