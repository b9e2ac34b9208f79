#include "rules/members.h"

#include <algorithm>
#include <array>

namespace bartizan {
namespace {

constexpr ExpressionType one(BaseType base, Names names = Names::any) {
    return {.base = base, .item = BaseType::null, .names = names, .enumeration = {}};
}

constexpr ExpressionType list_of(BaseType item, Names names = Names::any) {
    return {.base = BaseType::list, .item = item, .names = names, .enumeration = {}};
}

constexpr auto members = std::to_array<MemberInfo>({
    {Member::id, Subject::element, "id", one(BaseType::text)},
    {Member::title, Subject::element, "title", one(BaseType::text)},
    {Member::type, Subject::element, "type", one(BaseType::text, Names::types)},
    {Member::kind, Subject::element, "kind", one(BaseType::text, Names::kinds)},
    {Member::boundary, Subject::element, "boundary", one(BaseType::boundary), true},
    {Member::trust, Subject::element, "trust", one(BaseType::integer)},
    {Member::stores, Subject::element, "stores", list_of(BaseType::data)},
    {Member::processes, Subject::element, "processes", list_of(BaseType::data)},
    {Member::data, Subject::element, "data", list_of(BaseType::data)},
    {Member::incoming, Subject::element, "incoming", list_of(BaseType::flow)},
    {Member::outgoing, Subject::element, "outgoing", list_of(BaseType::flow)},
    {Member::tags, Subject::element, "tags", list_of(BaseType::text)},
    {Member::controls, Subject::element, "controls", list_of(BaseType::text, Names::controls)},

    {Member::id, Subject::flow, "id", one(BaseType::text)},
    {Member::title, Subject::flow, "title", one(BaseType::text)},
    {Member::source, Subject::flow, "source", one(BaseType::element)},
    {Member::target, Subject::flow, "target", one(BaseType::element)},
    {Member::data, Subject::flow, "data", list_of(BaseType::data)},
    {Member::returns, Subject::flow, "returns", list_of(BaseType::data)},
    {Member::carries, Subject::flow, "carries", list_of(BaseType::data)},
    {Member::tags, Subject::flow, "tags", list_of(BaseType::text)},
    {Member::controls, Subject::flow, "controls", list_of(BaseType::text, Names::controls)},
    {Member::trust_gain, Subject::flow, "trust_gain", one(BaseType::integer)},
    {Member::two_way, Subject::flow, "two_way", one(BaseType::boolean)},

    {Member::id, Subject::boundary, "id", one(BaseType::text)},
    {Member::title, Subject::boundary, "title", one(BaseType::text)},
    {Member::trust, Subject::boundary, "trust", one(BaseType::integer)},
    {Member::depth, Subject::boundary, "depth", one(BaseType::integer)},
    {Member::parent, Subject::boundary, "parent", one(BaseType::boundary), true},
    {Member::elements, Subject::boundary, "elements", list_of(BaseType::element)},
    {Member::entering, Subject::boundary, "entering", list_of(BaseType::flow)},
    {Member::leaving, Subject::boundary, "leaving", list_of(BaseType::flow)},
    {Member::tags, Subject::boundary, "tags", list_of(BaseType::text)},
    {Member::controls, Subject::boundary, "controls", list_of(BaseType::text, Names::controls)},

    {Member::id, Subject::data, "id", one(BaseType::text)},
    {Member::title, Subject::data, "title", one(BaseType::text)},
    {Member::stored_in, Subject::data, "stored_in", list_of(BaseType::element)},
    {Member::processed_in, Subject::data, "processed_in", list_of(BaseType::element)},
    {Member::sent_over, Subject::data, "sent_over", list_of(BaseType::flow)},
    {Member::tags, Subject::data, "tags", list_of(BaseType::text)},

    {Member::name, Subject::model, "name", one(BaseType::text)},
    {Member::elements, Subject::model, "elements", list_of(BaseType::element)},
    {Member::flows, Subject::model, "flows", list_of(BaseType::flow)},
    {Member::boundaries, Subject::model, "boundaries", list_of(BaseType::boundary)},
    {Member::data, Subject::model, "data", list_of(BaseType::data)},
    {Member::tags, Subject::model, "tags", list_of(BaseType::text)},
});

constexpr auto functions = std::to_array<FunctionInfo>({
    {Function::is, "is", true, false, BaseType::element, Parameter::type_name, BaseType::boolean},
    {Function::has_control, "has_control", true, false, BaseType::element, Parameter::control_name,
     BaseType::boolean},
    {Function::has_control, "has_control", true, false, BaseType::flow, Parameter::control_name,
     BaseType::boolean},
    {Function::has_control, "has_control", true, false, BaseType::boundary, Parameter::control_name,
     BaseType::boolean},
    {Function::shielded_by, "shielded_by", true, false, BaseType::element, Parameter::control_name,
     BaseType::boolean},
    {Function::shielded_by, "shielded_by", true, false, BaseType::flow, Parameter::control_name,
     BaseType::boolean},
    {Function::exposed, "exposed", true, false, BaseType::element, Parameter::none, BaseType::boolean},
    {Function::reachable_from, "reachable_from", true, false, BaseType::element, Parameter::type_name,
     BaseType::boolean},
    {Function::reaches, "reaches", true, false, BaseType::element, Parameter::type_name, BaseType::boolean},
    {Function::in_boundary, "in", true, false, BaseType::element, Parameter::boundary_id, BaseType::boolean},
    {Function::crosses, "crosses", true, false, BaseType::flow, Parameter::none, BaseType::boolean},
    {Function::crosses_boundary, "crosses", true, false, BaseType::flow, Parameter::boundary_id,
     BaseType::boolean},

    {Function::size, "size", true, true, BaseType::text, Parameter::none, BaseType::integer},
    {Function::size, "size", true, true, BaseType::list, Parameter::none, BaseType::integer},
    {Function::size, "size", true, true, BaseType::map, Parameter::none, BaseType::integer},
    {Function::contains, "contains", true, false, BaseType::text, Parameter::text, BaseType::boolean},
    {Function::starts_with, "startsWith", true, false, BaseType::text, Parameter::text, BaseType::boolean},
    {Function::ends_with, "endsWith", true, false, BaseType::text, Parameter::text, BaseType::boolean},
    {Function::matches, "matches", true, true, BaseType::text, Parameter::pattern, BaseType::boolean},
    {Function::lower_ascii, "lowerAscii", true, false, BaseType::text, Parameter::none, BaseType::text},
    {Function::upper_ascii, "upperAscii", true, false, BaseType::text, Parameter::none, BaseType::text},
    {Function::join, "join", true, false, BaseType::list, Parameter::none, BaseType::text},
    {Function::join, "join", true, false, BaseType::list, Parameter::text, BaseType::text},
    {Function::get_hours, "getHours", true, false, BaseType::duration, Parameter::none, BaseType::integer},
    {Function::get_minutes, "getMinutes", true, false, BaseType::duration, Parameter::none,
     BaseType::integer},
    {Function::get_seconds, "getSeconds", true, false, BaseType::duration, Parameter::none,
     BaseType::integer},

    {Function::to_integer, "int", false, true, BaseType::integer, Parameter::none, BaseType::integer},
    {Function::to_integer, "int", false, true, BaseType::number, Parameter::none, BaseType::integer},
    {Function::to_integer, "int", false, true, BaseType::text, Parameter::none, BaseType::integer},
    {Function::to_number, "double", false, true, BaseType::integer, Parameter::none, BaseType::number},
    {Function::to_number, "double", false, true, BaseType::number, Parameter::none, BaseType::number},
    {Function::to_number, "double", false, true, BaseType::text, Parameter::none, BaseType::number},
    {Function::to_text, "string", false, true, BaseType::boolean, Parameter::none, BaseType::text},
    {Function::to_text, "string", false, true, BaseType::integer, Parameter::none, BaseType::text},
    {Function::to_text, "string", false, true, BaseType::number, Parameter::none, BaseType::text},
    {Function::to_text, "string", false, true, BaseType::text, Parameter::none, BaseType::text},
    {Function::to_text, "string", false, true, BaseType::duration, Parameter::none, BaseType::text},
    {Function::to_text, "string", false, true, BaseType::enumeration, Parameter::none, BaseType::text},
    {Function::to_boolean, "bool", false, true, BaseType::boolean, Parameter::none, BaseType::boolean},
    {Function::to_boolean, "bool", false, true, BaseType::text, Parameter::none, BaseType::boolean},
    {Function::to_duration, "duration", false, true, BaseType::duration, Parameter::none, BaseType::duration},
    {Function::to_duration, "duration", false, true, BaseType::text, Parameter::none, BaseType::duration},
});

}  // namespace

std::span<const MemberInfo> all_members() { return members; }

const MemberInfo* find_member(Subject subject, std::string_view name) {
    auto found = std::ranges::find_if(
        members, [&](const MemberInfo& info) { return info.subject == subject && info.name == name; });
    return found == members.end() ? nullptr : &*found;
}

std::span<const FunctionInfo> all_functions() { return functions; }

std::vector<std::string> member_names(const Schema& schema, Subject subject) {
    std::vector<std::string> names;
    for (const MemberInfo& info : members)
        if (info.subject == subject) names.emplace_back(info.name);
    for (const Attribute& attribute : schema.attributes) {
        if (attribute.subject != subject) continue;
        names.push_back(attribute.name);
        std::ranges::replace(names.back(), '-', '_');
    }
    return names;
}

}  // namespace bartizan
