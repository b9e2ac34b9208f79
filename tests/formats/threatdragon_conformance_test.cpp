// What Threat Dragon itself computes for real models, and what we compute for them: suggestions, what
// boundaries hold, and models of version 1. The models are not part of the repository.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "formats/threatdragon/boundaries.h"
#include "formats/threatdragon/format.h"
#include "formats/threatdragon/read.h"
#include "formats/threatdragon/reading.h"
#include "formats/threatdragon/suggestions.h"
#include "formats/threatdragon/values.h"
#include "rules/pack.h"

namespace bartizan::threatdragon {
namespace {

namespace fs = std::filesystem;

fs::path corpus() {
    const char* stated = std::getenv("BARTIZAN_CORPUS");
    const fs::path root =
        stated ? fs::path(stated) : fs::path(BARTIZAN_REPOSITORY) / ".." / "shared" / "corpus";
    return root / "threatdragon";
}

class Conformance : public testing::Test {
protected:
    void SetUp() override {
        if (!fs::is_directory(corpus())) GTEST_SKIP() << "skipped: no corpus";
    }
};

struct File {
    Sources sources;
    Diagnostics diagnostics;
    SourceId source;

    explicit File(const fs::path& path) { source = sources.read(path.string()).value(); }
    YamlTree tree() { return read_yaml(sources, source, diagnostics); }
    std::optional<Document> document() { return read_document(sources, source, diagnostics); }
};

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// Models of other formats, and those of version 1 that the tool can read, as the tool turns them into
/// version 2.
fs::path model_in_version_2(const fs::path& expected) {
    const fs::path migrated = corpus() / "expected/migrated" / (expected.stem().string() + ".v2.json");
    return fs::exists(migrated) ? migrated : corpus() / "models" / expected.filename();
}

using Lines = std::multiset<std::string>;

struct Comparison {
    std::size_t files = 0, expected = 0, matching = 0, missing = 0, extra = 0;

    void add(const std::string& file, const Lines& wanted, const Lines& got) {
        ++files;
        expected += wanted.size();
        for (const std::string& line : wanted) {
            const bool is_there = got.count(line) >= wanted.count(line);
            is_there ? ++matching : ++missing;
            if (!is_there) std::printf("    missing in %s: %s\n", file.c_str(), line.c_str());
        }
        for (const std::string& line : got)
            if (wanted.count(line) < got.count(line)) {
                ++extra;
                std::printf("    extra in %s: %s\n", file.c_str(), line.c_str());
            }
    }

