// A model of OWASP Threat Dragon as its file holds it: version 2 (cells of AntV X6) and version 1 (cells of
// JointJS) in one shape. Unknown keys stay in the text, which every part points into.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "text/source.h"
#include "text/yaml_tree.h"

namespace bartizan::threatdragon {

enum class Shape : std::uint8_t { actor, process, store, flow, boundary_box, boundary_curve, text, unknown };

/// `tm.Actor` and so on; "" for an unknown shape.
std::string_view type_name(Shape shape);

struct Point {
    double x = 0, y = 0;
    bool operator==(const Point&) const = default;
};

/// From one corner to the opposite one.
struct Box {
    double left = 0, top = 0, right = 0, bottom = 0;
    bool holds(const Box& other) const {
        return other.left >= left && other.top >= top && other.right <= right && other.bottom <= bottom;
    }
    double area() const { return (right - left) * (bottom - top); }
    bool operator==(const Box&) const = default;
};

/// An end of a flow or curve: at a cell, or at a point of the drawing.
struct End {
    std::string cell;
    std::string port;
    std::optional<Point> at;
};

/// What the forms of elements and flows ask with check boxes. Null and absent ones are false.
struct Flags {
    bool provides_authentication = false;        // actors
    bool handles_card_payment = false;           // processes
    bool handles_goods_or_services = false;      // processes
    bool is_web_application = false;             // processes
    bool is_log = false;                         // stores
    bool stores_credentials = false;             // stores
    bool stores_inventory = false;               // stores
    bool is_signed = false;                      // stores
    bool is_encrypted = false;                   // stores and flows
    bool is_public_network = false;              // flows
    bool is_bidirectional = false;               // flows
    std::optional<std::string> privilege_level;  // processes; null counts as stated, as in the tool
};

struct Threat {
    std::string id;  // `threatId` in some files of version 1
    std::string title;
    std::string type;  // label of the category in the language of whoever wrote it
    std::string status;
    std::string severity;
    std::string description;
    std::string mitigation;
    std::string model_type;
    std::string score;
    std::string number;  // as written
    std::string game;    // of Elevation of Privilege: suit and card
    std::string card_suit;
    std::string card_number;
    std::string rule;  // of ours, if it was written by us
    std::string by;
    std::string until;
    std::string decided;
    Location where;
    std::uint32_t node = 0;
};

struct Cell {
    std::string id;
    std::string shape_name;  // as written, also the misspelt ones
    Shape shape = Shape::unknown;
    std::string name;   // of the data
    std::string label;  // what is drawn, which most often is the same
    std::string description;
    bool out_of_scope = false;
    std::string reason_out_of_scope;
    bool is_trust_boundary = false;
    std::string protocol;
    Flags flags;
    /// How often each category was chosen here, in the order of the file.
    std::vector<std::pair<std::string, std::int64_t>> threat_frequency;
    Box box;  // empty for lines
    End source;
    End target;
    std::vector<Point> vertices;
    std::vector<Threat> threats;
    Location where;
    std::uint32_t node = 0;

    bool is_node() const { return shape == Shape::actor || shape == Shape::process || shape == Shape::store; }
    bool is_boundary() const { return shape == Shape::boundary_box || shape == Shape::boundary_curve; }
    /// The name, else what is drawn.
    const std::string& shown_name() const { return name.empty() ? label : name; }
    bool has_open_threats() const;
    /// Whether the tool offers to add threats.
    bool takes_threats() const { return !out_of_scope && !is_trust_boundary && shape != Shape::text; }
};

struct Diagram {
    std::string id;
    std::string title;
    std::string type;  // "STRIDE", as written; empty where the file does not say
    std::string description;
    std::vector<Cell> cells;
    Location where;
    std::uint32_t node = 0;
};

struct Document {
    YamlTree tree;
    /// Cells are in a `diagramJson`, as JointJS writes them.
    bool is_version_1 = false;
    std::string version;
    std::string title;
    std::string owner;
    std::string description;
    std::string reviewer;
    std::vector<std::string> contributors;
    /// Highest number of a threat; new ones are counted from here.
    std::int64_t threat_top = 0;
    std::vector<Diagram> diagrams;
    Location where;  // of the title
};

}  // namespace bartizan::threatdragon
