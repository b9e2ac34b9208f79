// Models and templates that people published, against what the Microsoft Threat Modeling Tool stored in them:
// which threats it generated and how they read, and that what is read is written again byte by byte.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "formats/tmt/frontend.h"
#include "formats/tmt/generate.h"
#include "formats/tmt/read.h"
#include "formats/tmt/write.h"
#include "text/xml_document.h"

namespace bartizan::tmt {
namespace {

namespace fs = std::filesystem;

fs::path corpus() {
    const char* stated = std::getenv("BARTIZAN_CORPUS");
    const fs::path root = stated ? fs::path(stated) : fs::path(BARTIZAN_REPOSITORY) / "../shared/corpus";
    return root / "tmt";
}

std::vector<fs::path> files(const char* folder, const char* extension) {
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(corpus() / folder, error))
        if (entry.path().extension() == extension) found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

struct Loaded {
    Sources sources;
    SourceId source;
    Diagnostics diagnostics;
    std::optional<Document> document;
};

void load(Loaded& loaded, const fs::path& path) {
    loaded.source = loaded.sources.read(path.string()).value();
    loaded.document = read_document(loaded.sources, loaded.source, loaded.diagnostics);
}

/// A text that may have been made of the template, with other names in the places of its placeholders.
bool may_be_made_of(std::string_view text, std::string_view made_of) {
    std::size_t at = 0;
    bool is_first = true;
    while (!made_of.empty()) {
        const std::size_t open = made_of.find('{');
        const std::string_view literal = made_of.substr(0, open);
        const std::size_t found =
            is_first ? (text.starts_with(literal) ? 0 : text.npos) : text.find(literal, at);
        if (found == text.npos) return false;
        at = found + literal.size();
        is_first = false;
        if (open == made_of.npos) return true;
        const std::size_t close = made_of.find('}', open);
        if (close == made_of.npos) return true;
        made_of.remove_prefix(close + 1);
    }
    return true;
}

struct Row {
    std::size_t expected = 0, matching = 0, missing = 0, extra = 0, touched = 0, deleted = 0, frozen = 0;
    std::size_t differing = 0;
    std::size_t changed = 0;  // by generating again
    std::vector<std::string> notes;
};

std::vector<std::string> keys_of(const ThreatInstance& instance) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : instance.properties.items) keys.push_back(key);
    return keys;
}

const ThreatType& type_of(const KnowledgeBase& knowledge, const ThreatInstance& instance) {
    return *std::ranges::find_if(knowledge.threat_types.items, [&](const ThreatType& type) {
        return type.id.value == instance.type_id.value;
    });
}

void compare(const KnowledgeBase& knowledge, const ThreatInstance& stored, const ThreatInstance& made,
             Row& row) {
    bool is_equal = true;
    const auto differs = [&](const std::string& what, std::string_view is, std::string_view should) {
        is_equal = false;
        if (row.notes.size() < 6)
            row.notes.push_back(stored.key.value + " " + what + ": " + std::string(is) + " | " +
                                std::string(should));
    };
    for (const auto& [key, value] : made.properties.items) {
        const std::string_view kept = stored.property(key);
        if (kept == value.value) continue;
        // People may edit whatever the tool shows.
        if (stored.is_touched() && key != "InteractionString") continue;
        const ThreatType& type = type_of(knowledge, stored);
        if (key == "Title" && may_be_made_of(kept, type.short_title.value)) {
            ++row.frozen;
            continue;
        }
        differs(key, value.value, kept);
    }
    if (!stored.is_touched()) {
        if (keys_of(stored) != keys_of(made)) differs("order", "", "");
        if (stored.state.value != made.state.value) differs("state", made.state.value, stored.state.value);
    }
    if (stored.interaction_key.value != made.interaction_key.value ||
        stored.diagram_guid.value != made.diagram_guid.value)
        differs("keys", made.interaction_key.value, stored.interaction_key.value);
    if (!is_equal) ++row.differing;
}

