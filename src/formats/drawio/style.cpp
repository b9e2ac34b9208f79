#include "formats/drawio/style.h"

#include <array>
#include <utility>

namespace bartizan::drawio {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// By the property `type` that templates for threat modeling give their shapes.
Meaning meaning_of_type(std::string_view type) {
    constexpr std::array<std::pair<std::string_view, Meaning>, 12> meanings{{
        {"entity", Meaning::external_entity},
        {"external entity", Meaning::external_entity},
        {"actor", Meaning::external_entity},
        {"process", Meaning::process},
        {"component", Meaning::process},
        {"data store", Meaning::store},
        {"datastore", Meaning::store},
        {"store", Meaning::store},
        {"trust boundary", Meaning::boundary},
        {"boundary", Meaning::boundary},
        {"trust zone", Meaning::text},
        {"data flow", Meaning::nothing},
    }};
    const std::string name = lower(type);
    for (const auto& [word, meaning] : meanings)
        if (name == word) return meaning;
    return Meaning::nothing;
}

Meaning meaning_of_shape(const std::string& shape) {
    constexpr std::array<std::pair<std::string_view, Meaning>, 20> parts{{
        {"group", Meaning::boundary},
        {"partialrectangle", Meaning::store},
        {"cylinder", Meaning::store},
        {"datastore", Meaning::store},
        {"database", Meaning::store},
        {"storage", Meaning::store},
        {"parallelmarker", Meaning::store},
        {"queue", Meaning::store},
        {"umlactor", Meaning::external_entity},
        {"actor", Meaning::external_entity},
        {"user", Meaning::external_entity},
        {"person", Meaning::external_entity},
        {"client", Meaning::external_entity},
        {"doubleellipse", Meaning::process},
        {"ellipse", Meaning::process},
        {"process", Meaning::process},
        {"hexagon", Meaning::process},
        {"mxgraph.", Meaning::process},
        {"image", Meaning::process},
        {"swimlane", Meaning::boundary},
    }};
    for (const auto& [part, meaning] : parts)
        if (has(shape, part)) return meaning;
    return Meaning::nothing;
}

}  // namespace

std::string_view style_value(std::string_view style, std::string_view key) {
    while (!style.empty()) {
        const std::size_t end = style.find(';');
        const std::string_view entry = style.substr(0, end);
        const std::size_t equals = entry.find('=');
        if (entry.substr(0, equals) == key)
            return equals == std::string_view::npos ? key : entry.substr(equals + 1);
        if (end == std::string_view::npos) break;
        style.remove_prefix(end + 1);
    }
    return {};
}

std::string shape_words(std::string_view style) {
    std::string words;
    for (const char* key : {"shape", "resIcon", "grIcon", "image"}) {
        const std::string_view value = style_value(style, key);
        // Pictures that are laid into the file say nothing.
        if (value.empty() || value.starts_with("data:")) continue;
        words += value;
        words += ' ';
    }
    for (char& c : words)
        if (c == '_') c = '-';
    return words;
}

Meaning meaning_of(const Cell& cell) {
    if (!cell.is_vertex) return Meaning::nothing;
    if (const Meaning meaning = meaning_of_type(cell.property("type")); meaning != Meaning::nothing)
        return meaning;
    const std::string_view style = cell.style;
    if (!style_value(style, "text").empty() || !style_value(style, "edgeLabel").empty() || cell.is_relative)
        return Meaning::text;
    if (!style_value(style, "swimlane").empty() || !style_value(style, "group").empty() ||
        style_value(style, "container") == "1")
        return Meaning::boundary;
    const std::string shape = lower(style_value(style, "shape"));
    if (!shape.empty())
        if (const Meaning meaning = meaning_of_shape(shape); meaning != Meaning::nothing) return meaning;
    for (const char* word : {"ellipse", "doubleEllipse"})
        if (!style_value(style, word).empty()) return Meaning::process;
    for (const char* word : {"cylinder", "cylinder3", "datastore"})
        if (!style_value(style, word).empty()) return Meaning::store;
    if (style_value(style, "left") == "0" && style_value(style, "right") == "0") return Meaning::store;
    const std::string_view dashed = style_value(style, "dashed");
    if (dashed == "1") return Meaning::boundary;
    if (style_value(style, "rounded") == "1") return Meaning::process;
    if (!style_value(style, "line").empty() || !style_value(style, "note").empty()) return Meaning::text;
    return Meaning::external_entity;
}

}  // namespace bartizan::drawio
