#include "formats/tmt/export.h"

#include <algorithm>

#include "formats/tmt/drafting.h"
#include "formats/tmt/frontend.h"
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
    json.string(place.title);
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

/// Whether the original holds the same model. What the packs don't know has been left out of the draft.
bool is_unchanged(const WriterInput& input) {
    if (!input.original || !recognises(*input.original)) return false;
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add_constant("original", *input.original);
    std::optional<FrontendResult> read = read_model({sources, source, {}}, diagnostics);
    if (!read) return false;
    if (summary(read->draft) == summary(input.draft)) return true;
    keep_what_is_known(read->draft, input.schema);
    return summary(read->draft) == summary(input.draft);
}

}  // namespace

Written export_draft(const WriterInput& input) {
    if (is_unchanged(input)) return {std::string(*input.original), {}};
    Drafted drafted = draft_document(input.draft, input.schema);
    return {write_document(drafted.document), std::move(drafted.losses)};
}

}  // namespace bartizan::tmt
