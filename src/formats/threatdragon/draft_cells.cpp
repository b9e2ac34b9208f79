#include "formats/threatdragon/draft_cells.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "formats/threatdragon/categories.h"
#include "formats/threatdragon/mapping.h"
#include "formats/threatdragon/suggestions.h"
#include "formats/threatdragon/words.h"

namespace bartizan::threatdragon {
namespace {

/// FNV-1a, 64 bits (Fowler, Noll, Vo), from a basis of one's own.
std::uint64_t hash(std::string_view text, std::uint64_t basis) {
    std::uint64_t value = basis;
    for (char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3;
    // FNV mixes the last bytes badly (finalizer of MurmurHash3).
    value = (value ^ (value >> 33)) * 0xFF51'AFD7'ED55'8CCD;
    return value ^ (value >> 33);
}

void append_hexadecimal(std::string& out, std::uint64_t value, int digits) {
    for (int i = digits - 1; i >= 0; --i) out += "0123456789abcdef"[(value >> (4 * i)) & 0xF];
}

/// Which of our words mean a check box of the tool. Everything else that a place states is lost.
constexpr auto written_attributes =
    std::to_array<std::string_view>({"encrypted", "protocol", "encrypted-at-rest", "signed-artefacts",
                                     "runs-as", "renders-html", "holds-logs"});
constexpr auto written_tags = std::to_array<std::string_view>(
    {out_of_scope_tag, public_network_tag, "provides-authentication", "handles-goods-or-services"});

void describe(Cell& cell, const DraftPlace& place, Losses& losses) {
    cell.name = place.title.empty() ? place.id : place.title;
    cell.description = place.text;
    cell.out_of_scope = has_tag(place, out_of_scope_tag);
    for (const DraftAttribute& attribute : place.attributes)
        if (std::ranges::find(written_attributes, attribute.name) == written_attributes.end())
            losses.insert("the attribute `" + attribute.name + "` has no field in Threat Dragon");
    for (const std::string& tag : place.tags)
        if (std::ranges::find(written_tags, tag) == written_tags.end())
            losses.insert("tags have no field in Threat Dragon");
}

bool is_a(const Schema& schema, TypeId type, std::string_view ancestor) {
    const TypeId wanted = schema.find_type(ancestor);
    return type.valid() && wanted.valid() && schema.is(type, wanted);
}

void set_process(Cell& cell, const DraftElement& element, const Schema& schema, TypeId type) {
    Flags& flags = cell.flags;
    flags.is_web_application = is_a(schema, type, "web-application");
    flags.handles_card_payment =
        std::ranges::find(element.processes, "card-payments") != element.processes.end();
    flags.handles_goods_or_services = has_tag(element, "handles-goods-or-services");
    const std::string_view runs_as = stated(element, "runs-as");
    if (!runs_as.empty()) flags.privilege_level = std::string(runs_as);
}

void set_store(Cell& cell, const DraftElement& element, const Schema& schema, TypeId type) {
    Flags& flags = cell.flags;
    flags.is_log = is_a(schema, type, "log-store") || stated(element, "holds-logs") == "true";
    flags.is_encrypted = stated(element, "encrypted-at-rest") == "true";
    flags.is_signed = stated(element, "signed-artefacts") == "true";
    flags.stores_credentials = std::ranges::find(element.stores, "credentials") != element.stores.end();
    flags.stores_inventory = std::ranges::find(element.stores, "inventory") != element.stores.end();
}

}  // namespace

std::string stable_id(std::string_view name) {
    const std::uint64_t high = hash(name, 0xCBF2'9CE4'8422'2325);
    const std::uint64_t low = hash(name, 0x8422'2325'CBF2'9CE4);
    std::string id;
    append_hexadecimal(id, high >> 32, 8);
    id += '-';
    append_hexadecimal(id, high >> 16, 4);
    id += "-8";
    append_hexadecimal(id, high, 3);
    id += '-';
    append_hexadecimal(id, 0x8000 | ((low >> 48) & 0x3FFF), 4);
    id += '-';
    append_hexadecimal(id, low, 12);
    return id;
}

bool has_tag(const DraftPlace& place, std::string_view tag) {
    return std::ranges::find(place.tags, tag) != place.tags.end();
}

std::string_view stated(const DraftPlace& place, std::string_view attribute) {
    const auto found = std::ranges::find(place.attributes, attribute, &DraftAttribute::name);
    return found == place.attributes.end() ? std::string_view() : std::string_view(found->value);
}

Cell cell_of(const DraftElement& element, const Schema& schema, Losses& losses) {
    Cell cell;
    describe(cell, element, losses);
    const TypeId type = schema.find_type(element.type);
    const ElementKind kind = type.valid() ? schema[type].kind : ElementKind::process;
    switch (kind) {
        case ElementKind::external_entity:
            cell.shape = Shape::actor;
            cell.flags.provides_authentication = has_tag(element, "provides-authentication");
            break;
        case ElementKind::process:
            cell.shape = Shape::process;
            set_process(cell, element, schema, type);
            break;
        case ElementKind::store:
            cell.shape = Shape::store;
            set_store(cell, element, schema, type);
            break;
    }
    return cell;
}

Cell cell_of(const DraftFlow& flow, Losses& losses) {
    Cell cell;
    cell.shape = Shape::flow;
    describe(cell, flow, losses);
    // An arrow needs no name that says only where it leads.
    const bool is_named = !flow.title.empty() && flow.title != flow.id;
    if (!is_named && flow.id == flow.source + "->" + flow.target) cell.name.clear();
    cell.protocol = stated(flow, "protocol");
    cell.flags.is_bidirectional = flow.two_way;
    cell.flags.is_public_network = has_tag(flow, public_network_tag);
    cell.flags.is_encrypted = stated(flow, "encrypted") == "true";
    return cell;
}

Cell cell_of(const DraftBoundary& boundary, Losses& losses) {
    Cell cell;
    cell.shape = boundary.is_line ? Shape::boundary_curve : Shape::boundary_box;
    describe(cell, boundary, losses);
    if (boundary.trust) losses.insert("how far a boundary is trusted has no field in Threat Dragon");
    return cell;
}

std::string_view place_of(const DraftDecision& decision) {
    const std::size_t at = decision.threat.find('@');
    return at == std::string::npos ? std::string_view() : std::string_view(decision.threat).substr(at + 1);
}

Threat threat_of(const DraftDecision& decision, Shape shape, std::string_view diagram_type,
                 std::int64_t number) {
    Threat threat;
    threat.rule = decision.threat.substr(0, decision.threat.find('@'));
    threat.id = stable_id(decision.threat);
    threat.title = threat.rule;
    threat.type = first_label(scheme_of(diagram_type), kind_of(shape).value_or(Kind::process));
    threat.status = status_text(decision.status);
    threat.severity = "TBD";
    threat.mitigation = decision.because;
    threat.model_type = model_type_of(diagram_type);
    threat.number = std::to_string(number);
    threat.by = decision.by;
    threat.until = decision.until;
    threat.decided = decision.decided;
    return threat;
}

void report_losses(const DraftModel& draft, Losses& losses) {
    if (!draft.controls.empty()) losses.insert("controls have no field in Threat Dragon");
    if (!draft.tags.empty()) losses.insert("tags have no field in Threat Dragon");
    if (draft.owners.size() > 1) losses.insert("Threat Dragon knows one owner; the others are left out");
    const auto is_of_a_check_box = [](const DraftData& data) {
        return data.id == "credentials" || data.id == "card-payments" || data.id == "inventory";
    };
    if (!std::ranges::all_of(draft.data, is_of_a_check_box))
        losses.insert("data and what is done with it have no field in Threat Dragon");
}

}  // namespace bartizan::threatdragon
