#include "formats/pytm/map.h"

#include <algorithm>

#include "formats/pytm/map_words.h"

namespace bartizan::pytm {
namespace {

class Mapping {
public:
    Mapping(const Document& document, Mapped& mapped)
        : document_(document), draft_(mapped.draft), places_(mapped.places), ids_(document.objects.size()) {
        places_.resize(document.objects.size());
    }

    void run() {
        draft_.name = document_.name;
        draft_.text = document_.description;
        reserve();
        for (std::size_t i = 0; i < ids_.size(); ++i) name_object(ObjectId(i));
        for (std::size_t i = 0; i < ids_.size(); ++i) add_object(ObjectId(i));
        add_remarks(document_.assumptions, {});
    }

private:
    /// Growing tables of many strings costs more than counting them.
    void reserve() {
        std::size_t controls = 0, flows = 0;
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            if (document_.kind_of(ObjectId(i)) == Class::dataflow) ++flows;
            for (const ControlWord& word : control_words)
                controls += document_.is_true(ObjectId(i), attribute_of(word.control)) ? 1 : 0;
        }
        draft_.controls.reserve(controls);
        draft_.flows.reserve(flows);
        draft_.elements.reserve(ids_.size() - flows);
    }

    void name_object(ObjectId id) {
        std::string& own = ids_[id.index];
        const std::string_view title = document_.name_of(id);
        switch (document_.kind_of(id)) {
            case Class::data:
                own = data_ids_.make(title, "data");
                places_[id.index] = "data:" + own;
                return;
            case Class::boundary:
                own = boundary_ids_.make(title, "boundary");
                places_[id.index] = "boundary:" + own;
                return;
            case Class::dataflow:
                return;
            default:
                own = element_ids_.make(title, "element");
                places_[id.index] = own;
        }
    }

    void add_object(ObjectId id) {
        switch (document_.kind_of(id)) {
            case Class::data:
                return add_data(id);
            case Class::boundary:
                return add_boundary(id);
            case Class::dataflow:
                return add_flow(id);
            default:
                return add_element(id);
        }
    }

    bool is_stated(ObjectId id, Attribute attribute) const { return document_.get(id, attribute).stated; }

    static void attribute(DraftPlace& place, std::string_view name, std::string_view value) {
        const bool is_there =
            std::ranges::find(place.attributes, name, &DraftAttribute::name) != place.attributes.end();
        if (!is_there) place.attributes.push_back({std::string(name), std::string(value)});
    }

    void fill_place(DraftPlace& place, ObjectId id) {
        place.id = ids_[id.index];
        const std::string_view title = document_.name_of(id);
        if (title != place.id) place.title = title;
        place.text = document_.text(id, Attribute::description);
        place.where = document_[id].where;
        const Value in_scope = document_.get(id, Attribute::inScope);
        if (in_scope.kind == ValueKind::boolean && !in_scope.is_true()) place.tags.push_back("out-of-scope");
        add_remarks(document_.details_of(id).assumptions, title);
    }

    void add_remarks(const std::vector<Assumption>& assumptions, std::string_view about) {
        for (const Assumption& one : assumptions) {
            std::string text(about);
            if (!text.empty()) text += ": ";
            text += one.name;
            if (!one.description.empty()) text += ". " + one.description;
            for (std::size_t i = 0; i < one.exclude.size(); ++i)
                text += (i == 0 ? " (excludes " : ", ") + one.exclude[i];
            if (!one.exclude.empty()) text += ")";
            draft_.remarks.push_back({Remark::Kind::assumption, std::move(text), {}});
        }
    }

    std::string boundary_around(ObjectId id) const {
        const ObjectId boundary = document_.object(id, Attribute::inBoundary);
        return boundary.valid() ? ids_[boundary.index] : std::string();
    }

