#include "formats/tmt/drafting.h"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cmath>
#include <cstdint>

#include "formats/tmt/crossing.h"
#include "formats/tmt/generic_knowledge.h"
#include "formats/tmt/layout.h"

namespace bartizan::tmt {
namespace {

constexpr const char* no_guid = "00000000-0000-0000-0000-000000000000";

Text whole(double number) {
    constexpr double most = 1e6;
    return std::to_string(std::lround(std::clamp(number, -most, most)));
}

Property make_property(const char* kind, std::string display_name, const char* name, const char* type,
                       Text value) {
    Property property;
    property.kind = kind;
    property.display_name = std::move(display_name);
    property.name = name;
    property.value_type = type;
    property.value = std::move(value);
    return property;
}

Property header(const char* title) {
    return make_property("HeaderDisplayAttribute", title, "", "", Text::nil());
}

/// What the tool has no stencil property for goes into properties that people may add.
Property custom(std::string name, std::string value) {
    return make_property("CustomStringDisplayAttribute", std::move(name), "", "string", std::move(value));
}

class Drafter {
public:
    Drafter(const DraftModel& draft, const Schema& schema) : draft_(draft), schema_(schema) {}

    Drafted make() {
        place();
        meta();
        for (std::size_t i = 0; i < std::max<std::size_t>(diagram_count_, 1); ++i) diagram(i);
        for (std::size_t i = 0; i < draft_.boundaries.size(); ++i)
            if (!draft_.boundaries[i].is_line) box(i);
        for (std::size_t i = 0; i < draft_.elements.size(); ++i) element(i);
        for (const DraftFlow& each : draft_.flows) flow(each);
        for (const DraftBoundary& boundary : draft_.boundaries)
            if (boundary.is_line) arc(boundary);
        document_.knowledge = generic_knowledge();
        note_losses();
        return {std::move(document_), std::move(losses_)};
    }

private:
    struct Placement {
        Box box;
        std::size_t diagram = 0;
        std::string guid;
    };

    /// Where everything stands: as drawn, or, unless all is drawn, anew.
    void place() {
        boost::unordered_flat_map<std::string_view, const DraftShape*> shapes;
        for (const DraftShape& shape : draft_.shapes) shapes.try_emplace(shape.place, &shape);
        for (const DraftLine& line : draft_.lines) lines_.try_emplace(line.place, &line);
        bool all_drawn = true;
        const auto find = [&](const std::string& place) {
            const auto found = shapes.find(place);
            all_drawn = all_drawn && found != shapes.end();
            return found == shapes.end() ? nullptr : found->second;
        };
        std::vector<const DraftShape*> boxes, elements;
        for (const DraftBoundary& each : draft_.boundaries)
            boxes.push_back(each.is_line ? nullptr : find("boundary:" + each.id));
        for (const DraftElement& each : draft_.elements) elements.push_back(find(each.id));
        const Layout layout = all_drawn ? Layout() : lay_out(draft_);
        if (!all_drawn) lines_.clear();
        diagram_count_ = all_drawn ? draft_.diagrams.size() : 1;
        const auto set = [&](std::size_t i, const DraftShape* shape, const std::vector<Box>& boxes) {
            if (!all_drawn) return Placement{boxes[i], 0, {}};
            if (!shape) return Placement{};
            diagram_count_ = std::max(diagram_count_, std::min(shape->diagram, most_diagrams) + 1);
            return Placement{{shape->left, shape->top, shape->width, shape->height},
                             std::min(shape->diagram, most_diagrams),
                             {}};
        };
        for (std::size_t i = 0; i < boxes.size(); ++i)
            boundaries_.push_back(set(i, boxes[i], layout.boundaries));
        for (std::size_t i = 0; i < elements.size(); ++i)
            elements_.push_back(set(i, elements[i], layout.elements));
    }

