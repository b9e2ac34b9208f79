#include "text/json_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "text/utf8.h"

namespace bartizan {
namespace {

std::string json_of(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST(JsonWriter, PutsCommasBetweenMembersAndItemsOnly) {
    JsonWriter json;
    json.begin_object();
    json.member("name", "shop");
    json.key("items");
    json.begin_array();
    json.number(1);
    json.boolean(false);
    json.null();
    json.begin_object();
    json.end_object();
    json.end_array();
    json.member("count", 2u);
    json.end_object();
    EXPECT_EQ(json.take(), R"({"name":"shop","items":[1,false,null,{}],"count":2})");
}

TEST(JsonWriter, IndentsWhenAsked) {
    JsonWriter json(2);
    json.begin_object();
    json.key("empty");
    json.begin_array();
    json.end_array();
    json.key("list");
    json.begin_array();
    json.string("a");
    json.string("b");
    json.end_array();
    json.end_object();
    EXPECT_EQ(json.text(), "{\n  \"empty\": [],\n  \"list\": [\n    \"a\",\n    \"b\"\n  ]\n}");
}

TEST(JsonWriter, BreaksLinesWhereAsked) {
    JsonWriter json;
    json.begin_array();
    for (int i = 0; i < 2; ++i) {
        json.begin_line();
        json.number(i);
    }
    json.begin_line();
    json.end_array();
    json.begin_line();
    json.finish();
    EXPECT_EQ(json.text(), "[\n0,\n1\n]\n");
}

TEST(JsonWriter, JoinsThePartsOfAString) {
    JsonWriter json;
    json.string("rule", std::string_view("@"), std::string("a\"b"));
    EXPECT_EQ(json.text(), R"("rule@a\"b")");
}

TEST(JsonWriter, WritesNumbersThatReadBackAsTheSame) {
    JsonWriter json;
    json.begin_array();
    json.number(std::numeric_limits<std::int64_t>::min());
    json.number(std::numeric_limits<std::uint64_t>::max());
    json.number(0.1);
    json.number(std::nan(""));
    json.number(std::numeric_limits<double>::infinity());
    json.end_array();
    EXPECT_EQ(json.text(), "[-9223372036854775808,18446744073709551615,0.1,null,null]");
}

TEST(JsonString, EscapesWhatMustNotStandInAString) {
    EXPECT_EQ(json_of("\"\\\n\r\t"), R"("\"\\\n\r\t")");
    EXPECT_EQ(json_of(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
}

TEST(JsonString, EscapesLineSeparatorsAndKeepsOtherCharacters) {
    EXPECT_EQ(json_of("a\u2028b\u2029c"), R"("a\u2028b\u2029c")");
    EXPECT_EQ(json_of("Grüße 日本 \U0001F600"), "\"Grüße 日本 \U0001F600\"");
}

TEST(JsonString, ReplacesBytesThatAreNotUtf8) {
    EXPECT_EQ(json_of("a\xFFz"), "\"a\uFFFDz\"");
    EXPECT_EQ(json_of("\xC0\xAF"), "\"\uFFFD\uFFFD\"") << "overlong";
    EXPECT_EQ(json_of("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"") << "surrogate";
    EXPECT_EQ(json_of("\xF4\x90\x80\x80"), "\"\uFFFD\uFFFD\uFFFD\uFFFD\"") << "beyond the last code point";
    EXPECT_EQ(json_of("ab\xE2\x82"), "\"ab\uFFFD\uFFFD\"") << "cut off";
}

/// The plain way, byte by byte, as an oracle for the blocks of eight.
std::string slow_json_of(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = utf8_length(text, at);
        unsigned char byte = static_cast<unsigned char>(text[at]);
        if (length == 0) {
            out += "\uFFFD";
        } else if (length == 1 && (byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f)) {
            out += json_of(text.substr(at, 1)).substr(1);
            out.pop_back();
        } else {
            out += text.substr(at, length);
        }
        at += length == 0 ? 1 : length;
    }
    return out + "\"";
}

TEST(JsonString, TreatsEveryByteAtEveryPositionOfABlockAlike) {
    for (unsigned byte = 0; byte < 256; ++byte)
        for (unsigned other : {0x00u, 0x20u, 0x22u, 0x5cu, 0x7fu, 0x80u, 0xffu, 0x41u})
            for (std::size_t position = 0; position < 18; ++position) {
                std::string text(20, 'x');
                text[position] = static_cast<char>(byte);
                text[position + 1] = static_cast<char>(other);
                ASSERT_EQ(json_of(text), slow_json_of(text))
                    << byte << " before " << other << " at " << position;
            }
}

TEST(JsonWriter, PassesPiecesToASinkWithoutChangingTheText) {
    const std::string long_text(3 * sink_piece_bytes, 'y');
    auto write = [&](JsonWriter& json) {
        json.begin_array();
        for (int i = 0; i < 20'000; ++i) {
            json.begin_line();
            json.begin_object();
            json.member("number", i);
            json.member("text", "some \"text\"");
            json.end_object();
        }
        json.string(long_text);
        json.end_array();
        json.begin_line();
        json.finish();
    };
    JsonWriter whole;
    write(whole);
    std::string joined;
    std::size_t pieces = 0;
    JsonWriter passing([&](std::string_view piece) {
        joined += piece;
        ++pieces;
    });
    write(passing);
    EXPECT_EQ(joined, whole.text());
    EXPECT_GT(pieces, 5u);
}

}  // namespace
}  // namespace bartizan