Row compare_threats(const Loaded& loaded, Diagnostics& diagnostics) {
    Row row;
    const Document& document = *loaded.document;
    const RuleBook book = compile_rules(document.knowledge, loaded.sources, diagnostics);
    const auto made =
        make_instances(document, document.knowledge, find_threats(document, book, diagnostics), diagnostics);
    std::map<std::string, const ThreatInstance*> stored;
    for (const ThreatInstance& instance : document.threats.items) {
        row.touched += instance.is_touched();
        if (is_deleted(instance)) {
            ++row.deleted;
        } else {
            stored.emplace(instance.key.value, &instance);
        }
    }
    row.expected = stored.size();
    for (const ThreatInstance& instance : made) {
        const auto found = stored.find(instance.key.value);
        if (found == stored.end()) {
            ++row.extra;
            continue;
        }
        ++row.matching;
        compare(document.knowledge, *found->second, instance, row);
        stored.erase(found);
    }
    row.missing = stored.size();
    if (row.missing > 0) return row;
    std::map<std::string, const ThreatInstance*> before;
    for (const ThreatInstance& instance : document.threats.items)
        before.emplace(instance.key.value, &instance);
    for (const ThreatInstance& instance : regenerate(document, made)) {
        const ThreatInstance& kept = *before.at(instance.key.value);
        if (kept.properties.items == instance.properties.items) continue;
        ++row.changed;
        if (row.notes.size() < 6)
            for (const auto& [key, value] : instance.properties.items)
                if (kept.property(key) != value.value)
                    row.notes.push_back("changed " + key + ": " + value.value + " | " +
                                        std::string(kept.property(key)));
    }
    return row;
}

std::string short_name(const fs::path& path) {
    std::string name = path.filename().string();
    return name.size() <= 60 ? name : name.substr(0, 28) + "…" + name.substr(name.size() - 31);
}

/// Files whose stored threats are not those of the model they hold, with the threats that are missing and
/// extra: written by hand or by scripts, or saved without going through the analysis view.
struct Exception {
    std::string_view file;
    std::size_t missing, extra, differing;
};
constexpr Exception exceptions[] = {
    // A script wrote it, with threats of its own.
    {"microsoft__hve-core__tmp-sample", 4, 0, 0},
    // Written by hand, without a knowledge base.
    {"exit-zero-labs__threat-forge__tmt-4.3-sample", 4, 0, 0},
    // The template was edited after the threats had been generated, and the tool keeps what it has stored.
    {"iriusrisk__startleft__test_model.971c6916", 0, 0, 2},
    {"tmart234__TMTool__test_model.971c6916", 0, 0, 2},
    {"tmart234__TMTool__test_model.19c43be3", 0, 0, 2},
    {"tmart234__TMTool__test_model.ce1c0d42", 0, 0, 2},
    {"tmart234__TMTool__test_model.8638cd4b", 0, 0, 2},
};

const Exception* exception_of(const fs::path& path) {
    for (const Exception& each : exceptions)
        if (path.filename().string().starts_with(each.file)) return &each;
    return nullptr;
}

