#include "formats/pytm/resolve.h"

#include <algorithm>

#include <boost/unordered/unordered_flat_set.hpp>

#include "text/yaml_record.h"

namespace bartizan::pytm {
namespace {

using Sids = boost::unordered_flat_set<std::string_view>;

class Resolution {
public:
    Resolution(const Document& document, const Library& library, Version version, Diagnostics& diagnostics)
        : document_(document),
          library_(library),
          version_(version),
          diagnostics_(diagnostics),
          evaluator_(document),
          excluded_(document.excluded.begin(), document.excluded.end()) {
        fill(assumptions_, document.assumptions);
        for (std::size_t i = 0; i < library.rules.size(); ++i)
            for (std::size_t kind = 0; kind < class_count; ++kind)
                if ((library.rules[i].targets >> kind & 1) != 0) by_class_[kind].push_back(i);
    }

    Findings run() {
        for (ObjectId element : elements_in_order(document_)) {
            if (!document_.is_true(element, Attribute::inScope)) continue;
            if (!resolve_element(element)) return {};
        }
        return std::move(found_);
    }

private:
    bool resolve_element(ObjectId element) {
        const auto& applicable = by_class_[static_cast<std::size_t>(document_.kind_of(element))];
        if (!has_room(element)) return false;
        look_up_details(element);
        const Sids forced = forced_for(element);
        if (forced.empty()) {
            for (std::size_t rule : applicable) {
                const Answer answer = ask(rule, element);
                if (answer == Answer::yes) add(rule, element);
                if (answer == Answer::exception && stops_at_exceptions(rule, element)) return false;
            }
            return true;
        }
        // An override makes a finding even of a rule about other classes.
        std::size_t next = 0;
        for (std::size_t rule = 0; rule < library_.rules.size(); ++rule) {
            const bool applies = next < applicable.size() && applicable[next] == rule;
            next += applies ? 1 : 0;
            const Answer answer = applies ? ask(rule, element) : Answer::no;
            if (answer == Answer::exception && stops_at_exceptions(rule, element)) return false;
            if (answer == Answer::yes || forced.contains(library_.rules[rule].sid)) add(rule, element);
        }
        return true;
    }

    bool has_room(ObjectId element) {
        constexpr std::size_t most_findings = 1'000'000;
        if (found_.findings.size() + found_.excluded.size() <= most_findings) return true;
        diagnostics_.add(DiagnosticKind::too_large, document_[element].where,
                         "pytm's rules find more than a million threats in this model; none are shown");
        return false;
    }

    Answer ask(std::size_t rule, ObjectId element) {
        return evaluator_.ask(library_.rules[rule].condition, element);
    }

    bool stops_at_exceptions(std::size_t rule, ObjectId element) {
        if (evaluator_.is_exhausted()) {
            diagnostics_.add(DiagnosticKind::invalid_rule, library_.rules[rule].condition_where,
                             "the conditions take too long; no findings of pytm's rules are shown");
            return true;
        }
        if (version_ != Version::v1_3_1 || library_.rules[rule].condition.is_broken) return false;
        diagnostics_.add(DiagnosticKind::invalid_rule, library_.rules[rule].condition_where,
                         "pytm 1.3.1 stops at the rule " + quote_name(library_.rules[rule].sid) + " and " +
                             quote_name(document_.name_of(element)) +
                             ", which lacks what the condition reads",
                         "leave out `1.3.1` to follow the version that goes on");
        return true;
    }

    /// SIDs of overrides that are the element's own; those of the ends of a flow are found there.
    Sids forced_for(ObjectId element) {
        Sids forced;
        for (const auto& [sid, one] : overrides_) forced.insert(sid);
        if (forced.empty() || document_.kind_of(element) != Class::dataflow) return forced;
        for (Attribute end : {Attribute::source, Attribute::sink}) {
            const ObjectId other = document_.object(element, end);
            if (!other.valid()) continue;
            for (const Override& one : document_.details_of(other).overrides) forced.erase(one.threat_id);
        }
        return forced;
    }

    void add(std::size_t index, ObjectId element) {
        const std::string_view sid = library_.rules[index].sid;
        if (excluded_.contains(sid)) return;
        Finding finding;
        finding.rule = static_cast<std::uint32_t>(index);
        finding.element = element;
        finding.assumption = find_in(own_assumptions_, sid);
        if (!finding.assumption) finding.assumption = find_in(assumptions_, sid);
        finding.replaced_by = find_in(overrides_, sid);
        std::vector<Finding>& list = finding.assumption ? found_.excluded : found_.findings;
        finding.number = static_cast<std::uint32_t>(list.size() + 1);
        list.push_back(finding);
    }

    template <typename Value>
    using Index = boost::unordered_flat_map<std::string_view, const Value*>;

    template <typename Value>
    static const Value* find_in(const Index<Value>& index, std::string_view sid) {
        if (index.empty()) return nullptr;
        const auto found = index.find(sid);
        return found == index.end() ? nullptr : found->second;
    }

    static void fill(Index<Assumption>& index, const std::vector<Assumption>& assumptions) {
        for (const Assumption& one : assumptions)
            for (const std::string& sid : one.exclude) index.try_emplace(sid, &one);
    }

    void look_up_details(ObjectId element) {
        const Details& details = document_.details_of(element);
        own_assumptions_.clear();
        overrides_.clear();
        fill(own_assumptions_, details.assumptions);
        for (const Override& one : details.overrides) overrides_.try_emplace(one.threat_id, &one);
    }

    const Document& document_;
    const Library& library_;
    Version version_;
    Diagnostics& diagnostics_;
    Evaluator evaluator_;
    Sids excluded_;
    std::array<std::vector<std::size_t>, class_count> by_class_;
    Findings found_;
    Index<Assumption> assumptions_;
    Index<Assumption> own_assumptions_;
    Index<Override> overrides_;
};

}  // namespace

std::string id_of(const Finding& finding) {
    return finding.replaced_by ? std::string(finding.replaced_by->field("id"))
                               : std::to_string(finding.number);
}

std::string_view severity_of(const Finding& finding, const Library& library) {
    return finding.replaced_by ? finding.replaced_by->field("severity")
                               : std::string_view(library.rules[finding.rule].severity);
}

Findings resolve(const Document& document, const Library& library, Version version,
                 Diagnostics& diagnostics) {
    return Resolution(document, library, version, diagnostics).run();
}

}  // namespace bartizan::pytm
