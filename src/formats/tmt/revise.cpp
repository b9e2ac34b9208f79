#include "formats/tmt/revise.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>

#include "formats/tmt/crossing.h"
#include "formats/tmt/generate.h"
#include "formats/tmt/layout.h"

namespace bartizan::tmt {
namespace {

constexpr std::string_view out_of_scope = "71f3d9aa-b8ef-4e54-8126-607a1d903103";
constexpr std::string_view out_of_scope_reason = "752473b6-52d4-4776-9a24-202153f7d579";
constexpr std::string_view boundary_prefix = "boundary:";

using Places = boost::unordered_flat_map<std::string, const DraftPlace*>;

Places places_of(const DraftModel& draft) {
    Places places;
    for (const DraftBoundary& each : draft.boundaries)
        places.try_emplace(std::string(boundary_prefix) + each.id, &each);
    for (const DraftElement& each : draft.elements) places.try_emplace(each.id, &each);
    for (const DraftFlow& each : draft.flows) places.try_emplace(each.id, &each);
    return places;
}

bool has_tag(const DraftPlace& place, std::string_view tag) {
    return std::ranges::find(place.tags, tag) != place.tags.end();
}

void set_custom(Drawn& drawn, const std::string& name, const std::string& value) {
    auto& properties = drawn.properties.items;
    const auto found = std::ranges::find_if(properties, [&](const Property& property) {
        return property.kind == "CustomStringDisplayAttribute" && property.display_name.value == name;
    });
    if (found != properties.end()) {
        found->value = value;
        return;
    }
    Property property;
    property.kind = "CustomStringDisplayAttribute";
    property.display_name = name;
    property.name = "";
    property.value_type = "string";
    property.value = value;
    properties.push_back(std::move(property));
}

bool set_property(Drawn& drawn, std::string_view name, const std::string& value) {
    for (Property& property : drawn.properties.items) {
        if (property.name.value != name) continue;
        property.value = value;
        return true;
    }
    return false;
}

void set_scope(Drawn& drawn, bool is_out) {
    const std::string value = is_out ? "true" : "false";
    if (set_property(drawn, out_of_scope, value)) return;
    Property property;
    property.kind = "BooleanDisplayAttribute";
    property.display_name = "Out Of Scope";
    property.name = std::string(out_of_scope);
    property.value_type = "boolean";
    property.value = value;
    drawn.properties.items.push_back(std::move(property));
}

void set_name(Drawn& drawn, const std::string& name) {
    for (Property& property : drawn.properties.items)
        if (property.kind == "StringDisplayAttribute" && property.display_name.value == "Name") {
            property.value = name;
            property.value_type = "string";
            return;
        }
}

class Reviser {
public:
    Reviser(const Document& document, const Mapped& before, const DraftModel& after, const Schema& schema)
        : before_(before),
          after_(after),
          schema_(schema),
          old_(places_of(before.draft)),
          new_(places_of(after)) {
        revised_.document = document;
    }

    Drafted revise() {
        for (std::size_t i = 0; i < diagrams().size(); ++i) {
            keep(diagrams()[i].borders.items, before_.shapes[i]);
            keep(diagrams()[i].lines.items, before_.lines[i]);
        }
        if (!diagrams().empty()) add_new();
        revise_meta();
        revise_decisions();
        note_losses();
        return std::move(revised_);
    }

private:
    std::vector<Diagram>& diagrams() { return revised_.document.diagrams.items; }
    void lose(std::string what) { revised_.losses.push_back(std::move(what)); }

    /// Of the drawn things those that are still there, changed where they have changed.
    template <typename Object>
    void keep(std::vector<Object>& objects, const std::vector<std::string>& places) {
        std::vector<Object> kept;
        for (std::size_t i = 0; i < objects.size(); ++i) {
            const auto now = places[i].empty() ? new_.end() : new_.find(places[i]);
            // What we have no place for stays.
            if (!places[i].empty() && (now == new_.end() || has_other_ends(places[i]))) {
                is_structure_changed_ = true;
                continue;
            }
            if (now != new_.end()) {
                const DraftPlace& then = *old_.at(places[i]);
                change(objects[i], then, *now->second);
                kept_.try_emplace(places[i], objects[i].guid.value);
            }
            kept.push_back(std::move(objects[i]));
        }
        objects = std::move(kept);
    }

    bool has_other_ends(const std::string& place) const {
        const auto find = [&](const DraftModel& draft) {
            return std::ranges::find(draft.flows, place, &DraftFlow::id);
        };
        if (place.starts_with(boundary_prefix) || place.find("->") != place.npos) return false;
        const auto then = find(before_.draft), now = find(after_);
        if (then == before_.draft.flows.end() || now == after_.flows.end()) return false;
        return then->source != now->source || then->target != now->target;
    }

