// SARIF 2.1.0 (OASIS standard, with errata 01). Code scanning services take every result for an alert, also
// those of kind "pass", so by default what is mitigated is left out.

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "report/formats.h"
#include "report/rule_text.h"
#include "report/sarif_rules.h"
#include "report/threat_reader.h"
#include "text/json_writer.h"

namespace bartizan {
namespace {

constexpr std::string_view schema_address = "https://json.schemastore.org/sarif-2.1.0.json";
/// The name that services give to the folder that was checked out.
constexpr std::string_view base_id = "%SRCROOT%";

/// Open ones, and those that people decided on, as suppressed results.
bool is_open_or_decided(const Threat& threat) { return threat.status != ThreatStatus::mitigated; }
bool is_any(const Threat&) { return true; }

/// RFC 3986, section 3.3: what may stand in a path; colons are encoded so that no path looks like a scheme.
std::string encode_path(std::string_view path) {
    constexpr std::string_view allowed = "-._~/!$&'()*+,;=@", digits = "0123456789ABCDEF";
    std::string encoded;
    for (char c : path) {
        unsigned byte = static_cast<unsigned char>(c);
        bool is_letter_or_digit = (byte | 0x20u) - 'a' < 26 || byte - '0' < 10;
        if (is_letter_or_digit || allowed.find(c) != allowed.npos)
            encoded += c;
        else
            ((encoded += '%') += digits[byte >> 4]) += digits[byte & 15u];
    }
    return encoded;
}

/// One model, one run.
class SarifRun {
public:
    SarifRun(const ReportInput& input, const ReportOptions& options, JsonWriter& json)
        : input_(input),
          model_(input.model),
          json_(json),
          reader_(input),
          is_shown_(options.show_all ? is_any : is_open_or_decided),
          rules_(collect_rules(input, is_shown_)),
          closing_by_rule_(input.knowledge.rules.size()) {}

    /// Runs of several models are told apart by their category.
    void write(bool has_category);

private:
    void write_tool();
    void write_notification_kinds();
    void write_results();
    void write_result(const ThreatView& view);
    void write_message(const ThreatView& view);
    std::string_view closing_text(const Threat& threat);
    void write_kind(const Threat& threat);
    void write_locations(const ThreatView& view);
    void put_locations_together(const ThreatView& view);
    void write_paths(const Threat& threat);
    void write_suppression(const Decision& decision);
    void write_properties(const ThreatView& view);
    void write_invocation();
    void write_artifacts();
    void write_physical_location(const Span& span) { write_physical_location(json_, span); }
    void write_physical_location(JsonWriter& json, const Span& span);
    /// The location of a source as JSON, from the first use on.
    const std::string& artifact(SourceId source);
    std::string artifact_json(SourceId source, std::size_t index) const;

