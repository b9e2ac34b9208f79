#include "formats/tmt/xml_writer.h"

#include <algorithm>

namespace bartizan::tmt {

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
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t special = std::min(text.find_first_of("&<>\r", at), text.size());
        out_.append(text, at, special - at);
        at = special;
        if (at == text.size()) break;
        switch (text[at++]) {
            case '&':
                out_ += "&amp;";
                break;
            case '<':
                out_ += "&lt;";
                break;
            case '>':
                out_ += "&gt;";
                break;
            default:
                out_ += "&#xD;";
        }
    }
}

}  // namespace bartizan::tmt