    void change(Drawn& drawn, const DraftPlace& then, const DraftPlace& now) {
        const bool has_own_title = !now.title.empty() && now.title != now.id;
        if (then.title != now.title && (has_own_title || !then.title.empty()))
            set_name(drawn, now.title.empty() ? now.id : now.title);
        const bool is_out = has_tag(now, "out-of-scope");
        if (is_out != has_tag(then, "out-of-scope")) set_scope(drawn, is_out);
        if (then.text != now.text && !(is_out && set_property(drawn, out_of_scope_reason, now.text)))
            set_custom(drawn, "description", now.text);
        for (const DraftAttribute& attribute : now.attributes) {
            const auto same = [&](const DraftAttribute& each) {
                return each.name == attribute.name && each.value == attribute.value;
            };
            if (std::ranges::none_of(then.attributes, same))
                set_custom(drawn, attribute.name, attribute.value);
        }
        for (const DraftAttribute& attribute : then.attributes)
            if (std::ranges::find(now.attributes, attribute.name, &DraftAttribute::name) ==
                now.attributes.end())
                std::erase_if(drawn.properties.items, [&](const Property& property) {
                    return property.kind == "CustomStringDisplayAttribute" &&
                           property.display_name.value == attribute.name;
                });
        change_kind(drawn, then, now);
    }

    void change_kind(Drawn& drawn, const DraftPlace& then, const DraftPlace& now) {
        if (drawn.kind == "Connector") return;
        if (drawn.kind == "BorderBoundary" || drawn.kind == "LineBoundary") {
            const auto& was = static_cast<const DraftBoundary&>(then);
            const auto& is = static_cast<const DraftBoundary&>(now);
            if (is.trust && was.trust != is.trust) set_custom(drawn, "trust", std::to_string(*is.trust));
            if (was.in != is.in) lose("`" + is.id + "` is still drawn where it was");
            return;
        }
        const auto& was = static_cast<const DraftElement&>(then);
        const auto& is = static_cast<const DraftElement&>(now);
        if (was.type != is.type) set_custom(drawn, "type", is.type);
        if (was.in != is.in) lose("`" + is.id + "` is still drawn where it was");
    }

    /// New things are drawn on the first diagram, below all that is there.
    void add_new() {
        DraftModel drawn = after_;
        DraftModel fresh;
        for (DraftBoundary boundary : after_.boundaries)
            if (!old_.contains(std::string(boundary_prefix) + boundary.id)) {
                if (old_.contains(std::string(boundary_prefix) + boundary.in)) boundary.in.clear();
                fresh.boundaries.push_back(std::move(boundary));
            }
        for (DraftElement element : after_.elements)
            if (!old_.contains(element.id)) {
                if (old_.contains(std::string(boundary_prefix) + element.in)) {
                    lose("`" + element.id + "` is drawn outside of its boundary");
                    element.in.clear();
                }
                fresh.elements.push_back(std::move(element));
            }
        drawn.shapes = before_.draft.shapes;
        drawn.lines = before_.draft.lines;
        place(drawn, fresh);
        Drafted drafted = draft_document(drawn, schema_);
        for (std::size_t i = 0; i < drafted.document.diagrams.items.size() && i < diagrams().size(); ++i) {
            take(drafted.document.diagrams.items[i].borders.items, diagrams()[i].borders);
            take(drafted.document.diagrams.items[i].lines.items, diagrams()[i].lines);
        }
    }

    void place(DraftModel& drawn, const DraftModel& fresh) {
        double bottom = 0;
        for (const DraftShape& shape : drawn.shapes)
            if (shape.diagram == 0) bottom = std::max(bottom, shape.top + shape.height);
        const Layout layout = lay_out(fresh);
        const auto put = [&](std::string place, const Box& box) {
            drawn.shapes.push_back({std::move(place), 0, box.left, box.top + bottom, box.width, box.height});
        };
        for (std::size_t i = 0; i < fresh.boundaries.size(); ++i)
            if (!fresh.boundaries[i].is_line)
                put(std::string(boundary_prefix) + fresh.boundaries[i].id, layout.boundaries[i]);
        for (std::size_t i = 0; i < fresh.elements.size(); ++i) put(fresh.elements[i].id, layout.elements[i]);
    }

