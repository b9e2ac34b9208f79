// Appends XML to a text, on one line or laid out for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bartizan::tmt {

/// A text as the value of an attribute in double quotes.
std::string attribute_value(std::string_view text);

class XmlWriter {
public:
    explicit XmlWriter(bool is_readable) : is_readable_(is_readable) {}

    /// `attributes` begins with a blank or is empty. `name` outlives the element.
    void open(std::string_view name, std::string_view attributes = {});
    void close();
    void element(std::string_view name, std::string_view attributes, std::string_view text);
    void empty(std::string_view name, std::string_view attributes);
    std::string take() { return std::move(out_); }

private:
    void begin_tag(std::string_view name, std::string_view attributes);
    void end_tag(std::string_view name);
    void text(std::string_view text);

    std::string out_;
    std::vector<std::string_view> names_;
    bool is_readable_;
    bool is_open_ = false;  // the start tag may turn out to have no content
};

}  // namespace bartizan::tmt