    void meta() {
        MetaInformation& meta = document_.meta;
        meta.presence = Presence::written;
        meta.name = draft_.name;
        meta.description = draft_.text;
        meta.contributors = meta.external_dependencies = meta.reviewer = "";
        std::string owners, assumptions;
        for (const std::string& owner : draft_.owners) owners += (owners.empty() ? "" : ", ") + owner;
        document_.notes.presence = Presence::written;
        for (const DraftRemark& each : draft_.remarks) {
            if (each.kind == Remark::Kind::assumption) {
                assumptions += (assumptions.empty() ? "" : "\n") + each.text;
                continue;
            }
            const std::string text = each.address.empty() ? each.text : each.text + " " + each.address;
            document_.notes.items.push_back(
                {"", "0001-01-01T00:00:00", std::to_string(document_.notes.items.size() + 1), text});
        }
        meta.owner = owners;
        meta.assumptions = assumptions;
        document_.threats.presence = document_.validations.presence = Presence::written;
        document_.generation_enabled = "true";
        document_.version = "4.3";
        document_.has_profile = Presence::written;
        document_.prompted_kb = "";
        document_.diagrams.presence = Presence::written;
    }

    void diagram(std::size_t index) {
        Diagram diagram;
        const std::string number = std::to_string(index + 1);
        std::string title = index < draft_.diagrams.size() ? draft_.diagrams[index].title : "";
        if (title.empty()) title = "Diagram " + number;
        diagram.generic_type_id = diagram.type_id = "DRAWINGSURFACE";
        diagram.guid = guid_of("diagram", number);
        diagram.properties = {
            {header("Diagram"), make_property("StringDisplayAttribute", "Name", "", "string", title)},
            Presence::written};
        diagram.borders.presence = diagram.lines.presence = Presence::written;
        diagram.header = title;
        diagram.zoom = "1";
        document_.diagrams.items.push_back(std::move(diagram));
    }

    void describe(Drawn& drawn, const DraftPlace& place, const char* generic, const char* stencil,
                  std::string guid) {
        const bool is_out = std::ranges::find(place.tags, "out-of-scope") != place.tags.end();
        const bool is_boundary = drawn.kind == "BorderBoundary" || drawn.kind == "LineBoundary";
        drawn.key = drawn.guid = std::move(guid);
        drawn.generic_type_id = drawn.type_id = generic;
        auto& properties = drawn.properties.items;
        drawn.properties.presence = Presence::written;
        properties.push_back(header(stencil));
        properties.push_back(make_property("StringDisplayAttribute", "Name", "", "string",
                                           place.title.empty() ? place.id : place.title));
        if (drawn.kind == "Connector")
            properties.push_back(make_property("StringDisplayAttribute", "Dataflow Order",
                                               "15ccd509-98eb-49ad-b9c2-b4a2926d1780", "string", "0"));
        if (!is_boundary) {
            properties.push_back(make_property("BooleanDisplayAttribute", "Out Of Scope",
                                               "71f3d9aa-b8ef-4e54-8126-607a1d903103", "boolean",
                                               is_out ? "true" : "false"));
            properties.push_back(make_property("StringDisplayAttribute", "Reason For Out Of Scope",
                                               "752473b6-52d4-4776-9a24-202153f7d579", "string",
                                               is_out ? place.text : ""));
        }
        properties.push_back(header("Configurable Attributes"));
        if (!place.text.empty() && (!is_out || is_boundary))
            properties.push_back(custom("description", place.text));
        for (const DraftAttribute& attribute : place.attributes)
            properties.push_back(custom(attribute.name, attribute.value));
        for (const std::string& tag : place.tags) has_tags_ |= tag != "out-of-scope";
    }

    void add(Shape shape, const Placement& placement) {
        shape.height = whole(placement.box.height);
        shape.left = whole(placement.box.left);
        shape.stroke_dash_array = Text::nil();
        shape.stroke_thickness = shape.kind == "BorderBoundary" ? "0" : "1";
        shape.top = whole(placement.box.top);
        shape.width = whole(placement.box.width);
        document_.diagrams.items[placement.diagram].borders.items.push_back(std::move(shape));
    }

    void box(std::size_t index) {
        const DraftBoundary& boundary = draft_.boundaries[index];
        Shape shape;
        shape.kind = "BorderBoundary";
        describe(shape, boundary, "GE.TB.B", "Generic Trust Border Boundary",
                 guid_of("boundary", boundary.id));
        state_trust(shape, boundary);
        add(std::move(shape), boundaries_[index]);
    }