    void add_data(ObjectId id) {
        DraftData& data = draft_.data.emplace_back();
        fill_place(data, id);
        const auto level = static_cast<std::size_t>(document_.get(id, Attribute::classification).number);
        if (!classification_words[level].empty())
            attribute(data, "classification", classification_words[level]);
        const std::int64_t life = document_.get(id, Attribute::credentialsLife).number;
        if (document_.is_true(id, Attribute::isCredentials) || life != 0)
            attribute(data, "kind", "credential");
        else if (document_.is_true(id, Attribute::isPII))
            attribute(data, "kind", "personal");
    }

    void add_boundary(ObjectId id) {
        DraftBoundary& boundary = draft_.boundaries.emplace_back();
        fill_place(boundary, id);
        boundary.in = boundary_around(id);
        add_controls(id);
    }

    std::string type_of(ObjectId id) const {
        switch (document_.kind_of(id)) {
            case Class::server:
                return is_web_server(id) ? "web-server" : "service";
            case Class::lambda:
                return "function";
            case Class::external_entity:
                return "external-system";
            case Class::actor:
                return document_.is_true(id, Attribute::isAdmin) ? "administrator" : "user";
            case Class::llm:
                return "ai-model";
            case Class::agent:
                return "ai-agent";
            case Class::datastore:
                return store_type_of(id);
            default:
                return "service";
        }
    }

    bool is_web_server(ObjectId id) const {
        const std::string protocol = lower_case(document_.text(id, Attribute::protocol));
        return protocol == "http" || protocol == "https" ||
               lower_case(document_.name_of(id)).find("web") != std::string::npos;
    }

    std::string store_type_of(ObjectId id) const {
        const auto type = static_cast<std::uint8_t>(document_.get(id, Attribute::type).number);
        const std::string_view member = table_of(Enumeration::datastore_type).members[type];
        if (member == "FILE_SYSTEM") return "file-system";
        if (member == "AWS_S3") return "object-store";
        if (member == "LDAP") return "database";
        // A datastore is taken for an SQL database unless somebody denies it.
        return member == "SQL" || document_.is_true(id, Attribute::isSQL) ? "relational-database"
                                                                          : "database";
    }

    void add_element(ObjectId id) {
        DraftElement& element = draft_.elements.emplace_back();
        fill_place(element, id);
        element.type = type_of(id);
        element.in = boundary_around(id);
        const bool is_store = document_.kind_of(id) == Class::datastore;
        for (ObjectId datum : document_[id].data)
            (is_store ? element.stores : element.processes).push_back(ids_[datum.index]);
        for (const AttributeWord& word : attribute_words) {
            if (!is_stated(id, word.attribute)) continue;
            const bool is_true = document_.is_true(id, word.attribute);
            if (word.value.empty())
                attribute(element, word.name, is_true ? "true" : "false");
            else if (is_true)
                attribute(element, word.name, word.value);
        }
        if (const std::string_view system = document_.text(id, Attribute::OS); !system.empty())
            attribute(element, "technology", system);
        const Attribute at_rest = attribute_of(Control::isEncryptedAtRest);
        if (is_store && is_stated(id, at_rest))
            attribute(element, "encrypted-at-rest", document_.is_true(id, at_rest) ? "true" : "false");
        if (is_stated(id, attribute_of(Control::isEncrypted)) &&
            document_.is_true(id, attribute_of(Control::isEncrypted)))
            add_control(id, "transport-encryption", "isEncrypted");
        if (document_.is_true(id, Attribute::hasContentFiltering))
            add_control(id, "model-output-filter", "hasContentFiltering");
        if (document_.is_true(id, Attribute::validatesToolLaunchConfig))
            add_control(id, "tool-allow-list", "validatesToolLaunchConfig");
        add_controls(id);
    }

    void add_control(ObjectId id, std::string_view name, std::string_view note) {
        draft_.controls.push_back(
            {std::string(name), places_[id.index], std::string(note), document_[id].where});
    }

