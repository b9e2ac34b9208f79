#include "cli/tmt_update.h"

#include <cstdio>
#include <optional>

#include "formats/tmt/read.h"
#include "formats/tmt/update.h"
#include "formats/tmt/write.h"
#include "text/utf8.h"

namespace bartizan {

namespace {

std::optional<tmt::Updated> updated_model(const TmtUpdateOptions& options, Sources& sources,
                                          Diagnostics& diagnostics) {
    const auto model = read_source(sources, options.model, diagnostics);
    if (!model) return std::nullopt;
    const auto document = tmt::read_document(sources, *model, diagnostics);
    std::optional<tmt::KnowledgeBase> knowledge;
    if (!options.model_template.empty()) {
        const auto file = read_source(sources, options.model_template, diagnostics);
        if (file) knowledge = tmt::read_template(sources, *file, diagnostics);
        if (!knowledge) return std::nullopt;
    }
    if (!document || diagnostics.has_errors()) return std::nullopt;
    return tmt::update(*document, knowledge ? &*knowledge : nullptr, sources, diagnostics);
}

void tell(const tmt::Updated& updated) {
    for (const std::string& loss : updated.losses)
        std::fprintf(stderr, "note: lost: %s\n", visible(loss).c_str());
    std::fprintf(stderr, "%zu threats added, %zu removed, %zu kept and marked as deleted\n", updated.added,
                 updated.removed, updated.deleted);
}

}  // namespace

ExitCode update_tmt(const TmtUpdateOptions& options) {
    Sources sources;
    Diagnostics diagnostics;
    const auto updated = updated_model(options, sources, diagnostics);
    print_diagnostics(diagnostics, sources, use_colour(options.colour, stderr));
    if (!updated) return ExitCode::unreadable;
    tell(*updated);
    if (options.dry_run) return updated->losses.empty() ? ExitCode::fine : ExitCode::findings;
    const std::string& path = options.output.empty() ? options.model : options.output;
    const std::string text = tmt::write_document(updated->document, {.is_readable = options.readable});
    return write_output(path, text) ? ExitCode::fine : ExitCode::unreadable;
}

}  // namespace bartizan
