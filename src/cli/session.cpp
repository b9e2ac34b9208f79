#include "cli/session.h"

#include <cstdio>
#include <exception>
#include <future>
#include <system_error>

#include "cli/foreign.h"
#include "cli/memory.h"
#include "formats/native/read.h"
#include "formats/registry.h"
#include "packs/builtin_packs.h"

namespace bartizan {

namespace {

void append(std::vector<YamlTree>& trees, std::vector<YamlTree> more) {
    for (YamlTree& tree : more) trees.push_back(std::move(tree));
}

/// The built-in packs, then those at the paths; notes in the options how many trees are built in. Names of
/// optional packs stand among the paths.
std::vector<YamlTree> read_packs(Sources& sources, std::span<const std::string> paths,
                                 Diagnostics& diagnostics, PackOptions& options) {
    std::vector<YamlTree> trees = builtin_pack_trees(sources);
    options.builtin_trees = trees.size();
    options.checked_conditions = builtin_conditions(trees);
    options.switched_on = paths;
    const std::span builtin = std::span(trees).first(options.builtin_trees);
    std::vector<YamlTree> named;
    for (const std::string& path : paths)
        if (!is_optional_pack(builtin, sources, path))
            append(named, read_pack_trees(sources, path, diagnostics));
    append(trees, std::move(named));
    return trees;
}

const Pack* find_builtin(const Knowledge& knowledge, std::string_view id) {
    for (const Pack& pack : knowledge.packs)
        if (pack.builtin && pack.id == id) return &pack;
    return nullptr;
}

/// Packs that the model itself asks for: paths, and ids of optional ones. To name one that is on changes
/// nothing.
std::vector<std::string> extended_packs(const Knowledge& knowledge, std::span<const ExtendsEntry> extends) {
    std::vector<std::string> packs;
    for (const ExtendsEntry& entry : extends) {
        if (const Pack* builtin = find_builtin(knowledge, entry.name)) {
            if (!builtin->on) packs.push_back(entry.name);
        } else {
            // What was written as `./cia` is a path also where the model is in the working folder.
            packs.push_back(find_builtin(knowledge, entry.path) ? "./" + entry.path : entry.path);
        }
    }
    return packs;
}

/// Facts without findings, for reports that only tell of the errors.
Analysis without_findings(const Session& session) {
    return {std::make_unique<Facts>(session.knowledge.schema, session.model), {}};
}

/// The packs, loaded and compiled on a thread of their own: that takes as long as reading the model.
class PacksInBackground {
public:
    PacksInBackground(Session& session, const ModelOptions& options)
        : trees_(read_packs(session.sources, options.packs, diagnostics_, pack_options_)),
          loader_(session.knowledge, trees_, session.sources, diagnostics_, pack_options_),
          vocabulary_(vocabulary_read_.get_future()),
          programs_(std::async(std::launch::async, [this, &session] {
              read_vocabulary();
              loader_.read_rules();
              return compile_rules(session.knowledge);
          })) {}

    /// Until then no source may be added to the session, as the packs are read from them.
    void wait_for_vocabulary() { vocabulary_.get(); }

    RulePrograms finish(Diagnostics& diagnostics) {
        RulePrograms programs = programs_.get();
        diagnostics.merge(diagnostics_);
        return programs;
    }

private:
    void read_vocabulary() {
        try {
            loader_.read_vocabulary();
            vocabulary_read_.set_value();
        } catch (...) {
            vocabulary_read_.set_exception(std::current_exception());
            throw;
        }
    }

    Diagnostics diagnostics_;
    PackOptions pack_options_;
    std::vector<YamlTree> trees_;
    PackLoader loader_;
    std::promise<void> vocabulary_read_;
    std::future<void> vocabulary_;
    // Last, so that the thread has ended before what it uses goes.
    std::future<RulePrograms> programs_;
};

/// Loads the packs anew where the model asks for further ones, and tells whether it did.
bool extend_packs(Knowledge& knowledge, Sources& sources, std::span<const ExtendsEntry> extends,
                  const ModelOptions& options, Diagnostics& diagnostics) {
    std::vector<std::string> packs = extended_packs(knowledge, extends);
    if (packs.empty()) return false;
    packs.insert(packs.end(), options.packs.begin(), options.packs.end());
    knowledge = load_knowledge(sources, packs, diagnostics);
    return true;
}

void read_and_analyse(Session& session, const ModelOptions& options, const Baseline& baseline) {
    take_memory_for_model(session.path);
    const auto source = read_source(session.sources, session.path, session.diagnostics);
    if (!source) return;
    const std::string_view text = session.sources[*source].text;
    if (const Frontend* frontend = recognise_format(text))
        return analyse_foreign(session, *source, *frontend, options, baseline);
    if (is_of_no_format(text)) return report_unknown_format(session.sources, *source, session.diagnostics);
    if (options.only_tool_rules)
        session.diagnostics.add(DiagnosticKind::invalid_value, {*source, 0, 0},
                                "no other tool has rules for this model, as it is in Bartizan's language",
                                "leave out `--rules tool`");
    PacksInBackground packs(session, options);
    YamlTree document = read_yaml(session.sources, *source, session.diagnostics);
    packs.wait_for_vocabulary();
    if (document.empty()) {
        packs.finish(session.diagnostics);
        return;
    }
    const std::vector<YamlTree> documents =
        read_documents(session.sources, std::move(document), session.diagnostics);
    const std::vector<ExtendsEntry> extends = read_extends(session.sources, documents);
    if (!extends.empty()) {
        session.programs = packs.finish(session.diagnostics);
        if (extend_packs(session.knowledge, session.sources, extends, options, session.diagnostics))
            session.programs = compile_rules(session.knowledge);
    }
    session.model = read_model(documents, session.knowledge.schema, session.diagnostics);
    check_evidence_files(session.sources, session.model, session.diagnostics);
    if (extends.empty()) session.programs = packs.finish(session.diagnostics);
    if (!session.readable()) return;
    if (options.method) session.model.policy.method = *options.method;
    session.analysis = analyse(session.knowledge, session.programs, session.model, session.today,
                               session.diagnostics, baseline);
}

}  // namespace

std::optional<SourceId> read_source(Sources& sources, const std::string& path, Diagnostics& diagnostics) {
    const auto source = sources.read(path);
    if (source) return *source;
    diagnostics.add(DiagnosticKind::unreadable_file, {}, "can't read " + path + ": " + source.error());
    return std::nullopt;
}

Date today_of(const ModelOptions& options) {
    return options.today.value_or(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

Knowledge load_knowledge(Sources& sources, std::span<const std::string> packs, Diagnostics& diagnostics,
                         PackOptions options) {
    const std::vector<YamlTree> trees = read_packs(sources, packs, diagnostics, options);
    return load_packs(trees, sources, diagnostics, options);
}

Model read_own_model(Sources& sources, SourceId source, Knowledge& knowledge, const ModelOptions& options,
                     Diagnostics& diagnostics) {
    const std::vector<YamlTree> documents = read_documents(sources, source, diagnostics);
    extend_packs(knowledge, sources, read_extends(sources, documents), options, diagnostics);
    return read_model(documents, knowledge.schema, diagnostics);
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
