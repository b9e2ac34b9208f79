#include <algorithm>
#include <array>
#include <cstdlib>

#include "formats/threatdragon/reading.h"
#include "text/nearest_name.h"

namespace bartizan::threatdragon {
namespace {

struct ShapeName {
    std::string_view name;
    Shape shape;
};

/// Of version 2: its own, a misspelling of older versions, and what X6 draws before the tool has had a look.
constexpr auto shape_names = std::to_array<ShapeName>({
    {"actor", Shape::actor},
    {"process", Shape::process},
    {"store", Shape::store},
    {"flow", Shape::flow},
    {"edge", Shape::flow},
    {"trust-boundary-box", Shape::boundary_box},
    {"trust-boundary-curve", Shape::boundary_curve},
    {"trust-broundary-curve", Shape::boundary_curve},
    {"td-text-block", Shape::text},
});

constexpr auto type_names = std::to_array<ShapeName>({
    {"tm.Actor", Shape::actor},
    {"tm.Process", Shape::process},
    {"tm.Store", Shape::store},
    {"tm.Flow", Shape::flow},
    {"tm.BoundaryBox", Shape::boundary_box},
    {"tm.Boundary", Shape::boundary_curve},
    {"tm.Text", Shape::text},
});

constexpr std::string_view open_status = "open";

template <std::size_t size>
Shape find_shape(const std::array<ShapeName, size>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name, &ShapeName::name);
    return found == names.end() ? Shape::unknown : found->shape;
}

void report_unknown_shape(Reading& reading, YamlRef cell, std::string_view name) {
    std::array<std::string_view, shape_names.size()> known;
    std::ranges::transform(shape_names, known.begin(), &ShapeName::name);
    reading.diagnostics.add(DiagnosticKind::skipped_part, cell.location(),
                            name.empty() ? std::string("a cell without a shape is left out")
                                         : "a cell of the shape " + quote_name(name) + " is left out",
                            name.empty() ? std::string() : did_you_mean(name, known));
}

/// What is drawn at an edge: labels are texts, or objects in which the text is in one of several places.
std::string text_of_label(YamlRef label) {
    if (label.is_scalar()) return text_of(label);
    const YamlRef attributes = member(label, "attrs");
    for (std::string_view place : {"labelText", "label", "text"}) {
        const YamlRef text = member(attributes, place, "text");
        if (text.valid()) return text_of(text);
    }
    return {};
}

std::string label_of_edge(YamlRef cell) {
    const YamlRef labels = member(cell, "labels");
    if (!labels.valid() || !labels.is_sequence()) return {};
    for (YamlRef label : labels.items()) return text_of_label(label);
    return {};
}

std::string label_of_node(YamlRef cell) {
    const YamlRef attributes = member(cell, "attrs");
    for (std::string_view place : {"text", "label", "headerText"}) {
        const YamlRef text = member(attributes, place, "text");
        if (text.valid()) return text_of(text);
    }
    return {};
}

End read_end(YamlRef node, std::string_view cell_key) {
    End end;
    end.cell = text_of(member(node, cell_key));
    end.port = text_of(member(node, "port"));
    if (end.cell.empty()) end.at = read_point(node);
    return end;
}

void read_line(Reading& reading, YamlRef node, Cell& cell, std::string_view cell_key) {
    cell.source = read_end(member(node, "source"), cell_key);
    cell.target = read_end(member(node, "target"), cell_key);
    cell.vertices = read_points(reading, member(node, "vertices"));
    cell.label = label_of_edge(node);
}

void read_frequency(YamlRef data, Cell& cell) {
    const YamlRef frequency = member(data, "threatFrequency");
    if (!frequency.valid() || !frequency.is_mapping()) return;
    for (auto [key, count] : frequency.entries())
        if (count.is_scalar()) cell.threat_frequency.emplace_back(key.text(), count.as_integer().value_or(0));
}

Threat read_threat(YamlRef node) {
    Threat threat;
    threat.where = node.location();
    threat.node = node.index();
    threat.id = text_of(member(node, "id"));
    if (threat.id.empty()) threat.id = text_of(member(node, "threatId"));
    threat.title = text_of(member(node, "title"));
    threat.type = text_of(member(node, "type"));
    threat.status = text_of(member(node, "status"));
    threat.severity = text_of(member(node, "severity"));
    threat.description = text_of(member(node, "description"));
    threat.mitigation = text_of(member(node, "mitigation"));
    threat.model_type = text_of(member(node, "modelType"));
    threat.score = text_of(member(node, "score"));
    threat.number = text_of(member(node, "number"));
    threat.game = text_of(member(node, "eopGameId"));
    threat.card_suit = text_of(member(node, "cardSuit"));
    threat.card_number = text_of(member(node, "cardNumber"));
    threat.rule = text_of(member(node, "bartizanRule"));
    threat.by = text_of(member(node, "decidedBy"));
    threat.until = text_of(member(node, "validUntil"));
    threat.decided = text_of(member(node, "decidedOn"));
    return threat;
}

}  // namespace

std::string_view type_name(Shape shape) {
    const auto found = std::ranges::find(type_names, shape, &ShapeName::shape);
    return found == type_names.end() ? std::string_view() : found->name;
}

bool Cell::has_open_threats() const {
    return std::ranges::any_of(threats, [](const Threat& threat) {
        return std::ranges::equal(threat.status, open_status, [](char a, char b) { return (a | 0x20) == b; });
    });
}

