#include "cli/diagram.h"

#include <cstdio>
#include <optional>

#include "cli/memory.h"
#include "diagram/diagram_formats.h"
#include "formats/native/write.h"
#include "formats/registry.h"
#include "text/nearest_name.h"

namespace bartizan {

namespace {

/// A model that is only looked at: nobody asks for its threats.
struct Drawing {
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge;
    Model model;
};

void read_foreign(Drawing& drawing, SourceId source, const Frontend& frontend, const ModelOptions& options) {
    auto read = frontend.read({drawing.sources, source, options.tool}, drawing.diagnostics);
    if (!read) return;
    keep_what_is_known(read->draft, drawing.knowledge.schema);
    drawing.model =
        build_model(read->draft, drawing.knowledge.schema, drawing.sources, source, drawing.diagnostics);
}

void read(Drawing& drawing, const DiagramOptions& options) {
    take_memory_for_model(options.model);
    drawing.knowledge = load_knowledge(drawing.sources, options.options.packs, drawing.diagnostics);
    const auto source = read_source(drawing.sources, options.model, drawing.diagnostics);
    if (!source) return;
    const std::string_view text = drawing.sources[*source].text;
    if (const Frontend* frontend = recognise_format(text))
        read_foreign(drawing, *source, *frontend, options.options);
    else if (is_of_no_format(text))
        report_unknown_format(drawing.sources, *source, drawing.diagnostics);
    else
        drawing.model =
            read_own_model(drawing.sources, *source, drawing.knowledge, options.options, drawing.diagnostics);
}

template <typename Table>
std::string suggest(std::string_view name, const Model& model, const Table& table) {
    std::vector<std::string_view> ids;
    for (const auto& place : table) ids.push_back(model.text_of(place.id));
    return did_you_mean(name, ids);
}

/// Nothing if the model can't be read or lacks what the view is about; the diagnostics tell.
std::optional<DiagramView> choose_view(Drawing& drawing, const DiagramOptions& options) {
    if (drawing.diagnostics.has_errors()) return std::nullopt;
    const Schema& schema = drawing.knowledge.schema;
    const Model& model = drawing.model;
    if (options.overview) return overview(schema, model);
    if (!options.boundary.empty()) {
        const BoundaryId boundary = model.find_boundary(options.boundary);
        if (boundary.valid()) return view_of_boundary(schema, model, boundary);
        drawing.diagnostics.add(DiagnosticKind::unknown_boundary, {},
                                "there is no boundary `" + options.boundary + "` to show",
                                suggest(options.boundary, model, model.boundaries));
        return std::nullopt;
    }
    if (!options.around.empty()) {
        const ElementId element = model.find_element(options.around);
        if (element.valid()) return view_around(schema, model, element);
        drawing.diagnostics.add(DiagnosticKind::unknown_element, {},
                                "there is no element `" + options.around + "` to look around",
                                suggest(options.around, model, model.elements));
        return std::nullopt;
    }
    return view_of_model(schema, model);
}

const DiagramFormat& choose_format(const DiagramOptions& options) {
    const DiagramFormat* format = options.format.empty() ? diagram_format_for_file(options.output)
                                                         : find_diagram_format(options.format);
    return format ? *format : diagram_formats().front();
}

}  // namespace

std::vector<std::string> diagram_format_names() {
    std::vector<std::string> names;
    for (const DiagramFormat& format : diagram_formats()) names.emplace_back(format.name);
    return names;
}

ExitCode diagram(const DiagramOptions& options) {
    Drawing drawing;
    read(drawing, options);
    const std::optional<DiagramView> view = choose_view(drawing, options);
    print_diagnostics(drawing.diagnostics, drawing.sources, use_colour(options.colour, stderr));
    if (!view) return ExitCode::unreadable;
    const std::string text = choose_format(options).print(*view);
    return write_output(options.output, text) ? ExitCode::fine : ExitCode::unreadable;
}

}  // namespace bartizan
