#include "formats/threatdragon/patch.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/threatdragon/export.h"
#include "formats/threatdragon/findings.h"
#include "formats/threatdragon/mapping.h"
#include "formats/threatdragon/read.h"
#include "formats/threatdragon/splice.h"
#include "formats/threatdragon/values.h"
#include "formats/threatdragon/words.h"
#include "formats/threatdragon/write_json.h"
#include "text/json_writer.h"

namespace bartizan::threatdragon {
namespace {

using PlacePointer = std::variant<const DraftElement*, const DraftFlow*, const DraftBoundary*>;
using Places = boost::unordered_flat_map<std::string, PlacePointer>;

Places places_of(const DraftModel& draft) {
    Places places;
    for (const DraftElement& element : draft.elements) places.try_emplace(element.id, &element);
    for (const DraftFlow& flow : draft.flows) places.try_emplace(flow.id, &flow);
    for (const DraftBoundary& boundary : draft.boundaries)
        places.try_emplace("boundary:" + boundary.id, &boundary);
    return places;
}

Cell cell_of_place(const PlacePointer& place, const Schema& schema, Losses& losses) {
    if (const auto* element = std::get_if<const DraftElement*>(&place))
        return cell_of(**element, schema, losses);
    if (const auto* flow = std::get_if<const DraftFlow*>(&place)) return cell_of(**flow, losses);
    return cell_of(*std::get<const DraftBoundary*>(place), losses);
}

/// White space at the end comes and goes with the format.
bool is_same_text(std::string_view a, std::string_view b) {
    constexpr std::string_view space = " \t\r\n";
    return a.substr(0, a.find_last_not_of(space) + 1) == b.substr(0, b.find_last_not_of(space) + 1);
}

const char* boolean_json(bool value) { return value ? "true" : "false"; }

struct FlagMember {
    std::string_view key;
    bool Flags::*flag;
};

constexpr FlagMember flag_members[] = {
    {"providesAuthentication", &Flags::provides_authentication},
    {"handlesCardPayment", &Flags::handles_card_payment},
    {"handlesGoodsOrServices", &Flags::handles_goods_or_services},
    {"isWebApplication", &Flags::is_web_application},
    {"isALog", &Flags::is_log},
    {"storesCredentials", &Flags::stores_credentials},
    {"storesInventory", &Flags::stores_inventory},
    {"isSigned", &Flags::is_signed},
    {"isEncrypted", &Flags::is_encrypted},
    {"isPublicNetwork", &Flags::is_public_network},
    {"isBidirectional", &Flags::is_bidirectional},
};

/// The text that is drawn for a name, wherever it stands; an invalid reference if nowhere.
YamlRef drawn_text(YamlRef cell) {
    for (std::string_view place : {"text", "label", "headerText"})
        if (const YamlRef text = member(member(cell, "attrs", place), "text"); text.valid()) return text;
    const YamlRef labels = member(cell, "labels");
    if (!labels.valid() || !labels.is_sequence() || labels.size() == 0) return {};
    const YamlRef label = *labels.items().begin();
    if (label.is_scalar()) return label;
    for (std::string_view place : {"labelText", "label", "text"})
        if (const YamlRef text = member(member(label, "attrs", place), "text"); text.valid()) return text;
    return {};
}

/// A stored threat and where it is.
struct StoredThreat {
    const Cell* cell = nullptr;
    const Threat* threat = nullptr;
};

class Patch {
public:
    Patch(const Document& document, const Mapped& mapped, const ToolFindings& findings,
          const DraftModel& draft, const Schema& schema, Losses& losses)
        : document_(document),
          old_(mapped),
          findings_(findings),
          new_(draft),
          schema_(schema),
          losses_(losses),
          splicer_(document.tree),
          old_places_(places_of(mapped.draft)),
          new_places_(places_of(draft)) {}

