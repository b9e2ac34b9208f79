// docs/expressions.md must name every member and every function.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "rules/members.h"

namespace bartizan {
namespace {

std::string page() {
    std::ifstream file(std::string(BARTIZAN_REPOSITORY) + "/docs/expressions.md");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The part of the page from a heading to the next one.
std::string section(const std::string& page, std::string_view heading) {
    std::size_t begin = page.find("\n## " + std::string(heading) + "\n");
    EXPECT_NE(begin, std::string::npos) << heading;
    if (begin == std::string::npos) return {};
    return page.substr(begin, page.find("\n## ", begin + 1) - begin);
}

TEST(ExpressionsDoc, NamesEveryMember) {
    std::string members = section(page(), "Members");
    for (const MemberInfo& member : all_members())
        EXPECT_NE(members.find("`" + std::string(member.name) + "`"), std::string::npos) << member.name;
}

TEST(ExpressionsDoc, NamesEveryFunction) {
    std::string functions = section(page(), "Functions");
    for (const FunctionInfo& function : all_functions()) {
        std::string call = std::string(function.name) + "(";
        if (function.as_method) call = "." + call;
        EXPECT_NE(functions.find(call), std::string::npos) << function.name;
    }
}

TEST(Members, NoTwoOfOneThingHaveTheSameName) {
    for (const MemberInfo& a : all_members())
        for (const MemberInfo& b : all_members())
            EXPECT_TRUE(&a == &b || a.subject != b.subject || a.name != b.name) << a.name;
}

}  // namespace
}  // namespace bartizan
