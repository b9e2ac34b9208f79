// Interned strings: equal texts have equal symbols, and what was interned stays.
#include "text/interner.h"

#include <gtest/gtest.h>

#include <utility>

namespace bartizan {
namespace {

TEST(Interner, GivesEqualTextsEqualSymbols) {
    Interner interner;
    Symbol gateway = interner.intern("gateway");
    EXPECT_EQ(interner.intern(std::string("gate") + "way"), gateway);
    EXPECT_NE(interner.intern("orders"), gateway);
    EXPECT_EQ(interner[gateway], "gateway");
    EXPECT_EQ(interner.size(), 2u);
}

TEST(Interner, FindsOnlyWhatWasInterned) {
    Interner interner;
    Symbol empty = interner.intern("");
    EXPECT_EQ(interner.find(""), empty);
    EXPECT_FALSE(interner.find("x").valid());
    EXPECT_EQ(interner[Symbol()], "");
}

TEST(Interner, KeepsTextsInPlaceAsItGrows) {
    Interner interner;
    std::string_view first = interner[interner.intern("first")];
    std::string large(200'000, 'x');
    Symbol large_symbol = interner.intern(large);
    for (int i = 0; i < 100'000; ++i) interner.intern("name-" + std::to_string(i));
    EXPECT_EQ(first, "first");
    EXPECT_EQ(interner[large_symbol], large);
    EXPECT_EQ(interner[interner.find("name-77777")], "name-77777");
    EXPECT_GT(interner.memory_bytes(), large.size());
}

TEST(Interner, IsCopiedAndMovedWithItsTexts) {
    Interner original;
    Symbol name = original.intern("name");
    Interner copy = original;
    Interner moved = std::move(original);
    copy.intern("only in the copy");
    EXPECT_EQ(copy[name], "name");
    EXPECT_NE(copy[name].data(), moved[name].data());
    EXPECT_EQ(moved.find("name"), name);
    EXPECT_FALSE(moved.find("only in the copy").valid());
}

}  // namespace
}  // namespace bartizan
