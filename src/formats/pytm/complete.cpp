#include "formats/pytm/complete.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "text/yaml_record.h"

namespace bartizan::pytm {
namespace {

class Completion {
public:
    Completion(Document& document, Version version, Diagnostics& diagnostics)
        : document_(document), diagnostics_(diagnostics), keeps_stated_(version == Version::v1_3_1) {}

    void run() {
        for (std::size_t i = 0; i < document_.objects.size(); ++i)
            if (document_.objects[i].kind == Class::dataflow) flows_.push_back(ObjectId(i));
        sort_flows();
        link_responses();
        find_equal_data();
        spread_carried_data();
        for (Object& object : document_.objects) {
            object.inputs.clear();
            object.outputs.clear();
        }
        for (ObjectId flow : flows_) complete_flow(flow);
        check_overrides();
    }

private:
    void set(ObjectId id, Attribute attribute, Value value) {
        const Value before = document_.get(id, attribute);
        if (before.kind == ValueKind::missing || value.kind == ValueKind::missing) return;
        if (keeps_stated_ && before.stated) return;
        // In 1.3.1 whatever sets an attribute first wins, be it the completion itself.
        value.stated = before.stated || keeps_stated_;
        document_.set(id, attribute, value);
    }
    void set(ObjectId id, Control control, Value value) { set(id, attribute_of(control), value); }

    std::int64_t order_of(ObjectId flow) const { return document_.get(flow, Attribute::order).number; }

    void sort_flows() {
        std::ranges::stable_sort(flows_, {}, [&](ObjectId flow) { return order_of(flow); });
        if (!document_.is_ordered) return;
        for (std::size_t i = 0; i < flows_.size() && order_of(flows_[i]) == -1; ++i)
            document_.set(flows_[i], Attribute::order, make_number(static_cast<std::int64_t>(i) + 1));
    }

    std::uint64_t ends_of(ObjectId flow, Attribute from, Attribute to) const {
        return std::uint64_t{document_.object(flow, from).index} << 32 | document_.object(flow, to).index;
    }

    void link_responses() {
        struct Group {
            std::uint32_t count = 0;
            ObjectId first;
        };
        boost::unordered_flat_map<std::uint64_t, Group> groups;
        for (ObjectId flow : flows_) {
            Group& group = groups[ends_of(flow, Attribute::source, Attribute::sink)];
            if (group.count++ == 0) group.first = flow;
        }
        for (ObjectId flow : flows_) link(flow, Attribute::responseTo, Attribute::response, flow);
        for (ObjectId flow : flows_) {
            const ObjectId response = document_.object(flow, Attribute::response);
            if (response.valid()) link(flow, Attribute::response, Attribute::responseTo, response);
        }
        for (ObjectId flow : flows_) {
            if (!document_.is_true(flow, Attribute::isResponse)) continue;
            if (document_.object(flow, Attribute::responseTo).valid()) continue;
            const auto found = groups.find(ends_of(flow, Attribute::sink, Attribute::source));
            if (found == groups.end() || found->second.count != 1) continue;
            document_.set(flow, Attribute::responseTo, make_object(found->second.first));
            document_.set(found->second.first, Attribute::response, make_object(flow));
        }
    }

    /// Where `flow` names another by `forth`, sets that one's `back` unless it is set; `answer` is the one of
    /// the two that is a response.
    void link(ObjectId flow, Attribute forth, Attribute back, ObjectId answer) {
        const ObjectId other = document_.object(flow, forth);
        if (!other.valid()) return;
        document_.set(answer, Attribute::isResponse, make_boolean(true));
        if (!document_.object(other, back).valid()) document_.set(other, back, make_object(flow));
    }

    /// Data are the same to a set where name, description, format and classification are.
    void find_equal_data() {
        using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t>;
        boost::unordered_flat_map<Key, ObjectId> first;
        same_as_.resize(document_.objects.size());
        for (std::size_t i = 0; i < document_.objects.size(); ++i) {
            const ObjectId id(i);
            if (document_.kind_of(id) != Class::data) continue;
            const Key key{document_.get(id, Attribute::name).number,
                          document_.get(id, Attribute::description).number,
                          document_.get(id, Attribute::format).number,
                          document_.get(id, Attribute::classification).number};
            same_as_[i] = first.try_emplace(key, id).first->second;
        }
        for (Object& object : document_.objects) {
            std::vector<ObjectId> data;
            std::swap(data, object.data);
            add_data(object.data, data);
        }
    }