    /// Of what was drawn anew that which was not there; its ends are those of the file.
    template <typename Object>
    void take(std::vector<Object>& drawn, List<Object>& list) {
        if (renamed_.empty()) {
            for (const auto& [place, guid] : kept_) {
                const bool is_boundary = place.starts_with(boundary_prefix);
                const std::string_view id =
                    std::string_view(place).substr(is_boundary ? boundary_prefix.size() : 0);
                for (const char* kind : {"element", "flow", "reverse flow", "boundary"})
                    if (is_boundary == (std::string_view(kind) == "boundary"))
                        renamed_.try_emplace(guid_of(kind, id), guid);
            }
        }
        for (Object& object : drawn) {
            if (renamed_.contains(object.guid.value)) continue;
            if constexpr (std::is_same_v<Object, Line>) {
                for (Text* end : {&object.source_guid, &object.target_guid})
                    if (const auto found = renamed_.find(end->value); found != renamed_.end())
                        *end = found->second;
            }
            list.presence = Presence::written;
            list.items.push_back(std::move(object));
            is_structure_changed_ = true;
        }
    }

    void revise_meta() {
        MetaInformation& meta = revised_.document.meta;
        if (after_.name != before_.draft.name) meta.name = after_.name;
        if (after_.text != before_.draft.text) meta.description = after_.text;
        if (after_.owners != before_.draft.owners) {
            std::string owners;
            for (const std::string& owner : after_.owners) owners += (owners.empty() ? "" : ", ") + owner;
            meta.owner = owners;
        }
        if (meta.presence != Presence::written && (!after_.name.empty() || !after_.text.empty()))
            meta.presence = Presence::written;
        const auto same = [](const DraftRemark& a, const DraftRemark& b) { return a.text == b.text; };
        if (!std::ranges::equal(after_.remarks, before_.draft.remarks, same))
            lose("changed notes and assumptions are not carried over");
    }

    void regenerate_threats() {
        Document& document = revised_.document;
        if (document.generation_enabled.value == "false" || document.knowledge.threat_types.items.empty())
            return;
        const Sources sources;
        Diagnostics ignored;
        RuleBook book = compile_rules(document.knowledge, sources, ignored);
        document.threats.items = regenerate(
            document,
            make_instances(document, document.knowledge, find_threats(document, book, ignored), ignored));
    }

    void revise_decisions() {
        boost::unordered_flat_map<std::string, const DraftDecision*> then;
        for (const DraftDecision& each : before_.draft.decisions) then.try_emplace(each.threat, &each);
        std::vector<const DraftDecision*> changed;
        for (const DraftDecision& each : after_.decisions) {
            const auto found = then.find(each.threat);
            const bool is_same = found != then.end() && found->second->status == each.status &&
                                 found->second->because == each.because;
            if (!is_same) changed.push_back(&each);
        }
        if (changed.empty() && !is_structure_changed_) return;
        regenerate_threats();
        boost::unordered_flat_map<std::string, ThreatInstance*> instances;
        for (ThreatInstance& each : revised_.document.threats.items)
            instances.try_emplace(each.type_id.value + "@" + each.flow_guid.value, &each);
        for (const DraftDecision* decision : changed) decide(*decision, instances);
    }

    void decide(const DraftDecision& decision,
                const boost::unordered_flat_map<std::string, ThreatInstance*>& instances) {
        constexpr std::string_view prefix = "tmt.";
        const std::size_t at = decision.threat.find('@');
        const auto guid =
            at == decision.threat.npos ? kept_.end() : kept_.find(decision.threat.substr(at + 1));
        auto found = instances.end();
        if (guid != kept_.end() && decision.threat.starts_with(prefix))
            found = instances.find(decision.threat.substr(prefix.size(), at - prefix.size()) + "@" +
                                   guid->second);
        if (found == instances.end())
            return lose("the decision on `" + decision.threat + "` is of no threat of this file");
        ThreatInstance& threat = *found->second;
        threat.state = decision.status == ThreatStatus::mitigated ? "Mitigated"
                       : decision.status == ThreatStatus::open    ? "NeedsInvestigation"
                                                                  : "NotApplicable";
        threat.changed_by = decision.by;
        threat.modified_at = (decision.decided.empty() ? "2000-01-01" : decision.decided) + "T00:00:00";
        for (auto& [key, value] : threat.properties.items)
            if (key == "StateInformation") {
                value = decision.because;
                return;
            }
        threat.properties.items.emplace_back("StateInformation", decision.because);
    }

    void note_losses() {
        if (!after_.data.empty()) lose("data have no place in this format");
        if (!after_.controls.empty()) lose("controls have no place in this format");
    }

    const Mapped& before_;
    const DraftModel& after_;
    const Schema& schema_;
    Places old_, new_;
    Drafted revised_;
    boost::unordered_flat_map<std::string, std::string> kept_;     // guid by place
    boost::unordered_flat_map<std::string, std::string> renamed_;  // our guid to that of the file
    bool is_structure_changed_ = false;
};

}  // namespace

Drafted revise(const Document& document, const Mapped& before, const DraftModel& after,
               const Schema& schema) {
    return Reviser(document, before, after, schema).revise();
}

}  // namespace bartizan::tmt
