// What we tell people about the texts they gave us: where, what is wrong in plain words, and what to write
// instead. The same diagnostics serve the terminal, SARIF and editors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic_kinds.h"
#include "text/source.h"

namespace bartizan {

enum class DiagnosticLevel : std::uint8_t { error, warning };

enum class DiagnosticKind : std::uint8_t {
#define BARTIZAN_DIAGNOSTIC(name, level, text) name,
    BARTIZAN_DIAGNOSTIC_KINDS(BARTIZAN_DIAGNOSTIC)
#undef BARTIZAN_DIAGNOSTIC
};

inline constexpr std::size_t diagnostic_kind_count = [] {
    std::size_t count = 0;
#define BARTIZAN_DIAGNOSTIC(name, level, text) ++count;
    BARTIZAN_DIAGNOSTIC_KINDS(BARTIZAN_DIAGNOSTIC)
#undef BARTIZAN_DIAGNOSTIC
    return count;
}();

std::string_view name_of(DiagnosticKind kind);
DiagnosticLevel level_of(DiagnosticKind kind);

/// A second place that explains the first, such as "first declared here".
struct DiagnosticNote {
    Location where;
    std::string message;
};

struct Diagnostic {
    DiagnosticKind kind = DiagnosticKind::invalid_value;
    Location where;
    /// One sentence in lower case without a full stop, quoting names in backticks.
    std::string message;
    /// What to do instead, such as "did you mean `gateway`?"; empty if we have no idea.
    std::string help;
    std::vector<DiagnosticNote> notes;
};

/// Collects diagnostics so that reading goes on after an error. Keeps at most `max_kept` of each level and
/// counts the rest.
class Diagnostics {
public:
    static constexpr std::size_t max_kept = 1000;

    /// Returns the diagnostic that was kept, so that notes can be added; the reference is valid until the
    /// next add.
    Diagnostic& add(DiagnosticKind kind, Location where, std::string message, std::string help = {});

    /// Takes over what another collection has.
    void merge(const Diagnostics& other);

    const std::vector<Diagnostic>& all() const { return kept_; }
    std::size_t error_count() const { return errors_; }
    std::size_t warning_count() const { return warnings_; }
    bool has_errors() const { return errors_ > 0; }

private:
    std::vector<Diagnostic> kept_;
    Diagnostic dropped_;
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
};

/// Text for the terminal: level, message, file:line:column, the line with a caret below, notes and help.
/// Long lines are cut around the caret; control characters are shown as escapes.
std::string render(const Diagnostic& diagnostic, const Sources& sources, bool colour);

/// All diagnostics in order of source and position, errors and warnings mixed, and a closing line with the
/// counts.
std::string render_all(const Diagnostics& diagnostics, const Sources& sources, bool colour);

}  // namespace bartizan