bool has_room(Reading& reading, std::size_t& count, std::size_t most, const char* things, YamlRef node) {
    if (++count <= most) return true;
    if (count == most + 1)
        reading.diagnostics.add(DiagnosticKind::too_large, node.location(),
                                "a model may have at most " + std::to_string(most) + " " + things);
    return false;
}

std::optional<Point> read_point(YamlRef node) {
    const std::optional<double> x = number_of(member(node, "x"));
    const std::optional<double> y = number_of(member(node, "y"));
    if (!x || !y) return std::nullopt;
    return Point{*x, *y};
}

std::vector<Point> read_points(Reading& reading, YamlRef list) {
    std::vector<Point> points;
    if (!list.valid() || list.is_null() || !expect_list(list, "`vertices`", reading.diagnostics))
        return points;
    for (YamlRef item : list.items())
        if (const std::optional<Point> point = read_point(item)) points.push_back(*point);
    return points;
}

Box read_box(Reading& reading, YamlRef cell) {
    const std::optional<Point> position = read_point(member(cell, "position"));
    const YamlRef size = member(cell, "size");
    const std::optional<double> width = number_of(member(size, "width"));
    const std::optional<double> height = number_of(member(size, "height"));
    if (!position || !width || !height) {
        reading.diagnostics.add(DiagnosticKind::unknown_value, cell.location(),
                                "the shape has no place in the drawing: `position` or `size` has no numbers");
        return {};
    }
    return {position->x, position->y, position->x + *width, position->y + *height};
}

std::vector<Threat> read_threats(Reading& reading, YamlRef list) {
    std::vector<Threat> threats;
    if (!list.valid() || list.is_null() || !expect_list(list, "`threats`", reading.diagnostics))
        return threats;
    for (YamlRef item : list.items()) {
        if (!has_room(reading, reading.threats, most_threats, "threats", item)) break;
        if (expect_mapping(item, "a threat", reading.diagnostics)) threats.push_back(read_threat(item));
    }
    return threats;
}

void read_properties(YamlRef node, Cell& cell) {
    cell.description = text_of(member(node, "description"));
    cell.out_of_scope = is_true(member(node, "outOfScope"));
    cell.reason_out_of_scope = text_of(member(node, "reasonOutOfScope"));
    cell.protocol = text_of(member(node, "protocol"));
    Flags& flags = cell.flags;
    flags.provides_authentication = is_true(member(node, "providesAuthentication"));
    flags.handles_card_payment = is_true(member(node, "handlesCardPayment"));
    flags.handles_goods_or_services = is_true(member(node, "handlesGoodsOrServices"));
    flags.is_web_application = is_true(member(node, "isWebApplication"));
    flags.is_log = is_true(member(node, "isALog"));
    flags.stores_credentials = is_true(member(node, "storesCredentials"));
    flags.stores_inventory = is_true(member(node, "storesInventory"));
    flags.is_signed = is_true(member(node, "isSigned"));
    flags.is_encrypted = is_true(member(node, "isEncrypted"));
    flags.is_public_network = is_true(member(node, "isPublicNetwork"));
    flags.is_bidirectional = is_true(member(node, "isBidirectional"));
    const YamlRef privilege = member(node, "privilegeLevel");
    const bool is_stated =
        privilege.valid() && !(privilege.is_scalar() && !privilege.is_null() && privilege.text().empty());
    if (is_stated) flags.privilege_level = text_of(privilege);
}

Cell read_cell_of_version_2(Reading& reading, YamlRef node) {
    Cell cell;
    cell.where = node.location();
    cell.node = node.index();
    cell.id = text_of(member(node, "id"));
    cell.shape_name = text_of(member(node, "shape"));
    cell.shape = find_shape(shape_names, cell.shape_name);
    const YamlRef data = member(node, "data");
    if (cell.shape == Shape::unknown) cell.shape = find_shape(type_names, text_of(member(data, "type")));
    if (cell.shape == Shape::unknown) {
        report_unknown_shape(reading, node, cell.shape_name);
        return cell;
    }
    cell.name = text_of(member(data, "name"));
    read_properties(data, cell);
    cell.is_trust_boundary = is_true(member(data, "isTrustBoundary"));
    read_frequency(data, cell);
    YamlRef threats = member(data, "threats");
    if (!threats.valid() || threats.is_null() || (threats.is_sequence() && threats.size() == 0))
        if (const YamlRef outside = member(node, "threats"); outside.valid()) threats = outside;
    cell.threats = read_threats(reading, threats);
    if (cell.shape == Shape::flow || cell.shape == Shape::boundary_curve) {
        read_line(reading, node, cell, "cell");
    } else {
        cell.box = read_box(reading, node);
        cell.label = label_of_node(node);
    }
    return cell;
}

Cell read_cell_of_version_1(Reading& reading, YamlRef node) {
    Cell cell;
    cell.where = node.location();
    cell.node = node.index();
    cell.id = text_of(member(node, "id"));
    cell.shape_name = text_of(member(node, "type"));
    cell.shape = find_shape(type_names, cell.shape_name);
    if (cell.shape == Shape::unknown) {
        report_unknown_shape(reading, node, cell.shape_name);
        return cell;
    }
    cell.name = text_of(member(node, "name"));
    read_properties(node, cell);
    cell.is_trust_boundary = cell.is_boundary();
    cell.threats = read_threats(reading, member(node, "threats"));
    if (cell.shape == Shape::flow || cell.shape == Shape::boundary_curve) {
        read_line(reading, node, cell, "id");
    } else {
        cell.box = read_box(reading, node);
        cell.label = label_of_node(node);
    }
    if (cell.name.empty()) cell.name = cell.label;
    return cell;
}

}  // namespace bartizan::threatdragon
