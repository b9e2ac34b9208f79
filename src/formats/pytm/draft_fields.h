// What the parts of a draft are in pytm's JSON: keys with their values, to be written anew or to be merged
// into what a file says already.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "formats/draft.h"

namespace bartizan::pytm {

/// Keys and JSON values in the order in which they are written.
using Fields = std::vector<std::pair<std::string, std::string>>;

struct Entry {
    Fields fields;
    Fields controls;

    bool operator==(const Entry&) const = default;
};

/// Entries of a list by the draft's ids, in the draft's order.
struct Entries {
    std::vector<std::pair<std::string, Entry>> list;
    boost::unordered_flat_map<std::string, std::size_t> by_id;

    const Entry* find(std::string_view id) const;
};

struct DraftEntries {
    Fields header;
    Entries boundaries;
    Entries data;
    Entries elements;
    Entries flows;
};

/// A name that refers in pytm must be unique: those of draft things are, by their ids where titles are not.
DraftEntries entries_of(const DraftModel& draft);

/// What of the draft the entries don't hold: a sentence each.
std::vector<std::string> losses_of(const DraftModel& draft);

}  // namespace bartizan::pytm
