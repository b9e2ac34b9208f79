#include "diagram/diagram_formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bartizan {
namespace {

using testing::HasSubstr;
using testing::Not;

DiagramView one_node(const std::string& label) {
    DiagramView view;
    view.title = label;
    view.nodes.push_back({"e1", DiagramShape::process, label, no_group});
    view.arrows.push_back({0, 0, false, label});
    return view;
}

TEST(DiagramFormats, AreFoundByNameAndByEnding) {
    for (const DiagramFormat& format : diagram_formats()) {
        EXPECT_EQ(find_diagram_format(format.name), &format);
        for (const std::string_view ending : format.endings)
            EXPECT_EQ(diagram_format_for_file("docs/model" + std::string(ending)), &format);
    }
    EXPECT_EQ(find_diagram_format("svg"), nullptr);
    EXPECT_EQ(diagram_format_for_file("model.txt"), nullptr);
}

TEST(DiagramFormats, PrintAnEmptyView) {
    for (const DiagramFormat& format : diagram_formats()) EXPECT_NE(format.print({}), "") << format.name;
}

TEST(DiagramFormats, CloseTheGroupsTheyOpen) {
    DiagramView view;
    view.groups = {{"b1", "Outer", 0}, {"b2", "Inner", 1}, {"b3", "Other", 0}};
    EXPECT_THAT(print_mermaid(view), HasSubstr("flowchart LR\n"
                                               "  subgraph b1[\"Outer\"]\n"
                                               "    subgraph b2[\"Inner\"]\n"
                                               "    end\n"
                                               "  end\n"
                                               "  subgraph b3[\"Other\"]\n"
                                               "  end\n"));
}

TEST(Mermaid, WritesEntitiesForWhatCouldMeanSomething) {
    const std::string text = print_mermaid(one_node("a<script>\"]]-->%%#;`1. x"));
    EXPECT_THAT(text,
                HasSubstr("([\"a#60;script#62;#34;#93;#93;#45;#45;#62;#37;#37;#35;#59;#96;1#46; x\"])"));
    EXPECT_THAT(text, Not(HasSubstr("<script>")));
    EXPECT_THAT(text, Not(HasSubstr("%%")));
}

TEST(Mermaid, LeavesOrdinaryTextReadable) {
    EXPECT_THAT(print_mermaid(one_node("grpc-tls v1.3, Bücher")), HasSubstr("([\"grpc-tls v1.3, Bücher\"])"));
}

TEST(Mermaid, QuotesTheTitleForYaml) {
    EXPECT_THAT(print_mermaid(one_node("a\": {%%}")),
                HasSubstr("title: \"a\\x22\\x3A \\x7B\\x25\\x25\\x7D\"\n"));
}

TEST(Dot, EscapesQuotesBackslashesAndEntities) {
    EXPECT_THAT(print_dot(one_node("a\"]; b [x=\"\\N&lt;\n")),
                HasSubstr("e1 [label=\"a\\\"]; b [x=\\\"\\\\N&amp;lt;\\n\", shape=ellipse"));
}

TEST(Dot, HasNoHtmlLabels) { EXPECT_THAT(print_dot(one_node("<b>x</b>")), Not(HasSubstr("=<"))); }

TEST(Plantuml, WritesCodePointsForWhatCouldMeanSomething) {
    const std::string text = print_plantuml(one_node("@enduml\n!include \"x\" %date() //y//"));
    EXPECT_THAT(text, HasSubstr("usecase \"<U+0040>enduml\\n<U+0021>include <U+0022>x<U+0022> <U+0025>date"));
    EXPECT_EQ(text.find("@enduml"), text.size() - std::string("@enduml\n").size());
}

TEST(DiagramFormats, DrawTwoWayFlowsWithTwoHeads) {
    DiagramView view = one_node("x");
    view.arrows = {{0, 0, true, ""}};
    EXPECT_THAT(print_mermaid(view), HasSubstr("e1 <--> e1\n"));
    EXPECT_THAT(print_dot(view), HasSubstr("e1 -> e1 [dir=both];\n"));
    EXPECT_THAT(print_plantuml(view), HasSubstr("e1 <--> e1\n"));
}

}  // namespace
}  // namespace bartizan
