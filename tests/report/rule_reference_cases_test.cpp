// docs/rules.md and docs/controls.md are made from the packs; BARTIZAN_UPDATE_CASES=1 makes them anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "packs/builtin_packs.h"
#include "report/rule_reference.h"
#include "rules/pack.h"

namespace bartizan {
namespace {

Knowledge built_in() {
    Sources sources;
    Diagnostics diagnostics;
    return load_packs(builtin_pack_trees(sources), sources, diagnostics, {.with_examples = true});
}

void expect_page(const std::string& path, const std::string& text) {
    std::string file_path = std::string(BARTIZAN_REPOSITORY) + "/" + path;
    if (std::getenv("BARTIZAN_UPDATE_CASES")) {
        std::ofstream(file_path) << text;
        return;
    }
    std::ifstream file(file_path);
    std::ostringstream written;
    written << file.rdbuf();
    EXPECT_TRUE(written.str() == text) << path << " is out of date: run `make update-cases`";
}

TEST(RuleReference, IsUpToDate) { expect_page("docs/rules.md", rule_reference_markdown(built_in())); }

TEST(ControlReference, IsUpToDate) {
    expect_page("docs/controls.md", control_reference_markdown(built_in()));
}

}  // namespace
}  // namespace bartizan
