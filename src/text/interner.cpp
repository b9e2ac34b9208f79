#include "text/interner.h"

#include <algorithm>
#include <utility>

namespace bartizan {
namespace {

constexpr std::size_t block_bytes = 64u << 10;

}  // namespace

Interner::Interner(const Interner& other) {
    texts_.reserve(other.texts_.size());
    index_.reserve(other.texts_.size());
    for (std::string_view text : other.texts_) intern(text);
}

Interner& Interner::operator=(const Interner& other) {
    if (this != &other) *this = Interner(other);
    return *this;
}

Symbol Interner::intern(std::string_view text) {
    if (auto found = index_.find(text); found != index_.end()) return Symbol(found->second);
    std::string_view kept = keep(text);
    auto position = static_cast<std::uint32_t>(texts_.size());
    texts_.push_back(kept);
    index_.emplace(kept, position);
    return Symbol(position);
}

Symbol Interner::find(std::string_view text) const {
    auto found = index_.find(text);
    return found == index_.end() ? Symbol() : Symbol(found->second);
}

std::size_t Interner::memory_bytes() const {
    std::size_t bytes = texts_.capacity() * sizeof(texts_[0]);
    bytes += index_.bucket_count() * (sizeof(std::pair<std::string_view, std::uint32_t>) + 1);
    for (const std::string& block : blocks_) bytes += sizeof(block) + block.capacity();
    return bytes;
}

/// A block never grows beyond what was reserved, so that the views into it stay valid.
std::string_view Interner::keep(std::string_view text) {
    bool fits = !blocks_.empty() && blocks_.back().capacity() - blocks_.back().size() >= text.size();
    if (!fits) {
        blocks_.emplace_back();
        blocks_.back().reserve(std::max(block_bytes, text.size()));
    }
    std::string& block = blocks_.back();
    std::size_t start = block.size();
    block += text;
    return std::string_view(block).substr(start);
}

}  // namespace bartizan
