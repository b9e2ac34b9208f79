#include "formats/tmt/document.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace bartizan::tmt {
namespace {

constexpr std::string_view out_of_scope = "71f3d9aa-b8ef-4e54-8126-607a1d903103";
constexpr std::string_view never = "0001-01-01T00:00:00";

}  // namespace

std::optional<std::string_view> Property::chosen() const {
    if (value_type != "ArrayOfstring")
        return value.presence == Presence::written ? std::optional(value.view()) : std::nullopt;
    std::size_t index = 0;
    const std::string_view written = selected_index.view();
    const auto end = written.data() + written.size();
    if (!written.empty() && std::from_chars(written.data(), end, index).ptr != end) return std::nullopt;
    return index < choices.size() ? std::optional<std::string_view>(choices[index]) : std::nullopt;
}

std::string_view Drawn::name() const {
    for (const Property& property : properties.items)
        if (property.kind == "StringDisplayAttribute" && property.display_name.value == "Name")
            return property.value.view();
    return {};
}

const Property* Drawn::find_property(std::string_view name) const {
    const auto found = std::ranges::find_if(
        properties.items, [&](const Property& property) { return property.name.value == name; });
    return found == properties.items.end() ? nullptr : &*found;
}

bool Drawn::is_out_of_scope() const {
    for (const Property& property : properties.items) {
        const bool is_it = property.name.value == out_of_scope ||
                           (property.name.value.empty() && property.display_name.value == "Out Of Scope");
        if (is_it) return property.value.value == "true";
    }
    return false;
}

const Text* ThreatInstance::find_property(std::string_view name) const {
    for (const auto& [key, value] : properties.items)
        if (key == name) return &value;
    return nullptr;
}

std::string_view ThreatInstance::property(std::string_view name) const {
    const Text* text = find_property(name);
    return text ? text->view() : std::string_view();
}

bool ThreatInstance::is_touched() const {
    return !modified_at.value.empty() && !modified_at.value.starts_with(never);
}

std::optional<double> number_of(const Text& text) {
    double number = 0;
    const char* end = text.value.data() + text.value.size();
    const auto [stop, error] = std::from_chars(text.value.data(), end, number);
    if (error != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
    return number;
}

}  // namespace bartizan::tmt
