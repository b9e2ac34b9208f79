#include "formats/pytm/document.h"

#include <algorithm>

#include "text/nearest_name.h"
#include "text/yaml_record.h"

namespace bartizan::pytm {
namespace {

const Details no_details;

Value preset_of(const AttributeTable& table) {
    switch (table.form) {
        case Form::boolean:
            return make_boolean(table.preset != 0);
        case Form::integer:
            return make_integer(table.preset);
        case Form::text:
            return {ValueKind::text, 0, false, 0};
        case Form::classification:
            return make_member(Enumeration::classification, 0);
        case Form::tls_version:
            return make_member(Enumeration::tls_version, 0);
        case Form::lifetime:
            return make_member(Enumeration::lifetime, 0);
        case Form::datastore_type:
            return make_member(Enumeration::datastore_type, 0);
        default:
            return make_none();
    }
}

using Row = std::vector<Value>;

const Row& presets_of(Class kind) {
    static const auto rows = [] {
        std::array<Row, class_count> made;
        for (std::size_t i = 0; i < class_count; ++i) {
            const Class made_kind = static_cast<Class>(i);
            made[i].resize(row_size(made_kind));
            for (std::size_t a = 0; a < known_count; ++a) {
                const Attribute attribute = static_cast<Attribute>(a);
                const std::uint8_t slot = slot_of(made_kind, attribute);
                if (slot != no_slot) made[i][slot] = preset_of(table_of(attribute));
            }
        }
        // The one default that differs by class.
        made[static_cast<std::size_t>(Class::lambda)][slot_of(Class::lambda, Attribute::onAWS)] =
            make_boolean(true);
        return made;
    }();
    return rows[static_cast<std::size_t>(kind)];
}

std::optional<Enumeration> enumeration_of(Form form) {
    switch (form) {
        case Form::classification:
            return Enumeration::classification;
        case Form::tls_version:
            return Enumeration::tls_version;
        case Form::lifetime:
            return Enumeration::lifetime;
        case Form::datastore_type:
            return Enumeration::datastore_type;
        default:
            return std::nullopt;
    }
}

/// `SECRET`, `Classification.SECRET`, or the number of an ordered one.
std::optional<Value> fit_member(Enumeration enumeration, const Literal& written) {
    const EnumerationTable& table = table_of(enumeration);
    if (written.value.kind == ValueKind::enumeration)
        return static_cast<Enumeration>(written.value.detail) == enumeration ? std::optional(written.value)
                                                                             : std::nullopt;
    if (written.value.kind == ValueKind::integer) {
        const std::int32_t number = written.value.number;
        if (!table.ordered || number < 0 || number >= static_cast<std::int32_t>(table.members.size()))
            return std::nullopt;
        return make_member(enumeration, static_cast<std::uint8_t>(number));
    }
    if (written.value.kind != ValueKind::text) return std::nullopt;
    std::string_view text = written.text;
    if (text.starts_with(table.name) && text.substr(table.name.size()).starts_with('.'))
        text.remove_prefix(table.name.size() + 1);
    // The values of some members differ from their names.
    if (enumeration == Enumeration::lifetime)
        for (std::string_view ending : {"_LIVED", "_REVOKABLE"})
            if (text.ends_with(ending)) text.remove_suffix(ending.size());
    if (enumeration == Enumeration::lifetime && text == "MANUALLY") text = "MANUAL";
    if (const auto member = find_member(enumeration, text)) return make_member(enumeration, *member);
    return std::nullopt;
}

std::optional<Value> fit(Form form, const Literal& written, Interner& texts) {
    if (const auto enumeration = enumeration_of(form)) return fit_member(*enumeration, written);
    const Value& value = written.value;
    switch (form) {
        case Form::boolean:
            if (value.kind == ValueKind::boolean) return value;
            // As pydantic does.
            if (value.kind == ValueKind::integer && (value.number == 0 || value.number == 1))
                return make_boolean(value.number == 1);
            return std::nullopt;
        case Form::integer:
            if (value.kind == ValueKind::integer || value.kind == ValueKind::boolean)
                return make_integer(value.number);
            return std::nullopt;
        case Form::text:
            if (value.kind == ValueKind::text) return make_text(texts.intern(written.text));
            return std::nullopt;
        case Form::boundary:
        case Form::element:
        case Form::flow:
            if (value.kind == ValueKind::none || value.kind == ValueKind::object) return value;
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

std::string expectation(Form form) {
    if (const auto enumeration = enumeration_of(form)) return choices_text(table_of(*enumeration).members);
    switch (form) {
        case Form::boolean:
            return "true or false";
        case Form::integer:
            return "a whole number";
        case Form::text:
            return "a text";
        case Form::boundary:
            return "a boundary";
        case Form::flow:
            return "a data flow";
        default:
            return "an element";
    }
}

void warn_of_unknown(const Document& document, ObjectId id, std::string_view name, bool of_controls,
                     Location where, Diagnostics& diagnostics) {
    std::vector<std::string_view> names;
    if (diagnostics.warning_count() >= Diagnostics::max_kept) {
        // Near names cost time, and nobody would see them.
    } else if (of_controls) {
        names.assign(control_names().begin(), control_names().end());
    } else {
        for (std::size_t i = 0; i < attribute_count; ++i) {
            const AttributeTable& table = table_of(static_cast<Attribute>(i));
            if (document.is_a(id, table.classes)) names.push_back(table.name);
        }
    }
    diagnostics.add(DiagnosticKind::unknown_value, where,
                    std::string(of_controls ? "pytm has no control " : "") + quote_name(name) +
                        (of_controls ? "; it is kept for rules that read it"
                                     : " is no attribute of `" +
                                           std::string(bartizan::pytm::name_of(document.kind_of(id))) +
                                           "` in pytm; it is kept for rules that read it"),
                    did_you_mean(name, names));
}

}  // namespace

std::string_view Override::field(std::string_view name) const {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return {};
}

std::string_view Document::name_of(ObjectId id) const { return text(id, Attribute::name); }

ObjectId Document::object(ObjectId id, Attribute attribute) const {
    const Value value = get(id, attribute);
    return value.kind == ValueKind::object ? ObjectId(static_cast<std::size_t>(value.number)) : ObjectId();
}

std::string_view Document::text(ObjectId id, Attribute attribute) const {
    const Value value = get(id, attribute);
    return value.kind == ValueKind::text ? texts[Symbol(static_cast<std::size_t>(value.number))]
                                         : std::string_view();
}

void Document::set(ObjectId id, Attribute attribute, Value value) {
    const Object& object = objects[id.index];
    const std::uint8_t slot = slot_of(object.kind, attribute);
    if (slot != no_slot) values[object.row + slot] = value;
}

const Details& Document::details_of(ObjectId id) const {
    const std::uint32_t index = objects[id.index].details;
    return index == ObjectId::none_value ? no_details : details[index];
}

Details& Document::add_details(ObjectId id) {
    std::uint32_t& index = objects[id.index].details;
    if (index == ObjectId::none_value) {
        index = static_cast<std::uint32_t>(details.size());
        details.emplace_back();
    }
    return details[index];
}

void Document::reserve(std::size_t more_objects) {
    constexpr std::size_t usual_row = 75;
    objects.reserve(objects.size() + more_objects);
    values.reserve(values.size() + more_objects * usual_row);
}

ObjectId Document::make(Class kind, std::string_view title, Location place) {
    if (texts.size() == 0) texts.intern("");  // the symbol of defaults
    const ObjectId id(objects.size());
    Object& object = objects.emplace_back();
    object.kind = kind;
    object.where = place;
    object.row = static_cast<std::uint32_t>(values.size());
    const Row& row = presets_of(kind);
    values.insert(values.end(), row.begin(), row.end());
    Value named = make_text(texts.intern(title));
    named.stated = true;
    set(id, Attribute::name, named);
    return id;
}

Attribute Document::extra(std::string_view title, bool of_controls) {
    std::string key = (of_controls ? "." : "") + std::string(title);
    const auto next = static_cast<Attribute>(known_count + extra_names.size());
    return extra_names.try_emplace(std::move(key), next).first->second;
}

std::optional<Attribute> Document::find_extra(std::string_view title, bool of_controls) const {
    const auto found = extra_names.find((of_controls ? "." : "") + std::string(title));
    if (found == extra_names.end()) return std::nullopt;
    return found->second;
}

Value Document::get_extra(const Object& object, Attribute attribute) const {
    if (object.details == ObjectId::none_value) return {};
    for (const auto& [name, value] : details[object.details].extras)
        if (name == attribute) return value;
    return {};
}

void state(Document& document, ObjectId id, std::string_view name, bool of_controls, Literal written,
           Location name_where, Diagnostics& diagnostics) {
    const auto known = of_controls ? find_control(name) : find_attribute(name);
    if (!known || !document.is_a(id, table_of(*known).classes)) {
        warn_of_unknown(document, id, name, of_controls, name_where, diagnostics);
        if (written.value.kind == ValueKind::text)
            written.value = make_text(document.texts.intern(written.text));
        const Attribute attribute = known ? *known : document.extra(name, of_controls);
        if (known) document.is_misplaced[number_of(*known)] = true;
        auto& extras = document.add_details(id).extras;
        const auto found = std::ranges::find(extras, attribute, &std::pair<Attribute, Value>::first);
        constexpr std::size_t most_extras = 100;
        if (found != extras.end())
            found->second = written.value;
        else if (extras.size() < most_extras)
            extras.emplace_back(attribute, written.value);
        return;
    }
    const Form form = table_of(*known).form;
    if (form >= Form::data_list) return;
    auto value = fit(form, written, document.texts);
    if (!value) {
        diagnostics.add(
            DiagnosticKind::wrong_type, written.where,
            quote_name(name) + " of " + quote_name(document.name_of(id)) + " must be " + expectation(form));
        return;
    }
    value->stated = true;
    document.set(id, *known, *value);
}

}  // namespace bartizan::pytm
