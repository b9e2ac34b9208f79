// A draft as a document: what is short stands on one line, as people write it.
#include <algorithm>
#include <iterator>
#include <utility>

#include "formats/native/write.h"
#include "text/yaml_write.h"

namespace bartizan {
namespace {

constexpr std::size_t longest_line = 110;
/// An acceptance has to end; what another tool accepted without an end goes on for ever.
constexpr std::string_view without_end = "9999-12-31";

std::string yaml(std::string_view text) { return string_text(text, YamlDialect::yaml); }

/// `arrow` ids are written with spaces round the arrow.
std::string place_name(std::string_view id) {
    const std::size_t arrow = id.find("->");
    if (arrow == id.npos) return std::string(id);
    return std::string(id.substr(0, arrow)) + " -> " + std::string(id.substr(arrow + 2));
}

/// On one line; empty if there are none.
std::string name_list(const std::vector<std::string>& names) {
    if (names.empty()) return {};
    std::string list = "[";
    for (const std::string& name : names) list += (list.size() > 1 ? ", " : "") + yaml(name);
    return list + "]";
}

/// Keys with values that are YAML already, of one mapping.
class Entry {
public:
    void add(std::string_view key, std::string value) {
        if (!value.empty()) members_.emplace_back(std::string(key) + ": " + std::move(value));
    }
    void add_text(std::string_view key, std::string_view text) {
        if (!text.empty()) add(key, yaml(text));
    }
    void add_names(std::string_view key, const std::vector<std::string>& names) {
        add(key, name_list(names));
    }

    /// On one line in braces if it is short, else a line for each key.
    void write(std::string& out, std::string_view head, std::string_view indent) const {
        std::size_t length = head.size() + 4;
        for (const std::string& member : members_) length += member.size() + 2;
        if (members_.empty()) {
            out.append(head).append(" {}\n");
        } else if (length <= longest_line) {
            out.append(head).append(" { ");
            for (std::size_t i = 0; i < members_.size(); ++i)
                out.append(i > 0 ? ", " : "").append(members_[i]);
            out.append(" }\n");
        } else {
            const bool is_item = head.ends_with('-');
            out.append(head).append(is_item ? " " : "\n");
            for (std::size_t i = 0; i < members_.size(); ++i)
                out.append(is_item && i == 0 ? "" : indent).append(members_[i]).append("\n");
        }
    }

private:
    std::vector<std::string> members_;
};

/// Truth values and numbers stand without quotes.
std::string attribute_value(std::string_view value) {
    const bool is_number =
        !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    const bool is_truth = value == "true" || value == "false";
    return is_number || is_truth ? std::string(value) : yaml(value);
}

/// Items of one attribute that is a list stand next to each other in the schema's order of names.
void add_attributes(Entry& entry, const DraftPlace& place) {
    std::vector<std::string_view> done;
    for (const DraftAttribute& attribute : place.attributes) {
        if (std::ranges::find(done, attribute.name) != done.end()) continue;
        done.push_back(attribute.name);
        std::vector<std::string> values;
        for (const DraftAttribute& other : place.attributes)
            if (other.name == attribute.name) values.push_back(other.value);
        if (values.size() == 1) {
            entry.add(attribute.name, attribute_value(values[0]));
        } else {
            entry.add_names(attribute.name, values);
        }
    }
}

void add_title(Entry& entry, const DraftPlace& place) {
    if (place.title != place.id) entry.add_text("title", place.title);
}

void add_rest(Entry& entry, const DraftPlace& place) {
    add_attributes(entry, place);
    entry.add_names("tags", place.tags);
    entry.add_text("description", place.text);
}

class Document {
public:
    explicit Document(const DraftModel& draft) : draft_(draft) {}