    static void state_trust(Drawn& drawn, const DraftBoundary& boundary) {
        if (boundary.trust)
            drawn.properties.items.push_back(custom("trust", std::to_string(*boundary.trust)));
    }

    void element(std::size_t index) {
        const DraftElement& element = draft_.elements[index];
        const TypeId type = schema_.find_type(element.type);
        const ElementKind kind = type.valid() ? schema_[type].kind : ElementKind::process;
        Shape shape;
        const bool is_external = kind == ElementKind::external_entity, is_store = kind == ElementKind::store;
        shape.kind = is_external ? "StencilRectangle" : is_store ? "StencilParallelLines" : "StencilEllipse";
        Placement& placement = elements_[index];
        placement.guid = guid_of("element", element.id);
        describe(shape, element,
                 is_external ? "GE.EI"
                 : is_store  ? "GE.DS"
                             : "GE.P",
                 is_external ? "Generic External Interactor"
                 : is_store  ? "Generic Data Store"
                             : "Generic Process",
                 placement.guid);
        shape.properties.items.push_back(custom("type", element.type));
        has_data_ |= !element.stores.empty() || !element.processes.empty();
        element_index_.try_emplace(element.id, index);
        add(std::move(shape), placement);
    }

    /// The middle of the side that looks to the other end, a little inside as the tool keeps it.
    static Point port(const Box& from, const Box& to, Text& name) {
        constexpr double inset = 5;
        const Point centre{from.left + from.width / 2, from.top + from.height / 2};
        const double x = to.left + to.width / 2 - centre.x, y = to.top + to.height / 2 - centre.y;
        if (std::abs(x) >= std::abs(y)) {
            name = x >= 0 ? "East" : "West";
            return {x >= 0 ? from.left + from.width - inset : from.left + inset, centre.y};
        }
        name = y >= 0 ? "South" : "North";
        return {centre.x, y >= 0 ? from.top + from.height - inset : from.top + inset};
    }

    void flow(const DraftFlow& flow) {
        has_data_ |= !flow.data.empty() || !flow.returns.empty();
        connect(flow, flow.source, flow.target, "flow");
        if (flow.two_way) connect(flow, flow.target, flow.source, "reverse flow");
    }

    void connect(const DraftFlow& flow, const std::string& from, const std::string& to,
                 std::string_view kind) {
        const auto source = element_index_.find(from), target = element_index_.find(to);
        if (source == element_index_.end() || target == element_index_.end()) return;
        const Placement& start = elements_[source->second];
        const Placement& end = elements_[target->second];
        if (start.diagram != end.diagram) {
            losses_.push_back("the flow `" + flow.id + "` goes from one diagram to another and is left out");
            return;
        }
        Line line;
        line.kind = "Connector";
        describe(line, flow, "GE.DF", "Generic Data Flow", guid_of(kind, flow.id));
        line.source_guid = start.guid;
        line.target_guid = end.guid;
        Curve curve{
            port(start.box, end.box, line.port_source), {}, port(end.box, start.box, line.port_target)};
        const auto drawn = lines_.find(flow.id);
        if (drawn != lines_.end() && drawn->second->points.size() > 1 && kind == "flow") {
            line.port_source = line.port_target = "None";
            curve = curve_along(drawn->second->points);
        } else {
            bend(curve, from + "\n" + to);
        }
        middles_.try_emplace(flow.id, curve, start.diagram);
        add(std::move(line), curve, start.diagram);
    }

    /// Flows between the same elements are drawn apart, the two directions on two sides.
    void bend(Curve& curve, const std::string& ends) {
        constexpr double step = 30;
        constexpr int most = 20;
        const int count = std::min(++between_[ends], most);
        const double x = curve.target.x - curve.source.x, y = curve.target.y - curve.source.y;
        const double length = std::max(std::hypot(x, y), 1.0);
        curve.handle = {(curve.source.x + curve.target.x) / 2 + y / length * step * count,
                        (curve.source.y + curve.target.y) / 2 - x / length * step * count};
    }

    static Curve curve_along(const std::vector<DraftPoint>& points) {
        const DraftPoint &first = points.front(), &last = points.back();
        const DraftPoint middle = points.size() > 2
                                      ? points[points.size() / 2]
                                      : DraftPoint{(first.x + last.x) / 2, (first.y + last.y) / 2};
        return {{first.x, first.y}, {middle.x, middle.y}, {last.x, last.y}};
    }

