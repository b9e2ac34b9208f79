// A schema and a model that the tests of the expression language share: a browser calls an API behind a
// gateway, which keeps cards in a database.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "model/schema.h"
#include "rules/cel.h"
#include "rules/evaluate.h"
#include "rules/facts.h"

namespace bartizan {

inline Enumeration enumeration(std::string name, std::vector<std::string> values, bool ordered = false) {
    Enumeration result;
    result.name = std::move(name);
    result.ordered = ordered;
    for (std::string& value : values) {
        EnumerationValue entry;
        entry.name = std::move(value);
        result.values.push_back(std::move(entry));
    }
    return result;
}

/// Everything but a model: types, attributes, controls.
inline Schema small_schema() {
    Schema schema;
    auto type = [&](std::string name, std::string_view parent, ElementKind kind) {
        ElementType result;
        result.title = result.name = std::move(name);
        result.kind = kind;
        for (std::uint32_t i = 0; i < schema.types.size(); ++i)
            if (schema.types[i].name == parent) result.parent = TypeId(i);
        schema.types.push_back(std::move(result));
    };
    type("external-entity", "", ElementKind::external_entity);
    type("process", "", ElementKind::process);
    type("store", "", ElementKind::store);
    type("browser", "external-entity", ElementKind::external_entity);
    type("service", "process", ElementKind::process);
    type("api", "service", ElementKind::process);
    type("rest-api", "api", ElementKind::process);
    type("gateway", "process", ElementKind::process);
    type("database", "store", ElementKind::store);

    schema.enumerations = {
        enumeration("protocol", {"unknown", "http", "https", "postgresql"}),
        enumeration("classification", {"public", "internal", "confidential", "restricted"}, true),
        enumeration("data-kind", {"general", "payment", "credential"}),
        enumeration("payload", {"none", "json", "xml"}),
    };
    schema.texts = {"", "unnamed"};
    auto attribute = [&](Subject subject, std::string name, ValueType value_type, std::string_view of = {},
                         bool is_list = false, RawValue default_value = 0) {
        Attribute result;
        result.subject = subject;
        result.name = std::move(name);
        result.type = value_type;
        result.is_list = is_list;
        result.default_value = default_value;
        for (std::uint32_t i = 0; i < schema.enumerations.size(); ++i)
            if (schema.enumerations[i].name == of) result.enumeration = EnumerationId(i);
        schema.attributes.push_back(std::move(result));
        return AttributeId(schema.attributes.size() - 1);
    };
    attribute(Subject::flow, "protocol", ValueType::enumeration, "protocol");
    AttributeId encrypted = attribute(Subject::flow, "encrypted", ValueType::boolean);
    attribute(Subject::flow, "token-lifetime", ValueType::duration, {}, false, 3600);
    attribute(Subject::flow, "port", ValueType::integer);
    AttributeId payload = attribute(Subject::element, "payload", ValueType::enumeration, "payload");
    attribute(Subject::element, "technology", ValueType::text, {}, false, 1);
    attribute(Subject::element, "multi-tenant", ValueType::boolean);
    attribute(Subject::element, "encrypted-at-rest", ValueType::boolean);
    attribute(Subject::element, "replicas", ValueType::integer, {}, false, 1);
    attribute(Subject::element, "regions", ValueType::text, {}, true);
    attribute(Subject::data, "classification", ValueType::enumeration, "classification");
    attribute(Subject::data, "kinds", ValueType::enumeration, "data-kind", true);
    attribute(Subject::boundary, "managed", ValueType::boolean);

    schema.enumerations[0].values[2].implies.push_back(
        {.attribute = "encrypted", .id = encrypted, .value = 1, .value_text = "true", .where = {}});
    schema.types[5].defaults.push_back({payload, 1});  // api: json

    for (std::string_view name : {"rate-limiting", "input-validation"}) {
        Control control;
        control.title = control.name = name;
        control.protects.incoming = true;
        control.protects.downstream = name == "rate-limiting";
        schema.controls.push_back(std::move(control));
    }
    schema.finish();
    return schema;
}

/// A model by hand. Attributes are stated after the thing that has them.
struct World {
    Schema schema = small_schema();
    Model model;
    std::vector<ControlPlacement> placements;
    std::vector<Assurance> assurance;
    std::uint32_t line = 0;

    Location next_line() {
        Location where;
        where.source = SourceId(0);
        where.begin = ++line * 10;
        where.end = where.begin + 5;
        return where;
    }

    template <typename Thing>
    void describe(Thing& thing, std::string_view id, std::string_view title) {
        thing.id = model.symbols.intern(id);
        thing.title = title.empty() ? thing.id : model.symbols.intern(title);
        thing.where = next_line();
        thing.attributes.first = static_cast<std::uint32_t>(model.stated.size());
        thing.tags.first = static_cast<std::uint32_t>(model.tags.size());
    }

