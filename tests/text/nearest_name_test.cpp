// Suggestions for misspelt names: near enough to be meant, and only then.
#include "text/nearest_name.h"

#include <gtest/gtest.h>

#include <vector>

namespace bartizan {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsSubstitutionsAndSwaps) {
    EXPECT_EQ(edit_distance("gateway", "gateway", 5), 0u);
    EXPECT_EQ(edit_distance("gatway", "gateway", 5), 1u);
    EXPECT_EQ(edit_distance("gateeway", "gateway", 5), 1u);
    EXPECT_EQ(edit_distance("gatoway", "gateway", 5), 1u);
    EXPECT_EQ(edit_distance("gaetway", "gateway", 5), 1u);
    EXPECT_EQ(edit_distance("", "abc", 5), 3u);
    EXPECT_EQ(edit_distance("kitten", "sitting", 5), 3u);
}

TEST(EditDistance, IgnoresCase) { EXPECT_EQ(edit_distance("GateWay", "gateway", 5), 0u); }

TEST(EditDistance, StopsAtTheLimit) {
    EXPECT_GT(edit_distance("abcdefgh", "stuvwxyz", 2), 2u);
    EXPECT_GT(edit_distance("a", "abcdefgh", 2), 2u);
}

TEST(EditDistance, OfSwapsThatOverlapCountsEachLetterOnce) {
    // Optimal string alignment: no letter is edited twice, so this is 3 and not 2.
    EXPECT_EQ(edit_distance("ca", "abc", 5), 3u);
}

TEST(NearestName, IsTheOneWithTheSmallestDistance) {
    std::vector<std::string_view> names = {"orders", "gateway", "gateways"};
    EXPECT_EQ(nearest_name("gatway", names), "gateway");
    EXPECT_EQ(nearest_name("gateays", names), "gateways");
}

TEST(NearestName, IsNothingIfNoneIsNearEnough) {
    std::vector<std::string_view> names = {"orders", "gateway"};
    EXPECT_EQ(nearest_name("database", names), "");
    EXPECT_EQ(nearest_name("", names), "");
    EXPECT_EQ(nearest_name("x", {}), "");
}

TEST(NearestName, OfAShortNameHasSomethingInCommonWithIt) {
    std::vector<std::string_view> names = {"a", "db"};
    EXPECT_EQ(nearest_name("b", names), "");
    EXPECT_EQ(nearest_name("dv", names), "db");
}

TEST(NearestName, PrefersTheFirstOfEquals) {
    std::vector<std::string_view> names = {"cards", "carts"};
    EXPECT_EQ(nearest_name("carxs", names), "cards");
}

TEST(DidYouMean, IsAQuestionOrNothing) {
    std::vector<std::string_view> names = {"rate-limiting"};
    EXPECT_EQ(did_you_mean("rate_limiting", names), "did you mean `rate-limiting`?");
    EXPECT_EQ(did_you_mean("tls", names), "");
}

}  // namespace
}  // namespace bartizan
