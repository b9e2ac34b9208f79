#include "formats/interchange/kept.h"

#include "formats/interchange/object_reader.h"
#include "text/json_writer.h"

namespace bartizan::interchange {

void Keeper::keep(std::string_view place, YamlRef object) {
    if (!places_.empty()) places_ += ", ";
    append_json_string(places_, place);
    places_ += ": ";
    places_ += json_of(object);
}

Extension Keeper::extension() const {
    return {format_, "{\"document\": " + document.json() + ", \"places\": {" + places_ + "}}"};
}

Kept::Kept(const DraftModel& draft, std::string_view format) {
    for (const Extension& extension : draft.extensions) {
        if (extension.format != format) continue;
        sources_ = std::make_unique<Sources>();
        Diagnostics diagnostics;
        const SourceId source = sources_->add("extension", extension.json);
        tree_ = std::make_unique<YamlTree>(read_yaml(*sources_, source, diagnostics));
        if (diagnostics.has_errors() || tree_->empty() || !tree_->root().is_mapping()) tree_.reset();
        break;
    }
    if (!tree_) return;
    const YamlRef places = member(tree_->root(), "places");
    if (!places.valid() || !places.is_mapping()) return;
    for (auto [key, value] : places.entries())
        if (value.is_mapping()) places_.try_emplace(key.text(), value);
}

YamlRef Kept::document() const {
    const YamlRef document = tree_ ? member(tree_->root(), "document") : YamlRef();
    return document.valid() && document.is_mapping() ? document : YamlRef();
}

YamlRef Kept::place(std::string_view id) const {
    const auto found = places_.find(id);
    return found == places_.end() ? YamlRef() : found->second;
}

}  // namespace bartizan::interchange