    void add_data(std::vector<ObjectId>& to, const std::vector<ObjectId>& from) {
        if (from.empty()) return;
        seen_.clear();
        for (ObjectId id : to) seen_.insert(same_as_[id.index].index);
        for (ObjectId id : from)
            if (seen_.insert(same_as_[id.index].index).second) to.push_back(id);
    }

    void report_too_large(ObjectId flow) {
        if (std::exchange(is_too_large_, true)) return;
        diagnostics_.add(DiagnosticKind::too_large, document_[flow].where,
                         "flows take over too many data or overrides from their ends; the rest stays out");
    }

    void spread_carried_data() {
        std::vector<std::vector<ObjectId>> carried(document_.objects.size());
        for (std::size_t i = 0; i < document_.objects.size(); ++i)
            if (document_.objects[i].kind == Class::data)
                for (ObjectId flow : document_.objects[i].inputs) carried[flow.index].push_back(ObjectId(i));
        for (std::size_t i = 0; i < carried.size(); ++i) add_data(document_.objects[i].data, carried[i]);
    }

    void complete_flow(ObjectId flow) {
        const ObjectId source = document_.object(flow, Attribute::source);
        const ObjectId sink = document_.object(flow, Attribute::sink);
        if (!source.valid() || !sink.valid()) return;
        spread_data_ += document_[source].data.size() + document_[flow].data.size();
        if (spread_data_ > most_data) return report_too_large(flow);
        add_data(document_[flow].data, document_[source].data);
        for (ObjectId datum : document_[flow].data) document_[datum].inputs.push_back(flow);
        merge_overrides(flow, source, sink);
        if (document_.is_true(flow, Attribute::isResponse)) {
            set(flow, Attribute::protocol, document_.get(source, Attribute::protocol));
            set(flow, Attribute::srcPort, document_.get(source, Attribute::port));
            set(flow, Control::isEncrypted, document_.get(source, Control::isEncrypted));
            return;
        }
        set(flow, Attribute::protocol, document_.get(sink, Attribute::protocol));
        set(flow, Attribute::dstPort, document_.get(sink, Attribute::port));
        set(flow, Control::isEncrypted, document_.get(sink, Control::isEncrypted));
        set(flow, Control::authenticatesDestination,
            document_.get(source, Control::authenticatesDestination));
        set(flow, Control::checksDestinationRevocation,
            document_.get(source, Control::checksDestinationRevocation));
        complete_data(flow, source, sink);
        document_[sink].inputs.push_back(flow);
        document_[source].outputs.push_back(flow);
    }

    void complete_data(ObjectId flow, ObjectId source, ObjectId sink) {
        const std::vector<ObjectId>& data = document_[flow].data;
        const bool any_stored = std::ranges::any_of(
            data, [&](ObjectId datum) { return document_.is_true(datum, Attribute::isStored); });
        for (ObjectId datum : data) {
            if (keeps_stated_ ? any_stored : document_.is_true(datum, Attribute::isStored)) {
                set(datum, Attribute::isDestEncryptedAtRest, document_.get(sink, Control::isEncryptedAtRest));
                // 1.3.1 looks for the control at the element itself, where it never is.
                if (!keeps_stated_)
                    set(datum, Attribute::isSourceEncryptedAtRest,
                        document_.get(source, Control::isEncryptedAtRest));
            }
            complete_credentials(datum);
        }
    }

    void complete_credentials(ObjectId datum) {
        const auto life = [&] { return document_.get(datum, Attribute::credentialsLife).number; };
        const std::int64_t none = *find_member(Enumeration::lifetime, "NONE");
        if (life() != none) set(datum, Attribute::isCredentials, make_boolean(true));
        if (document_.is_true(datum, Attribute::isCredentials) && life() == none)
            set(datum, Attribute::credentialsLife,
                make_member(Enumeration::lifetime, *find_member(Enumeration::lifetime, "UNKNOWN")));
    }

