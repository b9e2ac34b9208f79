#include "cli/session.h"

#include <cstdio>
#include <future>

#include "cli/memory.h"
#include "formats/native/read.h"

namespace bartizan {

namespace {

void append(std::vector<YamlTree>& trees, std::vector<YamlTree> more) {
    for (YamlTree& tree : more) trees.push_back(std::move(tree));
}

/// The built-in packs, then those at the paths; notes in the options how many trees are built in.
std::vector<YamlTree> read_packs(Sources& sources, std::span<const std::string> paths, Diagnostics& diagnostics,
                                 PackOptions& options) {
    std::vector<YamlTree> trees = builtin_pack_trees(sources);
    options.builtin_trees = trees.size();
    for (const std::string& path : paths) append(trees, read_pack_trees(sources, path, diagnostics));
    return trees;
}

bool is_builtin_id(const Knowledge& knowledge, const std::string& name) {
    for (const Pack& pack : knowledge.packs)
        if (pack.builtin && pack.id == name) return true;
    return false;
}

/// Packs that the model itself asks for. The built-in ones are always on, so naming one changes nothing.
std::vector<std::string> extended_packs(const Session& session, std::span<const YamlTree> documents) {
    std::vector<std::string> paths;
    for (const ExtendsEntry& entry : read_extends(session.sources, documents))
        if (!is_builtin_id(session.knowledge, entry.name)) paths.push_back(entry.path);
    return paths;
}

/// Facts without findings, for reports that only tell of the errors.
Analysis without_findings(const Session& session) {
    return {std::make_unique<Facts>(session.knowledge.schema, session.model), {}};
}

/// Parses the model's file while the packs are loaded: neither needs the other, and both take their time.
YamlTree read_model_file_and_packs(Session& session, SourceId source, const ModelOptions& options) {
    Diagnostics pack_diagnostics;
    PackOptions pack_options;
    const std::vector<YamlTree> packs =
        read_packs(session.sources, options.packs, pack_diagnostics, pack_options);
    auto knowledge = std::async(std::launch::async, [&] {
        return load_packs(packs, session.sources, pack_diagnostics, pack_options);
    });
    YamlTree document = read_yaml(session.sources, source, session.diagnostics);
    session.knowledge = knowledge.get();
    session.diagnostics.merge(pack_diagnostics);
    return document;
}

void read_and_analyse(Session& session, const ModelOptions& options, const Baseline& baseline) {
    const auto source = session.sources.read(session.path);
    if (!source) {
        session.diagnostics.add(DiagnosticKind::unreadable_file, {},
                                "can't read " + session.path + ": " + source.error());
        return;
    }
    take_memory_ahead(memory_for_packs + memory_per_model_byte * session.sources[*source].text.size());
    YamlTree document = read_model_file_and_packs(session, *source, options);
    if (document.empty()) return;
    const std::vector<YamlTree> documents =
        read_documents(session.sources, std::move(document), session.diagnostics);
    if (std::vector<std::string> paths = extended_packs(session, documents); !paths.empty()) {
        paths.insert(paths.end(), options.packs.begin(), options.packs.end());
        session.knowledge = load_knowledge(session.sources, paths, session.diagnostics);
    }
    session.model = read_model(documents, session.knowledge.schema, session.diagnostics);
    check_evidence_files(session.sources, session.model, session.diagnostics);
    if (!session.readable()) return;
    if (options.method) session.model.policy.method = *options.method;
    session.analysis =
        analyse(session.knowledge, session.model, session.today, session.diagnostics, baseline);
}

}  // namespace

Date today_of(const ModelOptions& options) {
    return options.today.value_or(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

Knowledge load_knowledge(Sources& sources, std::span<const std::string> paths, Diagnostics& diagnostics,
                         PackOptions options) {
    const std::vector<YamlTree> trees = read_packs(sources, paths, diagnostics, options);
    return load_packs(trees, sources, diagnostics, options);
}

std::unique_ptr<Session> open_session(const std::string& path, const ModelOptions& options,
                                      const Baseline& baseline) {
    auto session = std::make_unique<Session>();
    session->path = path;
    session->today = today_of(options);
    read_and_analyse(*session, options, baseline);
    if (!session->readable()) session->analysis = without_findings(*session);
    return session;
}

ReportInput report_input(const Session& session) {
    return {.sources = session.sources,
            .knowledge = session.knowledge,
            .model = session.model,
            .findings = session.analysis.findings,
            .facts = *session.analysis.facts,
            .diagnostics = session.diagnostics,
            .today = session.today,
            .model_path = session.path,
            .fail_on = session.model.policy.fail_on};
}

void print_diagnostics(const Diagnostics& diagnostics, const Sources& sources, bool colour) {
    if (diagnostics.all().empty()) return;
    const std::string text = render_all(diagnostics, sources, colour);
    std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace bartizan
