#include "formats/threatdragon/write_json.h"

#include <cmath>

#include "formats/threatdragon/categories.h"
#include "text/json_writer.h"

namespace bartizan::threatdragon {
namespace {

constexpr std::size_t indentation = 2;
constexpr std::string_view line_colour = "#333333";
constexpr std::string_view open_colour = "red";

std::string_view shape_name(Shape shape) {
    switch (shape) {
        case Shape::actor:
            return "actor";
        case Shape::process:
            return "process";
        case Shape::store:
            return "store";
        case Shape::flow:
            return "flow";
        case Shape::boundary_box:
            return "trust-boundary-box";
        case Shape::boundary_curve:
            return "trust-boundary-curve";
        default:
            return "td-text-block";
    }
}

bool is_line(const Cell& cell) { return cell.shape == Shape::flow || cell.shape == Shape::boundary_curve; }

void write_stroke(JsonWriter& json, const Cell& cell) {
    const bool is_open = cell.has_open_threats();
    json.member("stroke", is_open ? open_colour : line_colour);
    json.key("strokeWidth");
    json.number(is_open ? 2.5 : 1.5);
    json.key("strokeDasharray");
    cell.out_of_scope ? json.string("4 3") : json.null();
}

void write_text(JsonWriter& json, const char* place, std::string_view text) {
    json.key(std::string_view(place));
    json.begin_object();
    json.member("text", text);
    json.end_object();
}

void write_marker(JsonWriter& json, const char* place, std::string_view name) {
    json.key(std::string_view(place));
    json.begin_object();
    json.member("name", name);
    json.end_object();
}

void write_attributes(JsonWriter& json, const Cell& cell) {
    json.key("attrs");
    json.begin_object();
    if (is_line(cell)) {
        json.key("line");
        json.begin_object();
        if (cell.shape == Shape::flow) {
            write_stroke(json, cell);
            write_marker(json, "sourceMarker", cell.flags.is_bidirectional ? "block" : "");
            write_marker(json, "targetMarker", "block");
        } else {
            json.member("sourceMarker", "");
            json.member("targetMarker", "");
        }
        json.end_object();
    } else if (cell.shape == Shape::boundary_box) {
        write_text(json, "label", cell.name);
    } else {
        write_text(json, "text", cell.name);
        for (const char* part : {"body", "topLine", "bottomLine"}) {
            const bool is_of_store = std::string_view(part) != "body";
            if (!cell.is_node() || is_of_store != (cell.shape == Shape::store)) continue;
            json.key(std::string_view(part));
            json.begin_object();
            write_stroke(json, cell);
            json.end_object();
        }
    }
    json.end_object();
}

void write_flags(JsonWriter& json, const Cell& cell) {
    const Flags& flags = cell.flags;
    switch (cell.shape) {
        case Shape::actor:
            json.member("providesAuthentication", flags.provides_authentication);
            break;
        case Shape::process:
            json.member("handlesCardPayment", flags.handles_card_payment);
            json.member("handlesGoodsOrServices", flags.handles_goods_or_services);
            json.member("isWebApplication", flags.is_web_application);
            json.member("privilegeLevel", flags.privilege_level.value_or(""));
            break;
        case Shape::store:
            json.member("isALog", flags.is_log);
            json.member("isEncrypted", flags.is_encrypted);
            json.member("isSigned", flags.is_signed);
            json.member("storesCredentials", flags.stores_credentials);
            json.member("storesInventory", flags.stores_inventory);
            break;
        case Shape::flow:
            json.member("isBidirectional", flags.is_bidirectional);
            json.member("isEncrypted", flags.is_encrypted);
            json.member("isPublicNetwork", flags.is_public_network);
            json.member("protocol", cell.protocol);
            break;
        default:
            break;
    }
}

void write_threat(JsonWriter& json, const Threat& threat) {
    json.begin_object();
    json.member("id", threat.id);
    json.member("title", threat.title);
    json.member("status", threat.status);
    json.member("severity", threat.severity);
    json.member("type", threat.type);
    json.member("description", threat.description);
    json.member("mitigation", threat.mitigation);
    json.member("modelType", threat.model_type);
    json.member("new", false);
    json.key("number");
    json.raw(threat.number.empty() ? std::string_view("0") : std::string_view(threat.number));
    json.member("score", threat.score);
    if (!threat.rule.empty()) json.member("bartizanRule", threat.rule);
    if (!threat.by.empty()) json.member("decidedBy", threat.by);
    if (!threat.until.empty()) json.member("validUntil", threat.until);
    if (!threat.decided.empty()) json.member("decidedOn", threat.decided);
    json.end_object();
}

void write_data(JsonWriter& json, const Cell& cell) {
    json.key("data");
    json.begin_object();
    json.member("type", type_name(cell.shape));
    json.member("name", cell.name);
    json.member("description", cell.description);
    json.member("isTrustBoundary", cell.is_boundary());
    if (cell.is_node() || cell.shape == Shape::flow) {
        json.member("outOfScope", cell.out_of_scope);
        json.member("reasonOutOfScope", cell.reason_out_of_scope);
        write_flags(json, cell);
        json.key("threats");
        json.begin_array();
        for (const Threat& threat : cell.threats) write_threat(json, threat);
        json.end_array();
    }
    json.member("hasOpenThreats", cell.has_open_threats());
    json.end_object();
}

void write_point(JsonWriter& json, Point point) {
    json.key("x");
    json.number(point.x);
    json.key("y");
    json.number(point.y);
}

void write_end(JsonWriter& json, const char* name, const End& end) {
    json.key(std::string_view(name));
    json.begin_object();
    if (end.at) {
        // The schema wants whole numbers here.
        write_point(json, {std::round(end.at->x), std::round(end.at->y)});
    } else {
        json.member("cell", end.cell);
    }
    json.end_object();
}

void write_geometry(JsonWriter& json, const Cell& cell) {
    if (is_line(cell)) {
        json.member("width", 200);
        json.member("height", 100);
        json.member("connector", "smooth");
        write_end(json, "source", cell.source);
        write_end(json, "target", cell.target);
        json.key("vertices");
        json.begin_array();
        for (const Point& point : cell.vertices) {
            json.begin_object();
            write_point(json, point);
            json.end_object();
        }
        json.end_array();
        json.key("labels");
        json.begin_array();
        if (!cell.name.empty()) json.string(cell.name);
        json.end_array();
        return;
    }
    json.key("position");
    json.begin_object();
    write_point(json, {cell.box.left, cell.box.top});
    json.end_object();
    json.key("size");
    json.begin_object();
    json.key("width");
    json.number(cell.box.right - cell.box.left);
    json.key("height");
    json.number(cell.box.bottom - cell.box.top);
    json.end_object();
}

void write_cell(JsonWriter& json, const Cell& cell) {
    json.begin_object();
    json.member("id", cell.id);
    json.member("shape", shape_name(cell.shape));
    json.member("zIndex", cell.shape == Shape::boundary_box ? -1 : is_line(cell) ? 10 : 1);
    json.member("visible", true);
    write_geometry(json, cell);
    write_attributes(json, cell);
    write_data(json, cell);
    json.end_object();
}

std::string picture_of(std::string_view diagram_type) {
    std::string name;
    for (char c : diagram_type) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (scheme_of(diagram_type) == Scheme::generic) return "./public/content/images/thumbnail.jpg";
    if (name == "ciadie") name = "die";
    return "./public/content/images/thumbnail." + name + ".jpg";
}

void write_diagram(JsonWriter& json, const Diagram& diagram, std::size_t number) {
    json.begin_object();
    json.member("id", number);
    json.member("title", diagram.title);
    json.member("diagramType", diagram.type);
    json.member("description", diagram.description);
    json.member("placeholder", "");
    json.member("thumbnail", picture_of(diagram.type));
    json.member("version", written_version);
    json.key("cells");
    json.begin_array();
    for (const Cell& cell : diagram.cells) write_cell(json, cell);
    json.end_array();
    json.end_object();
}

void write_detail(JsonWriter& json, const Document& document) {
    json.key("detail");
    json.begin_object();
    json.key("contributors");
    json.begin_array();
    for (const std::string& name : document.contributors) {
        json.begin_object();
        json.member("name", name);
        json.end_object();
    }
    json.end_array();
    json.key("diagrams");
    json.begin_array();
    for (std::size_t i = 0; i < document.diagrams.size(); ++i) write_diagram(json, document.diagrams[i], i);
    json.end_array();
    json.member("diagramTop", document.diagrams.size());
    json.member("reviewer", document.reviewer);
    json.member("threatTop", document.threat_top);
    json.end_object();
}

template <typename Write>
std::string written(Write write) {
    JsonWriter json(indentation);
    write(json);
    return json.take();
}

}  // namespace

std::string document_json(const Document& document) {
    return written([&](JsonWriter& json) {
               json.begin_object();
               json.member("version", written_version);
               json.key("summary");
               json.begin_object();
               json.member("title", document.title);
               json.member("owner", document.owner);
               json.member("description", document.description);
               json.member("id", 0);
               json.end_object();
               write_detail(json, document);
               json.end_object();
           }) +
           "\n";
}

std::string diagram_json(const Diagram& diagram, std::size_t number) {
    return written([&](JsonWriter& json) { write_diagram(json, diagram, number); });
}

std::string cell_json(const Cell& cell) {
    return written([&](JsonWriter& json) { write_cell(json, cell); });
}

std::string threat_json(const Threat& threat) {
    return written([&](JsonWriter& json) { write_threat(json, threat); });
}

std::string text_json(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return json;
}

}  // namespace bartizan::threatdragon