    std::string make() {
        report_losses(new_, losses_);
        report_new_remarks();
        patch_head();
        for (const CellPlace& place : old_.places) cells_[place.place] = place;
        for (const CellPlace& place : old_.places) patch_place(place);
        patch_shapes();
        patch_decisions();
        add_new_places();
        finish_threats();
        return apply_edits(document_.tree.source_text, splicer_.edits());
    }

private:
    YamlRef node(std::uint32_t index) const { return YamlRef(document_.tree, index); }
    const Cell& cell_at(const CellPlace& place) const {
        return document_.diagrams[place.diagram].cells[place.cell];
    }
    bool is_gone(const Cell& cell) const { return removed_.contains(cell.node); }

    void report_new_remarks() {
        boost::unordered_flat_set<std::string_view> known;
        for (const DraftRemark& remark : old_.draft.remarks) known.insert(remark.text);
        for (const DraftRemark& remark : new_.remarks)
            if (!known.contains(remark.text))
                losses_.insert("assumptions, notes and links have no field in Threat Dragon");
    }

    void patch_head() {
        const YamlRef summary = member(document_.tree.root(), "summary");
        if (!summary.valid() || !summary.is_mapping()) return;
        const auto set = [&](std::string_view key, const std::string& before, const std::string& now) {
            if (!is_same_text(before, now)) splicer_.set_member(summary, key, text_json(now));
        };
        set("title", old_.draft.name, new_.name);
        set("description", old_.draft.text, new_.text);
        const auto owner_of = [](const DraftModel& draft) {
            return draft.owners.empty() ? std::string() : draft.owners.front();
        };
        set("owner", owner_of(old_.draft), owner_of(new_));
    }

    void patch_place(const CellPlace& place) {
        const Cell& cell = cell_at(place);
        const auto now = new_places_.find(place.place);
        if (now == new_places_.end()) {
            const YamlRef cells = member(node(document_.diagrams[place.diagram].node), "cells");
            splicer_.remove_item(cells, node(cell.node));
            removed_.insert(cell.node);
            return;
        }
        Losses ignored;
        const Cell before = cell_of_place(old_places_.at(place.place), schema_, ignored);
        const Cell after = cell_of_place(now->second, schema_, losses_);
        if (before.shape != after.shape) {
            losses_.insert("`" + place.place + "` is drawn as what it was: a shape can't become another one");
            return;
        }
        patch_texts(cell, before, after);
        patch_flags(cell, before, after);
        patch_ends(cell, old_places_.at(place.place), now->second);
    }

    YamlRef data_of(const Cell& cell) const {
        const YamlRef data = member(node(cell.node), "data");
        return data.valid() && data.is_mapping() ? data : YamlRef();
    }

    void set_data(const Cell& cell, std::string_view key, std::string json) {
        if (const YamlRef data = data_of(cell); data.valid()) splicer_.set_member(data, key, std::move(json));
    }

    void patch_texts(const Cell& cell, const Cell& before, const Cell& after) {
        if (before.name != after.name) {
            set_data(cell, "name", text_json(after.name));
            if (const YamlRef text = drawn_text(node(cell.node)); text.valid())
                splicer_.replace(text, text_json(after.name));
        }
        if (!is_same_text(before.description, after.description))
            set_data(cell, "description", text_json(after.description));
        if (before.protocol != after.protocol) set_data(cell, "protocol", text_json(after.protocol));
        if (before.flags.privilege_level != after.flags.privilege_level)
            set_data(cell, "privilegeLevel", text_json(after.flags.privilege_level.value_or("")));
    }

    void patch_flags(const Cell& cell, const Cell& before, const Cell& after) {
        if (before.out_of_scope != after.out_of_scope)
            set_data(cell, "outOfScope", boolean_json(after.out_of_scope));
        for (const FlagMember& member : flag_members)
            if (before.flags.*member.flag != after.flags.*member.flag)
                set_data(cell, member.key, boolean_json(after.flags.*member.flag));
    }

    void patch_ends(const Cell& cell, const PlacePointer& before, const PlacePointer& after) {
        if (cell.shape != Shape::flow) return;
        const DraftFlow& old_flow = *std::get<const DraftFlow*>(before);
        const DraftFlow& new_flow = *std::get<const DraftFlow*>(after);
        const auto attach = [&](std::string_view key, const std::string& from, const std::string& to) {
            const auto target = cells_.find(to);
            if (from == to || target == cells_.end()) return;
            const YamlRef end = member(node(cell.node), key);
            if (!end.valid()) return;
            // The port was one of the other element.
            splicer_.replace(end, "{\n  \"cell\": " + text_json(cell_at(target->second).id) + "\n}");
        };
        attach("source", old_flow.source, new_flow.source);
        attach("target", old_flow.target, new_flow.target);
    }

