// Every built-in member and function of the expression language, in one list each. The type checker, the
// evaluator and the documentation test read them; docs/expressions.md has a row for each.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/expression.h"

namespace bartizan {

enum class Member : std::uint8_t {
    id,
    title,
    type,
    kind,
    boundary,
    trust,
    stores,
    processes,
    data,
    incoming,
    outgoing,
    tags,
    controls,
    source,
    target,
    returns,
    carries,
    trust_gain,
    two_way,
    depth,
    parent,
    elements,
    entering,
    leaving,
    stored_in,
    processed_in,
    sent_over,
    name,
    flows,
    boundaries,
};

struct MemberInfo {
    Member member;
    Subject subject;
    std::string_view name;
    ExpressionType type;
    /// Not every place has one: null where there is none, and `has` asks for it.
    bool optional = false;
};

std::span<const MemberInfo> all_members();
const MemberInfo* find_member(Subject subject, std::string_view name);

enum class Function : std::uint8_t {
    is,
    has_control,
    shielded_by,
    exposed,
    reachable_from,
    reaches,
    in_boundary,
    crosses,
    crosses_boundary,
    size,
    contains,
    starts_with,
    ends_with,
    matches,
    lower_ascii,
    upper_ascii,
    join,
    get_hours,
    get_minutes,
    get_seconds,
    to_integer,
    to_number,
    to_text,
    to_boolean,
    to_duration,
};

/// What a function takes besides its receiver or first argument.
enum class Parameter : std::uint8_t {
    none,
    text,
    type_name,  // these four must be constant texts
    control_name,
    boundary_id,
    pattern,
};

struct FunctionInfo {
    Function function;
    std::string_view name;
    bool as_method;  // x.f(y)
    bool as_global;  // f(x, y)
    BaseType receiver;
    Parameter parameter;
    BaseType result;
};

std::span<const FunctionInfo> all_functions();

/// The names that can follow a dot after a thing, for suggestions and completion: members, attributes (with
/// underscores).
std::vector<std::string> member_names(const Schema& schema, Subject subject);

}  // namespace bartizan
