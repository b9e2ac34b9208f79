#include "formats/threagile/write.h"

#include <algorithm>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/threagile/read.h"
#include "formats/threagile/writing.h"
#include "text/yaml_write.h"

namespace bartizan::threagile {
namespace {

std::string quoted(std::string_view text) { return string_text(text, YamlDialect::yaml); }

void append_indented(std::string& out, std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        out.append("  ").append(text.substr(at, end - at));
        at = end;
    }
}

void append_section(std::string& out, std::string_view name, const std::vector<Entry>& entries) {
    out.append("\n").append(name).append(entries.empty() ? ": {}\n" : ":\n");
    for (const Entry& entry : entries) append_indented(out, entry.text);
}

std::string header(const DraftModel& draft, const Document* before, const std::vector<std::string>& tags) {
    std::string out = "threagile_version: 1.0.0\n";
    const auto line = [&](std::string_view key, std::string_view value) {
        out.append(key).append(": ").append(quoted(value)).append("\n");
    };
    line("title", draft.name);
    out.append("date: ").append(before != nullptr ? std::string(before->date) : "\"\"").append("\n");
    out.append("author:\n  name: ").append(quoted(draft.owners.empty() ? "" : draft.owners[0])).append("\n");
    out.append("business_criticality: ")
        .append(name_of(before != nullptr ? before->business_criticality : Criticality::important))
        .append("\n");
    if (!draft.text.empty())
        out.append("business_overview:\n  description: ").append(quoted(draft.text)).append("\n");
    if (tags.empty()) {
        out += "tags_available: []\n";
        return out;
    }
    out += "tags_available:\n";
    for (const std::string& tag : tags) out.append("  - ").append(quoted(tag)).append("\n");
    return out;
}

/// What the original tracks, under the ids that the tool gives.
void append_tracking(std::string& out, const Document* before) {
    if (before == nullptr || before->tracking.empty()) {
        out += "\nrisk_tracking: {}\n";
        return;
    }
    out += "\nrisk_tracking:\n";
    for (const Tracking& tracking : before->tracking) {
        out.append("  ").append(quoted(tracking.risk)).append(":\n");
        out.append("    status: ").append(name_of(tracking.status)).append("\n");
        out.append("    justification: ").append(quoted(tracking.justification)).append("\n");
        out.append("    ticket: ").append(quoted(tracking.ticket)).append("\n");
        out.append("    date: ").append(quoted(tracking.date)).append("\n");
        out.append("    checked_by: ").append(quoted(tracking.checked_by)).append("\n");
    }
}

void append_runtimes(std::string& out, const Document* before) {
    if (before == nullptr || before->runtimes.empty()) {
        out += "\nshared_runtimes: {}\n";
        return;
    }
    out += "\nshared_runtimes:\n";
    for (const Runtime& runtime : before->runtimes) {
        out.append("  ").append(quoted(runtime.title)).append(":\n");
        out.append("    id: ").append(quoted(runtime.id)).append("\n");
        out.append("    description: ").append(quoted(runtime.description)).append("\n    tags: [");
        for (std::size_t i = 0; i < runtime.tags.size(); ++i)
            out.append(i > 0 ? ", " : "").append(quoted(before->tags[runtime.tags[i].index]));
        out.append("]\n    technical_assets_running: [");
        for (std::size_t i = 0; i < runtime.assets.size(); ++i)
            out.append(i > 0 ? ", " : "").append(quoted((*before)[runtime.assets[i]].id));
        out.append("]\n");
    }
}

std::vector<std::string> losses_of(const DraftModel& draft, Entries& entries) {
    std::vector<std::string> losses = std::move(entries.losses);
    const auto lose = [&](bool lost, const char* sentence) {
        if (lost) losses.emplace_back(sentence);
    };
    lose(!draft.controls.empty(), "Controls have no place in a Threagile model; they are left out.");
    lose(std::ranges::any_of(draft.boundaries, [](const DraftBoundary& b) { return b.trust.has_value(); }),
         "Threagile knows no levels of trust; they are left out.");
    lose(std::ranges::any_of(draft.flows, &DraftFlow::two_way),
         "Links of Threagile lead one way; those that lead both ways are written as they start.");
    lose(!draft.shapes.empty() || !draft.lines.empty(),
         "Threagile lays diagrams out by itself; positions are left out.");
    return losses;
}

Written write_anew(const DraftModel& draft, const Document* before, Entries entries) {
    std::vector<std::string> tags = entries.tags;
    if (before != nullptr) {
        tags.insert(tags.end(), before->tags.begin(), before->tags.end());
        std::ranges::sort(tags);
        tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
    }
    Written written;
    written.text = header(draft, before, tags);
    append_section(written.text, "data_assets", entries.data);
    append_section(written.text, "technical_assets", entries.assets);
    append_section(written.text, "trust_boundaries", entries.boundaries);
    append_runtimes(written.text, before);
    written.text += "\nindividual_risk_categories: {}\n";
    append_tracking(written.text, before);
    written.losses = losses_of(draft, entries);
    if (before == nullptr && !draft.decisions.empty())
        written.losses.emplace_back(
            "Decisions are not written: Threagile tracks risks under ids that only it gives.");
    return written;
}

/// Replaces parts of the original, from its end to its beginning.
struct Splice {
    std::uint32_t begin, end;
    std::string text;
};

/// A part of the original that is written in lines of its own: from the line of its title to the line after
/// it.
struct Piece {
    std::uint32_t begin = 0, end = 0, indent = 0;
    bool usable = false;
};

Piece piece_of(std::string_view text, Location where) {
    Piece piece;
    std::uint32_t begin = where.begin;
    while (begin > 0 && text[begin - 1] == ' ') --begin;
    if (begin > 0 && text[begin - 1] != '\n') return piece;
    const std::size_t end =
        where.end > 0 && text[where.end - 1] == '\n' ? where.end : text.find('\n', where.end);
    piece.begin = begin;
    piece.indent = where.begin - begin;
    piece.end = static_cast<std::uint32_t>(end == std::string_view::npos                     ? text.size()
                                           : end == where.end && text[where.end - 1] == '\n' ? end
                                                                                             : end + 1);
    piece.usable = true;
    return piece;
}

std::string indented(std::string_view text, std::uint32_t indent) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        out.append(indent, ' ').append(text.substr(at, end - at));
        at = end;
    }
    return out;
}