    /// One placement for each of our controls, with the names in pytm as its note.
    void add_controls(ObjectId id) {
        const std::size_t first = draft_.controls.size();
        for (const ControlWord& word : control_words) {
            if (!document_.is_true(id, attribute_of(word.control))) continue;
            const std::string_view note = table_of(attribute_of(word.control)).name;
            const auto begin = draft_.controls.begin() + static_cast<std::ptrdiff_t>(first);
            const auto found = std::find_if(begin, draft_.controls.end(), [&](const DraftControl& one) {
                return one.control == word.name;
            });
            if (found == draft_.controls.end())
                add_control(id, word.name, note);
            else
                found->note += ", " + std::string(note);
        }
    }

    void add_flow(ObjectId id) {
        const ObjectId source = document_.object(id, Attribute::source);
        const ObjectId sink = document_.object(id, Attribute::sink);
        constexpr ClassMask others = mask_of(Class::boundary) | mask_of(Class::dataflow);
        if (!source.valid() || !sink.valid() || document_.is_a(source, others) ||
            document_.is_a(sink, others))
            return;
        const std::string_view title = document_.name_of(id);
        ids_[id.index] = element_ids_.make_flow(ids_[source.index], ids_[sink.index], title);
        places_[id.index] = ids_[id.index];
        DraftFlow& flow = draft_.flows.emplace_back();
        fill_place(flow, id);
        flow.source = ids_[source.index];
        flow.target = ids_[sink.index];
        for (ObjectId datum : document_[id].data) flow.data.push_back(ids_[datum.index]);
        if (const std::string_view note = document_.text(id, Attribute::note); flow.text.empty())
            flow.text = note;
        if (document_.is_true(id, Attribute::isResponse)) flow.tags.push_back("response");
        fill_transport(flow, id, source, sink);
        add_controls(id);
    }

    void fill_transport(DraftFlow& flow, ObjectId id, ObjectId source, ObjectId sink) {
        const bool is_response = document_.is_true(id, Attribute::isResponse);
        const ObjectId served = is_response ? source : sink;
        std::string protocol = lower_case(document_.text(id, Attribute::protocol));
        if (protocol.empty()) protocol = lower_case(document_.text(served, Attribute::protocol));
        const std::string_view word = find_word(protocol_words, protocol);
        if (!protocol.empty()) attribute(flow, "protocol", word.empty() ? std::string_view(protocol) : word);
        const Attribute encrypted = attribute_of(Control::isEncrypted);
        if (document_.get(id, Attribute::tlsVersion).number > 0)
            attribute(flow, "encrypted", "true");
        else if (is_stated(id, encrypted))
            attribute(flow, "encrypted", document_.is_true(id, encrypted) ? "true" : "false");
        std::int64_t port = document_.get(id, Attribute::dstPort).number;
        const Value of_sink = document_.get(sink, Attribute::port);
        if (port <= 0 && !is_response && of_sink.kind == ValueKind::integer) port = of_sink.number;
        if (port > 0) attribute(flow, "port", std::to_string(port));
        std::string_view scheme = document_.text(id, attribute_of(Control::authenticationScheme));
        if (scheme.empty()) scheme = document_.text(sink, attribute_of(Control::authenticationScheme));
        if (const std::string_view known = find_word(scheme_words, lower_case(scheme)); !known.empty())
            attribute(flow, "authentication", known);
        if (const std::string payload = payload_of(id); !payload.empty()) attribute(flow, "payload", payload);
    }

    /// The format of the data, if they share one.
    std::string payload_of(ObjectId flow) const {
        std::string_view payload;
        for (ObjectId datum : document_[flow].data) {
            const std::string_view format =
                find_word(format_words, lower_case(document_.text(datum, Attribute::format)));
            if (format.empty() || (!payload.empty() && payload != format)) return {};
            payload = format;
        }
        return std::string(payload);
    }

    const Document& document_;
    DraftModel& draft_;
    std::vector<std::string>& places_;
    std::vector<std::string> ids_;
    DraftIds element_ids_;
    DraftIds boundary_ids_;
    DraftIds data_ids_;
};

}  // namespace

Mapped map_document(const Document& document) {
    Mapped mapped;
    Mapping(document, mapped).run();
    return mapped;
}

}  // namespace bartizan::pytm
