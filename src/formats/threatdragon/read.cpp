#include "formats/threatdragon/read.h"

#include <algorithm>

#include "formats/threatdragon/reading.h"

namespace bartizan::threatdragon {
namespace {

/// The tool's values where a file has none: a version 1 is given room for the threats of its rules.
constexpr std::int64_t threat_top_of_version_1 = 1000;
constexpr std::int64_t threat_top_if_missing = 100;

/// Reports another kind than an object or list; true if there is something to read.
bool is_list(Reading& reading, YamlRef node, const char* what) {
    return node.valid() && !node.is_null() && expect_list(node, what, reading.diagnostics);
}

bool is_mapping(Reading& reading, YamlRef node, const char* what) {
    return node.valid() && expect_mapping(node, what, reading.diagnostics);
}

void read_summary(Reading& reading, YamlRef root) {
    Document& document = reading.document;
    const YamlRef summary = member(root, "summary");
    if (!summary.valid())
        report_missing_key({"the model", {}, root.location()}, "summary", reading.diagnostics);
    if (!is_mapping(reading, summary, "`summary`")) return;
    document.title = text_of(member(summary, "title"));
    document.owner = text_of(member(summary, "owner"));
    document.description = text_of(member(summary, "description"));
    const YamlRef title = member(summary, "title");
    document.where = title.valid() ? title.location() : summary.location();
}

Diagram read_diagram(Reading& reading, YamlRef node) {
    Diagram diagram;
    diagram.where = node.location();
    diagram.node = node.index();
    diagram.id = text_of(member(node, "id"));
    diagram.title = text_of(member(node, "title"));
    diagram.type = text_of(member(node, "diagramType"));
    diagram.description = text_of(member(node, "description"));
    YamlRef cells = member(node, "cells");
    const bool is_version_1 = !cells.valid() && member(node, "diagramJson").valid();
    if (is_version_1) cells = member(node, "diagramJson", "cells");
    if (is_version_1) reading.document.is_version_1 = true;
    if (!is_list(reading, cells, "`cells`")) return diagram;
    for (YamlRef cell : cells.items()) {
        if (!has_room(reading, reading.cells, most_cells, "cells", cell)) break;
        if (!is_mapping(reading, cell, "a cell")) continue;
        diagram.cells.push_back(is_version_1 ? read_cell_of_version_1(reading, cell)
                                             : read_cell_of_version_2(reading, cell));
    }
    return diagram;
}

void read_detail(Reading& reading, YamlRef root) {
    const YamlRef detail = member(root, "detail");
    if (!detail.valid())
        report_missing_key({"the model", {}, root.location()}, "detail", reading.diagnostics);
    if (!is_mapping(reading, detail, "`detail`")) return;
    reading.document.reviewer = text_of(member(detail, "reviewer"));
    const YamlRef contributors = member(detail, "contributors");
    if (is_list(reading, contributors, "`contributors`"))
        for (YamlRef contributor : contributors.items()) {
            std::string name = text_of(contributor.is_mapping() ? member(contributor, "name") : contributor);
            if (!name.empty()) reading.document.contributors.push_back(std::move(name));
        }
    const YamlRef diagrams = member(detail, "diagrams");
    if (is_list(reading, diagrams, "`diagrams`"))
        for (YamlRef diagram : diagrams.items()) {
            if (!has_room(reading, reading.diagrams, most_diagrams, "diagrams", diagram)) break;
            if (is_mapping(reading, diagram, "a diagram"))
                reading.document.diagrams.push_back(read_diagram(reading, diagram));
        }
    const YamlRef top = member(detail, "threatTop");
    const std::optional<std::int64_t> number = top.valid() ? top.as_integer() : std::nullopt;
    const std::int64_t otherwise =
        reading.document.is_version_1 ? threat_top_of_version_1 : threat_top_if_missing;
    // No number that JavaScript could not count on from.
    constexpr std::int64_t largest = std::int64_t{1} << 53;
    reading.document.threat_top = std::clamp(number.value_or(otherwise), std::int64_t{0}, largest);
}

/// Walks over the text of an object without building anything.
class TopLevelKeys {
public:
    explicit TopLevelKeys(std::string_view text) : text_(text) {}

    /// The next key of the outermost object; empty at the end.
    std::string_view next() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"') {
                const std::string_view string = read_string();
                if (depth_ == 1 && is_key()) return string;
                continue;
            }
            ++at_;
            if (c == '{' || c == '[') ++depth_;
            if ((c == '}' || c == ']') && --depth_ == 0) return {};
        }
        return {};
    }

private:
    std::string_view read_string() {
        const std::size_t begin = ++at_;
        while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
        const std::size_t end = std::min(at_, text_.size());
        at_ = std::min(at_ + 1, text_.size());
        return text_.substr(begin, end - begin);
    }
    bool is_key() const {
        const std::size_t next = text_.find_first_not_of(" \t\r\n", at_);
        return next != std::string_view::npos && text_[next] == ':';
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace

bool recognises(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || text[begin] != '{') return false;
    TopLevelKeys keys(text.substr(begin));
    bool has_summary = false;
    bool has_detail = false;
    for (std::string_view key = keys.next(); !key.empty(); key = keys.next()) {
        has_summary |= key == "summary";
        has_detail |= key == "detail";
        if (has_summary && has_detail) return true;
    }
    return false;
}

std::optional<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
    std::optional<Document> document(std::in_place);
    document->tree = read_yaml(sources, source, diagnostics);
    if (document->tree.empty()) return std::nullopt;
    const YamlRef root = document->tree.root();
    if (!expect_mapping(root, "a model of Threat Dragon", diagnostics)) return std::nullopt;
    document->where = root.location();
    document->version = text_of(member(root, "version"));
    Reading reading{*document, diagnostics};
    read_summary(reading, root);
    read_detail(reading, root);
    return document;
}

}  // namespace bartizan::threatdragon
