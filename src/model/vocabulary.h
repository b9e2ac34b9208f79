// The fixed terms of threat modeling that the engine itself knows: base kinds, STRIDE, severity, status,
// assurance. Everything else (types, attributes, controls, rules) is data from packs.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bartizan {

enum class ElementKind : std::uint8_t { external_entity, process, store };

/// What an attribute, a rule or a threat is about.
enum class Subject : std::uint8_t { element, flow, boundary, data, model };

/// In the order of the acronym (Kohnfelder and Garg, "The threats to our products", 1999).
enum class Stride : std::uint8_t {
    spoofing,
    tampering,
    repudiation,
    information_disclosure,
    denial_of_service,
    elevation_of_privilege,
};

enum class Level : std::uint8_t { low, medium, high };

enum class Severity : std::uint8_t { info, low, medium, high, critical };

/// How sure we are that a control is there: somebody wrote it, it was found in a file of the repository, a
/// check saw it work.
enum class Assurance : std::uint8_t { claimed, configured, verified };

enum class ThreatStatus : std::uint8_t { open, mitigated, accepted, transferred, not_applicable };

/// Which questions are asked: those of specific rules at interactions, the generic chart per element, or the
/// chart only where no specific rule has answered.
enum class Method : std::uint8_t { combined, per_interaction, per_element };

/// A set of STRIDE categories, one bit each.
using StrideSet = std::uint8_t;
constexpr StrideSet bit(Stride category) {
    return static_cast<StrideSet>(1u << static_cast<unsigned>(category));
}

// Names as written in models, packs and machine-readable output.
inline constexpr std::array<std::string_view, 3> element_kind_names{"external-entity", "process", "store"};
inline constexpr std::array<std::string_view, 5> subject_names{"element", "flow", "boundary", "data",
                                                               "model"};
inline constexpr std::array<std::string_view, 6> stride_names{"spoofing",          "tampering",
                                                              "repudiation",       "information-disclosure",
                                                              "denial-of-service", "elevation-of-privilege"};
inline constexpr std::array<std::string_view, 3> level_names{"low", "medium", "high"};
inline constexpr std::array<std::string_view, 5> severity_names{"info", "low", "medium", "high", "critical"};
inline constexpr std::array<std::string_view, 3> assurance_names{"claimed", "configured", "verified"};
inline constexpr std::array<std::string_view, 5> threat_status_names{"open", "mitigated", "accepted",
                                                                     "transferred", "not-applicable"};
inline constexpr std::array<std::string_view, 3> method_names{"combined", "per-interaction", "per-element"};

constexpr std::string_view name_of(ElementKind kind) {
    return element_kind_names[static_cast<std::size_t>(kind)];
}
constexpr std::string_view name_of(Subject subject) {
    return subject_names[static_cast<std::size_t>(subject)];
}
constexpr std::string_view name_of(Stride category) {
    return stride_names[static_cast<std::size_t>(category)];
}
constexpr std::string_view name_of(Level level) { return level_names[static_cast<std::size_t>(level)]; }
constexpr std::string_view name_of(Severity severity) {
    return severity_names[static_cast<std::size_t>(severity)];
}
constexpr std::string_view name_of(Assurance assurance) {
    return assurance_names[static_cast<std::size_t>(assurance)];
}
constexpr std::string_view name_of(ThreatStatus status) {
    return threat_status_names[static_cast<std::size_t>(status)];
}
constexpr std::string_view name_of(Method method) { return method_names[static_cast<std::size_t>(method)]; }

/// The enumerator that `name` stands for in one of the tables above, such as
/// `from_name<Severity>(severity_names, "high")`.
template <typename Enum, std::size_t size>
constexpr std::optional<Enum> from_name(const std::array<std::string_view, size>& names,
                                        std::string_view name) {
    for (std::size_t i = 0; i < size; ++i)
        if (names[i] == name) return static_cast<Enum>(i);
    return std::nullopt;
}

/// OWASP Risk Rating Methodology, step 4, "Determining severity"; its "note" is our info.
constexpr Severity severity_of(Level likelihood, Level impact) {
    return static_cast<Severity>(static_cast<unsigned>(likelihood) + static_cast<unsigned>(impact));
}

}  // namespace bartizan
