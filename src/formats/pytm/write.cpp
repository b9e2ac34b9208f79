#include <algorithm>
#include <array>

#include "formats/pytm/draft_fields.h"
#include "formats/pytm/frontend.h"
#include "formats/pytm/map.h"
#include "formats/pytm/read.h"

namespace bartizan::pytm {
namespace {

const std::string* find_field(const Fields& fields, std::string_view key) {
    const auto found = std::ranges::find(fields, key, &std::pair<std::string, std::string>::first);
    return found == fields.end() ? nullptr : &found->second;
}

bool is_same(const std::string* one, const std::string* other) {
    return one && other ? *one == *other : one == other;
}

std::string member(std::string_view key, std::string_view value) {
    return "\"" + std::string(key) + "\": " + std::string(value);
}

std::string object_of(const Fields& fields) {
    std::string text = "{";
    for (const auto& [key, value] : fields) text += (text.size() > 1 ? ", " : "") + member(key, value);
    return text + "}";
}

std::string entry_text(Entry entry) {
    if (!entry.controls.empty()) entry.fields.emplace_back("controls", object_of(entry.controls));
    return object_of(entry.fields);
}

/// The text of a list or mapping of the original with other parts between its brackets; what stands before,
/// between and after the parts stays as it is.
class Frame {
public:
    Frame(YamlRef node, bool is_mapping) : text_(node.tree().source_text) {
        const YamlNode& whole = node.node();
        begin_ = whole.begin;
        end_ = whole.end;
        if (is_mapping) {
            for (auto [key, value] : node.entries()) add_part(key.node().begin, value.node().end);
        } else {
            for (YamlRef item : node.items()) add_part(item.node().begin, item.node().end);
        }
    }

    std::string build(const std::vector<std::string>& parts) const {
        if (count_ == 0) {
            std::string joined;
            for (const std::string& part : parts) joined += (joined.empty() ? "" : ", ") + part;
            return std::string(1, text_[begin_]) + joined + std::string(1, text_[end_ - 1]);
        }
        std::string built(text_.substr(begin_, first_begin_ - begin_));
        const std::string_view between =
            count_ > 1 ? text_.substr(first_end_, second_begin_ - first_end_) : std::string_view();
        const std::string joint = count_ > 1 ? std::string(between) : "," + built.substr(1);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i > 0) built += joint;
            built += parts[i];
        }
        return built.append(text_.substr(last_end_, end_ - last_end_));
    }

    std::string_view text(YamlRef node) const {
        return text_.substr(node.node().begin, node.node().end - node.node().begin);
    }

private:
    void add_part(std::uint32_t begin, std::uint32_t end) {
        if (count_ == 0) {
            first_begin_ = begin;
            first_end_ = end;
        }
        if (count_ == 1) second_begin_ = begin;
        last_end_ = end;
        ++count_;
    }

    std::string_view text_;
    std::uint32_t begin_ = 0, end_ = 0;
    std::uint32_t first_begin_ = 0, first_end_ = 0, second_begin_ = 0, last_end_ = 0;
    std::size_t count_ = 0;
};

void merge_entry_of(YamlRef key, YamlRef value, const Frame& frame, const Fields& before, const Fields& after,
                    std::vector<std::string>& parts) {
    const std::string_view untouched(key.tree().source_text.data() + key.node().begin,
                                     value.node().end - key.node().begin);
    const std::string* was = find_field(before, key.text());
    const std::string* is = find_field(after, key.text());
    if (is_same(was, is))
        parts.emplace_back(untouched);
    else if (is)
        parts.push_back(std::string(frame.text(key)) + ": " + *is);
}

/// A mapping of the original with what differs between two states of its fields.
std::string merge_fields(YamlRef node, const Fields& before, const Fields& after) {
    const Frame frame(node, true);
    std::vector<std::string> parts;
    for (auto [key, value] : node.entries()) merge_entry_of(key, value, frame, before, after, parts);
    for (const auto& [key, value] : after)
        if (!is_same(find_field(before, key), &value) && !node.find(key).valid())
            parts.push_back(member(key, value));
    return frame.build(parts);
}

std::string merge_entry(YamlRef node, const Entry& before, const Entry& after) {
    const Frame frame(node, true);
    if (before == after) return std::string(frame.text(node));
    const YamlRef attributes = node.find("attrs");
    const bool has_inner = attributes.valid() && attributes.is_mapping();
    const auto is_inner = [&](std::string_view key) { return has_inner && attributes.find(key).valid(); };
    std::vector<std::string> parts;
    for (auto [key, value] : node.entries()) {
        const std::string start = std::string(frame.text(key)) + ": ";
        if (key.text() == "controls" && value.is_mapping() && before.controls != after.controls)
            parts.push_back(start + merge_fields(value, before.controls, after.controls));
        else if (key.text() == "attrs" && has_inner) {
            Fields inner;
            for (const auto& field : after.fields)
                if (is_inner(field.first)) inner.push_back(field);
            parts.push_back(start + merge_fields(value, before.fields, inner));
        } else {
            merge_entry_of(key, value, frame, before.fields, after.fields, parts);
        }
    }
    for (const auto& [key, value] : after.fields)
        if (!is_same(find_field(before.fields, key), &value) && !node.find(key).valid() && !is_inner(key))
            parts.push_back(member(key, value));
    if (!node.find("controls").valid() && before.controls != after.controls && !after.controls.empty())
        parts.push_back(member("controls", object_of(after.controls)));
    return frame.build(parts);
}

