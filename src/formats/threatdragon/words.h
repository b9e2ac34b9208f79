// What words in a file of Threat Dragon mean for us: statuses, severities, protocols, rights. Internal to
// this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/threatdragon/document.h"
#include "model/vocabulary.h"

namespace bartizan::threatdragon {

/// Lower-case letters and digits only: "HTTP/S" is "https".
std::string squeezed(std::string_view text);

/// What nobody knows is open; `is_known` tells.
struct ReadStatus {
    ThreatStatus status = ThreatStatus::open;
    bool is_known = true;
};
ReadStatus status_of(std::string_view written);
/// As the tool writes it.
std::string_view status_text(ThreatStatus status);

/// Medium where it is to be done or not known.
Severity severity_of(std::string_view written);
std::string_view severity_text(Severity severity);

/// Type of a person or system by the words of its name.
std::string_view actor_type(std::string_view name);
/// Value of `runs-as`; empty if there is none that fits.
std::string_view rights_of(std::string_view privilege_level);

}  // namespace bartizan::threatdragon
