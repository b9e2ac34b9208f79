#include "formats/threagile/read.h"

#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/threagile/reading.h"
#include "text/nearest_name.h"

namespace bartizan::threagile {
namespace {

/// Includes may be nested this deep and be this many in all.
constexpr std::size_t deepest_include = 20;
constexpr std::size_t most_files = 1000;

constexpr std::array author_keys = {key_of<Author, &Author::name>("name"),
                                    key_of<Author, &Author::contact>("contact"),
                                    key_of<Author, &Author::homepage>("homepage")};

void read_author(Reading& reading, YamlRef node, Author& author) {
    if (is_nothing(node)) return;
    read_keys(reading, node, {"the author", {}, node.location()}, author_keys, author);
}

bool read_contributors(Reading& reading, YamlEntry entry, Document& document) {
    if (is_nothing(entry.value) || !expect_list(entry.value, entry.key, reading.diagnostics)) return true;
    for (YamlRef item : entry.value.items()) {
        Author contributor;
        read_author(reading, item, contributor);
        document.contributors.push_back(contributor);
    }
    return true;
}

template <auto member>
bool read_paragraphs(Reading& reading, YamlEntry entry, Document& document) {
    if (is_nothing(entry.value) || !expect_mapping(entry.value, entry.key, reading.diagnostics)) return true;
    for (YamlEntry inner : entry.value.entries()) {
        Paragraph paragraph{inner.key.text(), {}, inner.key.location()};
        read_value(reading, inner, paragraph.text);
        (document.*member).push_back(paragraph);
    }
    return true;
}

bool read_tags_available(Reading& reading, YamlEntry entry, Document&) {
    if (is_nothing(entry.value) || !expect_list(entry.value, entry.key, reading.diagnostics)) return true;
    for (YamlRef item : entry.value.items())
        if (item.is_scalar()) reading.tag_listed[intern_tag(reading, item.text()).index] = true;
    return true;
}

template <void (*read_section)(Reading&, YamlEntry)>
bool read_by(Reading& reading, YamlEntry entry, Document&) {
    if (!is_nothing(entry.value)) read_section(reading, entry);
    return true;
}

/// The list that replaced `individual_risk_categories` is unknown to version 0.9.1, and the development
/// version passes over the older key.
bool read_either_categories(Reading& reading, YamlEntry entry, Document& document) {
    if (is_nothing(entry.value)) return true;
    const bool is_new = entry.key.text() == "custom_risk_categories";
    if (is_new && !document.development_version)
        reading.diagnostics.add(DiagnosticKind::unknown_value, entry.key.location(),
                                "`custom_risk_categories` is what Threagile's development version calls "
                                "`individual_risk_categories`; it is read as that");
    if (!is_new && document.development_version) {
        reading.diagnostics.add(DiagnosticKind::skipped_part, entry.key.location(),
                                "Threagile's development version passes over `individual_risk_categories`",
                                "write them as a list under `custom_risk_categories`");
        return true;
    }
    read_categories(reading, entry);
    return true;
}

bool pass_over(Reading&, YamlEntry, Document&) { return true; }

constexpr std::array document_keys = {
    key_of<Document, &Document::version>("threagile_version"),
    key_of<Document, &Document::title>("title"),
    key_of<Document, &Document::date>("date"),
    Key<Document>{"author",
                  [](Reading& reading, YamlEntry entry, Document& document) {
                      read_author(reading, entry.value, document.author);
                      return true;
                  }},
    Key<Document>{"contributors", read_contributors},
    key_of<Document, &Document::management_summary>("management_summary_comment"),
    key_of<Document, &Document::business_criticality>("business_criticality"),
    key_of<Document, &Document::application_description>("application_description"),
    key_of<Document, &Document::business_overview>("business_overview"),
    key_of<Document, &Document::technical_overview>("technical_overview"),
    Key<Document>{"questions", read_paragraphs<&Document::questions>},
    Key<Document>{"abuse_cases", read_paragraphs<&Document::abuse_cases>},
    Key<Document>{"security_requirements", read_paragraphs<&Document::security_requirements>},
    Key<Document>{"tags_available", read_tags_available},
    Key<Document>{"data_assets", read_by<read_data_assets>},
    Key<Document>{"technical_assets", read_by<read_technical_assets>},
    Key<Document>{"trust_boundaries", read_by<read_boundaries>},
    Key<Document>{"shared_runtimes", read_by<read_runtimes>},
    Key<Document>{"individual_risk_categories", read_either_categories},
    Key<Document>{"custom_risk_categories", read_either_categories},
    Key<Document>{"risk_tracking", read_by<read_tracking>},
    Key<Document>{"includes", pass_over},
    Key<Document>{"diagram_tweak_nodesep", pass_over},
    Key<Document>{"diagram_tweak_ranksep", pass_over},
    Key<Document>{"diagram_tweak_edge_layout", pass_over},
    Key<Document>{"diagram_tweak_suppress_edge_labels", pass_over},
    Key<Document>{"diagram_tweak_layout_left_to_right", pass_over},
    Key<Document>{"diagram_tweak_invisible_connections_between_assets", pass_over},
    Key<Document>{"diagram_tweak_same_rank_assets", pass_over},
};

/// A file that waits to be read because another includes it.
struct Pending {
    std::string path;
    Location where;
    std::size_t depth = 0;
};

/// Paths go from the folder of the file; an absolute one does, too, as in the tool.
std::string beside(std::string_view file, std::string_view path) {
    const std::size_t slash = file.rfind('/');
    std::string result = slash == std::string_view::npos ? "./" : std::string(file.substr(0, slash + 1));
    while (path.starts_with('/')) path.remove_prefix(1);
    return result.append(path);
}

/// The files that a document names, the first of them last.
void push_includes(Reading& reading, YamlRef root, std::string_view file, std::size_t depth,
                   std::vector<Pending>& pending) {
    const YamlRef includes = root.find("includes");
    if (!includes.valid() || is_nothing(includes)) return;
    if (!expect_list(includes, "`includes`", reading.diagnostics)) return;
    const std::size_t first = pending.size();
    for (YamlRef item : includes.items())
        if (item.is_scalar()) pending.push_back({beside(file, item.text()), item.location(), depth + 1});
    std::reverse(pending.begin() + static_cast<std::ptrdiff_t>(first), pending.end());
}

bool read_file(Reading& reading, SourceId source, std::size_t depth, std::vector<Pending>& pending) {
    Document& document = reading.document;
    document.trees.push_back(read_yaml(reading.sources, source, reading.diagnostics));
    const YamlTree& tree = document.trees.back();
    if (tree.empty()) return false;
    const YamlRef root = tree.root();
    if (!expect_mapping(root, "the document", reading.diagnostics)) return false;
    read_keys(reading, root, {"the document", {}, {source, 0, 0}}, document_keys, document);
    push_includes(reading, root, reading.sources[source].name, depth, pending);
    return true;
}

void read_included(Reading& reading, std::vector<Pending>& pending, std::string first) {
    boost::unordered_flat_set<std::string> read_already{std::move(first)};
    while (!pending.empty()) {
        const Pending next = std::move(pending.back());
        pending.pop_back();
        if (next.depth > deepest_include || read_already.size() >= most_files) {
            reading.diagnostics.add(DiagnosticKind::too_deep, next.where,
                                    "there are too many files that include others");
            return;
        }
        if (!read_already.insert(next.path).second) {
            reading.diagnostics.add(DiagnosticKind::include_cycle, next.where,
                                    quote_name(next.path) + " is included twice; it is read once");
            continue;
        }
        const auto source = reading.sources.read(next.path);
        if (source)
            read_file(reading, *source, next.depth, pending);
        else
            reading.diagnostics.add(DiagnosticKind::unreadable_file, next.where,
                                    quote_name(next.path) + " " + source.error());
    }
}

}  // namespace

bool recognises(std::string_view text) {
    constexpr std::string_view key = "threagile_version";
    constexpr std::size_t beginning = 256u << 10;
    text = text.substr(0, beginning);
    for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
        const bool starts_line = at == 0 || text[at - 1] == '\n' || (at == 3 && text[0] == '\xef');
        std::size_t after = at + key.size();
        while (after < text.size() && text[after] == ' ') ++after;
        if (starts_line && after < text.size() && text[after] == ':') return true;
    }
    return false;
}

std::optional<Document> read(Sources& sources, SourceId source, bool development_version,
                             Diagnostics& diagnostics) {
    std::optional<Document> document(std::in_place);
    document->development_version = development_version;
    Reading reading(sources, diagnostics, *document);
    std::vector<Pending> pending;
    if (!read_file(reading, source, 0, pending)) return std::nullopt;
    read_included(reading, pending, sources[source].name);
    if (document->version.empty())
        report_missing_key({"the document", {}, {source, 0, 0}}, "threagile_version", diagnostics);
    resolve_references(reading);
    return document;
}

}  // namespace bartizan::threagile
