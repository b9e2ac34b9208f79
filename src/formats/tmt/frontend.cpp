#include "formats/tmt/frontend.h"

#include "formats/tmt/export.h"
#include "formats/tmt/findings.h"
#include "formats/tmt/generate.h"
#include "formats/tmt/read.h"

namespace bartizan::tmt {
namespace {

/// The template that the user names, or the one in the model. Nothing if it can't be read.
std::optional<KnowledgeBase> chosen_knowledge(const FrontendInput& input, Document& document,
                                              Diagnostics& diagnostics) {
    if (input.options.rules.empty()) return std::move(document.knowledge);
    const auto source = input.sources.read(input.options.rules);
    if (source) return read_template(input.sources, *source, diagnostics);
    diagnostics.add(DiagnosticKind::unreadable_file, document.where,
                    "the template `" + input.options.rules + "` can't be read: " + source.error());
    return std::nullopt;
}

}  // namespace

bool recognises(std::string_view text) { return is_model(text); }

std::optional<FrontendResult> read_model(const FrontendInput& input, Diagnostics& diagnostics) {
    std::optional<Document> document = read_document(input.sources, input.source, diagnostics);
    if (!document) return std::nullopt;
    const std::optional<KnowledgeBase> knowledge = chosen_knowledge(input, *document, diagnostics);
    if (!knowledge) return std::nullopt;
    const RuleBook book = compile_rules(*knowledge, input.sources, diagnostics);
    Mapped mapped = map_document(*document, book, diagnostics);
    // Without threat types there is nothing to generate with, and what is stored is all that is known.
    const bool generates =
        document->generation_enabled.value != "false" && !knowledge->threat_types.items.empty();
    const std::vector<ThreatInstance> threats =
        generates
            ? regenerate(*document, make_instances(*document, *knowledge,
                                                   find_threats(*document, book, diagnostics), diagnostics))
            : document->threats.items;
    FrontendResult result;
    result.findings = make_findings(*document, *knowledge, threats, mapped, diagnostics);
    result.draft = std::move(mapped.draft);
    return result;
}

Written write_model(const WriterInput& input) { return export_draft(input); }

}  // namespace bartizan::tmt
