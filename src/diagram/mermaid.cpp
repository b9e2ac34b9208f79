// Mermaid flowcharts: https://mermaid.js.org/syntax/flowchart.html
#include "diagram/diagram_formats.h"
#include "diagram/printing.h"

namespace bartizan {
namespace {

/// A quoted text. Entities are written `#60;` there, and everything that Mermaid, Markdown or HTML may give a
/// meaning is one; so `#`, `;`, `%%` and `-->` stay text.
std::string quoted(std::string_view label) {
    const auto entity = [](unsigned char byte) { return '#' + std::to_string(int{byte}) + ';'; };
    return '"' + escaped_label(label, "<br/>", entity) + '"';
}

/// The title stands in YAML: a double-quoted string, with escapes for what Mermaid looks for in any line.
std::string yaml_quoted(std::string_view label) {
    return '"' + escaped_label(label, " ", [](unsigned char byte) { return "\\x" + hexadecimal(byte); }) +
           '"';
}

std::string class_line(std::string_view name, const DiagramColours& colours) {
    return "  classDef " + std::string(name) + " fill:" + std::string(colours.fill) +
           ",stroke:" + std::string(colours.border) + ",color:" + std::string(diagram_ink) + "\n";
}

class MermaidPrinter {
public:
    explicit MermaidPrinter(const DiagramView& view) : view_(view) {}

    std::string print() {
        if (!view_.title.empty()) text_ += "---\ntitle: " + yaml_quoted(view_.title) + "\n---\n";
        text_ += "flowchart LR\n";
        print_nested(view_, *this);
        for (const DiagramArrow& arrow : view_.arrows) add_arrow(arrow);
        add_classes();
        return std::move(text_);
    }

    void open_group(const DiagramGroup& group) {
        text_ += indent_of(++depth_) + "subgraph " + group.id + "[" + quoted(group.label) + "]\n";
    }
    void close_group() { text_ += indent_of(depth_--) + "end\n"; }

    void node(const DiagramNode& node) {
        text_ += indent_of(depth_ + 1) + node.id;
        const std::string label = quoted(node.label);
        switch (node.shape) {
            case DiagramShape::external_entity:
                text_ += "[" + label + "]:::external\n";
                break;
            case DiagramShape::process:
                text_ += "([" + label + "]):::process\n";
                break;
            case DiagramShape::store:
                text_ += "[(" + label + ")]:::store\n";
                break;
            case DiagramShape::boundary:
                text_ += "[" + label + "]:::boundary\n";
                break;
        }
    }

private:
    void add_arrow(const DiagramArrow& arrow) {
        text_ += "  " + view_.nodes[arrow.source].id + (arrow.two_way ? " <-->" : " -->");
        if (!arrow.label.empty()) text_ += "|" + quoted(arrow.label) + "|";
        text_ += " " + view_.nodes[arrow.target].id + "\n";
    }

    void add_classes() {
        const std::string grey(diagram_grey);
        text_ += class_line("external", external_entity_colours);
        text_ += class_line("process", process_colours);
        text_ += class_line("store", store_colours);
        text_ +=
            "  classDef boundary fill:none,stroke:" + grey + ",stroke-dasharray:6 4,color:" + grey + "\n";
        for (const DiagramGroup& group : view_.groups) text_ += "  class " + group.id + " boundary\n";
        if (!view_.arrows.empty()) text_ += "  linkStyle default stroke:" + grey + "\n";
    }

    const DiagramView& view_;
    std::string text_;
    std::size_t depth_ = 0;
};

}  // namespace

std::string print_mermaid(const DiagramView& view) { return MermaidPrinter(view).print(); }

}  // namespace bartizan