/// What has to change in one section; nothing if it can't be done piece by piece.
template <typename Item>
bool splice_section(std::string_view text, SourceId source, const std::vector<Item>& items,
                    const std::vector<Entry>& before, const std::vector<Entry>& now,
                    std::vector<Splice>& splices) {
    boost::unordered_flat_map<std::string_view, const Entry*> kept;
    for (const Entry& entry : now) kept.emplace(entry.id, &entry);
    Piece last;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto found = kept.find(before[i].id);
        const bool same = found != kept.end() && found->second->text == before[i].text;
        const bool in_file = items[i].whole.source == source;
        const Piece piece = in_file ? piece_of(text, items[i].whole) : Piece{};
        if (piece.usable) last = piece;
        if (!same) {
            if (!piece.usable) return false;
            splices.push_back({piece.begin, piece.end,
                               found == kept.end() ? "" : indented(found->second->text, piece.indent)});
        }
        if (found != kept.end()) kept.erase(found);
    }
    if (kept.empty()) return true;
    if (!last.usable) return false;
    std::string added;
    for (const Entry& entry : now)
        if (kept.contains(entry.id)) added += indented(entry.text, last.indent);
    if (last.end > 0 && text[last.end - 1] != '\n') added.insert(0, "\n");
    splices.push_back({last.end, last.end, std::move(added)});
    return true;
}

std::string apply(std::string_view text, std::vector<Splice> splices) {
    std::ranges::stable_sort(splices, {}, &Splice::begin);
    std::string out;
    std::uint32_t at = 0;
    for (const Splice& splice : splices) {
        out.append(text.substr(at, splice.begin - at)).append(splice.text);
        at = splice.end;
    }
    return out.append(text.substr(at));
}

/// Tags must be listed before they are used; a list in the text may have any form.
bool uses_new_tags(const Document& document, const Entries& now) {
    boost::unordered_flat_set<std::string_view> known(document.tags.begin(), document.tags.end());
    return !std::ranges::all_of(now.tags, [&](const std::string& tag) { return known.contains(tag); });
}

bool is_same(const Entries& a, const Entries& b) {
    const auto same = [](const std::vector<Entry>& left, const std::vector<Entry>& right) {
        return std::ranges::equal(
            left, right, [](const Entry& x, const Entry& y) { return x.id == y.id && x.text == y.text; });
    };
    return same(a.data, b.data) && same(a.assets, b.assets) && same(a.boundaries, b.boundaries);
}

bool has_same_header(const DraftModel& a, const DraftModel& b) {
    return a.name == b.name && a.text == b.text && a.owners == b.owners;
}

}  // namespace

Written write(const WriterInput& input) {
    if (!input.original)
        return write_anew(input.draft, nullptr, write_entries(input.draft, input.schema, {}));
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add_constant("original", *input.original);
    const auto document = read(sources, source, false, diagnostics);
    if (!document) return write_anew(input.draft, nullptr, write_entries(input.draft, input.schema, {}));
    Mapped mapped = map_to_draft(*document);
    const Original original = index_original(*document, mapped);
    keep_what_is_known(mapped.draft, input.schema);
    const Entries before = write_entries(mapped.draft, input.schema, original);
    Entries now = write_entries(input.draft, input.schema, original);
    const std::string_view text = *input.original;
    if (is_same(before, now) && has_same_header(mapped.draft, input.draft))
        return {std::string(text), losses_of(input.draft, now)};
    std::vector<Splice> splices;
    // A part that others refer to or are made of can't be replaced alone.
    const bool in_pieces =
        document->trees.front().aliases.empty() && has_same_header(mapped.draft, input.draft) &&
        !uses_new_tags(*document, now) &&
        splice_section(text, source, document->data, before.data, now.data, splices) &&
        splice_section(text, source, document->assets, before.assets, now.assets, splices) &&
        splice_section(text, source, document->boundaries, before.boundaries, now.boundaries, splices);
    if (!in_pieces) return write_anew(input.draft, &*document, std::move(now));
    Written written;
    written.losses = losses_of(input.draft, now);
    written.text = apply(text, std::move(splices));
    return written;
}

}  // namespace bartizan::threagile
