#include "formats/pytm/draft_fields.h"

#include <algorithm>
#include <array>

#include "formats/pytm/map_words.h"
#include "formats/pytm/vocabulary.h"
#include "text/json_writer.h"

namespace bartizan::pytm {
namespace {

std::string json_text(std::string_view text) {
    JsonWriter json;
    json.string(text);
    return json.take();
}

struct TypeWord {
    std::string_view type;
    std::string_view kind;
};
/// Ours that are not simply a service, a store or an outside party. Found by their beginning or their end.
constexpr std::array type_words{
    TypeWord{"function", "Lambda"},
    TypeWord{"external-system", "ExternalEntity"},
    TypeWord{"ai-agent", "Agent"},
    TypeWord{"ai-model", "LLM"},
    TypeWord{"user", "Actor"},
    TypeWord{"administrator", "Actor"},
    TypeWord{"person", "Actor"},
    TypeWord{"customer", "Actor"},
    TypeWord{"visitor", "Actor"},
    TypeWord{"employee", "Actor"},
    TypeWord{"developer", "Actor"},
    TypeWord{"operator-user", "Actor"},
    TypeWord{"worker", "Process"},
    TypeWord{"scheduler", "Process"},
    TypeWord{"batch-job", "Process"},
    TypeWord{"message-consumer", "Process"},
    TypeWord{"stream-processor", "Process"},
    TypeWord{"process", "Process"},
    TypeWord{"browser", "ExternalEntity"},
    TypeWord{"client", "ExternalEntity"},
    TypeWord{"mobile-app", "ExternalEntity"},
    TypeWord{"desktop-app", "ExternalEntity"},
    TypeWord{"single-page-app", "ExternalEntity"},
    TypeWord{"device", "ExternalEntity"},
    TypeWord{"third-party-api", "ExternalEntity"},
    TypeWord{"partner-system", "ExternalEntity"},
    TypeWord{"payment-provider", "ExternalEntity"},
    TypeWord{"email-provider", "ExternalEntity"},
    TypeWord{"external-entity", "ExternalEntity"},
    TypeWord{"store", "Datastore"},
    TypeWord{"cache", "Datastore"},
    TypeWord{"queue", "Datastore"},
    TypeWord{"topic", "Datastore"},
    TypeWord{"stream", "Datastore"},
    TypeWord{"event-bus", "Datastore"},
    TypeWord{"message-broker", "Datastore"},
    TypeWord{"data-lake", "Datastore"},
    TypeWord{"data-warehouse", "Datastore"},
    TypeWord{"file-share", "Datastore"},
    TypeWord{"file-system", "Datastore"},
    TypeWord{"search-index", "Datastore"},
    TypeWord{"ledger", "Datastore"},
    TypeWord{"audit-log", "Datastore"},
    TypeWord{"siem", "Datastore"},
};

std::string_view class_of_type(std::string_view type) {
    for (const TypeWord& word : type_words)
        if (word.type == type) return word.kind;
    for (std::string_view ending : {"database", "-store", "-registry", "-volume", "-repository"})
        if (type.ends_with(ending)) return "Datastore";
    return "Server";
}

std::string_view value_of(const DraftPlace& place, std::string_view name) {
    for (const DraftAttribute& attribute : place.attributes)
        if (attribute.name == name) return attribute.value;
    return {};
}

bool has_tag(const DraftPlace& place, std::string_view tag) {
    return std::ranges::find(place.tags, tag) != place.tags.end();
}

/// Our word as pytm's users write it; the shortest of several.
std::string protocol_in_pytm(std::string_view ours) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> spellings{
        {{"mysql", "MySQL"},
         {"grpc", "gRPC"},
         {"postgresql", "PostgreSQL"},
         {"mongodb", "MongoDB"},
         {"kafka", "Kafka"}}};
    for (const auto& [word, spelling] : spellings)
        if (word == ours) return std::string(spelling);
    std::string upper(ours);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return upper;
}

/// Names by id. pytm refers by names, so those of one kind must differ.
class Names {
public:
    void add(const DraftPlace& place) {
        std::string name = place.title.empty() ? place.id : place.title;
        if (!taken_.insert(name).second) {
            name += " (" + place.id + ")";
            taken_.insert(name);
        }
        names_.emplace(place.id, std::move(name));
    }
    const std::string& operator[](std::string_view id) const {
        static const std::string none;
        const auto found = names_.find(std::string(id));
        return found == names_.end() ? none : found->second;
    }

private:
    boost::unordered_flat_map<std::string, std::string> names_;
    boost::unordered_flat_set<std::string> taken_;
};

class Writer {
public:
    explicit Writer(const DraftModel& draft) : draft_(draft) {
        for (const DraftBoundary& boundary : draft.boundaries) boundaries_.add(boundary);
        for (const DraftData& data : draft.data) data_.add(data);
        for (const DraftElement& element : draft.elements) elements_.add(element);
        for (const DraftFlow& flow : draft.flows) flows_.add(flow);
        for (const DraftControl& control : draft.controls) controls_[control.place].push_back(&control);
    }

