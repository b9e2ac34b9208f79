// Conditions that have been parsed and checked before, as bytes: at build time for the packs that come with
// the program, so that a start does without. Written and read by programs of the same sources on the same
// machine, so numbers are as in memory.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rules/expression.h"
#include "rules/rule.h"
#include "text/yaml_tree.h"

namespace bartizan {

/// All conditions of the knowledge but those with regular expressions, which have to be compiled anyway. They
/// are kept by where they stand: `first_source` is the source of the first of the trees.
std::string write_checked_conditions(const Knowledge& knowledge, SourceId first_source);

class CheckedConditions {
public:
    CheckedConditions() = default;
    /// `bytes` as written, which must outlive this; the trees then have their sources from `first_source` on.
    CheckedConditions(std::string_view bytes, SourceId first_source);

    /// The condition whose text this is, the same as parsing and checking it anew would give. None if it has
    /// to be parsed. Valid if the trees are the first that knowledge is loaded from, as its ids are in their
    /// order.
    std::optional<Expression> find(YamlRef text) const;

private:
    std::string_view records_;  // sorted by place
    std::string_view contents_;
    SourceId first_source_;
};

}  // namespace bartizan
