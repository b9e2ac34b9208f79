#include "cli/foreign.h"

#include "analysis/tool_findings.h"
#include "cli/memory.h"
#include "formats/native/write.h"

namespace bartizan {

void analyse_foreign(Session& session, SourceId source, const Frontend& frontend, const ModelOptions& options,
                     const Baseline& baseline) {
    session.knowledge = load_knowledge(session.sources, options.packs, session.diagnostics);
    auto result = frontend.read({session.sources, source, options.tool}, session.diagnostics);
    if (!result) return;
    FrontendResult& read = keep_to_the_end(std::move(*result));
    const Schema& schema = session.knowledge.schema;
    keep_what_is_known(read.draft, schema);
    session.model = build_model(read.draft, schema, session.sources, source, session.diagnostics);
    const RuleId first = add_tool_rules(session.knowledge, read.findings, session.model);
    session.programs = compile_rules(session.knowledge);
    if (!session.readable()) return;
    if (options.method) session.model.policy.method = *options.method;
    session.analysis =
        analyse(session.knowledge, session.programs, session.model, session.today, session.diagnostics,
                baseline, {&read.findings, first, options.only_tool_rules});
}

}  // namespace bartizan