    DraftEntries run() {
        put(made_.header, "name", json_text(draft_.name));
        if (!draft_.text.empty()) put(made_.header, "description", json_text(draft_.text));
        put_assumptions();
        for (const DraftBoundary& boundary : draft_.boundaries) add_boundary(boundary);
        for (const DraftData& data : draft_.data) add_data(data);
        for (const DraftElement& element : draft_.elements) add_element(element);
        for (const DraftFlow& flow : draft_.flows) add_flow(flow);
        return std::move(made_);
    }

private:
    static void put(Fields& fields, std::string_view key, std::string value) {
        fields.emplace_back(key, std::move(value));
    }

    static void add(Entries& entries, const std::string& id, Entry entry) {
        entries.by_id.emplace(id, entries.list.size());
        entries.list.emplace_back(id, std::move(entry));
    }

    static void put_description(Entry& entry, const DraftPlace& place) {
        if (!place.text.empty()) put(entry.fields, "description", json_text(place.text));
        if (has_tag(place, "out-of-scope")) put(entry.fields, "inScope", "false");
    }

    void put_assumptions() {
        std::string list;
        for (const DraftRemark& remark : draft_.remarks)
            if (remark.kind == Remark::Kind::assumption)
                list += (list.empty() ? "" : ", ") + ("{\"name\": " + json_text(remark.text) + "}");
        if (!list.empty()) put(made_.header, "assumptions", "[" + list + "]");
    }

    /// The notes of controls name those of pytm that they were made of; others get the first that means it.
    void put_controls(Entry& entry, const std::string& place) {
        const auto found = controls_.find(place);
        if (found == controls_.end()) return;
        for (const DraftControl* control : found->second) {
            std::string_view first;
            bool is_noted = false;
            for (const ControlWord& word : control_words) {
                if (word.name != control->control) continue;
                const std::string_view name = table_of(attribute_of(word.control)).name;
                if (first.empty()) first = name;
                if (!is_in_note(control->note, name)) continue;
                put(entry.controls, name, "true");
                is_noted = true;
            }
            if (control->control == "transport-encryption") first = "isEncrypted";
            if (!is_noted && !first.empty()) put(entry.controls, first, "true");
            if (control->control == "model-output-filter") put(entry.fields, "hasContentFiltering", "true");
            if (control->control == "tool-allow-list") put(entry.fields, "validatesToolLaunchConfig", "true");
        }
    }

    static bool is_in_note(std::string_view note, std::string_view name) {
        while (!note.empty()) {
            const std::size_t end = std::min(note.find(", "), note.size());
            if (note.substr(0, end) == name) return true;
            note.remove_prefix(std::min(note.size(), end + 2));
        }
        return false;
    }

    void put_boundary(Entry& entry, const std::string& id) const {
        if (!id.empty()) put(entry.fields, "inBoundary", json_text(boundaries_[id]));
    }

    void add_boundary(const DraftBoundary& boundary) {
        Entry entry;
        put(entry.fields, "name", json_text(boundaries_[boundary.id]));
        put_boundary(entry, boundary.in);
        put_description(entry, boundary);
        put_controls(entry, "boundary:" + boundary.id);
        add(made_.boundaries, boundary.id, std::move(entry));
    }

    void add_data(const DraftData& data) {
        Entry entry;
        put(entry.fields, "name", json_text(data_[data.id]));
        if (!data.text.empty()) put(entry.fields, "description", json_text(data.text));
        const std::string_view level = value_of(data, "classification");
        for (std::size_t i = 1; i < classification_words.size() && !level.empty(); ++i)
            if (classification_words[i] == level) {
                // By its number, which is the value of the member in Python.
                put(entry.fields, "classification", std::to_string(i));
                break;
            }
        if (value_of(data, "kind") == "credential") put(entry.fields, "isCredentials", "true");
        if (value_of(data, "kind") == "personal") put(entry.fields, "isPII", "true");
        add(made_.data, data.id, std::move(entry));
    }

    void add_element(const DraftElement& element) {
        Entry entry;
        const std::string_view kind = class_of_type(element.type);
        put(entry.fields, "__class__", json_text(kind));
        put(entry.fields, "name", json_text(elements_[element.id]));
        put_boundary(entry, element.in);
        put_description(entry, element);
        if (kind == "Datastore") put_store(entry, element);
        if (element.type == "administrator") put(entry.fields, "isAdmin", "true");
        if (kind != "Actor") {
            if (const std::string_view system = value_of(element, "technology"); !system.empty())
                put(entry.fields, "OS", json_text(system));
            put_attributes(entry, element, *find_class(kind));
        }
        put_data(entry, element.stores, element.processes);
        put_controls(entry, element.id);
        add(made_.elements, element.id, std::move(entry));
    }

