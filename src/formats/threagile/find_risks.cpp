#include <algorithm>

#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/threagile/rules.h"
#include "text/yaml_record.h"

namespace bartizan::threagile {
namespace {

/// Risks that people found themselves. The id names all they are about.
void add_identified(const Facts& facts, const RiskCategory& category, Writing& writing) {
    const Document& document = facts.document;
    for (const IdentifiedRisk& identified : category.risks) {
        Risk& risk = writing.add(identified.likelihood, identified.impact, identified.breach, {});
        if (identified.severity) risk.severity = *identified.severity;
        risk.asset = identified.asset;
        risk.link = identified.link;
        risk.data = identified.data;
        risk.boundary = identified.boundary;
        risk.runtime = identified.runtime;
        risk.breached_group = writing.add_group(identified.breached);
        risk.where = identified.where;
        risk.detail = identified.title;
        const auto append = [&](std::string_view id) { risk.synthetic_id.append("@").append(id); };
        if (risk.asset.valid()) append(document[risk.asset].id);
        if (risk.link.valid()) append(document[risk.link].id);
        if (risk.boundary.valid()) append(document[risk.boundary].id);
        if (risk.runtime.valid()) append(document[risk.runtime].id);
        if (risk.data.valid()) append(document[risk.data].id);
    }
}

/// Whether a pattern occurs in a text, where `*` stands for one or more characters other than `@`. All
/// positions are followed at once, so that no pattern takes longer than the product of the lengths.
class Pattern {
public:
    explicit Pattern(std::string_view pattern) : pattern_(pattern) {}

    bool occurs_in(std::string_view text) {
        reached_.assign(pattern_.size() + 1, false);
        for (std::size_t i = 0; i < text.size(); ++i) {
            reached_[0] = true;
            next_.assign(pattern_.size() + 1, false);
            for (std::size_t p = 0; p < pattern_.size(); ++p)
                if (reached_[p]) step(p, text[i]);
            reached_.swap(next_);
            if (reached_[pattern_.size()]) return true;
        }
        return false;
    }

private:
    void step(std::size_t p, char c) {
        if (pattern_[p] != '*') {
            if (pattern_[p] == c) next_[p + 1] = true;
        } else if (c != '@') {
            next_[p] = next_[p + 1] = true;
        }
    }

    std::string_view pattern_;
    std::vector<char> reached_, next_;
};

struct Applying {
    Risks& risks;
    Diagnostics& diagnostics;
    /// Characters times pattern length that may still be compared.
    std::size_t budget = 50'000'000;

    void give(Risk& risk, const Tracking& tracking) {
        risk.tracking = &tracking;
        risk.status = tracking.status;
    }

    /// Whether it says something about a risk at all.
    bool apply(const Tracking& tracking) {
        Pattern pattern(tracking.risk);
        // What stands before the first `@` ends the id of a rule, unless it holds a `*`.
        const std::string_view rule = tracking.risk.substr(0, tracking.risk.find('@'));
        const bool fixed_rule = rule.size() < tracking.risk.size() && rule.find('*') == rule.npos;
        bool matches = false;
        for (Risk& risk : risks.all) {
            const std::string_view id = risk.synthetic_id;
            const bool other = fixed_rule && !id.substr(0, id.find('@')).ends_with(rule);
            const std::size_t cost = other ? 4 : id.size() * tracking.risk.size() / 8 + 8;
            if (cost > budget) return true;
            budget -= cost;
            if (other || !pattern.occurs_in(id)) continue;
            matches = true;
            if (risk.tracking == nullptr) give(risk, tracking);
        }
        return matches;
    }
};

bool has_wildcard(const Tracking& tracking) { return tracking.risk.find('*') != tracking.risk.npos; }

}  // namespace

Risks find_risks(const Facts& facts) {
    Risks risks;
    // Memory that is not written costs nothing, and growing means to write all of it again.
    constexpr std::size_t usual = 8;
    risks.all.reserve(
        std::min(Risks::most, usual * (facts.document.assets.size() + facts.document.links.size())));
    const auto all = rules();
    for (std::size_t i = 0; i < all.size(); ++i) {
        Writing writing{risks, i, all[i].id};
        all[i].find(facts, writing);
    }
    const std::vector<RiskCategory>& categories = facts.document.categories;
    for (std::size_t i = 0; i < categories.size(); ++i) {
        Writing writing{risks, all.size() + i, categories[i].id};
        add_identified(facts, categories[i], writing);
    }
    return risks;
}

void apply_tracking(const Document& document, Risks& risks, Diagnostics& diagnostics) {
    if (document.tracking.empty()) return;
    boost::unordered_flat_map<std::string_view, std::vector<std::size_t>> by_id;
    for (std::size_t i = 0; i < risks.all.size(); ++i) by_id[risks.all[i].synthetic_id].push_back(i);
    Applying applying{risks, diagnostics};
    std::vector<char> matched(document.tracking.size());
    for (std::size_t i = 0; i < document.tracking.size(); ++i) {
        const auto found = by_id.find(document.tracking[i].risk);
        if (found == by_id.end()) continue;
        matched[i] = true;
        for (std::size_t risk : found->second) applying.give(risks.all[risk], document.tracking[i]);
    }
    for (std::size_t i = 0; i < document.tracking.size(); ++i)
        if (!matched[i] && has_wildcard(document.tracking[i]))
            matched[i] = applying.apply(document.tracking[i]);
    for (std::size_t i = 0; i < document.tracking.size(); ++i)
        if (!matched[i])
            diagnostics.add(DiagnosticKind::orphan_decision, document.tracking[i].where,
                            "no risk has the id " + quote_name(document.tracking[i].risk));
}

}  // namespace bartizan::threagile