    void merge_overrides(ObjectId flow, ObjectId source, ObjectId sink) {
        const std::vector<Override>& of_sink = document_.details_of(sink).overrides;
        const std::vector<Override>& of_source = document_.details_of(source).overrides;
        if (keeps_stated_ && document_.details_of(flow).has_own_overrides) return;
        if (of_sink.empty() && of_source.empty() && document_.details_of(flow).overrides.empty()) return;
        merged_overrides_ += of_sink.size() + of_source.size();
        if (merged_overrides_ > most_merged) return report_too_large(flow);
        std::vector<Override> all = of_sink;
        boost::unordered_flat_set<std::string_view> known;
        for (const Override& one : of_sink) known.insert(one.threat_id);
        for (const Override& one : of_source)
            if (known.insert(one.threat_id).second) all.push_back(one);
        document_.add_details(flow).overrides = std::move(all);
    }

    void check_overrides() {
        for (std::size_t i = 0; i < document_.objects.size(); ++i) {
            if (document_.objects[i].kind == Class::dataflow) continue;
            boost::unordered_flat_set<std::string_view> known;
            for (const Override& one : document_.details_of(ObjectId(i)).overrides)
                if (!known.insert(one.threat_id).second)
                    diagnostics_.add(DiagnosticKind::invalid_rule, one.where,
                                     quote_name(document_.name_of(ObjectId(i))) + " has two overrides of " +
                                         quote_name(one.threat_id) +
                                         "; pytm refuses that, here the first holds");
        }
    }

    static constexpr std::size_t most_merged = 1'000'000;
    static constexpr std::size_t most_data = 20'000'000;

    Document& document_;
    Diagnostics& diagnostics_;
    std::size_t merged_overrides_ = 0;
    std::size_t spread_data_ = 0;
    bool is_too_large_ = false;
    bool keeps_stated_;
    std::vector<ObjectId> flows_;
    std::vector<ObjectId> same_as_;
    boost::unordered_flat_set<std::uint32_t> seen_;
};

/// Those that a flow touches, with the boundaries around the boundary of each.
std::vector<bool> find_used(const Document& document) {
    std::vector<bool> used(document.objects.size());
    for (std::size_t i = 0; i < document.objects.size(); ++i) {
        if (document.objects[i].kind != Class::dataflow) continue;
        used[i] = true;
        for (Attribute end : {Attribute::source, Attribute::sink}) {
            const ObjectId element = document.object(ObjectId(i), end);
            if (!element.valid() || used[element.index]) continue;
            used[element.index] = true;
            ObjectId around = document.object(element, Attribute::inBoundary);
            while (around.valid()) {
                around = document.object(around, Attribute::inBoundary);
                if (!around.valid() || used[around.index]) break;
                used[around.index] = true;
            }
        }
    }
    return used;
}

}  // namespace

void complete(Document& document, Version version, Diagnostics& diagnostics) {
    Completion(document, version, diagnostics).run();
}

std::vector<ObjectId> elements_in_order(const Document& document) {
    std::vector<ObjectId> elements;
    const std::vector<bool> used = document.ignore_unused ? find_used(document) : std::vector<bool>();
    for (std::size_t i = 0; i < document.objects.size(); ++i)
        if (document.objects[i].kind != Class::data && (used.empty() || used[i]))
            elements.push_back(ObjectId(i));
    if (!document.ignore_unused) return elements;
    constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
    std::vector<std::int64_t> first_order(document.objects.size(), none);
    for (ObjectId id : elements) {
        const ObjectId source = document.object(id, Attribute::source);
        if (!source.valid()) continue;
        first_order[source.index] =
            std::min(first_order[source.index], std::int64_t{document.get(id, Attribute::order).number});
    }
    const auto key = [&](ObjectId id) {
        const Value order = document.get(id, Attribute::order);
        return std::tuple(first_order[id.index], name_of(document.kind_of(id)),
                          order.kind == ValueKind::integer ? std::int64_t{order.number} : 0,
                          document.name_of(id));
    };
    std::ranges::stable_sort(elements, {}, key);
    return elements;
}

}  // namespace bartizan::pytm
