// What the readers of models and of templates share.
#pragma once

#include <string>

#include "formats/tmt/document.h"
#include "formats/tmt/members.h"
#include "text/xml_document.h"

namespace bartizan::tmt {

/// All text directly in an element, also if comments or CDATA break it up.
std::string text_in(const pugi::xml_node& element, bool is_trimmed);
/// `true` for `i:nil="true"`.
bool is_nil(const pugi::xml_node& element);
inline Presence presence_of(const pugi::xml_node& element) {
    return !element ? Presence::absent : is_nil(element) ? Presence::nil : Presence::written;
}
/// The type that `i:type` names, without its prefix.
std::string_view type_of(const pugi::xml_node& element);
/// The number that the serialiser gave an object.
std::string serial_of(const pugi::xml_node& element);
Text read_text(const pugi::xml_node& element, bool is_free_text);

/// Reads the members that are texts and hands the others to `special(name, node)`. Members usually come in
/// the order of the table, so each is looked for behind the one before.
template <typename Object, std::size_t count, typename Special>
void read_members(const pugi::xml_node& node, Object& object, const Member<Object> (&members)[count],
                  Special special) {
    std::size_t next = 0;
    for_each_child(node, [&](const pugi::xml_node& element) {
        const std::string_view name = local_name(element);
        for (std::size_t tried = 0; tried < count; ++tried) {
            const std::size_t index = next + tried < count ? next + tried : next + tried - count;
            const Member<Object>& member = members[index];
            if (member.name != name) continue;
            next = index + 1 == count ? 0 : index + 1;
            if (member.text) {
                object.*member.text = read_text(element, member.is_free_text);
            } else {
                special(name, element);
            }
            return;
        }
    });
}
template <typename Object, std::size_t count>
void read_members(const pugi::xml_node& node, Object& object, const Member<Object> (&members)[count]) {
    read_members(node, object, members, [](std::string_view, const pugi::xml_node&) {});
}

template <typename Item, typename Read>
void read_list(const pugi::xml_node& node, List<Item>& list, Read read) {
    list.presence = presence_of(node);
    for_each_child(node, [&](const pugi::xml_node& element) { list.items.push_back(read(element)); });
}

std::vector<Text> read_texts(const pugi::xml_node& node, bool is_free_text);

KnowledgeBase read_embedded_knowledge(const XmlDocument& document, const pugi::xml_node& node);
KnowledgeBase read_template_knowledge(const XmlDocument& document, const pugi::xml_node& node);

}  // namespace bartizan::tmt