    void add(Line line, const Curve& curve, std::size_t diagram) {
        line.source_x = whole(curve.source.x);
        line.source_y = whole(curve.source.y);
        line.handle_x = whole(curve.handle.x);
        line.handle_y = whole(curve.handle.y);
        line.target_x = whole(curve.target.x);
        line.target_y = whole(curve.target.y);
        document_.diagrams.items[diagram].lines.items.push_back(std::move(line));
    }

    /// As drawn, else across the first flow that it cuts.
    void arc(const DraftBoundary& boundary) {
        Line line;
        line.kind = "LineBoundary";
        describe(line, boundary, "GE.TB.L", "Generic Trust Line Boundary", guid_of("boundary", boundary.id));
        state_trust(line, boundary);
        line.source_guid = line.target_guid = no_guid;
        line.port_source = line.port_target = "None";
        constexpr double half = 60;
        Curve curve{{margin_x, margin_x}, {margin_x, margin_x + half}, {margin_x, margin_x + 2 * half}};
        std::size_t diagram = 0;
        const auto drawn = lines_.find("boundary:" + boundary.id);
        const auto cut = boundary.crossed_by.empty() ? middles_.end() : middles_.find(boundary.crossed_by[0]);
        if (drawn != lines_.end() && drawn->second->points.size() > 1) {
            curve = curve_along(drawn->second->points);
            diagram = std::min(drawn->second->diagram, document_.diagrams.items.size() - 1);
        } else if (cut != middles_.end()) {
            const Curve& flow = cut->second.first;
            const double x = flow.target.x - flow.source.x, y = flow.target.y - flow.source.y;
            const double length = std::max(std::hypot(x, y), 1.0);
            curve = {{flow.handle.x - y / length * half, flow.handle.y + x / length * half},
                     flow.handle,
                     {flow.handle.x + y / length * half, flow.handle.y - x / length * half}};
            diagram = cut->second.second;
        }
        add(std::move(line), curve, diagram);
    }

    void note_losses() {
        const auto lose = [&](bool is_lost, const char* what) {
            if (is_lost) losses_.emplace_back(what);
        };
        lose(!draft_.data.empty() || has_data_, "data have no place in this format");
        lose(!draft_.controls.empty(), "controls have no place in this format");
        lose(!draft_.decisions.empty(), "decisions are of threats that this format's template does not have");
        lose(has_tags_ || !draft_.tags.empty(),
             "tags other than `out-of-scope` have no place in this format");
    }

    static constexpr std::size_t most_diagrams = 999;
    static constexpr double margin_x = 10;

    const DraftModel& draft_;
    const Schema& schema_;
    Document document_;
    std::vector<std::string> losses_;
    std::size_t diagram_count_ = 1;
    std::vector<Placement> boundaries_, elements_;
    boost::unordered_flat_map<std::string_view, const DraftLine*> lines_;
    boost::unordered_flat_map<std::string_view, std::size_t> element_index_;
    boost::unordered_flat_map<std::string_view, std::pair<Curve, std::size_t>> middles_;  // by flow
    boost::unordered_flat_map<std::string, int> between_;
    bool has_data_ = false, has_tags_ = false;
};

}  // namespace

/// FNV-1a of its name, from two starting points.
std::string guid_of(std::string_view kind, std::string_view id) {
    const auto hash = [&](std::uint64_t value) {
        const auto add = [&](std::string_view text) {
            for (char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
        };
        add(kind);
        add(":");
        add(id);
        return value;
    };
    const std::uint64_t halves[] = {hash(0xcbf29ce484222325u), hash(0x84222325cbf29ce4u)};
    constexpr std::string_view digits = "0123456789abcdef";
    std::string guid;
    for (int i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20) guid += '-';
        guid += digits[halves[i / 16] >> (60 - 4 * (i % 16)) & 15];
    }
    return guid;
}

Drafted draft_document(const DraftModel& draft, const Schema& schema) {
    return Drafter(draft, schema).make();
}

}  // namespace bartizan::tmt