    static void put_store(Entry& entry, const DraftElement& element) {
        const bool is_sql = element.type == "relational-database";
        put(entry.fields, "isSQL", is_sql ? "true" : "false");
        if (element.type == "file-system") put(entry.fields, "type", json_text("FILE_SYSTEM"));
        if (element.type == "object-store") put(entry.fields, "type", json_text("AWS_S3"));
        const std::string_view at_rest = value_of(element, "encrypted-at-rest");
        if (!at_rest.empty()) put(entry.controls, "isEncryptedAtRest", std::string(at_rest));
    }

    static void put_attributes(Entry& entry, const DraftElement& element, Class kind) {
        boost::unordered_flat_set<std::string_view> done;
        for (const AttributeWord& word : attribute_words) {
            if ((table_of(word.attribute).classes & mask_of(kind)) == 0) continue;
            const std::string_view value = value_of(element, word.name);
            if (value.empty() || (!word.value.empty() && word.value != value)) continue;
            if (!done.insert(word.name).second) continue;
            put(entry.fields, table_of(word.attribute).name,
                word.value.empty() ? std::string(value) : "true");
        }
    }

    void put_data(Entry& entry, const std::vector<std::string>& first,
                  const std::vector<std::string>& second) const {
        std::string list;
        for (const std::vector<std::string>* ids : {&first, &second})
            for (const std::string& id : *ids) list += (list.empty() ? "" : ", ") + json_text(data_[id]);
        if (!list.empty()) put(entry.fields, "data", "[" + list + "]");
    }

    void add_flow(const DraftFlow& flow) {
        Entry entry;
        put(entry.fields, "name", json_text(flows_[flow.id]));
        put(entry.fields, "source", json_text(elements_[flow.source]));
        put(entry.fields, "sink", json_text(elements_[flow.target]));
        put_description(entry, flow);
        if (has_tag(flow, "response")) put(entry.fields, "isResponse", "true");
        put_data(entry, flow.data, {});
        put_transport(entry, flow);
        put_controls(entry, flow.id);
        add(made_.flows, flow.id, std::move(entry));
        if (flow.two_way || !flow.returns.empty()) add_answer(flow);
    }

    static void put_transport(Entry& entry, const DraftFlow& flow) {
        if (const std::string_view protocol = value_of(flow, "protocol"); !protocol.empty())
            put(entry.fields, "protocol", json_text(protocol_in_pytm(protocol)));
        if (const std::string_view port = value_of(flow, "port"); !port.empty())
            put(entry.fields, "dstPort", std::string(port));
        if (const std::string_view encrypted = value_of(flow, "encrypted"); !encrypted.empty())
            put(entry.controls, "isEncrypted", std::string(encrypted));
        if (const std::string_view scheme = value_of(flow, "authentication"); !scheme.empty())
            put(entry.controls, "authenticationScheme", json_text(scheme));
    }

    /// A flow of both directions is two in pytm.
    void add_answer(const DraftFlow& flow) {
        Entry entry;
        put(entry.fields, "name", json_text("Answer to " + flows_[flow.id]));
        put(entry.fields, "source", json_text(elements_[flow.target]));
        put(entry.fields, "sink", json_text(elements_[flow.source]));
        put(entry.fields, "isResponse", "true");
        put_data(entry, flow.returns, {});
        add(made_.flows, flow.id + " answer", std::move(entry));
    }

    const DraftModel& draft_;
    DraftEntries made_;
    Names boundaries_;
    Names data_;
    Names elements_;
    Names flows_;
    boost::unordered_flat_map<std::string, std::vector<const DraftControl*>> controls_;
};

}  // namespace

const Entry* Entries::find(std::string_view id) const {
    const auto found = by_id.find(std::string(id));
    return found == by_id.end() ? nullptr : &list[found->second].second;
}

DraftEntries entries_of(const DraftModel& draft) { return Writer(draft).run(); }

std::vector<std::string> losses_of(const DraftModel& draft) {
    std::vector<std::string> losses;
    const auto lose = [&](bool any, std::string_view sentence) {
        if (any) losses.emplace_back(sentence);
    };
    lose(!draft.decisions.empty(), "decisions about threats have no place in pytm's JSON");
    lose(!draft.diagrams.empty(), "pytm lays out diagrams anew; positions are lost");
    lose(!draft.owners.empty(), "owners have no place in pytm's JSON");
    const auto is_link = [](const DraftRemark& remark) { return remark.kind != Remark::Kind::assumption; };
    lose(std::ranges::any_of(draft.remarks, is_link), "notes and links have no place in pytm's JSON");
    const auto known = [](const DraftControl& control) {
        return std::ranges::find(control_words, control.control, &ControlWord::name) != control_words.end() ||
               control.control == "transport-encryption" || control.control == "model-output-filter" ||
               control.control == "tool-allow-list";
    };
    lose(!std::ranges::all_of(draft.controls, known), "some controls have no counterpart in pytm");
    lose(std::ranges::any_of(draft.boundaries, &DraftBoundary::is_line),
         "boundaries that are lines become empty boundaries");
    return losses;
}

}  // namespace bartizan::pytm
