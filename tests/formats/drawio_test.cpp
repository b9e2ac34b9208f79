// Data flow diagrams of draw.io: what shapes and arrows stand for, packed pages, and what is wrong.
#include <gmock/gmock.h>
#include <zlib.h>

#include "formats/conformance.h"
#include "formats/drawio/document.h"
#include "formats/drawio/inflate.h"

namespace bartizan {
namespace {

using conformance::Read;
using testing::HasSubstr;

const std::string shop = R"xml(<mxGraphModel><root>
<mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="z" value="Cloud &lt;b&gt;prod&lt;/b&gt;" style="html=1;dashed=1;fillColor=none" vertex="1" parent="1"><mxGeometry x="200" y="0" width="600" height="300" as="geometry"/></mxCell>
<mxCell id="in" value="Cluster" style="swimlane;html=1" vertex="1" parent="1"><mxGeometry x="220" y="20" width="300" height="200" as="geometry"/></mxCell>
<mxCell id="u" value="User" style="rounded=0;whiteSpace=wrap;html=1;" vertex="1" parent="1"><mxGeometry x="0" y="50" width="100" height="60" as="geometry"/></mxCell>
<mxCell id="p" value="Orders API" style="ellipse;html=1" vertex="1" parent="in"><mxGeometry x="10" y="30" width="80" height="80" as="geometry"/></mxCell>
<mxCell id="s" value="Orders" style="shape=cylinder3;html=1" vertex="1" parent="1"><mxGeometry x="600" y="50" width="60" height="80" as="geometry"/></mxCell>
<UserObject id="l" label="Worker" type="process" technology="go"><mxCell style="shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.lambda" vertex="1" parent="1"><mxGeometry x="700" y="50" width="60" height="60" as="geometry"/></mxCell></UserObject>
<mxCell id="e1" style="endArrow=classic;startArrow=classic" edge="1" parent="1" source="u" target="p"><mxGeometry relative="1" as="geometry"><Array as="points"><mxPoint x="150" y="80"/></Array></mxGeometry></mxCell>
<mxCell id="e1l" value="buy (HTTPS)" style="edgeLabel;html=1" vertex="1" connectable="0" parent="e1"><mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="e2" value="rows" style="endArrow=none;startArrow=classic" edge="1" parent="1" source="p" target="s"><mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="e3" value="loose" edge="1" parent="1" source="p"><mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="e4" value="Firewall" style="dashed=1;endArrow=none" edge="1" parent="1"><mxGeometry relative="1" as="geometry"/></mxCell>
<mxCell id="t" value="Z9" style="text;html=1" vertex="1" parent="1"><mxGeometry x="80" y="50" width="20" height="20" as="geometry"/></mxCell>
</root></mxGraphModel>)xml";

/// As draw.io packs a page.
std::string packed(const std::string& xml) {
    std::string escaped;
    for (unsigned char c : xml) {
        char hex[4];
        std::snprintf(hex, sizeof hex, "%%%02X", c);
        escaped += std::isalnum(c) ? std::string(1, static_cast<char>(c)) : std::string(hex);
    }
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
    std::string bytes(compressBound(escaped.size()) + 100, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(escaped.data());
    stream.avail_in = static_cast<uInt>(escaped.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    deflate(&stream, Z_FINISH);
    bytes.resize(stream.total_out);
    deflateEnd(&stream);
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned value = 0;
        for (std::size_t k = 0; k < 3; ++k)
            value = value << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k > bytes.size() ? '=' : digits[value >> (18 - 6 * k) & 63];
    }
    return text;
}

TEST(DrawIo, MapsADiagram) {
    const Read read("drawio", shop);
    ASSERT_TRUE(read.result);
    EXPECT_FALSE(read.diagnostics.has_errors()) << read.said();
    conformance::expect_sound(*read.result);
    const DraftModel& draft = read.draft();
    ASSERT_EQ(draft.elements.size(), 4u);
    EXPECT_EQ(draft.elements[0].type, "user");
    EXPECT_EQ(draft.elements[0].in, "z9");
    EXPECT_EQ(draft.elements[1].type, "api");
    EXPECT_EQ(draft.elements[1].in, "cluster");
    EXPECT_EQ(draft.elements[2].type, "store");
    EXPECT_EQ(draft.elements[2].in, "cloud-prod");  // by its position
    EXPECT_EQ(draft.elements[3].type, "function");  // by its picture
    EXPECT_EQ(conformance::attributes_of(draft.elements[3]), "technology=go;");
    ASSERT_EQ(draft.boundaries.size(), 4u);
    EXPECT_EQ(draft.boundaries[0].title, "Cloud prod");
    EXPECT_EQ(draft.boundaries[1].in, "cloud-prod");
    EXPECT_TRUE(draft.boundaries[2].is_line);
    EXPECT_EQ(draft.boundaries[3].trust, 100);
    ASSERT_EQ(draft.flows.size(), 2u);
    EXPECT_TRUE(draft.flows[0].two_way);
    EXPECT_EQ(draft.flows[0].title, "buy (HTTPS)");
    EXPECT_EQ(conformance::attributes_of(draft.flows[0]), "protocol=https;");
    EXPECT_EQ(draft.flows[1].id, "orders->orders-api");  // the arrow points backwards
    EXPECT_EQ(draft.lines[0].points.size(), 3u);
    EXPECT_THAT(read.said(), HasSubstr("`loose` is not connected at both ends"));
}

TEST(DrawIo, ReadsPackedPages) {
    const std::string page = packed(shop);
    const Read read("drawio", "<mxfile><diagram name=\"One\">" + page + "</diagram><diagram name=\"Two\">" +
                                  page + "</diagram></mxfile>");
    ASSERT_TRUE(read.result) << read.said();
    EXPECT_FALSE(read.diagnostics.has_errors()) << read.said();
    EXPECT_EQ(read.draft().diagrams.size(), 2u);
    EXPECT_EQ(read.draft().elements.size(), 8u);
    EXPECT_EQ(read.draft().flows.size(), 4u);
    EXPECT_EQ(read.draft().elements[4].title, "User");
    conformance::expect_sound(*read.result);
    // Cells stand where their page stands, in the file that somebody has.
    for (const DraftElement& element : read.draft().elements) EXPECT_EQ(element.where.source.index, 0u);
    EXPECT_THAT(read.said(), HasSubstr("--> model:1:"));
}

TEST(DrawIo, RefusesBadPages) {
    for (const std::string& page :
         std::vector<std::string>{"!!!", "AAAA", "dZHB", "====", packed("<nothing>")}) {
        const Read read("drawio", "<mxfile><diagram name=\"x\">" + page + "</diagram></mxfile>");
        EXPECT_TRUE(read.diagnostics.has_errors()) << page;
    }
    // A page that unpacks to far more than it is.
    const std::string bomb = packed(std::string(1 << 22, 'a'));
    EXPECT_LT(bomb.size(), 10000u);
    EXPECT_FALSE(drawio::unpack_page(bomb, 1 << 20));
    EXPECT_EQ(drawio::unpack_page(bomb, 1 << 23)->size(), 1u << 22);
}

TEST(DrawIo, SurvivesBadInput) {
    for (std::string text :
         {"", "<", "<mxfile/>", "<mxfile><diagram/></mxfile>", "<mxGraphModel/>", "<mxlibrary/>",
          "<mxGraphModel><root><mxCell id='a' parent='b' vertex='1'/>"
          "<mxCell id='b' parent='a' vertex='1'/><mxCell/></root></mxGraphModel>"}) {
        const Read read("drawio", text);
        if (read.result) conformance::expect_sound(*read.result);
    }
    for (std::size_t length = 0; length < shop.size(); length += 61) Read("drawio", shop.substr(0, length));
}

TEST(DrawIo, ReadsLabelsAsText) {
    EXPECT_EQ(drawio::plain_text("a<br>b<div>c</div>"), "a b c");
    EXPECT_EQ(drawio::plain_text("x &amp; y&nbsp;&lt;z&gt; &#65;&#x42; &unknown; 1 < 2"),
              "x & y <z> AB &unknown; 1 < 2");
    EXPECT_EQ(drawio::plain_text("<b"), "<b");
}

TEST(DrawIo, IsRecognised) {
    EXPECT_EQ(recognise_format(shop)->name, "drawio");
    EXPECT_EQ(recognise_format("<?xml version=\"1.0\"?>\n<mxfile host=\"x\"></mxfile>")->name, "drawio");
    EXPECT_EQ(recognise_format("<mxlibrary>[]</mxlibrary>"), nullptr);
}

}  // namespace
}  // namespace bartizan
