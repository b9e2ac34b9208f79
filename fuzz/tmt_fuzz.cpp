// Any bytes as a model of the Microsoft Threat Modeling Tool: it is mapped, its threats are generated, and
// what is written of it reads back as the same text.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "formats/tmt/frontend.h"
#include "formats/tmt/read.h"
#include "formats/tmt/update.h"
#include "formats/tmt/write.h"
#include "text/diagnostic.h"
#include "text/source.h"

namespace {

using namespace bartizan;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_draft(const FrontendResult& result) {
    const DraftModel& draft = result.draft;
    for (const DraftShape& shape : draft.shapes) require(shape.diagram < draft.diagrams.size());
    for (const DraftLine& line : draft.lines) require(line.diagram < draft.diagrams.size());
    for (const ToolThreat& threat : result.findings.threats)
        require(threat.rule < result.findings.rules.size() && !threat.place.empty());
}

void check_export(const DraftModel& draft) {
    const Schema schema;
    const Written written = tmt::write_model({schema, draft, std::nullopt});
    Sources sources;
    Diagnostics diagnostics;
    const auto again = tmt::read_model({sources, sources.add("again", written.text), {}}, diagnostics);
    require(again && again->draft.elements.size() == draft.elements.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Sources sources;
    Diagnostics diagnostics;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const SourceId source = sources.add("model.tm7", text);
    tmt::recognises(text);
    tmt::read_template(sources, source, diagnostics);
    const auto document = tmt::read_document(sources, source, diagnostics);
    if (document) {
        const std::string written = tmt::write_document(*document);
        const SourceId second = sources.add("written", written);
        const auto again = tmt::read_document(sources, second, diagnostics);
        require(again && tmt::write_document(*again) == written);
        tmt::update(*document, &document->knowledge, sources, diagnostics);
    }
    if (const auto result = tmt::read_model({sources, source, {}}, diagnostics)) {
        check_draft(*result);
        check_export(result->draft);
    }
    render_all(diagnostics, sources, false);
    return 0;
}
