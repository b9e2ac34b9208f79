#include "formats/registry.h"

#include <algorithm>
#include <vector>

#include "formats/cyclonedx/map.h"
#include "formats/drawio/map.h"
#include "formats/otm/map.h"
#include "formats/pytm/frontend.h"
#include "formats/threagile/threagile.h"
#include "formats/threatcomposer/map.h"
#include "formats/threatdragon/format.h"
#include "formats/tmlibrary/map.h"
#include "formats/tmt/frontend.h"

namespace bartizan {
namespace {

/// After a byte order mark and white space; 0 if there is none.
char first_character(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == text.npos ? '\0' : text[first];
}

/// Our own language says so in a line of its own; what it keeps of other formats may look like them.
bool says_native(std::string_view text) {
    constexpr std::string_view key = "bartizan:";
    return text.starts_with(key) || text.find("\nbartizan:") != text.npos;
}

}  // namespace

// A format adds its include above and its lines here, in the order of the alphabet.

std::span<const Frontend> frontends() {
    static const std::vector<Frontend> all{
        {"cyclonedx", "CycloneDX 2.0 threat model", cyclonedx::recognises, cyclonedx::read},
        {"drawio", "draw.io", drawio::recognises, drawio::read},
        {"otm", "Open Threat Model", otm::recognises, otm::read},
        {"pytm", "pytm", pytm::recognises_json, pytm::read},
        // By a name of its own, because what is written is JSON.
        {"pytm-python", "pytm in Python", pytm::recognises_python, pytm::read},
        threagile::frontend(),
        {"threat-composer", "Threat Composer", threatcomposer::recognises, threatcomposer::read},
        threatdragon::frontend(),
        {"tm-library", "OWASP Threat Model Library", tmlibrary::recognises, tmlibrary::read},
        {"tmt", "Microsoft Threat Modeling Tool", tmt::recognises, tmt::read_model},
    };
    return all;
}

std::span<const Writer> writers() {
    static constexpr std::string_view pytm_endings[] = {".pytm.json"};
    static constexpr std::string_view tmt_endings[] = {".tm7"};
    static const std::vector<Writer> all{
        {"cyclonedx", "CycloneDX 2.0 threat model", cyclonedx::endings, cyclonedx::write},
        {"otm", "Open Threat Model", otm::endings, otm::write},
        {"pytm", "pytm", pytm_endings, pytm::write},
        threagile::writer(),
        threatdragon::writer(),
        {"tm-library", "OWASP Threat Model Library", tmlibrary::endings, tmlibrary::write},
        {"tmt", "Microsoft Threat Modeling Tool", tmt_endings, tmt::write_model},
    };
    return all;
}

const Frontend* recognise_format(std::string_view text) {
    if (says_native(text)) return nullptr;
    for (const Frontend& frontend : frontends())
        if (frontend.recognises(text)) return &frontend;
    return nullptr;
}

bool is_of_no_format(std::string_view text) {
    const char first = first_character(text);
    const bool is_json = first == '{' || first == '[';
    return first == '<' || (is_json && text.find("\"bartizan\"") == text.npos);
}

void report_unknown_format(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
    std::string known;
    for (const Frontend& frontend : frontends())
        known.append(known.empty() ? "" : ", ").append(frontend.title);
    const bool is_xml = first_character(sources[source].text) == '<';
    diagnostics.add(DiagnosticKind::unknown_format, {source, 0, 0},
                    std::string("this is ") + (is_xml ? "XML" : "JSON") + ", but of no format that is known",
                    "what is read besides our own language: " + known);
}

const Writer* find_writer(std::string_view name) {
    const auto found = std::ranges::find(writers(), name, &Writer::name);
    return found == writers().end() ? nullptr : &*found;
}

const Writer* writer_for_file(std::string_view path) {
    const Writer* best = nullptr;
    std::size_t longest = 0;
    for (const Writer& writer : writers())
        for (std::string_view ending : writer.endings)
            if (path.ends_with(ending) && ending.size() > longest) {
                best = &writer;
                longest = ending.size();
            }
    return best;
}

}  // namespace bartizan
