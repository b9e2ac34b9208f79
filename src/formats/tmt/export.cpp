#include "formats/tmt/export.h"

#include <algorithm>

#include "formats/tmt/drafting.h"
#include "formats/tmt/findings.h"
#include "formats/tmt/frontend.h"
#include "formats/tmt/read.h"
#include "formats/tmt/revise.h"
#include "formats/tmt/write.h"
#include "text/json_writer.h"

namespace bartizan::tmt {
namespace {

void put(JsonWriter& json, const std::vector<std::string>& texts) {
    json.begin_array();
    for (const std::string& text : texts) json.string(text);
    json.end_array();
}

void put(JsonWriter& json, const DraftPlace& place) {
    json.string(place.id);
    json.string(place.title.empty() ? place.id : place.title);
    json.string(place.text);
    put(json, place.tags);
    json.begin_array();
    for (const DraftAttribute& attribute : place.attributes) {
        json.string(attribute.name);
        json.string(attribute.value);
    }
    json.end_array();
}

/// All that this format can say of a model, as one text to compare.
std::string summary(const DraftModel& draft) {
    JsonWriter json;
    json.begin_array();
    json.string(draft.name);
    json.string(draft.text);
    put(json, draft.owners);
    for (const DraftBoundary& each : draft.boundaries) {
        put(json, each);
        json.string(each.in);
        json.number(each.trust ? *each.trust : -1);
        json.boolean(each.is_line);
        put(json, each.crossed_by);
    }
    for (const DraftElement& each : draft.elements) {
        put(json, each);
        json.string(each.type);
        json.string(each.in);
        put(json, each.stores);
        put(json, each.processes);
    }
    for (const DraftFlow& each : draft.flows) {
        put(json, each);
        json.string(each.source);
        json.string(each.target);
        json.boolean(each.two_way);
        put(json, each.data);
        put(json, each.returns);
    }
    for (const DraftDecision& each : draft.decisions) {
        json.string(each.threat);
        json.number(static_cast<int>(each.status));
        json.string(each.because);
    }
    for (const DraftRemark& each : draft.remarks) {
        json.number(static_cast<int>(each.kind));
        json.string(each.text);
    }
    json.number(draft.data.size());
    json.number(draft.controls.size());
    json.end_array();
    return json.take();
}

/// The original as a draft, as far as the packs know what it says. Nothing if it is no model.
struct Original {
    Sources sources;
    Document document;
    Mapped mapped;
    bool is_equal = false;
};

bool read_original(const WriterInput& input, Original& original) {
    if (!input.original || !recognises(*input.original)) return false;
    Diagnostics ignored;
    const SourceId source = original.sources.add_constant("original", *input.original);
    std::optional<Document> document = read_document(original.sources, source, ignored);
    if (!document) return false;
    original.document = std::move(*document);
    const RuleBook book = compile_rules(original.document.knowledge, original.sources, ignored);
    original.mapped = map_document(original.document, book, ignored);
    // The decisions in the draft come with the findings.
    make_findings(original.document, original.document.knowledge, original.document.threats.items,
                  original.mapped, ignored);
    original.is_equal = summary(original.mapped.draft) == summary(input.draft);
    if (original.is_equal) return true;
    keep_what_is_known(original.mapped.draft, input.schema);
    original.is_equal = summary(original.mapped.draft) == summary(input.draft);
    return true;
}

}  // namespace

Written export_draft(const WriterInput& input) {
    Original original;
    const bool has_original = read_original(input, original);
    if (has_original && original.is_equal) return {std::string(*input.original), {}};
    Drafted drafted = has_original ? revise(original.document, original.mapped, input.draft, input.schema)
                                   : draft_document(input.draft, input.schema);
    return {write_document(drafted.document), std::move(drafted.losses)};
}

}  // namespace bartizan::tmt