    const ReportInput& input_;
    const Model& model_;
    JsonWriter& json_;
    ThreatReader reader_;
    bool (*is_shown_)(const Threat&);
    SarifRules rules_;
    std::vector<std::string> closing_by_rule_;
    std::string closing_;
    JsonWriter locations_;  // of the place read last
    std::vector<DiagnosticKind> notification_kinds_;
    std::vector<std::string> artifact_by_source_;
    std::vector<SourceId> artifacts_;
};

void SarifRun::write(bool has_category) {
    json_.begin_line();
    json_.begin_object();
    write_tool();
    json_.begin_line();
    if (has_category) {
        json_.key("automationDetails");
        json_.begin_object();
        json_.key("id");
        json_.string("bartizan/", input_.model_path, "/");
        json_.end_object();
    }
    json_.member("columnKind", "unicodeCodePoints");
    json_.key("originalUriBaseIds");
    json_.raw(R"({"%SRCROOT%":{"description":{"text":"The folder in which bartizan was started."}}})");
    write_invocation();
    write_results();
    write_artifacts();
    json_.begin_line();
    json_.key("taxonomies");
    write_sarif_taxonomies(json_, rules_);
    json_.end_object();
}

void SarifRun::write_tool() {
    json_.key("tool");
    json_.begin_object();
    json_.key("driver");
    json_.begin_object();
    json_.member("name", "bartizan");
    json_.member("semanticVersion", input_.tool_version);
    json_.key("supportedTaxonomies");
    json_.raw(R"([{"name":"CWE","index":0}])");
    json_.key("notifications");
    write_notification_kinds();
    json_.key("rules");
    write_sarif_rules(json_, input_.knowledge, rules_);
    json_.end_object();
    json_.end_object();
}

void SarifRun::write_notification_kinds() {
    json_.begin_array();
    for (const Diagnostic& diagnostic : input_.diagnostics.all()) {
        if (std::ranges::find(notification_kinds_, diagnostic.kind) != notification_kinds_.end()) continue;
        notification_kinds_.push_back(diagnostic.kind);
        json_.begin_object();
        json_.member("id", name_of(diagnostic.kind));
        json_.end_object();
    }
    json_.end_array();
}

void SarifRun::write_results() {
    json_.begin_line();
    json_.key("results");
    json_.begin_array();
    for (const Threat& threat : input_.findings.threats)
        if (is_shown_(threat)) write_result(reader_.read(threat));
    json_.begin_line();
    json_.end_array();
}

void SarifRun::write_result(const ThreatView& view) {
    const Threat& threat = *view.threat;
    json_.begin_line();
    json_.begin_object();
    json_.plain_member("ruleId", view.rule->name);
    json_.member("ruleIndex", rules_.index[threat.rule.index]);
    write_kind(threat);
    write_message(view);
    write_locations(view);
    if (!threat.bypasses.empty()) write_paths(threat);
    json_.key("partialFingerprints");
    json_.begin_object();
    json_.member("bartizan/v1", view.id);
    json_.end_object();
    if (input_.has_baseline) json_.member("baselineState", threat.in_baseline ? "unchanged" : "new");
    const Decision* decision = decision_of(input_, threat);
    bool is_decided = threat.status != ThreatStatus::open && threat.status != ThreatStatus::mitigated;
    if (is_decided && decision) write_suppression(*decision);
    write_properties(view);
    json_.end_object();
}

void SarifRun::write_kind(const Threat& threat) {
    if (threat.status == ThreatStatus::mitigated) {
        json_.plain_member("kind", "pass");
        json_.plain_member("level", "none");
    } else {
        json_.plain_member("level", sarif_level(threat.severity));
    }
}

/// What is still missing. Where nothing covers the threat, that is the same for all threats of its rule.
std::string_view SarifRun::closing_text(const Threat& threat) {
    if (input_.knowledge[threat.rule].mitigated_by.empty()) return {};
    std::string& text = threat.coverage.empty() ? closing_by_rule_[threat.rule.index] : closing_;
    if (text.empty() || !threat.coverage.empty())
        text = "What closes it: " + controls_text(input_.knowledge.schema, missing_controls(input_, threat)) +
               ".";
    return text;
}

void SarifRun::write_message(const ThreatView& view) {
    const Threat& threat = *view.threat;
    const std::string_view closing =
        threat.status == ThreatStatus::open ? closing_text(threat) : std::string_view();
    json_.key("message");
    json_.begin_object();
    json_.key("text");
    // Two sentences: viewers show the message at the line and the text of the rule, as its help, below.
    bool is_sentence = view.title.ends_with('?') || view.title.ends_with('.');
    json_.string(view.title, is_sentence ? "" : ".", closing.empty() ? "" : " ", closing);
    json_.end_object();
}

/// The threats of a place follow one another, so that its locations are put together once.
void SarifRun::write_locations(const ThreatView& view) {
    if (!view.is_same_place || locations_.text().empty()) put_locations_together(view);
    json_.key("locations");
    json_.raw(locations_.text());
}

void SarifRun::put_locations_together(const ThreatView& view) {
    JsonWriter& json = locations_;
    json.clear();
    json.begin_array();
    json.begin_object();
    if (view.span.valid()) write_physical_location(json, view.span);
    json.key("logicalLocations");
    json.begin_array();
    json.begin_object();
    // Absent, it is the same as the qualified one (section 3.33.4).
    if (view.place_title != view.place_id) json.member("name", view.place_title);
    json.member("fullyQualifiedName", view.place_id);
    json.plain_member("kind", name_of(view.threat->place.subject));
    json.end_object();
    json.end_array();
    json.end_object();
    json.end_array();
}

/// The flows of each way around a control, in order.
void SarifRun::write_paths(const Threat& threat) {
    std::size_t id = 0;
    json_.key("relatedLocations");
    json_.begin_array();
    for (std::uint32_t i = 0; i < threat.bypasses.count; ++i) {
        const Bypass& bypass = input_.findings.bypasses[threat.bypasses.first + i];
        for (std::uint32_t step = 0; step < bypass.path.count; ++step) {
            FlowId flow = input_.findings.path_flows[bypass.path.first + step];
            json_.begin_object();
            json_.member("id", ++id);
            write_physical_location(span_of(input_.sources, model_[flow].where));
            json_.key("message");
            json_.begin_object();
            json_.key("text");
            json_.string("Way around ", input_.knowledge.schema[bypass.control].name, ", step ",
                         std::to_string(step + 1), ": ", model_.text_of(model_[flow].id));
            json_.end_object();
            json_.end_object();
        }
    }
    json_.end_array();
}

void SarifRun::write_suppression(const Decision& decision) {
    json_.key("suppressions");
    json_.begin_array();
    json_.begin_object();
    json_.member("kind", "external");
    json_.member("status", "accepted");
    json_.member("justification", decision_text(input_, decision));
    if (decision.where.valid()) {
        json_.key("location");
        json_.begin_object();
        write_physical_location(span_of(input_.sources, decision.where));
        json_.end_object();
    }
    json_.end_object();
    json_.end_array();
}

void SarifRun::write_properties(const ThreatView& view) {
    const Threat& threat = *view.threat;
    json_.key("properties");
    json_.begin_object();
    json_.plain_member("severity", name_of(threat.severity));
    json_.plain_member("stride", name_of(view.rule->stride));
    json_.plain_member("status", name_of(threat.status));
    if (!threat.coverage.empty()) json_.plain_member("assurance", name_of(threat.assurance));
    if (threat.needs_evidence) json_.member("needsEvidence", true);
    json_.end_object();
}

void SarifRun::write_invocation() {
    json_.begin_line();
    json_.key("invocations");
    json_.begin_array();
    json_.begin_object();
    json_.member("executionSuccessful", !input_.diagnostics.has_errors());
    json_.key("toolExecutionNotifications");
    json_.begin_array();
    for (const Diagnostic& diagnostic : input_.diagnostics.all()) {
        auto kind = std::ranges::find(notification_kinds_, diagnostic.kind);
        json_.begin_object();
        json_.key("descriptor");
        json_.begin_object();
        json_.member("id", name_of(diagnostic.kind));
        json_.member("index", kind - notification_kinds_.begin());
        json_.end_object();
        json_.member("level", level_of(diagnostic.kind) == DiagnosticLevel::error ? "error" : "warning");
        json_.key("message");
        json_.begin_object();
        json_.key("text");
        json_.string(diagnostic.message, diagnostic.help.empty() ? "" : "; ", diagnostic.help);
        json_.end_object();
        if (diagnostic.where.valid()) {
            json_.key("locations");
            json_.begin_array();
            json_.begin_object();
            write_physical_location(span_of(input_.sources, diagnostic.where));
            json_.end_object();
            json_.end_array();
        }
        json_.end_object();
    }
    json_.end_array();
    json_.end_object();
    json_.end_array();
}

void SarifRun::write_artifacts() {
    json_.begin_line();
    json_.key("artifacts");
    json_.begin_array();
    for (std::size_t i = 0; i < artifacts_.size(); ++i) {
        json_.begin_object();
        json_.key("location");
        json_.raw(artifact(artifacts_[i]));
        json_.end_object();
    }
    json_.end_array();
}

void SarifRun::write_physical_location(JsonWriter& json, const Span& span) {
    json.key("physicalLocation");
    json.begin_object();
    json.key("artifactLocation");
    json.raw(artifact(span.source));
    json.key("region");
    json.begin_object();
    json.member("startLine", span.begin.line);
    json.member("startColumn", span.begin.column);
    if (span.end.line != span.begin.line) json.member("endLine", span.end.line);
    json.member("endColumn", span.end.column);
    json.end_object();
    json.end_object();
}

const std::string& SarifRun::artifact(SourceId source) {
    if (artifact_by_source_.size() <= source.index) artifact_by_source_.resize(source.index + 1);
    std::string& json = artifact_by_source_[source.index];
    if (json.empty()) {
        json = artifact_json(source, artifacts_.size());
        artifacts_.push_back(source);
    }
    return json;
}

std::string SarifRun::artifact_json(SourceId source, std::size_t index) const {
    std::string_view path = input_.sources[source].name;
    while (path.starts_with("./")) path.remove_prefix(2);
    JsonWriter json;
    json.begin_object();
    if (path.starts_with('/')) {
        json.member("uri", "file://" + encode_path(path));
    } else {
        json.member("uri", encode_path(path));
        json.member("uriBaseId", base_id);
    }
    json.member("index", index);
    json.end_object();
    return json.take();
}

}  // namespace

void write_sarif(std::span<const ReportInput> inputs, const ReportOptions& options, const TextSink& sink) {
    JsonWriter json(sink);
    json.begin_object();
    json.member("$schema", schema_address);
    json.member("version", "2.1.0");
    json.key("runs");
    json.begin_array();
    for (const ReportInput& input : inputs) SarifRun(input, options, json).write(inputs.size() > 1);
    json.end_array();
    json.end_object();
    json.begin_line();
    json.finish();
}

}  // namespace bartizan