    std::string write() {
        write_head();
        section("data", draft_.data, [](const DraftData& data) { return entry_of(data); });
        section("boundaries", draft_.boundaries,
                [](const DraftBoundary& boundary) { return entry_of(boundary); });
        section("elements", draft_.elements, [](const DraftElement& element) { return entry_of(element); });
        section("flows", draft_.flows, [](const DraftFlow& flow) { return entry_of(flow); });
        list("controls", draft_.controls, [](const DraftControl& control) { return entry_of(control); });
        list("decisions", draft_.decisions, [](const DraftDecision& decision) { return entry_of(decision); });
        remarks("assumptions", Remark::Kind::assumption);
        remarks("notes", Remark::Kind::note);
        write_links();
        write_extensions();
        return std::move(out_);
    }

private:
    static Entry entry_of(const DraftData& data) {
        Entry entry;
        add_title(entry, data);
        add_rest(entry, data);
        return entry;
    }
    static Entry entry_of(const DraftBoundary& boundary) {
        Entry entry;
        add_title(entry, boundary);
        entry.add_text("in", boundary.in);
        if (boundary.trust) entry.add("trust", std::to_string(*boundary.trust));
        std::vector<std::string> flows;
        for (const std::string& flow : boundary.crossed_by) flows.push_back(place_name(flow));
        entry.add_names("crossed-by", flows);
        add_rest(entry, boundary);
        return entry;
    }
    static Entry entry_of(const DraftElement& element) {
        Entry entry;
        entry.add_text("type", element.type);
        add_title(entry, element);
        entry.add_text("in", element.in);
        entry.add_names("stores", element.stores);
        entry.add_names("processes", element.processes);
        add_rest(entry, element);
        return entry;
    }
    static Entry entry_of(const DraftFlow& flow) {
        Entry entry;
        if (!is_arrow(flow.id)) {
            entry.add_text("from", flow.source);
            entry.add_text("to", flow.target);
            if (flow.two_way) entry.add("two-way", "true");
        }
        add_title(entry, flow);
        entry.add_names("data", flow.data);
        entry.add_names("returns", flow.returns);
        add_rest(entry, flow);
        return entry;
    }
    static Entry entry_of(const DraftControl& control) {
        Entry entry;
        entry.add_text("control", control.control);
        entry.add_text("on", place_name(control.place));
        entry.add_text("note", control.note);
        return entry;
    }
    static Entry entry_of(const DraftDecision& decision) {
        Entry entry;
        entry.add_text("threat", decision.threat);
        entry.add("status", std::string(name_of(decision.status)));
        entry.add_text("by", decision.by.empty() ? "unknown" : decision.by);
        entry.add_text("because", decision.because.empty() ? "no reason was given" : decision.because);
        const bool needs_end = decision.status == ThreatStatus::accepted && decision.until.empty();
        entry.add("until", needs_end ? std::string(without_end) : decision.until);
        entry.add("decided", decision.decided);
        return entry;
    }

    static bool is_arrow(std::string_view id) { return id.find("->") != id.npos; }

    static std::string head_of(const DraftPlace& place) { return "  " + place.id + ":"; }
    static std::string head_of(const DraftFlow& flow) {
        std::string name = place_name(flow.id);
        if (flow.two_way && is_arrow(flow.id)) name.replace(name.find("->"), 2, "<->");
        return "  " + name + ":";
    }

    void write_head() {
        out_ += "bartizan: 1\nname: " + yaml(draft_.name.empty() ? "Threat model" : draft_.name) + "\n";
        if (!draft_.text.empty()) out_ += "description: " + yaml(draft_.text) + "\n";
        write_names("owners", draft_.owners);
        write_names("tags", draft_.tags);
    }

    void write_names(std::string_view key, const std::vector<std::string>& names) {
        if (!names.empty()) out_.append(key).append(": ").append(name_list(names)).append("\n");
    }

    template <typename Place, typename Make>
    void section(std::string_view key, const std::vector<Place>& places, Make make) {
        if (places.empty()) return;
        out_.append("\n").append(key).append(":\n");
        for (const Place& place : places) make(place).write(out_, head_of(place), "    ");
    }

    template <typename Item, typename Make>
    void list(std::string_view key, const std::vector<Item>& items, Make make) {
        if (items.empty()) return;
        out_.append("\n").append(key).append(":\n");
        for (const Item& item : items) make(item).write(out_, "  -", "    ");
    }

    void remarks(std::string_view key, Remark::Kind kind) {
        bool is_first = true;
        for (const DraftRemark& remark : draft_.remarks) {
            if (remark.kind != kind || remark.text.empty()) continue;
            if (std::exchange(is_first, false)) out_.append("\n").append(key).append(":\n");
            out_ += "  - " + yaml(remark.text) + "\n";
        }
    }

    void write_links() {
        std::vector<DraftRemark> links;
        std::ranges::copy_if(draft_.remarks, std::back_inserter(links),
                             [](const DraftRemark& remark) { return remark.kind == Remark::Kind::link; });
        list("links", links, [](const DraftRemark& link) {
            Entry entry;
            entry.add_text("title", link.text);
            entry.add_text("url", link.address);
            return entry;
        });
    }

    void write_extensions() {
        if (draft_.extensions.empty()) return;
        out_ += "\nextensions:\n";
        // JSON is YAML in flow style.
        for (const Extension& extension : draft_.extensions)
            out_ += "  " + yaml(extension.format) + ": " + extension.json + "\n";
    }

    const DraftModel& draft_;
    std::string out_;
};

}  // namespace

std::string write_native(const DraftModel& draft) { return Document(draft).write(); }

}  // namespace bartizan