    void print(const char* what) const {
        std::printf("%-34s %5zu files %6zu expected %6zu matching %4zu missing %4zu extra\n", what, files,
                    expected, matching, missing, extra);
        EXPECT_GT(files, 0u);
        EXPECT_EQ(missing, 0u);
        EXPECT_EQ(extra, 0u);
    }
};

std::string order(std::size_t number) { return std::to_string(number) + " "; }

void add_suggestions(Lines& lines, const std::string& prefix, const char* what,
                     const std::vector<Suggestion>& suggestions) {
    std::size_t number = 0;
    for (const Suggestion& suggestion : suggestions)
        lines.insert(prefix + what + order(number++) + std::string(suggestion.title) + " / " +
                     std::string(suggestion.type));
}

void add_cell(Lines& lines, const std::string& prefix, const Cell& cell, const Diagram& diagram,
              std::int64_t threat_top) {
    lines.insert(prefix + "disabled " + (cell.takes_threats() ? "no" : "yes"));
    lines.insert(prefix + "open threats " + (cell.has_open_threats() ? "yes" : "no"));
    const std::optional<Kind> kind = kind_of(cell.shape);
    if (!cell.takes_threats() || !kind) return;
    const NewThreat fresh = new_threat(*kind, diagram.type, cell.threat_frequency, threat_top);
    lines.insert(prefix + "new " + std::string(fresh.title) + " / " + fresh.type + " / " +
                 std::string(fresh.model_type) + " / " + std::to_string(fresh.number));
    if (!has_suggestions(diagram.type)) return;
    add_suggestions(lines, prefix, "type ", suggest_by_type(*kind, diagram.type));
    add_suggestions(lines, prefix, "context ", suggest_by_context(*kind, cell.flags, diagram.type));
}

void add_expected_list(Lines& lines, const std::string& prefix, const char* what, YamlRef list) {
    if (!list.valid()) return;
    std::size_t number = 0;
    for (YamlRef item : list.items())
        lines.insert(prefix + what + order(number++) + text_of(member(item, "title")) + " / " +
                     text_of(member(item, "type")));
}

void add_expected_cell(Lines& lines, const std::string& prefix, YamlRef cell) {
    lines.insert(prefix + "disabled " + (is_true(member(cell, "addThreatDisabled")) ? "yes" : "no"));
    lines.insert(prefix + "open threats " + (is_true(member(cell, "hasOpenThreats")) ? "yes" : "no"));
    const YamlRef fresh = member(cell, "newThreat");
    if (!fresh.valid()) return;
    lines.insert(prefix + "new " + text_of(member(fresh, "title")) + " / " + text_of(member(fresh, "type")) +
                 " / " + text_of(member(fresh, "modelType")) + " / " + text_of(member(fresh, "number")));
    add_expected_list(lines, prefix, "type ", member(cell, "byType"));
    add_expected_list(lines, prefix, "context ", member(cell, "byContext"));
}

Lines suggestions_of(const Document& document) {
    Lines lines;
    for (std::size_t d = 0; d < document.diagrams.size(); ++d)
        for (const Cell& cell : document.diagrams[d].cells)
            add_cell(lines, order(d) + cell.id + " ", cell, document.diagrams[d], document.threat_top);
    return lines;
}

Lines expected_suggestions(YamlRef root) {
    Lines lines;
    std::size_t d = 0;
    for (YamlRef diagram : member(root, "diagrams").items()) {
        for (YamlRef cell : member(diagram, "cells").items())
            add_expected_cell(lines, order(d) + text_of(member(cell, "id")) + " ", cell);
        ++d;
    }
    return lines;
}

/// The tool shows models of version 1 that it can't read with empty diagrams.
bool was_read_by_the_tool(const Document& document, const fs::path& model) {
    return !document.is_version_1 || model.parent_path().filename() == "migrated";
}

TEST_F(Conformance, SuggestionsOfModels) {
    Comparison comparison;
    for (const fs::path& path : files_in(corpus() / "expected/suggestions")) {
        const fs::path model = model_in_version_2(path);
        File file(model);
        const std::optional<Document> document = file.document();
        ASSERT_TRUE(document) << model;
        if (!was_read_by_the_tool(*document, model)) continue;
        File expected(path);
        const YamlTree tree = expected.tree();
        comparison.add(path.filename().string(), expected_suggestions(tree.root()),
                       suggestions_of(*document));
    }
    comparison.print("suggestions");
}

Kind kind_named(const std::string& type) {
    if (type == "tm.Actor") return Kind::actor;
    if (type == "tm.Process") return Kind::process;
    return type == "tm.Store" ? Kind::store : Kind::flow;
}

TEST_F(Conformance, SuggestionsForEveryCombination) {
    Comparison comparison;
    File expected(corpus() / "expected/context_exhaustive.json");
    const YamlTree tree = expected.tree();
    Lines wanted;
    Lines got;
    std::size_t number = 0;
    for (YamlRef item : tree.root().items()) {
        const YamlRef element = member(item, "element");
        const std::string prefix = order(number++) + text_of(member(element, "type")) + " ";
        add_expected_list(wanted, prefix, "context ", member(item, "suggestions"));
        Cell cell;
        read_properties(element, cell);
        add_suggestions(got, prefix, "context ",
                        suggest_by_context(kind_named(text_of(member(element, "type"))), cell.flags,
                                           text_of(member(item, "modelType"))));
    }
    EXPECT_EQ(number, 540u);
    comparison.add("context_exhaustive.json", wanted, got);
    comparison.print("every combination of flags");
}

TEST_F(Conformance, CategoriesOfMethods) {
    Comparison comparison;
    File expected(corpus() / "expected/matrices.json");
    const YamlTree tree = expected.tree();
    Lines wanted;
    Lines got;
    for (auto [type, kinds] : tree.root().entries())
        for (auto [kind_name, matrix] : kinds.entries()) {
            const std::string prefix = text_of(type) + " " + text_of(kind_name) + " ";
            const Kind kind = kind_named(text_of(kind_name));
            std::size_t number = 0;
            for (YamlRef label : member(matrix, "typeLabels").items())
                wanted.insert(prefix + order(number++) + text_of(label));
            number = 0;
            for (YamlRef key : member(matrix, "typeKeys").items()) {
                const std::string text = text_of(key);
                wanted.insert(prefix + "key " + order(number++) + text.substr(text.rfind('.') + 1));
            }
            number = 0;
            for (const Category* category : categories_for(scheme_of(text_of(type)), kind)) {
                got.insert(prefix + order(number) + std::string(category->label));
                got.insert(prefix + "key " + order(number++) + std::string(category->key));
            }
            const YamlRef fresh = member(matrix, "newThreatDefault");
            wanted.insert(prefix + text_of(member(fresh, "title")) + " / " + text_of(member(fresh, "type")) +
                          " / " + text_of(member(fresh, "modelType")));
            const NewThreat threat = new_threat(kind, text_of(type), {}, 0);
            got.insert(prefix + std::string(threat.title) + " / " + threat.type + " / " +
                       threat.model_type);
        }
    comparison.add("matrices.json", wanted, got);
    comparison.print("categories of methods");
}

void add_ids(Lines& lines, const std::string& prefix, const char* what, YamlRef list) {
    std::size_t number = 0;
    for (YamlRef id : list.items()) lines.insert(prefix + what + order(number++) + text_of(id));
}

Lines expected_boundaries(YamlRef root) {
    Lines lines;
    std::size_t d = 0;
    for (YamlRef diagram : root.items()) {
        for (auto [id, boundary] : member(diagram, "boundaries").entries()) {
            lines.insert(order(d) + "boundary " + text_of(id));
            add_ids(lines, order(d) + text_of(id), " holds ", member(boundary, "containedElements"));
            add_ids(lines, order(d) + text_of(id), " crossed by ", member(boundary, "crossingFlows"));
        }
        for (auto [id, crossed] : member(diagram, "flows").entries())
            for (YamlRef boundary : crossed.items())
                lines.insert(order(d) + text_of(id) + " crosses " + text_of(boundary));
        ++d;
    }
    return lines;
}

Lines boundaries_of(const Document& document) {
    Lines lines;
    for (std::size_t d = 0; d < document.diagrams.size(); ++d) {
        const std::vector<Cell>& cells = document.diagrams[d].cells;
        for (const BoundaryContent& boundary :
             find_boundaries(document.diagrams[d], Crossing::tool).boundaries) {
            const std::string& id = cells[boundary.cell].id;
            lines.insert(order(d) + "boundary " + id);
            std::size_t number = 0;
            for (std::uint32_t cell : boundary.contained)
                lines.insert(order(d) + id + " holds " + order(number++) + cells[cell].id);
            number = 0;
            for (std::uint32_t cell : boundary.crossing) {
                lines.insert(order(d) + id + " crossed by " + order(number++) + cells[cell].id);
                lines.insert(order(d) + cells[cell].id + " crosses " + id);
            }
        }
    }
    return lines;
}

TEST_F(Conformance, Boundaries) {
    Comparison comparison;
    for (const fs::path& path : files_in(corpus() / "expected/boundaries")) {
        const fs::path model = model_in_version_2(path);
        File file(model);
        const std::optional<Document> document = file.document();
        ASSERT_TRUE(document) << model;
        if (!was_read_by_the_tool(*document, model)) continue;
        File expected(path);
        const YamlTree tree = expected.tree();
        comparison.add(path.filename().string(), expected_boundaries(tree.root()), boundaries_of(*document));
    }
    comparison.print("boundaries");
}

/// What the tool keeps of a cell of version 1. It gives lines new ids and forgets some check boxes of
/// processes and stores.
Lines kept_by_migration(const Document& document) {
    Lines lines;
    for (std::size_t d = 0; d < document.diagrams.size(); ++d) {
        std::size_t number = 0;
        for (const Cell& cell : document.diagrams[d].cells) {
            std::string line = order(d) + order(number++) + std::string(type_name(cell.shape)) + " " +
                               cell.name + " / " + cell.description + " / " +
                               (cell.out_of_scope ? "out " : "in ") + cell.reason_out_of_scope + " / " +
                               cell.protocol + " / ";
            if (cell.is_node()) line += cell.id;
            line += " ends " + cell.source.cell + " " + cell.target.cell + " at " +
                    std::to_string(cell.box.left) + " " + std::to_string(cell.box.bottom);
            for (const Point& point : cell.vertices)
                line += " " + std::to_string(point.x) + "," + std::to_string(point.y);
            const Flags& flags = cell.flags;
            for (bool flag : {flags.provides_authentication, flags.is_log, flags.stores_credentials,
                              flags.is_encrypted, flags.is_signed, flags.is_public_network})
                line += flag ? " 1" : " 0";
            for (const Threat& threat : cell.threats)
                line += " threat " + threat.title + " / " + threat.type + " / " + threat.status + " / " +
                        threat.severity + " / " + threat.description + " / " + threat.mitigation;
            lines.insert(line);
        }
    }
    return lines;
}

TEST_F(Conformance, ModelsOfVersion1AsTheToolMigratesThem) {
    Comparison comparison;
    std::size_t all = 0;
    std::size_t cells = 0;
    for (const fs::path& path : files_in(corpus() / "models")) {
        if (!path.filename().string().starts_with("v1__")) continue;
        File file(path);
        const std::optional<Document> document = file.document();
        ASSERT_TRUE(document) << path;
        EXPECT_TRUE(document->is_version_1) << path;
        EXPECT_TRUE(file.diagnostics.all().empty()) << render_all(file.diagnostics, file.sources, false);
        ++all;
        for (const Diagram& diagram : document->diagrams) cells += diagram.cells.size();
        const fs::path migrated = model_in_version_2(path);
        if (migrated == path) continue;
        File expected(migrated);
        comparison.add(path.filename().string(), kept_by_migration(expected.document().value()),
                       kept_by_migration(*document));
    }
    std::printf("%-34s %5zu files %6zu cells\n", "version 1, read in all", all, cells);
    comparison.print("version 1 against migration");
}

TEST_F(Conformance, ModelsOfVersion2AreReadWithoutComplaint) {
    std::size_t all = 0;
    for (const fs::path& path : files_in(corpus() / "models")) {
        if (!path.filename().string().starts_with("v2__")) continue;
        File file(path);
        ASSERT_TRUE(file.document()) << path;
        EXPECT_TRUE(file.diagnostics.all().empty()) << render_all(file.diagnostics, file.sources, false);
        EXPECT_TRUE(recognises(file.sources[file.source].text)) << path;
        ++all;
    }
    std::printf("%-34s %5zu files\n", "version 2, read in all", all);
}

const Schema& core() {
    static const Schema schema = [] {
        Sources sources;
        Diagnostics diagnostics;
        std::vector<YamlTree> trees;
        for (const char* pack : {"/packs/core", "/packs/controls"}) {
            auto files = read_pack_trees(sources, std::string(BARTIZAN_REPOSITORY) + pack, diagnostics);
            for (YamlTree& tree : files) trees.push_back(std::move(tree));
        }
        return load_packs(trees, sources, diagnostics).schema;
    }();
    return schema;
}

/// All models that are in version 2 or 1, also those the tool has made of others.
std::vector<fs::path> all_models() {
    std::vector<fs::path> models = files_in(corpus() / "expected/migrated");
    for (const fs::path& path : files_in(corpus() / "models"))
        if (path.filename().string().starts_with("v")) models.push_back(path);
    return models;
}

TEST_F(Conformance, AFileThatDidNotChangeKeepsItsBytes) {
    std::size_t all = 0;
    for (const fs::path& path : all_models()) {
        File file(path);
        const std::optional<FrontendResult> read =
            frontend().read({file.sources, file.source, {}}, file.diagnostics);
        ASSERT_TRUE(read) << path;
        if (file.document()->is_version_1) continue;
        DraftModel draft = read->draft;
        EXPECT_THAT(keep_what_is_known(draft, core()), testing::IsEmpty()) << path;
        const std::string_view text = file.sources[file.source].text;
        const Written written = writer().write({core(), draft, text});
        EXPECT_EQ(written.text, text) << path;
        EXPECT_THAT(written.losses, testing::IsEmpty()) << path;
        ++all;
    }
    std::printf("%-34s %5zu files\n", "written back byte by byte", all);
    EXPECT_GT(all, 0u);
}

template <typename Place>
void describe(Lines& lines, const char* kind, const Place& place) {
    std::string line = std::string(kind) + " " + place.id + " / " +
                       (place.title.empty() ? place.id : place.title) + " / " + place.text;
    for (const DraftAttribute& attribute : place.attributes)
        line += " " + attribute.name + "=" + attribute.value;
    for (const std::string& tag : place.tags) line += " #" + tag;
    lines.insert(line);
}

/// Without what only an original can keep: the kind of person, notes, and which threats were in the file.
Lines said_by(const DraftModel& draft) {
    Lines lines{"model " + draft.name + " / " + draft.text};
    for (const DraftBoundary& boundary : draft.boundaries) {
        describe(lines, "boundary", boundary);
        lines.insert(boundary.id + " in " + boundary.in + (boundary.is_line ? " line" : ""));
        for (const std::string& flow : boundary.crossed_by) lines.insert(boundary.id + " crossed by " + flow);
    }
    for (const DraftElement& element : draft.elements) {
        describe(lines, "element", element);
        lines.insert(element.id + " in " + element.in + " is " + element.type);
        for (const std::string& data : element.stores) lines.insert(element.id + " stores " + data);
        for (const std::string& data : element.processes) lines.insert(element.id + " processes " + data);
    }
    for (const DraftFlow& flow : draft.flows) {
        describe(lines, "flow", flow);
        lines.insert(flow.source + " to " + flow.target + (flow.two_way ? " and back" : ""));
    }
    return lines;
}

/// Where the environment names a folder, the written files go there, so that they can be validated.
void keep(const fs::path& path, const std::string& text) {
    if (const char* folder = std::getenv("BARTIZAN_EXPORT_TO"))
        std::ofstream(fs::path(folder) / path.filename()) << text;
}

TEST_F(Conformance, AModelWrittenAnewSaysTheSame) {
    Comparison comparison;
    for (const fs::path& path : all_models()) {
        File file(path);
        const DraftModel draft =
            frontend().read({file.sources, file.source, {}}, file.diagnostics).value().draft;
        const std::string written = writer().write({core(), draft, std::nullopt}).text;
        keep(path, written);
        Sources sources;
        Diagnostics diagnostics;
        const SourceId source = sources.add(path.string(), written);
        const std::optional<FrontendResult> again = frontend().read({sources, source, {}}, diagnostics);
        EXPECT_EQ(render_all(diagnostics, sources, false), "") << path;
        ASSERT_TRUE(again) << path;
        comparison.add(path.filename().string(), said_by(draft), said_by(again->draft));
    }
    comparison.print("written anew and read again");
}

TEST_F(Conformance, AModelWithoutADrawingIsDrawn) {
    Comparison comparison;
    for (const fs::path& path : all_models()) {
        File file(path);
        DraftModel draft = frontend().read({file.sources, file.source, {}}, file.diagnostics).value().draft;
        draft.shapes.clear();
        draft.lines.clear();
        // A line drawn anew may cut more than it has to.
        std::erase_if(draft.boundaries, [](const DraftBoundary& boundary) { return boundary.is_line; });
        const std::string written = writer().write({core(), draft, std::nullopt}).text;
        keep("drawn-" + path.filename().string(), written);
        Sources sources;
        Diagnostics diagnostics;
        const SourceId source = sources.add(path.string(), written);
        const std::optional<FrontendResult> again = frontend().read({sources, source, {}}, diagnostics);
        ASSERT_TRUE(again) << path;
        comparison.add(path.filename().string(), said_by(draft), said_by(again->draft));
        const std::vector<DraftShape>& shapes = again->draft.shapes;
        for (std::size_t a = 0; a < shapes.size(); ++a)
            for (std::size_t b = a + 1; b < shapes.size(); ++b) {
                const bool has_box =
                    shapes[a].place.starts_with("boundary:") || shapes[b].place.starts_with("boundary:");
                const bool overlap = shapes[a].left < shapes[b].left + shapes[b].width &&
                                     shapes[b].left < shapes[a].left + shapes[a].width &&
                                     shapes[a].top < shapes[b].top + shapes[b].height &&
                                     shapes[b].top < shapes[a].top + shapes[a].height;
                EXPECT_TRUE(has_box || !overlap) << path << " " << shapes[a].place << " " << shapes[b].place;
            }
    }
    comparison.print("drawn anew and read again");
}

Lines titles_of(const DraftModel& draft) {
    Lines titles;
    for (const DraftElement& element : draft.elements) titles.insert(element.title);
    for (const DraftBoundary& boundary : draft.boundaries) titles.insert(boundary.title);
    for (const DraftFlow& flow : draft.flows) titles.insert(flow.title);
    return titles;
}

TEST_F(Conformance, EveryNameCanBeChangedAndEveryElementDecidedAbout) {
    Comparison comparison;
    for (const fs::path& path : all_models()) {
        File file(path);
        const std::string_view text = file.sources[file.source].text;
        DraftModel draft = frontend().read({file.sources, file.source, {}}, file.diagnostics).value().draft;
        if (file.document()->is_version_1) continue;
        for (DraftElement& element : draft.elements) {
            element.title += "-changed";
            DraftDecision& decision = draft.decisions.emplace_back();
            decision.threat = "some.rule@" + element.id;
            decision.status = ThreatStatus::accepted;
            decision.because = "of \"quotes\"";
        }
        for (DraftBoundary& boundary : draft.boundaries) boundary.title += "-changed";
        for (DraftFlow& flow : draft.flows) flow.title += "-changed";
        const std::string written = writer().write({core(), draft, text}).text;
        keep("changed-" + path.filename().string(), written);
        Sources sources;
        Diagnostics diagnostics;
        const SourceId source = sources.add(path.string(), written);
        const DraftModel again = frontend().read({sources, source, {}}, diagnostics).value().draft;
        comparison.add(path.filename().string(), titles_of(draft), titles_of(again));
        EXPECT_EQ(again.decisions.size(), draft.decisions.size()) << path;
    }
    comparison.print("changed in place and read again");
}

}  // namespace
}  // namespace bartizan::threatdragon
