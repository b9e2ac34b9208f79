// JSON as text that is put together from pieces: members that are kept from a file and members that are new.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/yaml_tree.h"

namespace bartizan::interchange {

std::string json_string(std::string_view text);
std::string json_number(double value);
/// Of texts.
std::string json_list(const std::vector<std::string>& texts);
/// Of JSON values.
std::string json_array(const std::vector<std::string>& values);
/// A node as JSON on one line. Plain scalars of YAML are numbers, booleans and null where JSON has those.
std::string json_of(YamlRef node);
/// The same document on several lines, with two spaces per level; short lists stay on one line.
std::string indented_json(std::string_view json);

/// An object in the making, in the order of its members.
class JsonObject {
public:
    /// Takes over all members of an object.
    void keep(YamlRef object);
    bool has(std::string_view key) const;
    /// Replaces the member where it stands, or adds it to the end.
    void set(std::string_view key, std::string json);
    void set_text(std::string_view key, std::string_view text) { set(key, json_string(text)); }
    /// Only if there is any.
    void set_some_text(std::string_view key, std::string_view text);
    void set_default(std::string_view key, std::string json);
    /// A member that is known to be new: quick where there are many.
    void add(std::string_view key, std::string json) { members_.emplace_back(key, std::move(json)); }
    void remove(std::string_view key);
    bool empty() const { return members_.empty(); }
    std::string json() const;

private:
    std::vector<std::pair<std::string, std::string>> members_;
};

}  // namespace bartizan::interchange
