#include "text/xml_document.h"

#include <algorithm>
#include <string>

#include "text/utf8.h"

namespace bartizan {
namespace {

Location at(SourceId source, std::size_t begin, std::size_t end) {
    return {source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// Where a DTD begins: outside of comments, processing instructions and quoted text it can only stand before
/// the first element.
std::optional<std::size_t> find_document_type(std::string_view text) {
    std::size_t from = 0;
    for (;;) {
        const std::size_t open = text.find('<', from);
        if (open == text.npos) return std::nullopt;
        const std::string_view rest = text.substr(open);
        if (rest.starts_with("<!DOCTYPE")) return open;
        const bool is_comment = rest.starts_with("<!--");
        if (!is_comment && !rest.starts_with("<?")) return std::nullopt;
        const std::size_t close = text.find(is_comment ? "-->" : "?>", open);
        if (close == text.npos) return std::nullopt;
        from = close;
    }
}

/// Too deep or too many: the tree is walked as it lies, without recursion.
std::optional<pugi::xml_node> find_excess(const pugi::xml_document& tree, XmlLimits limits,
                                          bool& is_too_deep) {
    std::uint32_t depth = 1, count = 0;
    pugi::xml_node node = tree.first_child();
    while (node) {
        is_too_deep = depth > limits.max_depth;
        if (is_too_deep || ++count > limits.max_nodes) return node;
        if (node.first_child()) {
            node = node.first_child();
            ++depth;
            continue;
        }
        while (node && !node.next_sibling()) {
            node = node.parent();
            --depth;
        }
        if (node) node = node.next_sibling();
    }
    return std::nullopt;
}

}  // namespace

Location XmlDocument::location(const pugi::xml_node& node) const {
    const std::ptrdiff_t begin = node ? node.offset_debug() : -1;
    if (begin < 0) return {};
    const std::size_t length =
        node.type() == pugi::node_element ? std::string_view(node.name()).size() : std::size_t{1};
    return at(source, static_cast<std::size_t>(begin), static_cast<std::size_t>(begin) + length);
}

std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
    for (pugi::xml_node node = parent.first_child(); node; node = node.next_sibling())
        if (node.type() == pugi::node_element && local_name(node) == name) return node;
    return {};
}

std::string_view text_of(const pugi::xml_node& element) { return element.child_value(); }

std::string_view trimmed_text_of(const pugi::xml_node& element) {
    constexpr std::string_view blanks = " \t\r\n";
    std::string_view text = text_of(element);
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool read_xml(XmlDocument& document, const Sources& sources, SourceId source, Diagnostics& diagnostics,
              XmlLimits limits) {
    document.source = source;
    const std::string_view text = sources[source].text;
    if (const auto bad = find_bad_byte(text)) {
        diagnostics.add(DiagnosticKind::invalid_encoding, at(source, *bad, *bad + 1),
                        "this is not UTF-8 text", "save the file as UTF-8");
        return false;
    }
    if (const auto type = find_document_type(text)) {
        diagnostics.add(DiagnosticKind::invalid_xml, at(source, *type, *type + 9),
                        "documents with a DTD are not read", "remove the DOCTYPE declaration");
        return false;
    }
    constexpr unsigned options =
        pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata_single;
    const pugi::xml_parse_result result =
        document.tree.load_buffer(text.data(), text.size(), options, pugi::encoding_utf8);
    if (!result) {
        const std::size_t offset = std::min(static_cast<std::size_t>(result.offset), text.size());
        diagnostics.add(DiagnosticKind::invalid_xml, at(source, offset, std::min(offset + 1, text.size())),
                        std::string("this is not XML: ") + result.description());
        return false;
    }
    bool is_too_deep = false;
    if (const auto excess = find_excess(document.tree, limits, is_too_deep)) {
        diagnostics.add(
            is_too_deep ? DiagnosticKind::too_deep : DiagnosticKind::too_large, document.location(*excess),
            is_too_deep ? "elements are nested more than " + std::to_string(limits.max_depth) + " deep"
                        : "the document has more than " + std::to_string(limits.max_nodes) + " nodes");
        return false;
    }
    return true;
}

}  // namespace bartizan
