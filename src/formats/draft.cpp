#include "formats/draft.h"

#include <algorithm>
#include <set>

namespace bartizan {
namespace {

constexpr std::string_view reserved = "model";

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Words of a title joined by `-`; empty where it has no ASCII letter or digit.
std::string id_of(std::string_view title) {
    constexpr std::size_t longest = 60;
    std::string id;
    for (char c : title) {
        if (id.size() >= longest) break;
        if (is_letter_or_digit(c)) {
            id += lower(c);
        } else if (!id.empty() && id.back() != '-') {
            id += '-';
        }
    }
    while (id.ends_with('-')) id.pop_back();
    if (!id.empty() && id[0] >= '0' && id[0] <= '9') id.insert(0, "n");
    return id;
}

bool is_possible(const Attribute& attribute, const Schema& schema, std::string_view value) {
    switch (attribute.type) {
        case ValueType::boolean:
            return value == "true" || value == "false";
        case ValueType::integer:
            return !value.empty() && value.size() < 10 &&
                   std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
        case ValueType::duration:
            return parse_duration(value).has_value();
        case ValueType::enumeration:
            return schema[attribute.enumeration].ordinal(value).has_value();
        case ValueType::text:
            break;
    }
    return true;
}

/// Labels in drawings are broken where it looks well; a title is one line.
void put_on_one_line(std::string& title) {
    std::string line;
    for (char c : title) {
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_blank) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (line.ends_with(' ')) line.pop_back();
    title = std::move(line);
}

void put_titles_on_one_line(DraftModel& draft) {
    put_on_one_line(draft.name);
    const auto titles = [](auto& places) {
        for (DraftPlace& place : places) put_on_one_line(place.title);
    };
    titles(draft.data);
    titles(draft.boundaries);
    titles(draft.elements);
    titles(draft.flows);
}

class Sieve {
public:
    explicit Sieve(const Schema& schema) : schema_(schema) {}

    void attributes(DraftPlace& place, Subject subject, TypeId type = {}) {
        std::erase_if(place.attributes, [&](const DraftAttribute& stated) {
            const AttributeId id = schema_.find_attribute(subject, stated.name);
            const bool is_kept = id.valid() && (!type.valid() || schema_.may_have(type, id)) &&
                                 is_possible(schema_[id], schema_, stated.value);
            if (!is_kept)
                lost_.insert("the attribute `" + stated.name + "` of " + std::string(name_of(subject)) +
                             " has no place in the packs that are loaded");
            return !is_kept;
        });
    }

    TypeId type(DraftElement& element) {
        const TypeId id = schema_.find_type(element.type);
        if (id.valid() && !schema_[id].is_abstract) return id;
        lost_.insert("the type `" + element.type + "` is not known; its elements become processes");
        element.type = name_of(ElementKind::process);
        return schema_.find_type(element.type);
    }

    /// After the elements, whose types decide what may stand on them.
    void controls(DraftModel& draft) {
        Types types;
        for (const DraftElement& element : draft.elements)
            types.emplace(element.id, schema_.find_type(element.type));
        std::erase_if(draft.controls, [&](const DraftControl& placed) {
            const ControlId id = schema_.find_control(placed.control);
            if (id.valid() && may_stand(id, placed.place, types)) return false;
            lost_.insert("the control `" + placed.control + "` " +
                         (id.valid() ? "can't stand everywhere it is placed" : "is not known"));
            return true;
        });
    }

    std::vector<std::string> lost() const { return {lost_.begin(), lost_.end()}; }

private:
    using Types = boost::unordered_flat_map<std::string_view, TypeId>;

    bool may_stand(ControlId control, std::string_view place, const Types& types) const {
        if (place.starts_with("boundary:")) return schema_[control].placed_on_boundary;
        const auto element = types.find(place);
        if (element == types.end()) return schema_[control].placed_on_flow;
        return !element->second.valid() || schema_.may_place(control, element->second);
    }

    const Schema& schema_;
    std::set<std::string> lost_;
};

}  // namespace

std::string DraftIds::unique(std::string id) {
    if (id != reserved && taken_.insert(id).second) return id;
    // Counted on, so that a thousand things of one name need no million tries.
    std::size_t& number = next_number_.try_emplace(id, 2).first->second;
    for (;; ++number) {
        std::string numbered = id + "-" + std::to_string(number);
        if (taken_.insert(numbered).second) return numbered;
    }
}

std::string DraftIds::make(std::string_view title, std::string_view otherwise) {
    std::string id = id_of(title);
    return unique(id.empty() ? std::string(otherwise) : std::move(id));
}

std::string DraftIds::make_flow(std::string_view source, std::string_view target, std::string_view title) {
    std::string arrow = std::string(source) + "->" + std::string(target);
    // A flow from an element to itself needs a name.
    if (source != target && taken_.insert(arrow).second) return arrow;
    return make(title, std::string(source) + "-to-" + std::string(target));
}

std::vector<std::string> keep_what_is_known(DraftModel& draft, const Schema& schema) {
    put_titles_on_one_line(draft);
    Sieve sieve(schema);
    for (DraftData& data : draft.data) sieve.attributes(data, Subject::data);
    for (DraftBoundary& boundary : draft.boundaries) sieve.attributes(boundary, Subject::boundary);
    for (DraftElement& element : draft.elements)
        sieve.attributes(element, Subject::element, sieve.type(element));
    for (DraftFlow& flow : draft.flows) sieve.attributes(flow, Subject::flow);
    sieve.controls(draft);
    return sieve.lost();
}

}  // namespace bartizan
