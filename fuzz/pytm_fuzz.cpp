// Any bytes as a model of pytm, in JSON or Python, and as a library of rules: nothing crashes, every place
// that is named is there, and a draft that did not change is written as it was.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "formats/pytm/frontend.h"
#include "formats/pytm/map.h"
#include "formats/pytm/read.h"
#include "formats/pytm/resolve.h"

namespace {

using namespace bartizan;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(std::string model, std::string rules) {
    Sources sources;
    Diagnostics diagnostics;
    const bool is_json = pytm::is_json_model(model);
    const SourceId source = sources.add("model", std::move(model));
    auto document = is_json ? pytm::read_json_model(sources, source, diagnostics)
                            : pytm::read_python_model(sources, source, diagnostics);
    if (!document) return;
    pytm::Mapped mapped = pytm::map_document(*document);
    const pytm::Library library =
        pytm::read_rules(sources, sources.add("rules", std::move(rules)), *document, diagnostics);
    pytm::complete(*document, pytm::Version::v1_4_0, diagnostics);
    const pytm::Findings findings = pytm::resolve(*document, library, pytm::Version::v1_4_0, diagnostics);
    const ToolFindings told = pytm::map_findings(*document, library, findings, mapped.places);
    for (const ToolThreat& threat : told.threats)
        require(threat.rule < told.rules.size() && !threat.place.empty());
    const Schema schema;
    keep_what_is_known(mapped.draft, schema);
    const std::string_view text = sources[source].text;
    const Written written = pytm::write({schema, mapped.draft, text});
    if (is_json && !diagnostics.has_errors()) require(written.text == text);
    render_all(diagnostics, sources, false);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    // A line of `====` parts the model from the rules.
    const std::size_t parting = text.find("\n====\n");
    if (parting == std::string::npos)
        check(text, "[]");
    else
        check(text.substr(0, parting), text.substr(parting + 6));
    return 0;
}
