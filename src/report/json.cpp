// The format is described by schemas/bartizan-report-1.schema.json; a change that is not an addition needs a
// new version.

#include <array>
#include <deque>

#include "report/formats.h"
#include "report/summary.h"
#include "report/threat_reader.h"
#include "text/json_writer.h"

namespace bartizan {
namespace {

constexpr std::string_view schema_name = "urn:bartizan:report:1";
constexpr std::string_view format_version = "1.0";

template <typename Items>
void write_list(JsonWriter& json, const Items& items) {
    json.begin_array();
    for (const auto& item : items) {
        if constexpr (std::integral<std::decay_t<decltype(item)>>)
            json.number(item);
        else
            json.string(item);
    }
    json.end_array();
}

std::string references_json(const References& references) {
    JsonWriter json;
    json.begin_object();
    auto member = [&](std::string_view name, const auto& items) {
        if (items.empty()) return;
        json.key(name);
        write_list(json, items);
    };
    member("cwe", references.cwe);
    member("capec", references.capec);
    member("owasp", references.owasp);
    member("owaspApi", references.owasp_api);
    member("owaspLlm", references.owasp_llm);
    member("attack", references.attack);
    json.end_object();
    return json.take();
}

void write_counts(JsonWriter& json, const StatusCounts& counts) {
    json.begin_object();
    for (std::size_t status = 0; status < counts.size(); ++status) {
        json.key(threat_status_names[status]);
        json.number(counts[status]);
    }
    json.end_object();
}

void write_summary(JsonWriter& json, const Summary& summary) {
    json.begin_object();
    json.member("failed", summary.failed());
    json.member("failing", summary.failing);
    json.member("errors", summary.errors);
    json.member("new", summary.open_new);
    json.member("needsEvidence", summary.needs_evidence);
    json.member("restsOnClaims", summary.rests_on_claims);
    json.key("total");
    write_counts(json, summary.total);
    json.key("bySeverity");
    json.begin_object();
    for (std::size_t severity = severity_names.size(); severity-- > 0;) {
        json.key(severity_names[severity]);
        write_counts(json, summary.by_severity[severity]);
    }
    json.end_object();
    json.key("byStride");
    json.begin_object();
    for (std::size_t category = 0; category < stride_names.size(); ++category) {
        json.key(stride_names[category]);
        write_counts(json, summary.by_stride[category]);
    }
    json.end_object();
    json.end_object();
}

/// The parts of the report that tell of one model.
class JsonModelReport {
public:
    JsonModelReport(const ReportInput& input, JsonWriter& json)
        : input_(input),
          model_(input.model),
          json_(json),
          reader_(input),
          references_(input.knowledge.rules.size()) {}

    void write_model();
    void write_threats();
    void write_diagnostics();

private:
    void write_threat(const Threat& threat);
    void write_words(const ThreatView& view);
    void write_origin(const ToolThreat& told);
    void write_place(const ThreatView& view);
    void write_controls(const Threat& threat);
    void write_evidence(Range evidence);
    void write_bypasses(const Threat& threat);
    void write_missing(const Threat& threat);
    void write_decision(const Threat& threat, const Decision& decision);
    void write_packs();
    void write_notes(const Diagnostic& diagnostic);

    void write_span(const Span& span);
    void write_location(Location where) { write_span(span_of(input_.sources, where)); }
    void text_member(std::string_view name, Symbol symbol) {
        if (!symbol.valid()) return;
        json_.key(name);
        json_.string(model_.text_of(symbol));
    }
    void date_member(std::string_view name, const std::optional<Date>& date) {
        if (!date) return;
        json_.key(name);
        json_.string(to_string(*date));
    }
    const std::string& references(RuleId rule) {
        std::string& text = references_[rule.index];
        if (text.empty()) text = references_json(input_.knowledge[rule].references);
        return text;
    }

