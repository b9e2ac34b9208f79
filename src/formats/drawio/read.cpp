#include <cmath>
#include <cstdlib>

#include "formats/drawio/document.h"
#include "formats/drawio/inflate.h"
#include "text/xml_document.h"

namespace bartizan::drawio {
namespace {

double number(const pugi::xml_node& node, const char* name) {
    const double value = node.attribute(name).as_double();
    return std::isfinite(value) && std::abs(value) < 1e9 ? value : 0;
}

void append_code_point(std::string& out, unsigned long code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0 | code >> 6);
        out += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000 && (code < 0xd800 || code > 0xdfff)) {
        out += static_cast<char>(0xe0 | code >> 12);
        out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (code & 0x3f));
    }
}

/// The entity that begins at `at`, as text; its length, or 0 if it is none.
std::size_t append_entity(std::string& out, std::string_view html, std::size_t at) {
    constexpr std::size_t longest = 10;
    const std::size_t end = html.substr(at, longest).find(';');
    if (end == std::string_view::npos) return 0;
    const std::string name(html.substr(at + 1, end - 1));
    constexpr std::pair<const char*, const char*> known[]{{"amp", "&"},   {"lt", "<"},   {"gt", ">"},
                                                          {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};
    for (const auto& [entity, text] : known)
        if (name == entity) {
            out += text;
            return end + 1;
        }
    if (name.size() < 2 || name[0] != '#') return 0;
    const bool is_hex = name[1] == 'x' || name[1] == 'X';
    append_code_point(out, std::strtoul(name.c_str() + (is_hex ? 2 : 1), nullptr, is_hex ? 16 : 10));
    return end + 1;
}

/// Runs of white space become one space, and none is left around the text.
std::string squeezed(std::string_view text) {
    std::string out;
    for (char c : text) {
        const bool is_space = static_cast<unsigned char>(c) <= ' ';
        if (!is_space)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

class Reader {
public:
    Reader(Sources& sources, SourceId source, Diagnostics& diagnostics)
        : sources_(sources), source_(source), diagnostics_(diagnostics) {}

    std::optional<Document> read() {
        XmlDocument xml;
        if (!read_xml(xml, sources_, source_, diagnostics_)) return {};
        const pugi::xml_node root = xml.tree.document_element();
        if (local_name(root) == "mxGraphModel") {
            document_.pages.push_back({"Page-1", {}});
            read_model(xml, root);
        } else if (local_name(root) == "mxfile") {
            for_each_child(root, "diagram",
                           [&](const pugi::xml_node& diagram) { read_diagram(xml, diagram); });
        } else {
            diagnostics_.add(DiagnosticKind::wrong_type, xml.location(root),
                             "a draw.io file begins with `mxfile` or `mxGraphModel`");
            return {};
        }
        return std::move(document_);
    }

private:
    void read_diagram(const XmlDocument& xml, const pugi::xml_node& diagram) {
        document_.pages.push_back({diagram.attribute("name").value(), {}});
        if (const pugi::xml_node model = child(diagram, "mxGraphModel")) return read_model(xml, model);
        const std::string_view packed = trimmed_text_of(diagram);
        if (packed.empty()) return;
        const auto text = unpack_page(packed, room_);
        if (!text) {
            diagnostics_.add(DiagnosticKind::invalid_xml, xml.location(diagram), text.error(),
                             "save the file anew, perhaps without compression");
            return;
        }
        room_ -= std::min(room_, text->size());
        const std::string name = sources_[source_].name + " (" + document_.pages.back().name + ")";
        const SourceId page = sources_.add(name, *text);
        XmlDocument inner;
        if (!read_xml(inner, sources_, page, diagnostics_)) return;
        packed_at_ = xml.location(diagram);
        read_model(inner, inner.tree.document_element());
        packed_at_.reset();
    }

    void read_model(const XmlDocument& xml, const pugi::xml_node& model) {
        const pugi::xml_node root = child(model, "root");
        for_each_child(root, [&](const pugi::xml_node& node) {
            const std::string_view name = local_name(node);
            if (name == "mxCell") {
                add_cell(xml, node, node);
            } else if (const pugi::xml_node inner = child(node, "mxCell")) {
                // `object` and `UserObject` carry properties of the cell that they wrap.
                add_cell(xml, node, inner);
            }
        });
    }

    void add_cell(const XmlDocument& xml, const pugi::xml_node& outer, const pugi::xml_node& inner) {
        Cell cell;
        cell.id = outer.attribute("id").value();
        cell.where = packed_at_.value_or(xml.location(outer));
        const bool is_wrapped = outer != inner;
        cell.label = plain_text((is_wrapped ? outer.attribute("label") : inner.attribute("value")).value());
        cell.style = inner.attribute("style").value();
        cell.parent = inner.attribute("parent").value();
        cell.source = inner.attribute("source").value();
        cell.target = inner.attribute("target").value();
        cell.is_vertex = inner.attribute("vertex").as_bool();
        cell.is_edge = inner.attribute("edge").as_bool();
        if (is_wrapped)
            for (const pugi::xml_attribute& attribute : outer.attributes()) {
                constexpr std::size_t most = 100;
                if (cell.properties.size() < most)
                    cell.properties.emplace_back(attribute.name(), attribute.value());
            }
        if (const pugi::xml_node geometry = child(inner, "mxGeometry")) read_geometry(cell, geometry);
        document_.pages.back().cells.push_back(std::move(cell));
    }

    static void read_geometry(Cell& cell, const pugi::xml_node& geometry) {
        cell.x = number(geometry, "x");
        cell.y = number(geometry, "y");
        cell.width = number(geometry, "width");
        cell.height = number(geometry, "height");
        cell.is_relative = geometry.attribute("relative").as_bool();
        for_each_child(geometry, "Array", [&](const pugi::xml_node& array) {
            if (std::string_view(array.attribute("as").value()) != "points") return;
            for_each_child(array, "mxPoint", [&](const pugi::xml_node& point) {
                cell.points.push_back({number(point, "x"), number(point, "y")});
            });
        });
    }

    Sources& sources_;
    SourceId source_;
    Diagnostics& diagnostics_;
    Document document_;
    /// Cells of a packed page stand where the page stands: nobody can look into it.
    std::optional<Location> packed_at_;
    /// All pages together may not be larger than one source.
    std::size_t room_ = max_source_bytes;
};

}  // namespace

std::string plain_text(std::string_view html) {
    std::string text;
    for (std::size_t i = 0; i < html.size();) {
        if (html[i] == '<' && i + 1 < html.size() && html[i + 1] != ' ') {
            const std::size_t end = html.find('>', i);
            if (end == std::string_view::npos) {
                text += html.substr(i);
                break;
            }
            text += ' ';
            i = end + 1;
        } else if (const std::size_t length = html[i] == '&' ? append_entity(text, html, i) : 0; length > 0) {
            i += length;
        } else {
            text += html[i++];
        }
    }
    return squeezed(text);
}

std::optional<Document> read_document(Sources& sources, SourceId source, Diagnostics& diagnostics) {
    return Reader(sources, source, diagnostics).read();
}

}  // namespace bartizan::drawio
