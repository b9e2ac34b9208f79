#include "formats/threatcomposer/map.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/interchange/meaning.h"

namespace bartizan::threatcomposer {
namespace {

/// "T22", as the tool shows it; the id where it has no number.
std::string short_name(char letter, const Entry& entry) {
    if (!entry.number || *entry.number < 0 || *entry.number > 1e9) return std::string(entry.id);
    return letter + std::to_string(static_cast<long>(*entry.number));
}

std::string joined(const std::vector<std::string_view>& texts) {
    std::string all;
    for (std::string_view text : texts) {
        if (!all.empty()) all += ", ";
        all += text;
    }
    return all;
}

std::string capitalised(std::string_view text) {
    std::string title(text);
    if (!title.empty() && title[0] >= 'a' && title[0] <= 'z')
        title[0] = static_cast<char>(title[0] - 'a' + 'A');
    return title;
}

std::string mitigation_text(const Mitigation& mitigation) {
    constexpr std::string_view words[] = {"identified", "in progress", "resolved", "will not be done"};
    std::string text(mitigation.content);
    if (mitigation.status) text += " (" + std::string(words[*mitigation.status]) + ")";
    return text;
}

class Mapper {
public:
    Mapper(const Document& document, Diagnostics& diagnostics)
        : document_(document), diagnostics_(diagnostics) {
        index(document.threats, "threat", threats_);
        index(document.mitigations, "mitigation", mitigations_);
        index(document.assumptions, "assumption", assumptions_);
        mitigations_of_ = link(document.mitigation_links, mitigations_);
        assumptions_of_ = link(document.assumption_links, assumptions_);
    }

    FrontendResult run() {
        DraftModel& draft = result_.draft;
        draft.name = document_.name;
        draft.text = document_.description;
        const auto note = [&](Remark::Kind kind, std::string text) {
            if (!text.empty()) draft.remarks.push_back({kind, std::move(text), {}});
        };
        for (const Assumption& assumption : document_.assumptions)
            note(Remark::Kind::assumption, std::string(assumption.content));
        note(Remark::Kind::note, std::string(document_.architecture));
        note(Remark::Kind::note, std::string(document_.dataflow));
        for (const Mitigation& mitigation : document_.mitigations)
            note(Remark::Kind::note, mitigation_text(mitigation));
        result_.findings.tool = format;
        for (std::size_t i = 0; i < document_.threats.size(); ++i) add(i);
        return std::move(result_);
    }

private:
    using Positions = boost::unordered_flat_map<std::string_view, std::size_t>;

    template <typename Item>
    void index(const std::vector<Item>& all, std::string_view kind, Positions& positions) {
        for (std::size_t i = 0; i < all.size(); ++i)
            if (!all[i].id.empty() && !positions.try_emplace(all[i].id, i).second)
                diagnostics_.add(DiagnosticKind::duplicate_name, all[i].where(),
                                 "there is another " + std::string(kind) + " with the id `" +
                                     std::string(all[i].id) + "`");
    }

    /// Per threat: what is linked to it. Assumptions may be linked to mitigations, too; that says nothing
    /// here.
    std::vector<std::vector<std::size_t>> link(const std::vector<Link>& links, const Positions& from) {
        std::vector<std::vector<std::size_t>> linked(document_.threats.size());
        for (const Link& link : links) {
            const auto start = from.find(link.from);
            const auto threat = threats_.find(link.to);
            const bool is_known = threat != threats_.end() || mitigations_.contains(link.to);
            if (start == from.end() || !is_known)
                diagnostics_.add(DiagnosticKind::unknown_value, link.where,
                                 "a link leads from or to something that is not there", "it is passed over");
            else if (threat != threats_.end())
                linked[threat->second].push_back(start->second);
        }
        return linked;
    }

    Severity severity_of(const Threat& threat) {
        if (threat.priority.empty()) return Severity::medium;
        if (auto severity = interchange::severity_of_word(threat.priority)) return *severity;
        diagnostics_.add(DiagnosticKind::unknown_value, threat.priority_at,
                         "`" + std::string(threat.priority) + "` is no priority", "it is taken for medium");
        return Severity::medium;
    }

