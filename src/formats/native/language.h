// The keys of the native language, section by section, in one place: the reader, its suggestions and the JSON
// Schema all walk these tables. Says what may be written, not what it does to the model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/vocabulary.h"

namespace bartizan::native {

inline constexpr std::int64_t language_version = 1;
inline constexpr std::int32_t highest_trust = 100;
/// Boundaries inside each other; walks up the tree of boundaries are bounded by it.
inline constexpr std::uint32_t max_boundary_depth = 100;
inline constexpr std::size_t max_files = 1000;
/// Entries of `include` in all files together: the same file may be named often.
inline constexpr std::size_t max_includes = 10'000;
/// Entries of `extends` in one file.
inline constexpr std::size_t max_packs = 100;

/// What the value of a key looks like.
enum class Shape : std::uint8_t {
    version,
    text,
    texts,  // a list, or a single one
    date,
    days,
    boolean,
    trust,
    address,
    method,
    severity,
    assurance,
    decision_status,
    threat,
    rule,
    element_type,
    element,
    boundary,
    data,  // a list of names
    control,
    controls,
    evidence,
    places,
    checks,
    policy,
    closes,
    disabled_rules,
    data_map,
    boundary_map,
    element_map,
    flow_map,
    placements,
    decisions,
    links,
    flows,  // a list of names
    extensions,
};
inline constexpr std::size_t shape_count = static_cast<std::size_t>(Shape::extensions) + 1;

struct Key {
    std::string_view name;
    Shape shape = Shape::text;
    std::string_view description;
    bool required = false;
};

/// A mapping with fixed keys and, where there is a subject, its attributes from the packs.
struct Section {
    /// "element": used in messages and as the name in the JSON Schema.
    std::string_view what;
    std::span<const Key> keys;
    std::optional<Subject> subject;
};

inline constexpr Key document_keys[] = {
    {"bartizan", Shape::version, "Version of the language: 1.", true},
    {"name", Shape::text, "What the model is about.", true},
    {"description", Shape::text, "A few sentences about the system."},
    {"owners", Shape::texts, "Who answers for the model."},
    {"tags", Shape::texts, "Words to find the model by."},
    {"method", Shape::method, "Which STRIDE questions are asked."},
    {"include", Shape::texts, "Further files of the model, relative to this one."},
    {"extends", Shape::texts,
     "Packs besides those that are always on: folders or files relative to this one, or ids."},
    {"policy", Shape::policy, "What closes a threat and what fails a check."},
    {"disable", Shape::disabled_rules, "Rules that are switched off, with the reason."},
    {"data", Shape::data_map, "The data that is worth protecting."},
    {"boundaries", Shape::boundary_map, "Trust boundaries: named regions with a trust level."},
    {"elements", Shape::element_map, "External entities, processes and stores."},
    {"flows", Shape::flow_map, "What flows between elements."},
    {"controls", Shape::placements, "Controls at their places, with evidence."},
    {"decisions", Shape::decisions, "What people decided of threats."},
    {"assumptions", Shape::texts, "What the model takes for granted."},
    {"notes", Shape::texts, "Anything else worth writing down."},
    {"links", Shape::links, "Where to read more."},
    {"extensions", Shape::extensions,
     "What other formats say and this one can't, by format; kept for the way back."},
};
inline constexpr Section document_section{"model", document_keys, std::nullopt};

inline constexpr Key policy_keys[] = {
    {"closes", Shape::closes,
     "The lowest assurance of a control that closes a threat, by severity of the threat."},
    {"fail-on", Shape::severity, "The lowest severity of an open threat that fails a check."},
    {"fresh-for", Shape::days, "How long evidence counts; older evidence counts as claimed."},
};
inline constexpr Section policy_section{"policy", policy_keys, std::nullopt};

/// In the order of `Severity`.
inline constexpr Key closes_keys[] = {
    {"info", Shape::assurance, "What closes a threat of severity info."},
    {"low", Shape::assurance, "What closes a threat of low severity."},
    {"medium", Shape::assurance, "What closes a threat of medium severity."},
    {"high", Shape::assurance, "What closes a threat of high severity."},
    {"critical", Shape::assurance, "What closes a threat of critical severity."},
};
inline constexpr Section closes_section{"closes", closes_keys, std::nullopt};

inline constexpr Key disabled_rule_keys[] = {
    {"rule", Shape::rule, "The rule's id.", true},
    {"because", Shape::text, "Why it does not apply here.", true},
};
inline constexpr Section disabled_rule_section{"disabled rule", disabled_rule_keys, std::nullopt};

inline constexpr Key data_keys[] = {
    {"title", Shape::text, "Name for people; the id where it is left out."},
    {"description", Shape::text, "What it is."},
    {"tags", Shape::texts, "Words to find it by."},
};
inline constexpr Section data_section{"data", data_keys, Subject::data};

inline constexpr Key boundary_keys[] = {
    {"title", Shape::text, "Name for people; the id where it is left out."},
    {"description", Shape::text, "What it is."},
    {"in", Shape::boundary, "The boundary around this one."},
    {"trust", Shape::trust,
     "From 0 (anybody) to 100 (the crown jewels); that of the boundary around it where left out."},
    {"crossed-by", Shape::flows, "For a boundary that is drawn as a line: the flows that it cuts."},
    {"controls", Shape::controls, "Controls for everything inside."},
    {"tags", Shape::texts, "Words to find it by."},
};
inline constexpr Section boundary_section{"boundary", boundary_keys, Subject::boundary};

inline constexpr Key element_keys[] = {
    {"type", Shape::element_type, "What it is.", true},
    {"title", Shape::text, "Name for people; the id where it is left out."},
    {"description", Shape::text, "What it is for."},
    {"in", Shape::boundary, "The innermost boundary around it."},
    {"stores", Shape::data, "The data it keeps."},
    {"processes", Shape::data, "The data it works on."},
    {"controls", Shape::controls, "Controls in this element."},
    {"tags", Shape::texts, "Words to find it by."},
};
inline constexpr Section element_section{"element", element_keys, Subject::element};

inline constexpr Key flow_keys[] = {
    {"title", Shape::text, "Name for people; the id where it is left out."},
    {"description", Shape::text, "What it is for."},
    {"data", Shape::data, "The data that is sent."},
    {"returns", Shape::data, "The data that comes back."},
    {"controls", Shape::controls, "Controls on this flow."},
    {"tags", Shape::texts, "Words to find it by."},
    {"from", Shape::element, "The element it comes from; only for a flow with its own id."},
    {"to", Shape::element, "The element it goes to; only for a flow with its own id."},
    {"two-way", Shape::boolean, "Also flows the other way; only for a flow with its own id."},
};
inline constexpr Section flow_section{"flow", flow_keys, Subject::flow};
/// The attribute that a flow states where its value is a single text.
inline constexpr std::string_view flow_short_attribute = "protocol";

inline constexpr Key control_keys[] = {
    {"control", Shape::control, "The control's id.", true},
    {"note", Shape::text, "How it is done here."},
    {"evidence", Shape::evidence, "What shows that it is there."},
};
inline constexpr Section control_section{"control", control_keys, std::nullopt};

/// Begins with the keys of `control_section`.
inline constexpr Key placement_keys[] = {
    {"control", Shape::control, "The control's id.", true},
    {"note", Shape::text, "How it is done here."},
    {"evidence", Shape::evidence, "What shows that it is there."},
    {"on", Shape::places, "Where it stands: elements, flows or boundaries.", true},
    {"verify", Shape::checks, "Checks that show that it works; carried along, not run by `check`."},
};
inline constexpr Section placement_section{"control", placement_keys, std::nullopt};

inline constexpr Key evidence_keys[] = {
    {"document", Shape::text, "A path or address of a text that says so; the control stays claimed."},
    {"configuration", Shape::text,
     "A file of the repository that sets it up, relative to this file: configured."},
    {"check", Shape::text, "What was done to see it work: verified. Needs a date."},
    {"date", Shape::date, "The day of the evidence."},
};
inline constexpr Section evidence_section{"evidence", evidence_keys, std::nullopt};

inline constexpr Key decision_keys[] = {
    {"threat", Shape::threat, "The threat: `rule@place`; `*` for any rule or any place.", true},
    {"status", Shape::decision_status, "What was decided.", true},
    {"by", Shape::text, "Who decided.", true},
    {"because", Shape::text, "Why.", true},
    {"until", Shape::date, "The last day it holds; required where a threat is accepted."},
    {"decided", Shape::date, "The day of the decision."},
};
inline constexpr Section decision_section{"decision", decision_keys, std::nullopt};

inline constexpr Key link_keys[] = {
    {"title", Shape::text, "Text of the link."},
    {"url", Shape::address, "Its address.", true},
};
inline constexpr Section link_section{"link", link_keys, std::nullopt};

/// Position of a key in its section; a name that is not there does not compile.
consteval std::size_t at(const Section& section, std::string_view name) {
    for (std::size_t i = 0; i < section.keys.size(); ++i) {
        if (section.keys[i].name == name) return i;
    }
    throw "the section has no such key";
}

/// `[A-Za-z_][A-Za-z0-9_-]*`
bool is_name(std::string_view text);

}  // namespace bartizan::native
