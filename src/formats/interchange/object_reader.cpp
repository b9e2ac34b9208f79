#include "formats/interchange/object_reader.h"

#include <charconv>
#include <cmath>

#include "text/yaml_record.h"

namespace bartizan::interchange {

std::optional<double> number_of(YamlRef scalar) {
    if (!scalar.valid() || !scalar.is_scalar() || scalar.node().style != ScalarStyle::plain) return {};
    const std::string_view text = scalar.text();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
    return value;
}

YamlRef member(YamlRef object, std::string_view key) {
    if (!object.valid() || !object.is_mapping()) return {};
    const YamlRef value = object.find(key);
    return value.valid() && !value.is_null() ? value : YamlRef();
}

std::string_view text_member(YamlRef object, std::string_view key) {
    const YamlRef value = member(object, key);
    return value.valid() && value.is_scalar() ? value.text() : std::string_view();
}

std::string_view ObjectReader::text(std::string_view key) const {
    const YamlRef value = member(object_, key);
    if (!value.valid()) return {};
    if (value.is_scalar()) return value.text();
    wrong(value, key, "a text");
    return {};
}

std::string_view ObjectReader::required_text(std::string_view key) const {
    if (!member(object_, key).valid()) {
        missing(key);
        return {};
    }
    return text(key);
}

std::optional<double> ObjectReader::number(std::string_view key) const {
    const YamlRef value = member(object_, key);
    if (!value.valid()) return {};
    const std::optional<double> number = number_of(value);
    if (!number) wrong(value, key, "a number");
    return number;
}

bool ObjectReader::flag(std::string_view key, bool otherwise) const {
    const YamlRef value = member(object_, key);
    if (!value.valid()) return otherwise;
    const std::optional<bool> flag = value.as_boolean();
    if (!flag) wrong(value, key, "true or false");
    return flag.value_or(otherwise);
}

YamlRef ObjectReader::object(std::string_view key) const {
    const YamlRef value = member(object_, key);
    if (!value.valid() || value.is_mapping()) return value;
    wrong(value, key, "an object");
    return {};
}

YamlRef ObjectReader::required_object(std::string_view key) const {
    if (!member(object_, key).valid()) missing(key);
    return object(key);
}

YamlRef ObjectReader::list(std::string_view key) const {
    const YamlRef value = member(object_, key);
    if (!value.valid() || value.is_sequence()) return value;
    wrong(value, key, "a list");
    return {};
}

YamlRef ObjectReader::required_list(std::string_view key) const {
    if (!member(object_, key).valid()) missing(key);
    return list(key);
}

std::vector<std::string_view> ObjectReader::texts(std::string_view key) const {
    std::vector<std::string_view> texts;
    const YamlRef items = list(key);
    if (!items.valid()) return texts;
    for (YamlRef item : items.items()) {
        if (!item.is_scalar())
            wrong(item, key, "a list of texts");
        else if (!item.is_null())
            texts.push_back(item.text());
    }
    return texts;
}

std::optional<std::size_t> ObjectReader::choice(std::string_view key,
                                                std::span<const std::string_view> choices) const {
    const std::string_view name = text(key);
    if (name.empty()) return {};
    for (std::size_t i = 0; i < choices.size(); ++i)
        if (choices[i] == name) return i;
    diagnostics_->add(DiagnosticKind::unknown_value, where(key),
                      quote_name(name) + " is no value of " + quote_name(key), suggest(name, choices));
    return {};
}

Location ObjectReader::where(std::string_view key) const {
    const YamlRef value = object_.find(key);
    return value.valid() ? value.location() : object_.location();
}

void ObjectReader::missing(std::string_view key) const {
    Location where = object_.location();
    // The whole object may be long; its beginning is enough.
    where.end = where.begin + 1 < where.end ? where.begin + 1 : where.end;
    diagnostics_->add(DiagnosticKind::missing_key, where,
                      std::string(kind_) + " needs a member " + quote_name(key));
}

void ObjectReader::wrong(YamlRef value, std::string_view key, std::string_view expected) const {
    diagnostics_->add(DiagnosticKind::wrong_type, value.location(),
                      quote_name(key) + " of " + std::string(kind_) + " should be " + std::string(expected));
}

std::optional<bool> ObjectReader::optional_flag(std::string_view key) const {
    if (!member(object_, key).valid()) return {};
    return flag(key);
}

std::optional<ObjectReader> read_root(const YamlTree& tree, std::string_view kind, Diagnostics& diagnostics) {
    if (tree.empty()) return {};
    const YamlRef root = tree.root();
    if (root.is_mapping()) return ObjectReader(root, kind, diagnostics);
    diagnostics.add(DiagnosticKind::wrong_type, root.location(), std::string(kind) + " should be an object");
    return {};
}

}  // namespace bartizan::interchange
