// What all formats ask of a threat: its id, its words, where it stands, and what would close it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"
#include "rules/evaluate.h"

namespace bartizan {

/// Lines and columns from 1 in code points; the end is the first position behind.
struct Span {
    SourceId source;
    LineColumn begin;
    LineColumn end;

    bool valid() const { return source.valid(); }
};

Span span_of(const Sources& sources, Location where);
/// `threatmodel.yaml:12:3`.
std::string place_text(const ReportInput& input, const Span& span);

/// A threat with its words. Texts are kept until the reader reads the next one.
struct ThreatView {
    const Threat* threat = nullptr;
    const Rule* rule = nullptr;
    std::string id;  // rule@place
    std::string place_id;
    std::string_view place_title;
    Span span;      // of the place
    Span own_span;  // of the threat, where a tool's file holds each; else that of the place
    std::string title;

    /// This place is the same as that of the threat read before.
    bool is_same_place = false;
};

/// What would close a threat: all controls of one of the groups, cheapest group first. Controls that cover it
/// already are left out, except of a group whose controls are all there (with too little assurance).
std::vector<ControlGroup> missing_controls(const ReportInput& input, const Threat& threat);

/// Whether all controls of the group cover the threat, by whatever assurance.
bool is_in_place(const ReportInput& input, const Threat& threat, const ControlGroup& group);

class ThreatReader {
public:
    explicit ThreatReader(const ReportInput& input);

    /// Reuses one view, so that reading thousands of threats allocates nothing.
    const ThreatView& read(const Threat& threat);
    /// What the threat is, at its place: longer than the title.
    std::string text(const Threat& threat) const;

private:
    void read_place(Place place);
    void read_text(const Template& text, Place place, std::string& to) const;
    std::string_view title_of(std::uint32_t slot, Place place) const;

    const ReportInput& input_;
    Evaluator evaluator_;
    ThreatView view_;
    std::optional<Place> place_;
};

/// The words of another tool that found the threat, or null.
const ToolThreat* told_by_tool(const ReportInput& input, const Threat& threat);
/// An open threat that makes the check fail.
bool fails(const ReportInput& input, const Threat& threat);
/// The decision that people made of a threat, or null.
const Decision* decision_of(const ReportInput& input, const Threat& threat);
/// Whether only words say that the threat is closed: no control covers it, or one that is merely claimed.
bool rests_on_claims(const Threat& threat);

/// "accepted by ana until 2027-03-01: the service is being replaced".
std::string decision_text(const ReportInput& input, const Decision& decision);
/// The id with spaces around its arrow: `shopper -> orders`.
std::string flow_text(const Model& model, FlowId flow);
/// The elements along a way around a control: `shopper -> gateway -> orders`.
std::string path_text(const ReportInput& input, const Bypass& bypass);

std::string_view name_of(Coverage::How how);

}  // namespace bartizan