    BoundaryId boundary(std::string_view id, int trust, BoundaryId parent = {}) {
        Boundary added;
        describe(added, id, {});
        added.trust = trust;
        added.trust_at = next_line();
        added.parent = parent;
        added.depth = parent.valid() ? model[parent].depth + 1 : 1;
        model.boundaries.push_back(added);
        return BoundaryId(model.boundaries.size() - 1);
    }
    DataId data(std::string_view id, std::string_view title = {}) {
        Data added;
        describe(added, id, title);
        model.data.push_back(added);
        return DataId(model.data.size() - 1);
    }
    ElementId element(std::string_view id, std::string_view type, BoundaryId boundary = {},
                      std::vector<DataId> stores = {}, std::vector<DataId> processes = {}) {
        Element added;
        describe(added, id, {});
        added.type = schema.find_type(type);
        added.type_at = next_line();
        added.boundary = boundary;
        added.stores = uses(stores);
        added.processes = uses(processes);
        model.elements.push_back(added);
        return ElementId(model.elements.size() - 1);
    }
    FlowId flow(ElementId source, ElementId target, std::vector<DataId> sent = {},
                std::vector<DataId> returned = {}) {
        Flow added;
        std::string id(model.text_of(model[source].id));
        id += "->";
        id += model.text_of(model[target].id);
        describe(added, id, {});
        added.source = source;
        added.target = target;
        added.data = uses(sent);
        added.returns = uses(returned);
        model.flows.push_back(added);
        return FlowId(model.flows.size() - 1);
    }
    Range uses(const std::vector<DataId>& data) {
        Range range{static_cast<std::uint32_t>(model.data_uses.size()),
                    static_cast<std::uint32_t>(data.size())};
        for (DataId id : data) model.data_uses.push_back({id, next_line()});
        return range;
    }

    Described& described(Place place) { return const_cast<Described&>(*model.described(place)); }

    /// Must follow the thing itself, as entries of a thing stand together.
    void state(Place place, std::string_view name, RawValue value, bool implied = false) {
        Described& thing = described(place);
        StatedValue entry;
        entry.attribute = schema.find_attribute(place.subject, name);
        entry.value = value;
        entry.where = next_line();
        entry.implied = implied;
        model.stated.push_back(entry);
        ++thing.attributes.count;
        auto first = model.stated.end() - thing.attributes.count;
        std::stable_sort(first, model.stated.end(), [](const StatedValue& a, const StatedValue& b) {
            return a.attribute < b.attribute;
        });
    }
    void state(Place place, std::string_view name, std::string_view value) {
        const Attribute& attribute = schema[schema.find_attribute(place.subject, name)];
        if (attribute.type == ValueType::enumeration)
            return state(place, name, *schema[attribute.enumeration].ordinal(value));
        state(place, name, static_cast<RawValue>(model.symbols.intern(value).index));
    }
    void tag(Place place, std::string_view name) {
        model.tags.push_back(model.symbols.intern(name));
        ++described(place).tags.count;
    }
    void put(std::string_view control, Place place) {
        ControlPlacement placement;
        placement.control = schema.find_control(control);
        placement.place = place;
        placements.push_back(placement);
        assurance.push_back(Assurance::claimed);
    }
    Facts facts() {
        model.finish();
        Facts facts(schema, model);
        facts.set_placements(placements, assurance);
        return facts;
    }
};

struct WebShop : World {
    DataId card = data("card", "Payment card");
    DataId session = data("session", "Session token");
    BoundaryId internet, cluster, cardzone;
    ElementId shopper, gateway, orders, cards;
    FlowId enter, call, query;

    WebShop() {
        // Attributes stand together, so everything is stated right after its thing.
        model.name = model.symbols.intern("Web shop");
        model.data.clear();
        card = data("card", "Payment card");
        state(card, "classification", "restricted");
        state(card, "kinds", "payment");
        state(card, "kinds", "credential");
        session = data("session", "Session token");
        state(session, "classification", "confidential");
        internet = boundary("internet", 0);
        cluster = boundary("cluster", 50);
        state(cluster, "managed", 1);
        cardzone = boundary("cardzone", 80, cluster);
        shopper = element("shopper", "browser", internet);
        gateway = element("gateway", "gateway", cluster);
        orders = element("orders", "rest-api", cluster, {}, {card});
        state(orders, "technology", "go");
        state(orders, "multi-tenant", 1);
        state(orders, "regions", "eu");
        state(orders, "regions", "us");
        tag(orders, "pci");
        cards = element("cards", "database", cardzone, {card});
        state(cards, "replicas", 3);
        enter = flow(shopper, gateway, {session, card});
        state(enter, "protocol", "https");
        state(enter, "encrypted", 1, true);
        call = flow(gateway, orders, {card}, {session});
        state(call, "protocol", "http");
        state(call, "token-lifetime", 900);
        query = flow(orders, cards, {card});
        state(query, "protocol", "postgresql");
        state(query, "port", 5432);
        put("rate-limiting", gateway);
    }
};

}  // namespace bartizan
