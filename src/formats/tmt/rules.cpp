#include "formats/tmt/rules.h"

#include <algorithm>
#include <string>

#include "formats/tmt/filter_compiler.h"

namespace bartizan::tmt {
namespace {

using AttributeNames = boost::unordered_flat_map<std::string_view, bool>;

/// Properties that every element has without a stencil saying so.
constexpr std::string_view fixed_attributes[] = {"71f3d9aa-b8ef-4e54-8126-607a1d903103",
                                                 "752473b6-52d4-4776-9a24-202153f7d579",
                                                 "15ccd509-98eb-49ad-b9c2-b4a2926d1780"};

void number_types(const KnowledgeBase& knowledge, RuleBook& book) {
    for (const auto* list : {&knowledge.generic_elements, &knowledge.standard_elements})
        for (const ElementType& element : list->items) {
            const auto number = static_cast<Number>(book.elements.size());
            if (book.types.try_emplace(element.id.view(), number).second) book.elements.push_back(&element);
        }
    for (const ElementType* element : book.elements)
        book.parents.push_back(find_number(book.types, element->parent_id.view()));
}

AttributeNames attribute_names(const KnowledgeBase& knowledge) {
    AttributeNames names;
    for (std::string_view name : fixed_attributes) names.emplace(name, true);
    for (const auto* list : {&knowledge.generic_elements, &knowledge.standard_elements})
        for (const ElementType& element : list->items)
            for (const AttributeType& attribute : element.attributes.items)
                names.emplace(attribute.name.view(), true);
    return names;
}

/// A part of a text in its source. Where the source says it with references, only the text's beginning is
/// known.
Location part_of(std::string_view text, Location where, std::size_t begin, std::size_t end,
                 const Sources& sources) {
    if (!where.valid()) return where;
    if (sources[where.source].text.substr(where.begin, text.size()) != text) return where;
    const std::uint32_t start = where.begin;
    return {where.source, start + static_cast<std::uint32_t>(begin),
            start + static_cast<std::uint32_t>(std::max(end, begin + 1))};
}

}  // namespace

Number find_number(const NumberOf& numbers, std::string_view name) {
    const auto found = numbers.find(name);
    return found == numbers.end() ? no_number : found->second;
}

RuleBook compile_rules(const KnowledgeBase& knowledge, const Sources& sources, Diagnostics& diagnostics) {
    RuleBook book;
    number_types(knowledge, book);
    const AttributeNames attributes = attribute_names(knowledge);
    for (const ThreatType& type : knowledge.threat_types.items) {
        const auto compile = [&](const Text& text, Location where, std::string_view which) {
            FilterResult result = compile_filter(text.view(), {book, attributes});
            for (const FilterFault& fault : result.faults)
                diagnostics.add(
                    DiagnosticKind::invalid_rule,
                    part_of(text.view(), where, fault.begin, fault.end, sources),
                    "in the " + std::string(which) + " filter of `" + type.id.value + "`: " + fault.message,
                    result.filter.is_sound ? "" : "the rule is left out");
            return result.filter;
        };
        CompiledRule rule;
        rule.include = compile(type.include, type.include_where, "include");
        rule.exclude = compile(type.exclude, type.exclude_where, "exclude");
        book.rules.push_back(rule);
    }
    return book;
}

Number type_number(const RuleBook& book, const Drawn& drawn) {
    const Number type = find_number(book.types, drawn.type_id.view());
    return type != no_number ? type : find_number(book.types, drawn.generic_type_id.view());
}

std::vector<Number> lineage(const RuleBook& book, Number type) {
    // Two steps in all templates that there are; a cycle ends here, too.
    constexpr std::size_t longest = 32;
    std::vector<Number> types;
    for (; type != no_number && types.size() < longest; type = book.parents[type]) types.push_back(type);
    return types;
}

Facts facts_of(const RuleBook& book, const Drawn& drawn) {
    Facts facts;
    facts.types = lineage(book, type_number(book, drawn));
    for (const Property& property : drawn.properties.items) {
        const Number attribute = find_number(book.attributes, property.name.view());
        if (attribute == no_number) continue;
        const std::optional<std::string_view> chosen = property.chosen();
        facts.values.emplace_back(attribute, chosen ? find_number(book.values, *chosen) : no_number);
    }
    return facts;
}

FilterRunner::FilterRunner(const RuleBook& book) : book_(book) {
    for (Marks& marks : marks_) {
        marks.types.resize(book.elements.size());
        marks.attributes.resize(book.attributes.size());
        marks.values.resize(book.attributes.size());
    }
    crossed_.resize(book.elements.size());
}

void FilterRunner::set(Subject subject, const Facts& facts) {
    Marks& marks = marks_[static_cast<std::size_t>(subject)];
    for (Number type : facts.types) marks.types[type] = flow_;
    for (const auto& [attribute, value] : facts.values) {
        if (marks.attributes[attribute] == flow_) continue;
        marks.attributes[attribute] = flow_;
        marks.values[attribute] = value;
    }
}

void FilterRunner::set_flow(const Facts& source, const Facts& target, const Facts& flow,
                            const std::vector<Number>& crossed) {
    ++flow_;
    set(Subject::source, source);
    set(Subject::target, target);
    set(Subject::flow, flow);
    for (Number type : crossed) crossed_[type] = flow_;
}

bool FilterRunner::test(const Instruction& step) const {
    const Marks& marks = marks_[static_cast<std::size_t>(step.subject)];
    switch (step.kind) {
        case Instruction::Kind::is_type:
            return marks.types[step.name] == flow_;
        case Instruction::Kind::has_value:
            return marks.attributes[step.name] == flow_ && marks.values[step.name] == step.value;
        case Instruction::Kind::crosses:
            return crossed_[step.name] == flow_;
        default:
            return false;
    }
}

bool FilterRunner::holds(const CompiledFilter& filter) const {
    bool result = false;
    const Number end = filter.code.first + filter.code.count;
    for (Number at = filter.code.first; at < end;) {
        const Instruction& step = book_.code[at++];
        switch (step.kind) {
            case Instruction::Kind::negate:
                result = !result;
                break;
            case Instruction::Kind::jump_if:
                if (result) at = step.name;
                break;
            case Instruction::Kind::jump_if_not:
                if (!result) at = step.name;
                break;
            default:
                result = test(step);
        }
    }
    return result;
}

bool FilterRunner::fires(const CompiledRule& rule) const {
    const bool is_sound = rule.include.is_sound && rule.exclude.is_sound;
    return is_sound && holds(rule.include) && !holds(rule.exclude);
}

}  // namespace bartizan::tmt
