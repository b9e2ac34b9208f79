// Pages of a draw.io file: cells with their style, label, place and ends. What they mean is not known here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/diagnostic.h"
#include "text/source.h"

namespace bartizan::drawio {

struct Point {
    double x = 0, y = 0;
};

struct Cell {
    std::string id;
    std::string label;  // without markup
    std::string style;
    std::string parent;
    std::string source, target;  // of edges
    bool is_vertex = false;
    bool is_edge = false;
    bool is_relative = false;  // a label on an edge
    double x = 0, y = 0, width = 0, height = 0;
    std::vector<Point> points;  // corners of an edge
    /// What people keep with a cell, such as `type` and `protocol`.
    std::vector<std::pair<std::string, std::string>> properties;
    Location where;

    std::string_view property(std::string_view name) const {
        for (const auto& [key, value] : properties)
            if (key == name) return value;
        return {};
    }
};

struct Page {
    std::string name;
    std::vector<Cell> cells;
};

struct Document {
    std::vector<Page> pages;
};

/// Compressed pages are added to the sources. Nothing if the text is no document at all, which is reported.
std::optional<Document> read_document(Sources& sources, SourceId source, Diagnostics& diagnostics);

/// HTML of a label as text on one line.
std::string plain_text(std::string_view html);

}  // namespace bartizan::drawio