TEST(TmtConformance, GeneratesTheThreatsThatTheToolStored) {
    if (!fs::exists(corpus())) GTEST_SKIP() << "skipped: no corpus";
    std::printf("%-60s %8s %8s %7s %5s %7s %7s %6s %6s\n", "file", "expected", "matching", "missing", "extra",
                "touched", "deleted", "frozen", "differ");
    Row total;
    for (const fs::path& path : files("models", ".tm7")) {
        Loaded loaded;
        load(loaded, path);
        if (!loaded.document || loaded.document->threats.items.empty()) continue;
        Diagnostics diagnostics;
        const Row row = compare_threats(loaded, diagnostics);
        std::printf("%-60s %8zu %8zu %7zu %5zu %7zu %7zu %6zu %6zu\n", short_name(path).c_str(), row.expected,
                    row.matching, row.missing, row.extra, row.touched, row.deleted, row.frozen,
                    row.differing);
        for (const std::string& note : row.notes) std::printf("    %s\n", note.c_str());
        for (const Diagnostic& each : diagnostics.all()) std::printf("    %s\n", each.message.c_str());
        const Exception* exception = exception_of(path);
        EXPECT_EQ(row.missing, exception ? exception->missing : 0) << path;
        EXPECT_EQ(row.extra, exception ? exception->extra : 0) << path;
        EXPECT_EQ(row.differing, exception ? exception->differing : 0) << path;
        EXPECT_EQ(row.changed, 0u) << path;
        total.expected += row.expected;
        total.matching += row.matching;
        total.missing += row.missing;
        total.extra += row.extra;
    }
    std::printf("%-60s %8zu %8zu %7zu %5zu\n", "all", total.expected, total.matching, total.missing,
                total.extra);
}

/// The same content, however it is laid out and whatever prefixes are declared where.
std::string difference(const pugi::xml_node& a, const pugi::xml_node& b, int depth = 0) {
    if (local_name(a) != local_name(b))
        return std::string(local_name(a)) + " / " + std::string(local_name(b));
    const auto attribute = [](const pugi::xml_node& node, std::string_view ending) {
        for (const pugi::xml_attribute each : node.attributes())
            if (std::string_view(each.name()).ends_with(ending)) {
                const std::string_view value = each.value();
                return std::string(value.substr(value.find(':') + 1));
            }
        return std::string();
    };
    const std::string name(local_name(a));
    for (std::string_view ending : {":type", ":nil"})
        if (attribute(a, ending) != attribute(b, ending)) return name + std::string(ending);
    const auto trimmed = [](const pugi::xml_node& node) {
        std::string text;
        for (const pugi::xml_node part : node.children())
            if (part.type() != pugi::node_element) text += part.value();
        const std::size_t begin = text.find_first_not_of(" \t\r\n");
        return begin == text.npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
    };
    if (trimmed(a) != trimmed(b)) return name + ": " + trimmed(a) + " / " + trimmed(b);
    const auto next = [](pugi::xml_node node) {
        while (node && node.type() != pugi::node_element) node = node.next_sibling();
        return node;
    };
    pugi::xml_node x = next(a.first_child()), y = next(b.first_child());
    for (; x && y; x = next(x.next_sibling()), y = next(y.next_sibling()))
        if (const std::string found = difference(x, y, depth + 1); !found.empty()) return name + "/" + found;
    if (x || y) return name + ": " + std::string(local_name(x ? x : y)) + (x ? " is lost" : " is new");
    return {};
}

/// Not written by the tool, so that only the content can be the same: by other programs, or laid out anew.
bool is_of_third_party(std::string_view text) {
    const bool is_reserialised = text.find("<DrawingSurfaceModel z:Id=\"i1\" xmlns:z=") == text.npos;
    // The tool writes an element without content as one tag.
    const bool is_edited = text.find("XMLSchema\"></") != text.npos;
    return text.starts_with("<?xml") || is_reserialised || is_edited;
}