    const ReportInput& input_;
    const Model& model_;
    JsonWriter& json_;
    ThreatReader reader_;
    std::vector<std::string> references_;  // as JSON, by rule; written on first use
};

void JsonModelReport::write_model() {
    const Summary summary = summarise(input_);
    json_.begin_line();
    json_.begin_object();
    json_.member("name", model_.text_of(model_.name));
    json_.member("path", input_.model_path);
    json_.member("date", to_string(input_.today));
    json_.member("elements", model_.elements.size());
    json_.member("flows", model_.flows.size());
    json_.member("boundaries", model_.boundaries.size());
    json_.member("data", model_.data.size());
    write_packs();
    json_.member("failOn", name_of(input_.fail_on));
    json_.key("expiredDecisions");
    json_.begin_array();
    for (std::uint32_t decision : summary.expired_decisions)
        json_.string(model_.text_of(model_.decisions[decision].threat));
    json_.end_array();
    json_.key("summary");
    write_summary(json_, summary);
    json_.end_object();
}

void JsonModelReport::write_packs() {
    json_.key("packs");
    json_.begin_array();
    for (const Pack& pack : input_.knowledge.packs) {
        if (!pack.on) continue;
        json_.begin_object();
        json_.member("id", pack.id);
        json_.member("title", pack.title);
        json_.member("version", pack.version);
        json_.end_object();
    }
    json_.end_array();
}

void JsonModelReport::write_threats() {
    for (const Threat& threat : input_.findings.threats) write_threat(threat);
}

void JsonModelReport::write_threat(const Threat& threat) {
    const ThreatView& view = reader_.read(threat);
    json_.begin_line();
    json_.begin_object();
    write_words(view);
    write_place(view);
    json_.key("location");
    write_span(view.own_span);
    write_controls(threat);
    write_bypasses(threat);
    if (threat.status == ThreatStatus::open) write_missing(threat);
    if (const Decision* decision = decision_of(input_, threat)) write_decision(threat, *decision);
    json_.member("generic", view.rule->generic);
    if (input_.has_baseline) json_.member("new", !threat.in_baseline);
    json_.member("fails", fails(input_, threat));
    json_.key("references");
    json_.raw(references(threat.rule));
    if (const ToolThreat* told = told_by_tool(input_, threat)) write_origin(*told);
    json_.end_object();
}

void JsonModelReport::write_origin(const ToolThreat& told) {
    json_.key("origin");
    json_.begin_object();
    json_.member("tool", input_.findings.tool);
    for (const auto& [name, value] : told.origin) {
        json_.key(name);
        json_.string(value);
    }
    json_.end_object();
}

void JsonModelReport::write_words(const ThreatView& view) {
    const Threat& threat = *view.threat;
    json_.member("model", input_.model_path);
    json_.member("id", view.id);
    json_.member("rule", view.rule->name);
    json_.member("title", view.title);
    json_.member("text", reader_.text(threat));
    json_.member("stride", name_of(view.rule->stride));
    json_.member("severity", name_of(threat.severity));
    json_.member("likelihood", name_of(threat.rating.likelihood));
    json_.member("impact", name_of(threat.rating.impact));
    json_.member("status", name_of(threat.status));
    if (!threat.coverage.empty()) json_.member("assurance", name_of(threat.assurance));
    json_.member("needsEvidence", threat.needs_evidence);
}

void JsonModelReport::write_place(const ThreatView& view) {
    Place place = view.threat->place;
    json_.key("place");
    json_.begin_object();
    json_.member("kind", name_of(place.subject));
    json_.member("id", view.place_id);
    json_.member("title", view.place_title);
    if (place.subject == Subject::flow) {
        const Flow& flow = model_.flows[place.index];
        json_.member("source", model_.text_of(model_[flow.source].id));
        json_.member("target", model_.text_of(model_[flow.target].id));
    }
    json_.end_object();
}

void JsonModelReport::write_controls(const Threat& threat) {
    json_.key("controls");
    json_.begin_array();
    for (std::uint32_t i = 0; i < threat.coverage.count; ++i) {
        const Coverage& coverage = input_.findings.coverage[threat.coverage.first + i];
        const ControlPlacement& placement = input_.findings.placements[coverage.placement];
        json_.begin_object();
        json_.member("control", input_.knowledge.schema[placement.control].name);
        json_.member("how", name_of(coverage.how));
        json_.member("place", model_.place_id(placement.place));
        json_.member("assurance", name_of(input_.findings.assurance[coverage.placement]));
        json_.member("recognised", placement.recognised);
        write_evidence(placement.evidence);
        json_.key("location");
        write_location(placement.where);
        json_.end_object();
    }
    json_.end_array();
}

void JsonModelReport::write_evidence(Range evidence) {
    if (evidence.empty()) return;
    constexpr std::array<std::string_view, 3> kinds{"document", "configuration", "check"};
    json_.key("evidence");
    json_.begin_array();
    for (std::uint32_t i = 0; i < evidence.count; ++i) {
        const Evidence& item = model_.evidence[evidence.first + i];
        json_.begin_object();
        json_.member("kind", kinds[static_cast<std::size_t>(item.kind)]);
        text_member("source", item.source);
        date_member("date", item.date);
        json_.end_object();
    }
    json_.end_array();
}

void JsonModelReport::write_bypasses(const Threat& threat) {
    json_.key("bypasses");
    json_.begin_array();
    for (std::uint32_t i = 0; i < threat.bypasses.count; ++i) {
        const Bypass& bypass = input_.findings.bypasses[threat.bypasses.first + i];
        json_.begin_object();
        json_.member("control", input_.knowledge.schema[bypass.control].name);
        json_.key("path");
        json_.begin_array();
        for (std::uint32_t step = 0; step < bypass.path.count; ++step)
            json_.string(model_.text_of(model_[input_.findings.path_flows[bypass.path.first + step]].id));
        json_.end_array();
        json_.end_object();
    }
    json_.end_array();
}

void JsonModelReport::write_missing(const Threat& threat) {
    json_.key("missing");
    json_.begin_array();
    for (const ControlGroup& group : missing_controls(input_, threat)) {
        json_.begin_array();
        for (ControlId control : group) json_.string(input_.knowledge.schema[control].name);
        json_.end_array();
    }
    json_.end_array();
}

void JsonModelReport::write_decision(const Threat& threat, const Decision& decision) {
    json_.key("decision");
    json_.begin_object();
    json_.member("status", name_of(decision.status));
    text_member("by", decision.by);
    text_member("because", decision.because);
    date_member("decided", decision.decided);
    date_member("until", decision.until);
    json_.member("expired", threat.decision_expired);
    json_.key("location");
    write_location(decision.where);
    json_.end_object();
}

void JsonModelReport::write_diagnostics() {
    for (const Diagnostic& diagnostic : input_.diagnostics.all()) {
        json_.begin_line();
        json_.begin_object();
        json_.member("model", input_.model_path);
        json_.member("kind", name_of(diagnostic.kind));
        json_.member("level", level_of(diagnostic.kind) == DiagnosticLevel::error ? "error" : "warning");
        json_.member("message", diagnostic.message);
        if (!diagnostic.help.empty()) json_.member("help", diagnostic.help);
        json_.key("location");
        write_location(diagnostic.where);
        write_notes(diagnostic);
        json_.end_object();
    }
}

void JsonModelReport::write_notes(const Diagnostic& diagnostic) {
    json_.key("notes");
    json_.begin_array();
    for (const DiagnosticNote& note : diagnostic.notes) {
        json_.begin_object();
        json_.member("message", note.message);
        json_.key("location");
        write_location(note.where);
        json_.end_object();
    }
    json_.end_array();
}

void JsonModelReport::write_span(const Span& span) {
    if (!span.valid()) {
        json_.null();
        return;
    }
    json_.begin_object();
    json_.member("path", input_.sources[span.source].name);
    json_.member("line", span.begin.line);
    json_.member("column", span.begin.column);
    json_.member("endLine", span.end.line);
    json_.member("endColumn", span.end.column);
    json_.end_object();
}

template <typename Write>
void write_array(JsonWriter& json, std::string_view name, std::deque<JsonModelReport>& reports, Write write) {
    json.begin_line();
    json.key(name);
    json.begin_array();
    for (JsonModelReport& report : reports) (report.*write)();
    json.begin_line();
    json.end_array();
}

}  // namespace

void write_json(std::span<const ReportInput> inputs, const ReportOptions&, const TextSink& sink) {
    JsonWriter json(sink);
    std::deque<JsonModelReport> reports;
    for (const ReportInput& input : inputs) reports.emplace_back(input, json);
    json.begin_object();
    json.member("$schema", schema_name);
    json.member("version", format_version);
    json.begin_line();
    json.key("tool");
    json.begin_object();
    json.member("name", "bartizan");
    json.member("version", inputs.empty() ? BARTIZAN_VERSION : inputs[0].tool_version);
    json.end_object();
    write_array(json, "models", reports, &JsonModelReport::write_model);
    write_array(json, "threats", reports, &JsonModelReport::write_threats);
    write_array(json, "diagnostics", reports, &JsonModelReport::write_diagnostics);
    json.begin_line();
    json.key("summary");
    write_summary(json, summarise(inputs));
    json.begin_line();
    json.end_object();
    json.begin_line();
    json.finish();
}

}  // namespace bartizan