    void patch_shapes() {
        using Key = std::pair<std::string_view, std::size_t>;
        boost::unordered_flat_map<Key, const DraftShape*> before;
        for (const DraftShape& shape : old_.draft.shapes)
            before.try_emplace({shape.place, shape.diagram}, &shape);
        for (const DraftShape& shape : new_.shapes) {
            const auto was = before.find({shape.place, shape.diagram});
            const auto place = cells_.find(shape.place);
            if (was == before.end() || place == cells_.end() || is_gone(cell_at(place->second))) continue;
            const YamlRef cell = node(cell_at(place->second).node);
            move(member(cell, "position"), "x", was->second->left, shape.left);
            move(member(cell, "position"), "y", was->second->top, shape.top);
            move(member(cell, "size"), "width", was->second->width, shape.width);
            move(member(cell, "size"), "height", was->second->height, shape.height);
        }
    }

    void move(YamlRef mapping, std::string_view key, double before, double now) {
        if (before != now && mapping.valid()) splicer_.set_member(mapping, key, number_json(now));
    }

    void collect_stored() {
        boost::unordered_flat_map<std::uint32_t, std::string_view> place_of_node;
        for (const CellPlace& place : old_.places) place_of_node.emplace(cell_at(place).node, place.place);
        std::size_t next = 0;
        for (const Diagram& diagram : document_.diagrams)
            for (const Cell& cell : diagram.cells)
                for (const Threat& threat : cell.threats) {
                    const auto place = place_of_node.find(cell.node);
                    const std::string at(place == place_of_node.end() ? "model" : place->second);
                    const std::string& rule =
                        is_ours(threat) ? threat.rule : findings_.rules[findings_.threats[next++].rule].name;
                    stored_.try_emplace(rule + "@" + at, StoredThreat{&cell, &threat});
                }
    }

    void patch_decisions() {
        collect_stored();
        boost::unordered_flat_set<std::string_view> kept;
        for (const DraftDecision& decision : new_.decisions) {
            kept.insert(decision.threat);
            const auto stored = stored_.find(decision.threat);
            if (stored != stored_.end()) {
                patch_threat(stored->second, decision);
            } else {
                add_threat(decision);
            }
        }
        for (const DraftDecision& decision : old_.draft.decisions)
            if (!kept.contains(decision.threat)) undecide(decision);
    }

    void patch_threat(const StoredThreat& stored, const DraftDecision& decision) {
        if (is_gone(*stored.cell)) return;
        const Threat& threat = *stored.threat;
        const YamlRef where = node(threat.node);
        if (status_of(threat.status).status != decision.status) {
            splicer_.set_member(where, "status", text_json(status_text(decision.status)));
            new_statuses_[threat.node] = decision.status;
            touched_.insert(stored.cell);
        }
        // Another format may have had to fill in who decided; that says nothing of a threat of the tool.
        const bool is_as_it_was = !is_ours(threat) && status_of(threat.status).status == decision.status;
        const auto set = [&](std::string_view key, const std::string& before, const std::string& now) {
            if (is_as_it_was && before.empty()) return;
            if (!is_same_text(before, now) && !now.empty()) splicer_.set_member(where, key, text_json(now));
        };
        set("mitigation", threat.mitigation, decision.because);
        set("decidedBy", threat.by, decision.by);
        set("validUntil", threat.until, decision.until);
        set("decidedOn", threat.decided, decision.decided);
    }

