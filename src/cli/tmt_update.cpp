#include "cli/tmt_update.h"

#include <cstdio>
#include <optional>

#include "formats/tmt/read.h"
#include "formats/tmt/update.h"
#include "formats/tmt/write.h"
#include "text/utf8.h"

namespace bartizan {

namespace {

std::optional<SourceId> open(Sources& sources, const std::string& path, Diagnostics& diagnostics) {
    const auto source = sources.read(path);
    if (source) return *source;
    diagnostics.add(DiagnosticKind::unreadable_file, {}, "can't read " + path + ": " + source.error());
    return std::nullopt;
}

std::optional<tmt::Updated> updated_model(const TmtUpdateOptions& options, Sources& sources,
                                          Diagnostics& diagnostics) {
    const auto model = open(sources, options.model, diagnostics);
    if (!model) return std::nullopt;
    const auto document = tmt::read_document(sources, *model, diagnostics);
    std::optional<tmt::KnowledgeBase> knowledge;
    if (!options.model_template.empty()) {
        const auto file = open(sources, options.model_template, diagnostics);
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
    OutputFile file(path);
    if (file.is_open()) {
        file.write(tmt::write_document(updated->document, {.is_readable = options.readable}));
        if (file.commit()) return ExitCode::fine;
    }
    std::fprintf(stderr, "error: can't write %s\n", visible(path).c_str());
    return ExitCode::unreadable;
}

}  // namespace bartizan
