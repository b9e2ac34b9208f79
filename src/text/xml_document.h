// An XML document with the place of every node in its source. Built on pugixml; DTDs and entities of their
// own are refused, and limits are ours.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string_view>

#include "text/diagnostic.h"
#include "text/source.h"

namespace bartizan {

struct XmlLimits {
    std::uint32_t max_depth = 200;
    std::uint32_t max_nodes = 8'000'000;
};

/// Keeps a copy of the text, which the nodes point into.
struct XmlDocument {
    pugi::xml_document tree;
    SourceId source;
    /// Where an element's name, or a text, begins and ends; invalid for what is not there.
    Location location(const pugi::xml_node& node) const;
};

/// The name without its prefix: `a:Guid` is `Guid`.
std::string_view local_name(const pugi::xml_node& node);
/// The first child element of that local name; empty if there is none.
pugi::xml_node child(const pugi::xml_node& parent, std::string_view name);
/// The text directly in an element: empty if there is none or it is no element.
std::string_view text_of(const pugi::xml_node& element);
/// The same without white space around it, as in documents that somebody has laid out anew.
std::string_view trimmed_text_of(const pugi::xml_node& element);

/// Calls `visit` for each child element (of that local name, if one is given).
template <typename Visit>
void for_each_child(const pugi::xml_node& parent, Visit visit) {
    for (pugi::xml_node node = parent.first_child(); node; node = node.next_sibling())
        if (node.type() == pugi::node_element) visit(node);
}
template <typename Visit>
void for_each_child(const pugi::xml_node& parent, std::string_view name, Visit visit) {
    for_each_child(parent, [&](const pugi::xml_node& node) {
        if (local_name(node) == name) visit(node);
    });
}

/// Reports what makes the text no XML document, with its place, and whether it has a DTD or exceeds a limit.
/// White space between elements is left out; that in an element without other content is kept.
bool read_xml(XmlDocument& document, const Sources& sources, SourceId source, Diagnostics& diagnostics,
              XmlLimits limits = {});

}  // namespace bartizan
