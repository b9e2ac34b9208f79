// What a diagnostic looks like in a terminal.
#include "text/diagnostic.h"

#include <gtest/gtest.h>

#include <set>

namespace bartizan {
namespace {

struct Page {
    Sources sources;
    Diagnostics diagnostics;
    SourceId source;

    explicit Page(std::string text) : source(sources.add("threatmodel.yaml", std::move(text))) {}

    Location find(std::string_view part) const {
        auto at = static_cast<std::uint32_t>(sources[source].text.find(part));
        return {source, at, at + static_cast<std::uint32_t>(part.size())};
    }
    std::string shown(bool colour = false) const { return render(diagnostics.all().back(), sources, colour); }
};

TEST(Diagnostic, ShowsWhatWhereAndWhatToDo) {
    Page page("flows:\n  shopper -> gatway: { protocol: https }\n");
    page.diagnostics.add(DiagnosticKind::unknown_element, page.find("gatway"), "there is no element `gatway`",
                         "did you mean `gateway`?");
    EXPECT_EQ(page.shown(), R"(error[unknown-element]: there is no element `gatway`
 --> threatmodel.yaml:2:14
  |
2 |   shopper -> gatway: { protocol: https }
  |              ^^^^^^
  = help: did you mean `gateway`?
)");
}

TEST(Diagnostic, ShowsItsNotesWithTheirOwnPlaces) {
    Page page("a: 1\n\n\n\n\n\n\n\n\na: 2\n");
    Diagnostic& diagnostic =
        page.diagnostics.add(DiagnosticKind::duplicate_key, {page.source, 13, 14}, "twice");
    diagnostic.notes.push_back({{page.source, 0, 1}, "it stands here already"});
    diagnostic.notes.push_back({{}, "a note without a place"});
    EXPECT_EQ(page.shown(), R"(error[duplicate-key]: twice
  --> threatmodel.yaml:10:1
   |
10 | a: 2
   | ^
   = note: it stands here already
  --> threatmodel.yaml:1:1
   |
1  | a: 1
   | -
   = note: a note without a place
)");
}

TEST(Diagnostic, WithoutAPlaceIsASentence) {
    Page page("");
    page.diagnostics.add(DiagnosticKind::unreadable_file, {}, "`x.yaml`: there is no such file");
    EXPECT_EQ(page.shown(), "error[unreadable-file]: `x.yaml`: there is no such file\n");
}

TEST(Diagnostic, OfAWarningSaysSo) {
    Page page("card\n");
    page.diagnostics.add(DiagnosticKind::unused_data, page.find("card"), "`card` is not used");
    EXPECT_TRUE(page.shown().starts_with("warning[unused-data]: `card` is not used\n"));
}

TEST(Diagnostic, UnderlinesToTheEndOfTheFirstLine) {
    Page page("a: [1,\n  2]\n");
    page.diagnostics.add(DiagnosticKind::wrong_type, {page.source, 3, 11}, "this is a list");
    EXPECT_NE(page.shown().find("1 | a: [1,\n  |    ^^^\n"), std::string::npos) << page.shown();
}

TEST(Diagnostic, UnderlinesAnEmptyRangeWithOneCaret) {
    Page page("key:\n");
    page.diagnostics.add(DiagnosticKind::missing_key, {page.source, 4, 4}, "a value is missing");
    EXPECT_NE(page.shown().find("1 | key:\n  |     ^\n"), std::string::npos) << page.shown();
}

TEST(Diagnostic, AlignsTheCaretBelowTabsAndWideText) {
    Page page("\tgrößé: x\n");
    page.diagnostics.add(DiagnosticKind::unknown_key, page.find("x"), "here");
    EXPECT_NE(page.shown().find("1 |  größé: x\n  |         ^\n"), std::string::npos) << page.shown();
}

TEST(Diagnostic, CutsALongLineAroundTheCaret) {
    std::string text = std::string(300, 'a') + "HERE" + std::string(300, 'b') + "\n";
    Page page(text);
    page.diagnostics.add(DiagnosticKind::invalid_value, page.find("HERE"), "here");
    std::string shown = page.shown();
    std::string line = "1 | …" + std::string(40, 'a') + "HERE" + std::string(76, 'b') + "…\n";
    EXPECT_NE(shown.find(line), std::string::npos) << shown;
    EXPECT_NE(shown.find("  | " + std::string(41, ' ') + "^^^^\n"), std::string::npos) << shown;
    EXPECT_NE(shown.find(":1:301\n"), std::string::npos) << shown;
}

TEST(Diagnostic, ShowsNoControlCharacters) {
    Page page("a: \x1b[31m\xff\xe2\x80\xae\r\n");
    page.diagnostics.add(DiagnosticKind::invalid_value, {page.source, 3, 4}, "`\x1b[2J\n` is bad", "\x07");
    std::string shown = page.shown();
    EXPECT_NE(shown.find("`\\x1B[2J\\n` is bad"), std::string::npos) << shown;
    EXPECT_NE(shown.find("1 | a: \\x1B[31m\\xFF\\u{202E}\n  |    ^^^^\n"), std::string::npos) << shown;
    EXPECT_NE(shown.find("help: \\x07"), std::string::npos) << shown;
}

TEST(Diagnostic, IsColouredWhenAsked) {
    Page page("a\n");
    page.diagnostics.add(DiagnosticKind::unknown_key, page.find("a"), "here");
    EXPECT_TRUE(page.shown(true).starts_with("\x1b[1;31merror[unknown-key]\x1b[0m\x1b[1m: here\x1b[0m\n"));
    EXPECT_EQ(page.shown(false).find('\x1b'), std::string::npos);
}

TEST(Diagnostic, OutsideOfItsSourceIsStillShown) {
    Page page("a\n");
    page.diagnostics.add(DiagnosticKind::unknown_key, {page.source, 500, 600}, "beyond");
    EXPECT_NE(page.shown().find(" --> threatmodel.yaml:2:1\n"), std::string::npos);
    page.diagnostics.add(DiagnosticKind::unknown_key, {SourceId(std::size_t{9}), 0, 1}, "nowhere");
    EXPECT_EQ(page.shown(), "error[unknown-key]: nowhere\n");
}

TEST(Diagnostics, AreShownInTheOrderOfTheTextWithTheirNumber) {
    Page page("one\ntwo\n");
    page.diagnostics.add(DiagnosticKind::unknown_key, page.find("two"), "second");
    page.diagnostics.add(DiagnosticKind::unused_data, page.find("one"), "first");
    page.diagnostics.add(DiagnosticKind::unreadable_file, {}, "before all");
    std::string shown = render_all(page.diagnostics, page.sources, false);
    EXPECT_LT(shown.find("before all"), shown.find("first"));
    EXPECT_LT(shown.find("first"), shown.find("second"));
    EXPECT_TRUE(shown.ends_with("\n\n2 errors, 1 warning\n")) << shown;
}

TEST(Diagnostics, OfNothingAreNothing) { EXPECT_EQ(render_all({}, {}, false), ""); }

TEST(Diagnostics, BeyondTheLimitAreCountedOnly) {
    Page page("a\n");
    for (std::size_t i = 0; i < Diagnostics::max_kept + 5; ++i) {
        page.diagnostics.add(DiagnosticKind::unknown_key, page.find("a"), "again")
            .notes.push_back({{}, "note"});
    }
    page.diagnostics.add(DiagnosticKind::unused_data, page.find("a"), "a warning is still kept");
    EXPECT_EQ(page.diagnostics.all().size(), Diagnostics::max_kept + 1);
    EXPECT_EQ(page.diagnostics.error_count(), Diagnostics::max_kept + 5);
    std::string shown = render_all(page.diagnostics, page.sources, false);
    EXPECT_TRUE(shown.ends_with("\n1005 errors (of which the first 1000 are shown), 1 warning\n"));
}

TEST(DiagnosticKinds, HaveNamesOfTheirOwn) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < diagnostic_kind_count; ++i) {
        std::string_view name = name_of(static_cast<DiagnosticKind>(i));
        EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos) << name;
    }
    EXPECT_EQ(level_of(DiagnosticKind::unused_data), DiagnosticLevel::warning);
    EXPECT_EQ(level_of(DiagnosticKind::unknown_key), DiagnosticLevel::error);
}

}  // namespace
}  // namespace bartizan
