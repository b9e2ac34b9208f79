// Strings stored once and named by a dense id: equal strings have equal ids.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "text/ids.h"

namespace bartizan {

struct SymbolTag;
using Symbol = Id<SymbolTag>;

class Interner {
public:
    Interner() = default;
    Interner(const Interner& other);
    Interner(Interner&&) = default;
    Interner& operator=(const Interner& other);
    Interner& operator=(Interner&&) = default;
    ~Interner() = default;

    Symbol intern(std::string_view text);
    /// The symbol of a text seen before, or an invalid one.
    Symbol find(std::string_view text) const;
    /// Empty for an invalid symbol.
    std::string_view operator[](Symbol symbol) const {
        return symbol.valid() ? texts_[symbol.index] : std::string_view();
    }
    std::size_t size() const { return texts_.size(); }
    std::size_t memory_bytes() const;

private:
    std::string_view keep(std::string_view text);

    std::vector<std::string_view> texts_;
    boost::unordered_flat_map<std::string_view, std::uint32_t> index_;
    std::deque<std::string> blocks_;
};

}  // namespace bartizan
