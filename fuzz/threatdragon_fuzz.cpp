// Any bytes as a model of Threat Dragon: what is read can be written back without a change, and written anew
// reads again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "builtin_schema.h"
#include "formats/threatdragon/format.h"

namespace {

using namespace bartizan;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_findings(const FrontendResult& read) {
    for (const ToolThreat& threat : read.findings.threats) {
        require(threat.rule < read.findings.rules.size());
        require(!threat.place.empty());
    }
    for (const DraftFlow& flow : read.draft.flows) require(!flow.source.empty() && !flow.target.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    threatdragon::frontend().recognises(text);
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("model.json", text);
    const FrontendInput input{sources, source, {{}, {}, "threat-dragon"}};
    const std::optional<FrontendResult> read = threatdragon::frontend().read(input, diagnostics);
    if (!read) return 0;
    check_findings(*read);
    threatdragon::writer().write({builtin_schema(), read->draft, text});
    const std::string written =
        threatdragon::writer().write({builtin_schema(), read->draft, std::nullopt}).text;
    Diagnostics of_written;
    const SourceId again = sources.add("written.json", written);
    const FrontendInput second{sources, again, {}};
    require(threatdragon::frontend().read(second, of_written).has_value());
    require(!of_written.has_errors());
    return 0;
}
