#include <gtest/gtest.h>

#include "model/model.h"

namespace bartizan {
namespace {

TEST(Dates, AreReadAndWrittenAsYearMonthDay) {
    const auto date = parse_date("2027-03-01");
    ASSERT_TRUE(date);
    EXPECT_EQ(to_string(*date), "2027-03-01");
}

TEST(Dates, ThatAreNotInTheCalendarAreRefused) {
    EXPECT_TRUE(parse_date("2028-02-29"));
    EXPECT_FALSE(parse_date("2027-02-29"));
    EXPECT_FALSE(parse_date("2027-13-01"));
    EXPECT_FALSE(parse_date("2027-00-10"));
}

TEST(Dates, OfAnotherFormAreRefused) {
    for (const char* text : {"", "2027", "2027-3-1", "01-03-2027", "2027/03/01", "2027-03-0x", "2027-03-011"})
        EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Durations, AreCountedInSeconds) {
    EXPECT_EQ(parse_duration("15m"), 900);
    EXPECT_EQ(parse_duration("1h30m"), 5400);
    EXPECT_EQ(parse_duration("2w"), 14 * 86'400);
    EXPECT_EQ(parse_duration("1y"), 365 * 86'400);
    EXPECT_EQ(parse_duration("0s"), 0);
}

TEST(Durations, OfAnotherFormOrTooLongAreRefused) {
    for (const char* text : {"", "15", "m", "-1m", "1 h", "1.5h", "15 minutes", "99y", "99999999999s"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Durations, AreWrittenInTheLargestUnits) {
    EXPECT_EQ(duration_text(900), "15m");
    EXPECT_EQ(duration_text(5400), "1h30m");
    EXPECT_EQ(duration_text(30 * 86'400), "30d");
    EXPECT_EQ(duration_text(0), "0s");
}

TEST(Durations, ReadBackAsTheyWereWritten) {
    for (std::int32_t seconds : {1, 59, 60, 3'599, 86'400, 90'061, 2'147'483'647})
        EXPECT_EQ(parse_duration(duration_text(seconds)), seconds);
}

}  // namespace
}  // namespace bartizan