TEST(TmtConformance, WritesWhatItRead) {
    if (!fs::exists(corpus())) GTEST_SKIP() << "skipped: no corpus";
    std::size_t identical = 0, same_content = 0;
    for (const fs::path& path : files("models", ".tm7")) {
        Loaded loaded;
        load(loaded, path);
        if (!loaded.document) {
            std::printf("%-60s not read\n", short_name(path).c_str());
            continue;
        }
        const std::string_view text = loaded.sources[loaded.source].text;
        const std::string written = write_document(*loaded.document);
        const bool is_identical = text == written;
        identical += is_identical;
        std::string found;
        if (!is_identical) {
            pugi::xml_document before, after;
            before.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
            after.load_buffer(written.data(), written.size(),
                              pugi::parse_default | pugi::parse_ws_pcdata_single);
            found = difference(before.document_element(), after.document_element());
            same_content += found.empty();
            const auto [x, y] = std::ranges::mismatch(text, written);
            if (!is_of_third_party(text))
                std::printf(
                    "    %.80s\n    %.80s\n",
                    std::string(x - std::min<long>(20, x - text.begin()), text.end()).substr(0, 80).c_str(),
                    std::string(y - std::min<long>(20, y - written.begin()), written.end())
                        .substr(0, 80)
                        .c_str());
        }
        std::printf("%-60s %s %s\n", short_name(path).c_str(),
                    is_identical    ? "identical"
                    : found.empty() ? "same content"
                                    : "differs",
                    found.c_str());
        if (!is_of_third_party(text)) {
            EXPECT_TRUE(is_identical) << path;
        }
        EXPECT_EQ(found, "") << path;
        Sources sources;
        Diagnostics diagnostics;
        const auto again = read_document(
            sources, sources.add("readable", write_document(*loaded.document, {.is_readable = true})),
            diagnostics);
        ASSERT_TRUE(again);
        EXPECT_EQ(again->threats.items.size(), loaded.document->threats.items.size());
    }
    std::printf("%zu identical, %zu with the same content\n", identical, same_content);
}

TEST(TmtConformance, DraftsGoBothWays) {
    if (!fs::exists(corpus())) GTEST_SKIP() << "skipped: no corpus";
    std::size_t elements = 0, flows = 0, threats = 0, decisions = 0;
    for (const fs::path& path : files("models", ".tm7")) {
        Sources sources;
        Diagnostics diagnostics;
        const SourceId source = sources.read(path.string()).value();
        const auto result = read_model({sources, source, {}}, diagnostics);
        if (!result) continue;
        const std::string_view text = sources[source].text;
        const Schema schema;
        EXPECT_EQ(write_model({schema, result->draft, text}).text, text) << path;
        const Written written = write_model({schema, result->draft, std::nullopt});
        const auto again = read_model({sources, sources.add("again", written.text), {}}, diagnostics);
        ASSERT_TRUE(again) << path;
        EXPECT_EQ(again->draft.elements.size(), result->draft.elements.size()) << path;
        EXPECT_EQ(again->draft.flows.size(), result->draft.flows.size()) << path;
        EXPECT_EQ(again->draft.boundaries.size(), result->draft.boundaries.size()) << path;
        elements += result->draft.elements.size();
        flows += result->draft.flows.size();
        threats += result->findings.threats.size();
        decisions += result->draft.decisions.size();
    }
    std::printf("%zu elements, %zu flows, %zu threats, %zu decisions\n", elements, flows, threats, decisions);
}

TEST(TmtConformance, ReadsTemplates) {
    if (!fs::exists(corpus())) GTEST_SKIP() << "skipped: no corpus";
    for (const fs::path& path : files("templates", ".tb7")) {
        Loaded loaded;
        loaded.source = loaded.sources.read(path.string()).value();
        const auto knowledge = read_template(loaded.sources, loaded.source, loaded.diagnostics);
        ASSERT_TRUE(knowledge) << path;
        Diagnostics diagnostics;
        const RuleBook book = compile_rules(*knowledge, loaded.sources, diagnostics);
        std::printf("%-60s %s %s: %zu/%zu elements, %zu threat types, %zu instructions\n",
                    short_name(path).c_str(), knowledge->manifest.name.value.c_str(),
                    knowledge->manifest.version.value.c_str(), knowledge->generic_elements.items.size(),
                    knowledge->standard_elements.items.size(), knowledge->threat_types.items.size(),
                    book.code.size());
        for (const Diagnostic& each : diagnostics.all()) std::printf("    %s\n", each.message.c_str());
    }
}

}  // namespace
}  // namespace bartizan::tmt
