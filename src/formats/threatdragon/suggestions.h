// The threats that Threat Dragon suggests for an element when somebody asks it to: by type, one for each
// category, and by context, from what the check boxes say. Titles, categories and order are the tool's; what
// they mean is said in our own words.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/threatdragon/categories.h"
#include "formats/threatdragon/document.h"

namespace bartizan::threatdragon {

struct Suggestion {
    std::string_view title;
    std::string_view type;  // label of the category; empty: none
    std::string_view text;
    std::string_view mitigation;
    const Category* category = nullptr;
    /// Name of what is suggested, in lower case and joined by hyphens: "captcha-defeat", "stride-spoofing".
    std::string slug;
};

/// Whether known mistakes of the tool are repeated (a title that belongs to another threat, headings that can
/// be chosen, an entry that says that there is nothing), so that the answer is the tool's.
enum class Faithfulness : std::uint8_t { as_the_tool, corrected };

std::vector<Suggestion> suggest_by_type(Kind kind, std::string_view diagram_type,
                                        Faithfulness faithfulness = Faithfulness::as_the_tool);
/// Only for diagrams of STRIDE, LINDDUN and CIA, spelt exactly so.
std::vector<Suggestion> suggest_by_context(Kind kind, const Flags& flags, std::string_view diagram_type,
                                           Faithfulness faithfulness = Faithfulness::as_the_tool);

/// Both, without the tool's mistakes, for an element of any model.
std::vector<Suggestion> suggest(Kind kind, const Flags& flags, std::string_view method);

/// What a form for a new threat starts with.
struct NewThreat {
    std::string_view title;
    std::string type;
    std::string model_type;
    std::int64_t number = 0;
};
NewThreat new_threat(Kind kind, std::string_view diagram_type,
                     std::span<const std::pair<std::string, std::int64_t>> frequency,
                     std::int64_t threat_top);

/// Games have cards in place of suggestions.
bool has_suggestions(std::string_view diagram_type);
/// Nothing for boundaries and texts.
std::optional<Kind> kind_of(Shape shape);

}  // namespace bartizan::threatdragon
