// What every format but the native one offers: reading a file into a draft of a model together with what the
// format's own tool finds in it, and writing a draft. The registry lists them; no format knows another.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tool_findings.h"
#include "formats/draft.h"
#include "text/diagnostic.h"
#include "text/source.h"

namespace bartizan {

/// What the command line says about the other tool.
struct FrontendOptions {
    /// A file of rules besides those in the model: a .tb7 template, a pytm threats.json.
    std::string rules;
    /// Which version of the tool to follow; empty: the one that people run.
    std::string version;
    /// "threat-dragon": the suggestions that this tool would make, too.
    std::string like;
};

struct FrontendInput {
    Sources& sources;
    SourceId source;  // of the file, whose text is in memory
    FrontendOptions options;
};

struct FrontendResult {
    DraftModel draft;
    ToolFindings findings;
};

/// Adds a decision for each threat that is closed in the file without one, as in formats that have states of
/// threats but no word for who decided.
void add_implied_decisions(FrontendResult& result);

struct Frontend {
    std::string_view name;   // "tmt"
    std::string_view title;  // "Microsoft Threat Modeling Tool"
    /// Whether the text is of this format, by its content; looks at its beginning, quickly, and never fails.
    bool (*recognises)(std::string_view text);
    /// As much of the model as can be trusted; everything wrong is reported with its place. Nothing if the
    /// text can't be read at all (which is reported, too).
    std::optional<FrontendResult> (*read)(const FrontendInput& input, Diagnostics& diagnostics);
};

struct WriterInput {
    const Schema& schema;
    const DraftModel& draft;
    /// The text the draft was read from, if it is of the writer's own format: what did not change is kept.
    std::optional<std::string_view> original;
};

struct Written {
    std::string text;
    /// What the format cannot hold: a sentence each.
    std::vector<std::string> losses;
};

struct Writer {
    std::string_view name;
    std::string_view title;
    /// Endings of file names by which it is chosen: ".tm7".
    std::span<const std::string_view> endings;
    Written (*write)(const WriterInput& input);
};

}  // namespace bartizan
