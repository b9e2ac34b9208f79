// A library of pytm's rules: a list of entries in the form of its threats.json.
#pragma once

#include <string>
#include <vector>

#include "formats/pytm/condition.h"
#include "formats/pytm/document.h"
#include "text/diagnostic.h"
#include "text/source.h"

namespace bartizan::pytm {

struct Rule {
    std::string sid;
    std::string description;
    std::string details;
    std::string severity;
    std::string likelihood;
    std::string mitigations;
    std::string references;
    ClassMask targets = 0;
    Condition condition;
    Location where;            // of its SID
    Location condition_where;  // of the text of the condition
};

struct Library {
    std::vector<Rule> rules;  // without deprecated ones
};

/// Reports what is wrong with entries and conditions, as warnings that name the SID.
Library read_rules(const Sources& sources, SourceId source, Document& document, Diagnostics& diagnostics);

}  // namespace bartizan::pytm
