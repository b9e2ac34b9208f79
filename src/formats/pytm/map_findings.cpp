#include <array>
#include <charconv>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/pytm/map.h"
#include "formats/pytm/map_words.h"

namespace bartizan::pytm {
namespace {

Severity severity_from(std::string_view written, Severity otherwise) {
    const std::string text = lower_case(written);
    if (text == "very high" || text == "critical") return Severity::critical;
    if (text == "high") return Severity::high;
    if (text == "medium") return Severity::medium;
    if (text == "low") return Severity::low;
    if (text == "very low" || text == "info") return Severity::info;
    return otherwise;
}

Level level_from(std::string_view written) {
    const std::string text = lower_case(written);
    if (text == "very high" || text == "critical" || text == "high") return Level::high;
    return text == "low" || text == "very low" ? Level::low : Level::medium;
}

/// The groups of pytm's SIDs say what an attack goes for.
Stride stride_of(std::string_view sid) {
    struct Group {
        std::string_view prefix;
        Stride stride;
    };
    static constexpr std::array groups{
        Group{"AA", Stride::spoofing},
        Group{"AC", Stride::elevation_of_privilege},
        Group{"API", Stride::elevation_of_privilege},
        Group{"CR", Stride::information_disclosure},
        Group{"DE", Stride::information_disclosure},
        Group{"DO", Stride::denial_of_service},
        Group{"DR", Stride::information_disclosure},
        Group{"DS", Stride::information_disclosure},
    };
    const std::string_view prefix = sid.substr(0, sid.find_first_of("0123456789"));
    for (const Group& group : groups)
        if (group.prefix == prefix) return group.stride;
    return Stride::tampering;
}

/// Numbers in addresses such as `https://cwe.mitre.org/data/definitions/319.html`.
void find_numbers(std::string_view text, std::string_view host, std::vector<int>& out) {
    constexpr std::string_view path = "/data/definitions/";
    for (std::size_t at = text.find(host); at != std::string_view::npos; at = text.find(host, at)) {
        at += host.size();
        if (text.substr(at, path.size()) != path) continue;
        at += path.size();
        int number = 0;
        const auto result = std::from_chars(text.data() + at, text.data() + text.size(), number);
        if (result.ec == std::errc() && number > 0) out.push_back(number);
    }
}

ToolRule map_rule(const Rule& rule, std::string name) {
    ToolRule mapped;
    mapped.name = std::move(name);
    mapped.title = rule.description.empty() ? rule.sid : rule.description;
    mapped.text = rule.details;
    mapped.stride = stride_of(rule.sid);
    mapped.likelihood = level_from(rule.likelihood);
    mapped.impact = level_from(rule.severity);
    find_numbers(rule.references, "cwe.mitre.org", mapped.references.cwe);
    find_numbers(rule.references, "capec.mitre.org", mapped.references.capec);
    mapped.where = rule.where;
    return mapped;
}

ThreatStatus status_of(std::string_view response) {
    const std::string word = lower_case(response.substr(0, response.find_first_of(" :,.;")));
    if (word == "mitigated") return ThreatStatus::mitigated;
    if (word == "transferred") return ThreatStatus::transferred;
    if (word == "accepted") return ThreatStatus::accepted;
    if (word == "avoided") return ThreatStatus::not_applicable;
    return ThreatStatus::open;
}

class Mapping {
public:
    Mapping(const Document& document, const Library& library, const std::vector<std::string>& places)
        : document_(document), library_(library), places_(places) {
        findings_.tool = "pytm";
        boost::unordered_flat_map<std::string_view, std::size_t> times;
        for (const Rule& rule : library.rules) {
            const std::size_t time = ++times[rule.sid];
            findings_.rules.push_back(
                map_rule(rule, "pytm." + rule.sid + (time > 1 ? "-" + std::to_string(time) : std::string())));
        }
    }

    void reserve(std::size_t threats) { findings_.threats.reserve(threats); }

    void add(const Finding& finding) {
        const std::string& place = places_[finding.element.index];
        if (place.empty()) return;
        const Rule& rule = library_.rules[finding.rule];
        ToolThreat& threat = findings_.threats.emplace_back();
        threat.rule = finding.rule;
        threat.place = place;
        threat.severity =
            severity_from(severity_of(finding, library_), severity_from(rule.severity, Severity::medium));
        threat.origin.reserve(finding.replaced_by ? 5 : 3);
        threat.origin.emplace_back("sid", rule.sid);
        threat.origin.emplace_back("findingId", id_of(finding));
        threat.origin.emplace_back("element", document_.name_of(finding.element));
        if (finding.replaced_by) add_override(threat, *finding.replaced_by);
        if (finding.assumption) {
            threat.status = ThreatStatus::not_applicable;
            threat.because = finding.assumption->name;
            if (!finding.assumption->description.empty())
                threat.because += ": " + finding.assumption->description;
            threat.origin.emplace_back("assumption", finding.assumption->name);
        }
    }

    ToolFindings take() { return std::move(findings_); }

private:
    static void add_override(ToolThreat& threat, const Override& replacement) {
        if (const std::string_view title = replacement.field("description"); !title.empty())
            threat.title = title;
        threat.text = replacement.field("details");
        threat.because = replacement.field("response");
        threat.status = status_of(threat.because);
        threat.where = replacement.where;
        for (const char* name : {"cvss", "response"})
            if (const std::string_view value = replacement.field(name); !value.empty())
                threat.origin.emplace_back(name, value);
    }

    const Document& document_;
    const Library& library_;
    const std::vector<std::string>& places_;
    ToolFindings findings_;
};

}  // namespace

ToolFindings map_findings(const Document& document, const Library& library, const Findings& findings,
                          const std::vector<std::string>& places) {
    Mapping mapping(document, library, places);
    mapping.reserve(findings.findings.size() + findings.excluded.size());
    for (const Finding& one : findings.findings) mapping.add(one);
    for (const Finding& one : findings.excluded) mapping.add(one);
    return mapping.take();
}

}  // namespace bartizan::pytm
