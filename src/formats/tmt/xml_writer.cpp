#include "formats/tmt/xml_writer.h"

#include <algorithm>

namespace bartizan::tmt {
namespace {

/// XML has no way to say other control characters; they are left out.
bool is_possible(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::string attribute_value(std::string_view text) {
    std::string value;
    for (char c : text) {
        if (c == '&') {
            value += "&amp;";
        } else if (c == '<') {
            value += "&lt;";
        } else if (c == '"') {
            value += "&quot;";
        } else if (is_possible(c)) {
            value += c;
        }
    }
    return value;
}

void XmlWriter::begin_tag(std::string_view name, std::string_view attributes) {
    if (is_open_) out_ += '>';
    is_open_ = false;
    if (is_readable_ && !out_.empty()) out_.append("\n").append(names_.size() * 2, ' ');
    out_.append("<").append(name).append(attributes);
}

void XmlWriter::end_tag(std::string_view name) { out_.append("</").append(name).append(">"); }

void XmlWriter::open(std::string_view name, std::string_view attributes) {
    begin_tag(name, attributes);
    names_.push_back(name);
    is_open_ = true;
}

void XmlWriter::close() {
    const std::string_view name = names_.back();
    names_.pop_back();
    if (is_open_) {
        out_ += "/>";
    } else {
        if (is_readable_) out_.append("\n").append(names_.size() * 2, ' ');
        end_tag(name);
    }
    is_open_ = false;
}

void XmlWriter::element(std::string_view name, std::string_view attributes, std::string_view content) {
    begin_tag(name, attributes);
    if (content.empty()) {
        out_ += "/>";
        return;
    }
    out_ += '>';
    text(content);
    end_tag(name);
}

void XmlWriter::empty(std::string_view name, std::string_view attributes) {
    begin_tag(name, attributes);
    out_ += "/>";
}

void XmlWriter::text(std::string_view text) {
    std::size_t begin = 0;
    const auto put = [&](std::size_t at, std::string_view reference) {
        out_.append(text, begin, at - begin).append(reference);
        begin = at + 1;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '&') {
            put(at, "&amp;");
        } else if (c == '<') {
            put(at, "&lt;");
        } else if (c == '>') {
            put(at, "&gt;");
        } else if (c == '\r') {
            put(at, "&#xD;");
        } else if (!is_possible(c)) {
            put(at, "");
        }
    }
    out_.append(text, begin);
}

}  // namespace bartizan::tmt