    static ThreatStatus status_of(const Threat& threat) {
        constexpr ThreatStatus statuses[] = {ThreatStatus::open, ThreatStatus::mitigated,
                                             ThreatStatus::not_applicable};
        return threat.status ? statuses[*threat.status] : ThreatStatus::open;
    }

    static Stride stride_of(const Threat& threat) {
        if (!threat.stride.empty()) return static_cast<Stride>(threat.stride.front());
        return interchange::guess_stride(threat.action).value_or(Stride::tampering);
    }

    void add(std::size_t position) {
        const Threat& threat = document_.threats[position];
        ToolRule rule;
        rule.name = interchange::rule_name(format, short_name('T', threat));
        while (!names_.insert(rule.name).second) rule.name += "-" + std::to_string(position);
        rule.title = capitalised(threat.action.empty() ? threat.statement : threat.action);
        rule.text = threat.statement;
        rule.stride = stride_of(threat);
        const Severity severity = severity_of(threat);
        rule.likelihood = interchange::likelihood_for(severity);
        rule.impact = interchange::impact_for(severity);
        rule.where = threat.where();
        ToolThreat found;
        found.rule = result_.findings.rules.size();
        found.place = "model";
        found.title = rule.title;
        found.text = rule.text;
        found.severity = severity;
        found.status = status_of(threat);
        found.because = threat.comments;
        found.where = threat.where();
        found.origin = origin_of(position);
        result_.findings.rules.push_back(std::move(rule));
        result_.findings.threats.push_back(std::move(found));
    }

    Origin origin_of(std::size_t position) const {
        const Threat& threat = document_.threats[position];
        Origin origin{{"id", std::string(threat.id)}};
        const auto say = [&](const char* name, std::string value) {
            constexpr std::size_t most = 40;  // links can be repeated at will
            if (!value.empty() && origin.size() < most) origin.emplace_back(name, std::move(value));
        };
        say("source", std::string(threat.source));
        say("prerequisites", std::string(threat.prerequisites));
        say("impact", std::string(threat.impact));
        say("goals", joined(threat.goals));
        say("assets", joined(threat.assets));
        say("tags", joined(threat.tags));
        for (std::size_t mitigation : mitigations_of_[position])
            say("mitigation", mitigation_text(document_.mitigations[mitigation]));
        for (std::size_t assumption : assumptions_of_[position])
            say("assumption", std::string(document_.assumptions[assumption].content));
        return origin;
    }

    const Document& document_;
    Diagnostics& diagnostics_;
    Positions threats_, mitigations_, assumptions_;
    std::vector<std::vector<std::size_t>> mitigations_of_, assumptions_of_;
    boost::unordered_flat_set<std::string> names_;
    FrontendResult result_;
};

}  // namespace

FrontendResult map_document(const Document& document, Diagnostics& diagnostics) {
    return Mapper(document, diagnostics).run();
}

bool recognises(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos || text[first] != '{') return false;
    constexpr std::string_view key = "\"schema\"";
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return false;
    const std::size_t colon = text.find_first_not_of(" \t\r\n", at + key.size());
    if (colon == std::string_view::npos || text[colon] != ':') return false;
    const std::size_t value = text.find_first_not_of(" \t\r\n", colon + 1);
    if (value == std::string_view::npos || text[value] < '0' || text[value] > '9') return false;
    // Not any document with a numbered schema: the words that only this tool has.
    for (std::string_view word :
         {"\"applicationInfo\"", "\"threatSource\"", "\"mitigationLinks\"", "\"assumptionLinks\""})
        if (text.find(word) != std::string_view::npos) return true;
    return text.find("\"threats\"") != std::string_view::npos &&
           text.find("\"assumptions\"") != std::string_view::npos;
}

std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics) {
    const auto document = read_document(input.sources, input.source, diagnostics);
    if (!document) return {};
    return map_document(*document, diagnostics);
}

}  // namespace bartizan::threatcomposer
