// The language of Graphviz: https://graphviz.org/doc/info/lang.html
#include "diagram/diagram_formats.h"
#include "diagram/printing.h"

namespace bartizan {
namespace {

/// A quoted string, never an HTML label. Graphviz takes `\N` for the name of the node and `&lt;` for an
/// entity, so backslashes and ampersands are escaped: https://graphviz.org/docs/attr-types/escString/
std::string quoted(std::string_view label) {
    std::string text = "\"";
    for (const char byte : label) {
        if (byte == '\n')
            text += "\\n";
        else if (byte == '"' || byte == '\\')
            text += {'\\', byte};
        else if (byte == '&')
            text += "&amp;";
        else
            text += byte;
    }
    return text + '"';
}

std::string filled(const DiagramColours& colours) {
    return ", style=filled, fillcolor=" + quoted(colours.fill) + ", color=" + quoted(colours.border) + "];\n";
}

class DotPrinter {
public:
    explicit DotPrinter(const DiagramView& view) : view_(view) {}

    std::string print() {
        add_defaults();
        print_nested(view_, *this);
        for (const DiagramArrow& arrow : view_.arrows) add_arrow(arrow);
        return std::move(text_ += "}\n");
    }

    void open_group(const DiagramGroup& group) {
        text_ += indent_of(++depth_) + "subgraph cluster_" + group.id + " {\n";
        text_ += indent_of(depth_ + 1) + "label=" + quoted(group.label) + ";\n";
        // A cluster without nodes is not drawn.
        text_ += indent_of(depth_ + 1) + group.id + " [shape=point, style=invis, width=0.01];\n";
    }
    void close_group() { text_ += indent_of(depth_--) + "}\n"; }

    void node(const DiagramNode& node) {
        text_ += indent_of(depth_ + 1) + node.id + " [label=" + quoted(node.label);
        switch (node.shape) {
            case DiagramShape::external_entity:
                text_ += ", shape=box" + filled(external_entity_colours);
                break;
            case DiagramShape::process:
                text_ += ", shape=ellipse" + filled(process_colours);
                break;
            case DiagramShape::store:
                text_ += ", shape=cylinder" + filled(store_colours);
                break;
            case DiagramShape::boundary:
                text_ += ", shape=box, style=dashed, color=" + quoted(diagram_grey) +
                         ", fontcolor=" + quoted(diagram_grey) + "];\n";
                break;
        }
    }

private:
    void add_defaults() {
        const std::string grey = quoted(diagram_grey), font = quoted("Helvetica,Arial,sans-serif");
        text_ +=
            "digraph model {\n  charset=\"UTF-8\";\n  rankdir=LR;\n  bgcolor=transparent;\n  labelloc=t;\n";
        text_ += "  label=" + quoted(view_.title) + ";\n";
        text_ += "  fontname=" + font + ";\n  fontcolor=" + grey + ";\n";
        text_ += "  color=" + grey + ";\n  style=dashed;\n";
        text_ += "  node [fontname=" + font + ", fontcolor=" + quoted(diagram_ink) + "];\n";
        text_ += "  edge [fontname=" + font + ", fontsize=10, fontcolor=" + grey + ", color=" + grey + "];\n";
    }

    void add_arrow(const DiagramArrow& arrow) {
        text_ += "  " + view_.nodes[arrow.source].id + " -> " + view_.nodes[arrow.target].id;
        std::string attributes;
        if (!arrow.label.empty()) attributes = "label=" + quoted(arrow.label);
        if (arrow.two_way) attributes += attributes.empty() ? "dir=both" : ", dir=both";
        text_ += attributes.empty() ? ";\n" : " [" + attributes + "];\n";
    }

    const DiagramView& view_;
    std::string text_;
    std::size_t depth_ = 0;
};

}  // namespace

std::string print_dot(const DiagramView& view) { return DotPrinter(view).print(); }

}  // namespace bartizan