std::string id_in(std::string_view place) {
    for (std::string_view prefix : {"boundary:", "data:"})
        if (place.starts_with(prefix)) place.remove_prefix(prefix.size());
    return std::string(place);
}

class Merge {
public:
    Merge(YamlRef root, const Document& document, const Mapped& mapped, const DraftEntries& before,
          const DraftEntries& after)
        : root_(root), before_(before), after_(after) {
        for (std::size_t i = 0; i < document.objects.size(); ++i)
            if (document.objects[i].whole.valid())
                ids_.emplace(document.objects[i].whole.begin, id_in(mapped.places[i]));
    }

    bool changes() const {
        return before_.header != after_.header || differs(before_.boundaries, after_.boundaries) ||
               differs(before_.data, after_.data) || differs(before_.elements, after_.elements) ||
               differs(before_.flows, after_.flows);
    }

    std::string run() {
        const Frame frame(root_, true);
        std::vector<std::string> parts;
        for (auto [key, value] : root_.entries()) {
            const auto* list = list_of(key.text());
            if (list && value.is_sequence())
                parts.push_back(std::string(frame.text(key)) + ": " +
                                merge_list(value, *list->before, *list->after));
            else
                merge_entry_of(key, value, frame, before_.header, after_.header, parts);
        }
        for (const List& list : lists_)
            if (!root_.find(list.key).valid() && !list.after->list.empty())
                parts.push_back(member(list.key, fresh_list(*list.after)));
        for (const auto& [key, value] : after_.header)
            if (!root_.find(key).valid() && !is_same(find_field(before_.header, key), &value))
                parts.push_back(member(key, value));
        const std::string_view text = root_.tree().source_text;
        return std::string(text.substr(0, root_.node().begin)) + frame.build(parts) +
               std::string(text.substr(root_.node().end));
    }

    static std::string fresh_list(const Entries& entries) {
        std::string text = "[";
        for (const auto& [id, entry] : entries.list)
            text += (text.size() > 1 ? ",\n    " : "\n    ") + entry_text(entry);
        return text + (entries.list.empty() ? "]" : "\n  ]");
    }

private:
    struct List {
        std::string_view key;
        const Entries* before;
        const Entries* after;
    };

    static bool differs(const Entries& one, const Entries& other) { return one.list != other.list; }

    const List* list_of(std::string_view key) const {
        const auto found = std::ranges::find(lists_, key, &List::key);
        return found == lists_.end() ? nullptr : &*found;
    }

    std::string merge_list(YamlRef list, const Entries& before, const Entries& after) const {
        const Frame frame(list, false);
        if (!differs(before, after)) return std::string(frame.text(list));
        boost::unordered_flat_set<std::string> kept;
        std::vector<std::string> parts;
        for (YamlRef item : list.items()) {
            const auto known = ids_.find(item.node().begin);
            // What has no place in a draft stays.
            if (known == ids_.end() || known->second.empty()) {
                parts.emplace_back(frame.text(item));
                continue;
            }
            const Entry* was = before.find(known->second);
            const Entry* is = after.find(known->second);
            kept.insert(known->second);
            if (was && is) parts.push_back(merge_entry(item, *was, *is));
        }
        for (const auto& [id, entry] : after.list)
            if (!kept.contains(id)) parts.push_back(entry_text(entry));
        return frame.build(parts);
    }

    YamlRef root_;
    const DraftEntries& before_;
    const DraftEntries& after_;
    std::array<List, 4> lists_{{{"boundaries", &before_.boundaries, &after_.boundaries},
                                {"data", &before_.data, &after_.data},
                                {"elements", &before_.elements, &after_.elements},
                                {"flows", &before_.flows, &after_.flows}}};
    boost::unordered_flat_map<std::uint32_t, std::string> ids_;
};

std::string fresh_text(const DraftEntries& entries) {
    std::string text = "{";
    for (const auto& [key, value] : entries.header)
        text += (text.size() > 1 ? ",\n  " : "\n  ") + member(key, value);
    const std::array<std::pair<std::string_view, const Entries*>, 4> lists{
        {{"boundaries", &entries.boundaries},
         {"data", &entries.data},
         {"elements", &entries.elements},
         {"flows", &entries.flows}}};
    for (const auto& [key, list] : lists) text += ",\n  " + member(key, Merge::fresh_list(*list));
    return text + "\n}\n";
}

/// The original with what the draft changes; nothing if it can't be read again.
std::optional<std::string> merged_text(const WriterInput& input, const DraftEntries& after) {
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("model.json", std::string(*input.original));
    const auto document = read_json_model(sources, source, diagnostics);
    if (!document) return std::nullopt;
    Mapped mapped = map_document(*document);
    keep_what_is_known(mapped.draft, input.schema);
    const DraftEntries before = entries_of(mapped.draft);
    Diagnostics unheard;
    const YamlTree tree = read_yaml(sources, source, unheard);
    Merge merge(tree.root(), *document, mapped, before, after);
    return merge.changes() ? merge.run() : std::string(*input.original);
}

}  // namespace

Written write(const WriterInput& input) {
    Written written;
    written.losses = losses_of(input.draft);
    const DraftEntries entries = entries_of(input.draft);
    if (input.original && is_json_model(*input.original))
        if (auto merged = merged_text(input, entries)) {
            written.text = std::move(*merged);
            return written;
        }
    written.text = fresh_text(entries);
    return written;
}

}  // namespace bartizan::pytm
