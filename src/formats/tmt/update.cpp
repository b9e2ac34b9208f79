#include "formats/tmt/update.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/tmt/generate.h"

namespace bartizan::tmt {
namespace {

bool is_list(const Property& property) { return property.value_type == "ArrayOfstring"; }
bool is_header(const Property& property) { return property.kind == "HeaderDisplayAttribute"; }
bool is_custom(const Property& property) { return property.kind == "CustomStringDisplayAttribute"; }

Property header(const std::string& title) {
    Property property;
    property.kind = "HeaderDisplayAttribute";
    property.display_name = title;
    property.name = "";
    property.value = Text::nil();
    return property;
}

/// Gives the elements of a document the properties that another template's stencils have.
class Mover {
public:
    Mover(Document& document, const KnowledgeBase& knowledge, const RuleBook& book, Updated& updated)
        : document_(document), knowledge_(knowledge), book_(book), updated_(updated) {}

    void move() {
        for (Diagram& diagram : document_.diagrams.items) {
            for (Shape& shape : diagram.borders.items) move(shape);
            for (Line& line : diagram.lines.items) move(line);
        }
        boost::unordered_flat_set<std::string_view> types;
        for (const ThreatType& type : knowledge_.threat_types.items) types.insert(type.id.view());
        for (const ThreatInstance& threat : document_.threats.items)
            if (threat.is_touched() && !is_deleted(threat) && !types.contains(threat.type_id.view()))
                updated_.losses.push_back(
                    "the threat `" + std::string(threat.property("Title")) +
                    "` was edited, and the template has no such threat type: it is kept "
                    "and marked as deleted");
        document_.knowledge = knowledge_;
        document_.knowledge.serial.clear();
    }

private:
    void lose(const Drawn& drawn, const std::string& what) {
        std::string name(drawn.name());
        updated_.losses.push_back("`" + (name.empty() ? drawn.guid.value : name) + "`: " + what);
    }

    void move(Drawn& drawn) {
        Number type = find_number(book_.types, drawn.type_id.view());
        if (type == no_number) {
            type = find_number(book_.types, drawn.generic_type_id.view());
            lose(drawn, "the template has no stencil `" + drawn.type_id.value + "`" +
                            (type == no_number ? "" : "; it becomes `" + drawn.generic_type_id.value + "`"));
            if (type == no_number) return;
            drawn.type_id = drawn.generic_type_id;
        }
        const std::vector<Number> types = lineage(book_, type);
        drawn.generic_type_id = book_.elements[types.back()]->id;
        drawn.properties.items = properties(drawn, types);
    }

    /// In the order in which the tool lays them out when it makes an element.
    std::vector<Property> properties(const Drawn& drawn, const std::vector<Number>& types) {
        const ElementType& own = *book_.elements[types.front()];
        old_.clear();
        for (const Property& property : drawn.properties.items)
            if (is_list(property)) old_.try_emplace(property.name.view(), &property);
        std::vector<Property> made{header(own.name.value)};
        for (const Property& property : drawn.properties.items)
            if (!is_list(property) && !is_header(property) && !is_custom(property)) made.push_back(property);
        boost::unordered_flat_set<std::string_view> taken;
        std::vector<Property> statics = attributes(drawn, own, "Static", taken);
        if (!statics.empty()) made.push_back(header("Predefined Static Attributes"));
        std::ranges::move(statics, std::back_inserter(made));
        made.push_back(header("Configurable Attributes"));
        std::ranges::move(attributes(drawn, own, "Dynamic", taken), std::back_inserter(made));
        for (std::size_t i = 1; i < types.size(); ++i) {
            const ElementType& above = *book_.elements[types[i]];
            made.push_back(header("As " + above.name.value));
            std::ranges::move(attributes(drawn, above, "Static", taken), std::back_inserter(made));
            std::ranges::move(attributes(drawn, above, "Dynamic", taken), std::back_inserter(made));
        }
        for (const Property& property : drawn.properties.items)
            if (is_custom(property)) made.push_back(property);
        for (const auto& [name, property] : old_)
            if (!taken.contains(name) && property->selected_index.value != "0")
                lose(drawn, "the template has no attribute `" + property->display_name.value +
                                "` here, which is `" + std::string(property->chosen().value_or("")) + "`");
        return made;
    }

    std::vector<Property> attributes(const Drawn& drawn, const ElementType& element, std::string_view mode,
                                     boost::unordered_flat_set<std::string_view>& taken) {
        std::vector<Property> made;
        for (const AttributeType& attribute : element.attributes.items) {
            if (attribute.mode.value != mode || !taken.insert(attribute.name.view()).second) continue;
            Property property;
            property.kind = mode == "Static" ? "StaticListDisplayAttribute" : "ListDisplayAttribute";
            property.display_name = attribute.display_name;
            property.name = attribute.name;
            property.value_type = "ArrayOfstring";
            for (const Text& value : attribute.values.items) property.choices.push_back(value.value);
            property.selected_index = std::to_string(choice(drawn, property));
            made.push_back(std::move(property));
        }
        return made;
    }

    /// The position of the value that was chosen, or 0.
    std::size_t choice(const Drawn& drawn, const Property& property) {
        const auto old = old_.find(property.name.view());
        if (old == old_.end()) return 0;
        const std::optional<std::string_view> chosen = old->second->chosen();
        if (!chosen) return 0;
        const auto found = std::ranges::find(property.choices, *chosen);
        if (found != property.choices.end())
            return static_cast<std::size_t>(found - property.choices.begin());
        if (old->second->selected_index.value != "0")
            lose(drawn, "the attribute `" + property.display_name.value + "` can't be `" +
                            std::string(*chosen) + "` in the template");
        return 0;
    }

    Document& document_;
    const KnowledgeBase& knowledge_;
    const RuleBook& book_;
    Updated& updated_;
    boost::unordered_flat_map<std::string_view, const Property*> old_;  // lists, by name
};

/// What has come and gone from one list of threats to another.
void count(const std::vector<ThreatInstance>& before, const std::vector<ThreatInstance>& after,
           Updated& updated) {
    boost::unordered_flat_map<std::string_view, const ThreatInstance*> old;
    for (const ThreatInstance& threat : before) old.try_emplace(threat.key.view(), &threat);
    std::size_t kept = 0;
    for (const ThreatInstance& threat : after) {
        const auto found = old.find(threat.key.view());
        if (found == old.end()) {
            ++updated.added;
            continue;
        }
        ++kept;
        updated.deleted += is_deleted(threat) && !is_deleted(*found->second);
    }
    updated.removed = old.size() - std::min(kept, old.size());
}

}  // namespace

Updated update(const Document& document, const KnowledgeBase* knowledge, const Sources& sources,
               Diagnostics& diagnostics) {
    Updated updated;
    updated.document = document;
    const RuleBook book = compile_rules(knowledge ? *knowledge : document.knowledge, sources, diagnostics);
    if (knowledge) Mover(updated.document, *knowledge, book, updated).move();
    if (document.generation_enabled.value == "false") return updated;
    std::vector<ThreatInstance> threats = regenerate(
        updated.document, make_instances(updated.document, updated.document.knowledge,
                                         find_threats(updated.document, book, diagnostics), diagnostics));
    count(document.threats.items, threats, updated);
    updated.document.threats.items = std::move(threats);
    return updated;
}

}  // namespace bartizan::tmt