    void add_threat(const DraftDecision& decision) {
        const std::string place(place_of(decision));
        const auto found = cells_.find(place);
        if (found == cells_.end() || cell_at(found->second).is_boundary()) {
            if (!new_places_.contains(place) || found != cells_.end())
                losses_.insert(
                    "decisions about boundaries or the whole model have no field in Threat Dragon");
            return;
        }
        const Cell& cell = cell_at(found->second);
        if (is_gone(cell)) return;
        const Threat threat =
            threat_of(decision, cell.shape, document_.diagrams[found->second.diagram].type, next_number());
        added_threats_[&cell].push_back(threat);
        touched_.insert(&cell);
    }

    std::int64_t next_number() { return document_.threat_top + ++added_count_; }

    /// A threat of the tool is open again; one that was made of the decision goes.
    void undecide(const DraftDecision& decision) {
        const auto found = stored_.find(decision.threat);
        if (found == stored_.end() || is_gone(*found->second.cell)) return;
        const StoredThreat& stored = found->second;
        if (is_ours(*stored.threat)) {
            removed_threats_.insert(stored.threat->node);
            splicer_.remove_item(threats_of(*stored.cell), node(stored.threat->node));
        } else {
            splicer_.set_member(node(stored.threat->node), "status",
                                text_json(status_text(ThreatStatus::open)));
            new_statuses_[stored.threat->node] = ThreatStatus::open;
        }
        touched_.insert(stored.cell);
    }

    /// Where the cell keeps its threats; the same choice as in reading.
    YamlRef threats_of(const Cell& cell) const {
        const YamlRef inside = member(data_of(cell), "threats");
        if (inside.valid() && inside.is_sequence() && (inside.size() > 0 || cell.threats.empty()))
            return inside;
        const YamlRef outside = member(node(cell.node), "threats");
        return outside.valid() && outside.is_sequence() ? outside : YamlRef();
    }

    void finish_threats() {
        for (const auto& [cell, threats] : added_threats_) {
            const YamlRef list = threats_of(*cell);
            std::string all;
            for (const Threat& threat : threats) {
                if (list.valid()) splicer_.add_item(list, threat_json(threat));
                all += (all.empty() ? "" : ",\n") + threat_json(threat);
            }
            if (!list.valid()) set_data(*cell, "threats", "[\n" + all + "\n]");
        }
        for (const Cell* cell : touched_) {
            const bool is_open = will_have_open_threats(*cell);
            const YamlRef stated = member(data_of(*cell), "hasOpenThreats");
            if (!stated.valid() || is_true(stated) != is_open)
                set_data(*cell, "hasOpenThreats", boolean_json(is_open));
        }
        const YamlRef detail = member(document_.tree.root(), "detail");
        if (added_count_ > 0 && detail.valid() && detail.is_mapping())
            splicer_.set_member(detail, "threatTop", std::to_string(document_.threat_top + added_count_));
    }

    bool will_have_open_threats(const Cell& cell) const {
        Cell after;
        for (Threat threat : cell.threats) {
            if (removed_threats_.contains(threat.node)) continue;
            if (const auto status = new_statuses_.find(threat.node); status != new_statuses_.end())
                threat.status = status_text(status->second);
            after.threats.push_back(std::move(threat));
        }
        if (const auto added = added_threats_.find(&cell); added != added_threats_.end())
            after.threats.insert(after.threats.end(), added->second.begin(), added->second.end());
        return after.has_open_threats();
    }

    bool has_new_places() const {
        return std::ranges::any_of(new_places_,
                                   [&](const auto& place) { return !cells_.contains(place.first); });
    }

    /// What has no cell yet: the whole draft is drawn, with what is there where it is, and of the cells only
    /// the new ones are taken over.
    void add_new_places() {
        if (!has_new_places()) return;
        Losses ignored;
        const Document made =
            document_of(draft_with_known_places(), schema_, ignored, document_.threat_top + added_count_);
        for (std::size_t d = 0; d < made.diagrams.size(); ++d) add_cells(made.diagrams[d], d);
        added_count_ = made.threat_top - document_.threat_top;
    }

