// PlantUML deployment diagrams: https://plantuml.com/deployment-diagram
#include "diagram/diagram_formats.h"
#include "diagram/printing.h"

namespace bartizan {
namespace {

/// Everything that PlantUML may give a meaning is written `<U+003C>`, which it reads as a character only
/// after its markup, its preprocessor and its commands.
std::string escaped(std::string_view label) {
    return escaped_label(label, "\\n", [](unsigned char byte) { return "<U+00" + hexadecimal(byte) + ">"; });
}

std::string quoted(std::string_view label) { return '"' + escaped(label) + '"'; }

std::string skin(std::string_view what, const DiagramColours& colours) {
    return "skinparam " + std::string(what) + " {\n  BackgroundColor " + std::string(colours.fill) +
           "\n  BorderColor " + std::string(colours.border) + "\n  FontColor " + std::string(diagram_ink) +
           "\n}\n";
}

class PlantumlPrinter {
public:
    explicit PlantumlPrinter(const DiagramView& view) : view_(view) {}

    std::string print() {
        add_defaults();
        print_nested(view_, *this);
        for (const DiagramArrow& arrow : view_.arrows) add_arrow(arrow);
        return std::move(text_ += "@enduml\n");
    }

    void open_group(const DiagramGroup& group) {
        text_ += indent_of(depth_++) + "rectangle " + quoted(group.label) + " <<boundary>> as " + group.id +
                 " {\n";
    }
    void close_group() { text_ += indent_of(--depth_) + "}\n"; }

    void node(const DiagramNode& node) {
        text_ += indent_of(depth_);
        switch (node.shape) {
            case DiagramShape::external_entity:
                text_ += "rectangle " + quoted(node.label) + " <<external>>";
                break;
            case DiagramShape::process:
                text_ += "usecase " + quoted(node.label);
                break;
            case DiagramShape::store:
                text_ += "database " + quoted(node.label);
                break;
            case DiagramShape::boundary:
                text_ += "rectangle " + quoted(node.label) + " <<boundary>>";
                break;
        }
        text_ += " as " + node.id + "\n";
    }

private:
    void add_defaults() {
        const std::string grey(diagram_grey);
        text_ += "@startuml\n";
        if (!view_.title.empty()) text_ += "title " + escaped(view_.title) + "\n";
        text_ += "left to right direction\nhide stereotype\n";
        text_ += "skinparam BackgroundColor transparent\nskinparam TitleFontColor " + grey + "\n";
        text_ += "skinparam ArrowColor " + grey + "\nskinparam ArrowFontColor " + grey + "\n";
        text_ += "skinparam rectangle<<boundary>> {\n  BackgroundColor transparent\n  BorderColor " + grey +
                 "\n  BorderStyle dashed\n  FontColor " + grey + "\n}\n";
        text_ += skin("rectangle<<external>>", external_entity_colours);
        text_ += skin("usecase", process_colours) + skin("database", store_colours);
    }

    void add_arrow(const DiagramArrow& arrow) {
        text_ += view_.nodes[arrow.source].id + (arrow.two_way ? " <--> " : " --> ") +
                 view_.nodes[arrow.target].id;
        if (!arrow.label.empty()) text_ += " : " + escaped(arrow.label);
        text_ += '\n';
    }

    const DiagramView& view_;
    std::string text_;
    std::size_t depth_ = 0;
};

}  // namespace

std::string print_plantuml(const DiagramView& view) { return PlantumlPrinter(view).print(); }

}  // namespace bartizan
