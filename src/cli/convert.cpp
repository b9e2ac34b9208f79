#include "cli/convert.h"

#include <cstdio>
#include <optional>

#include "cli/memory.h"
#include "formats/native/write.h"
#include "formats/registry.h"
#include "text/utf8.h"

namespace bartizan {

namespace {

constexpr std::string_view native_format = "native";

/// A model between two formats.
struct Passage {
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge;
    SourceId source;
    std::string_view from = native_format;
    DraftModel draft;
    std::vector<std::string> losses;
};

void read_foreign(Passage& passage, const Frontend& frontend, const ConvertOptions& options) {
    passage.from = frontend.name;
    auto read = frontend.read({passage.sources, passage.source, options.options.tool}, passage.diagnostics);
    if (!read) return;
    add_implied_decisions(*read);
    passage.draft = std::move(read->draft);
    std::size_t open = 0;
    for (const ToolThreat& threat : read->findings.threats) open += threat.status == ThreatStatus::open;
    if (open > 0)
        passage.losses.push_back(std::to_string(open) +
                                 (open == 1 ? " open threat stays" : " open threats stay") +
                                 " behind, as rules find threats anew; decisions are kept");
}

bool read(Passage& passage, const ConvertOptions& options) {
    take_memory_for_model(options.model);
    passage.knowledge = load_knowledge(passage.sources, options.options.packs, passage.diagnostics);
    const auto source = read_source(passage.sources, options.model, passage.diagnostics);
    if (!source) return false;
    passage.source = *source;
    if (const Frontend* frontend = recognise_format(passage.sources[*source].text)) {
        read_foreign(passage, *frontend, options);
    } else if (is_of_no_format(passage.sources[*source].text)) {
        report_unknown_format(passage.sources, *source, passage.diagnostics);
    } else {
        const Model model =
            read_own_model(passage.sources, *source, passage.knowledge, options.options, passage.diagnostics);
        passage.draft = draft_of(model, passage.knowledge.schema);
    }
    return !passage.diagnostics.has_errors();
}

/// Null for the native language; nothing if there is no such format.
std::optional<const Writer*> find_target(const ConvertOptions& options) {
    if (options.to == native_format) return nullptr;
    if (options.to.empty()) return writer_for_file(options.output);
    const Writer* writer = find_writer(options.to);
    return writer ? std::optional(writer) : std::nullopt;
}

void add_loss_of_drawing(Passage& passage) {
    if (!passage.draft.shapes.empty())
        passage.losses.emplace_back("where the shapes are drawn: the language has no positions");
    if (passage.draft.diagrams.size() > 1)
        passage.losses.emplace_back("which of the " + std::to_string(passage.draft.diagrams.size()) +
                                    " diagrams shows what: the model is one graph");
}

std::string write(Passage& passage, const Writer* writer) {
    if (!writer) {
        for (std::string& lost : keep_what_is_known(passage.draft, passage.knowledge.schema))
            passage.losses.push_back(std::move(lost));
        add_loss_of_drawing(passage);
        return write_native(passage.draft);
    }
    std::optional<std::string_view> original;
    if (passage.from == writer->name) original = passage.sources[passage.source].text;
    Written written = writer->write({passage.knowledge.schema, passage.draft, original});
    for (std::string& lost : written.losses) passage.losses.push_back(std::move(lost));
    return std::move(written.text);
}

}  // namespace

std::vector<std::string> written_formats() {
    std::vector<std::string> names{std::string(native_format)};
    for (const Writer& writer : writers()) names.emplace_back(writer.name);
    return names;
}

ExitCode convert(const ConvertOptions& options) {
    Passage passage;
    const bool is_read = read(passage, options);
    print_diagnostics(passage.diagnostics, passage.sources, use_colour(options.colour, stderr));
    if (!is_read) return ExitCode::unreadable;
    const auto writer = find_target(options);
    if (!writer) return ExitCode::unreadable;
    // Into the format it came from, nothing has changed.
    const bool is_same = passage.from == (*writer ? (*writer)->name : native_format);
    const std::string text =
        is_same ? std::string(passage.sources[passage.source].text) : write(passage, *writer);
    for (const std::string& loss : passage.losses)
        if (!is_same) std::fprintf(stderr, "note: not carried over: %s\n", visible(loss).c_str());
    return write_output(options.output, text) ? ExitCode::fine : ExitCode::unreadable;
}

}  // namespace bartizan