    DraftModel draft_with_known_places() const {
        DraftModel draft = new_;
        draft.diagrams = old_.draft.diagrams;
        std::erase_if(draft.decisions, [&](const DraftDecision& decision) {
            return cells_.contains(std::string(place_of(decision)));
        });
        const auto complete = [&](auto& own, const auto& known) {
            boost::unordered_flat_set<std::string> has_place;
            for (const auto& drawn : own) has_place.insert(drawn.place);
            for (const auto& drawn : known)
                if (new_places_.contains(drawn.place) && !has_place.contains(drawn.place))
                    own.push_back(drawn);
        };
        complete(draft.shapes, old_.draft.shapes);
        complete(draft.lines, old_.draft.lines);
        return draft;
    }

    void add_cells(const Diagram& made, std::size_t d) {
        boost::unordered_flat_map<std::string, const std::string*> known;
        for (const auto& [place, cell] : cells_) {
            known.emplace(stable_id(place), &cell_at(cell).id);
            known.emplace(stable_id(place + "#" + std::to_string(d)), &cell_at(cell).id);
        }
        std::vector<std::string> added;
        for (Cell cell : made.cells) {
            if (known.contains(cell.id)) continue;
            for (End* end : {&cell.source, &cell.target})
                if (const auto found = known.find(end->cell); found != known.end())
                    end->cell = *found->second;
            added.push_back(cell_json(cell));
        }
        if (!added.empty()) add_to_diagram(made, d, added);
    }

    void add_to_diagram(const Diagram& made, std::size_t d, const std::vector<std::string>& cells) {
        if (d >= document_.diagrams.size()) {
            const YamlRef list = member(document_.tree.root(), "detail", "diagrams");
            if (list.valid() && list.is_sequence()) splicer_.add_item(list, diagram_json(made, d));
            return;
        }
        const YamlRef diagram = node(document_.diagrams[d].node);
        const YamlRef list = member(diagram, "cells");
        std::string all;
        for (const std::string& cell : cells) {
            if (list.valid() && list.is_sequence()) splicer_.add_item(list, cell);
            all += (all.empty() ? "" : ",\n") + cell;
        }
        if (!list.valid()) splicer_.set_member(diagram, "cells", "[\n" + all + "\n]");
    }

    static std::string number_json(double value) {
        JsonWriter json;
        json.number(value);
        return json.take();
    }

    const Document& document_;
    const Mapped& old_;
    const ToolFindings& findings_;
    const DraftModel& new_;
    const Schema& schema_;
    Losses& losses_;
    Splicer splicer_;
    Places old_places_;
    Places new_places_;
    boost::unordered_flat_map<std::string, CellPlace> cells_;
    boost::unordered_flat_map<std::string, StoredThreat> stored_;
    boost::unordered_flat_set<std::uint32_t> removed_;
    boost::unordered_flat_set<std::uint32_t> removed_threats_;
    boost::unordered_flat_map<std::uint32_t, ThreatStatus> new_statuses_;
    std::map<const Cell*, std::vector<Threat>> added_threats_;
    std::set<const Cell*> touched_;
    std::int64_t added_count_ = 0;
};

}  // namespace

StoredThreats threats_of_original(std::string_view original) {
    Sources sources;
    Diagnostics diagnostics;
    StoredThreats threats;
    const std::optional<Document> document =
        read_document(sources, sources.add_constant("original", original), diagnostics);
    if (!document) return threats;
    const Mapped mapped = map_document(*document, Crossing::drawn, diagnostics);
    for (const CellPlace& place : mapped.places) {
        const Cell& cell = document->diagrams[place.diagram].cells[place.cell];
        if (!cell.threats.empty()) threats.emplace(place.place, cell.threats);
    }
    return threats;
}

std::optional<std::string> patch_original(std::string_view original, const DraftModel& draft,
                                          const Schema& schema, Losses& losses) {
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add_constant("original", original);
    const std::optional<Document> document = read_document(sources, source, diagnostics);
    if (!document || document->is_version_1) return std::nullopt;
    Mapped mapped = map_document(*document, Crossing::drawn, diagnostics);
    const ToolFindings findings = find_threats(*document, mapped, Suggestions::none, diagnostics);
    // The draft has been through the same sieve.
    keep_what_is_known(mapped.draft, schema);
    return Patch(*document, mapped, findings, draft, schema, losses).make();
}

}  // namespace bartizan::threatdragon
