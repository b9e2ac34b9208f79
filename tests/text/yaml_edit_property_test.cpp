// Edits of random documents read back as what was meant, and leave every other byte alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "random_yaml.h"
#include "yaml_oracle.h"

namespace bartizan::oracle {
namespace {

std::string with_carriage_returns(const std::string& text) {
    std::string out;
    for (char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

YamlPath random_path(RandomYaml& random, const Value& root) {
    YamlPath path;
    const Value* at = &root;
    while (at->kind != YamlKind::scalar && !at->children.empty() && !(random.one_in(4) && !path.empty())) {
        if (at->kind == YamlKind::mapping) {
            std::size_t key = random.below(at->children.size() / 2) * 2;
            path.emplace_back(at->children[key].text);
            at = &at->children[key + 1];
        } else {
            std::size_t index = random.below(at->children.size());
            path.emplace_back(index);
            at = &at->children[index];
        }
    }
    return path;
}

Edit random_edit(RandomYaml& random, const Value& root) {
    Edit edit;
    edit.kind = static_cast<Edit::Kind>(random.below(5));
    edit.path = random_path(random, root);
    edit.value = random.document(random.value(2));
    if (edit.value.find("---\n") != std::string::npos) edit.value = "x";
    edit.new_key = random.key();
    if (edit.kind == Edit::Kind::set && random.one_in(3)) edit.path.emplace_back(random.key());
    if (edit.kind == Edit::Kind::append && random.one_in(2) && !edit.path.empty()) edit.path.pop_back();
    if (edit.kind != Edit::Kind::move || edit.path.empty() || random.one_in(3)) return edit;
    Value copy = root;
    const Value* parent = find(copy, edit.path, edit.path.size() - 1);
    edit.before = edit.path;
    std::size_t width = parent->kind == YamlKind::mapping ? 2 : 1;
    std::size_t target = random.below(parent->children.size() / width);
    if (width == 2)
        edit.before.back() = parent->children[target * 2].text;
    else
        edit.before.back() = target;
    return edit;
}

struct Outcome {
    int edited = 0;
    int refused = 0;
};

void edit_at_random(unsigned seed, Outcome& outcome) {
    RandomYaml random(seed);
    std::string text = random.document(random.mapping(4));
    if (random.one_in(4)) text = with_carriage_returns(text);
    if (random.one_in(6)) text = "\xEF\xBB\xBF" + text;
    if (random.one_in(6) && text.find('|') == std::string::npos) {
        while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    }
    for (int step = 0; step < 12; ++step) {
        Sources sources;
        Diagnostics diagnostics;
        YamlTree tree = read_yaml(sources, sources.add("text", text), diagnostics);
        ASSERT_FALSE(diagnostics.has_errors()) << "seed " << seed << "\n"
                                               << render_all(diagnostics, sources, false) << "\n"
                                               << text;
        Edit edit = random_edit(random, from_tree(tree.root()));
        std::string edited, refusal;
        auto problem = check(tree, edit, edited, &refusal);
        std::ostringstream description;
        description << edit;
        ASSERT_FALSE(problem) << "seed " << seed << ": " << *problem << "\n"
                              << description.str() << "\n--- before\n"
                              << text << "\n--- after\n"
                              << edited;
        ++(refusal.empty() ? outcome.edited : outcome.refused);
        if (!refusal.empty()) {
            if (std::getenv("SHOW_REFUSALS")) std::cerr << refusal.substr(0, 40) << "\n";
            continue;
        }
        if (text.find('\r') != std::string::npos) {
            auto feeds = std::count(edited.begin(), edited.end(), '\n');
            ASSERT_EQ(feeds, std::count(edited.begin(), edited.end(), '\r'))
                << "seed " << seed << description.str();
        }
        text = edited;
    }
}

TEST(YamlEditProperty, EveryEditReadsBackAsMeant) {
    Outcome outcome;
    unsigned seeds = 3000;
    if (const char* more = std::getenv("BARTIZAN_TEST_SEEDS")) seeds = static_cast<unsigned>(std::atoi(more));
    for (unsigned seed = 1; seed <= seeds && !HasFatalFailure(); ++seed) edit_at_random(seed, outcome);
    // Refusals are edits that make no sense, such as a key for a list; most make sense.
    EXPECT_GT(outcome.edited, outcome.refused);
}

TEST(YamlEditProperty, RandomDocumentsReadAsTheyWereMeant) {
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        RandomYaml random(seed);
        Value value = random.value(4);
        std::string text = random.document(value);
        Sources sources;
        Diagnostics diagnostics;
        YamlTree tree = read_yaml(sources, sources.add("text", text), diagnostics);
        ASSERT_FALSE(diagnostics.has_errors()) << "seed " << seed << "\n"
                                               << render_all(diagnostics, sources, false) << "\n"
                                               << text;
        Value read = from_tree(tree.root());
        ASSERT_TRUE(same(read, value)) << "seed " << seed << "\n"
                                       << text << "\n"
                                       << show(read) << "\n"
                                       << show(value);
    }
}

}  // namespace
}  // namespace bartizan::oracle
