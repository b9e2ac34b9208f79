// The forms that recur in a JSON Schema, written with a JsonWriter. Knows nothing of the language. Internal
// to json_schema.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "text/json_writer.h"

namespace bartizan::native {

/// What a part of the schema is written from and to.
struct Output {
    const Schema& schema;
    JsonWriter json{2};
};

inline void write_reference(Output& out, std::string_view definition) {
    out.json.key("$ref");
    out.json.string("#/$defs/", definition);
}

inline void write_types(Output& out, std::initializer_list<std::string_view> types) {
    out.json.key("type");
    out.json.begin_array();
    for (std::string_view type : types) out.json.string(type);
    out.json.end_array();
}

template <typename Write>
void write_object(Output& out, Write write) {
    out.json.begin_object();
    write();
    out.json.end_object();
}

struct Choice {
    std::string_view name;
    std::string_view description;
};

/// `enumDescriptions` is not of the standard; editors show it beside the values.
inline void write_choices(Output& out, const std::vector<Choice>& choices) {
    out.json.key("enum");
    out.json.begin_array();
    for (const Choice& choice : choices) out.json.string(choice.name);
    out.json.end_array();
    bool described =
        std::any_of(choices.begin(), choices.end(), [](const Choice& c) { return !c.description.empty(); });
    if (!described) return;
    out.json.key("enumDescriptions");
    out.json.begin_array();
    for (const Choice& choice : choices) out.json.string(choice.description);
    out.json.end_array();
}

template <std::size_t size>
void write_names(Output& out, const std::array<std::string_view, size>& names, std::size_t first = 0) {
    std::vector<Choice> choices;
    for (std::size_t i = first; i < size; ++i) choices.push_back({names[i], {}});
    write_choices(out, choices);
}

/// A list of items, a single one, or nothing. `write_item` writes the members of the item's schema.
template <typename Write>
void write_list(Output& out, Write write_item) {
    out.json.key("anyOf");
    out.json.begin_array();
    write_object(out, write_item);
    write_object(out, [&] {
        out.json.member("type", "array");
        out.json.key("items");
        write_object(out, write_item);
    });
    write_object(out, [&] { out.json.member("type", "null"); });
    out.json.end_array();
}

}  // namespace bartizan::native
