#include "formats/tmt/layout.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cmath>
#include <optional>

namespace bartizan::tmt {
namespace {

constexpr double element_size = 100;
constexpr double gap = 80;
constexpr double margin = 40;
constexpr std::size_t none = static_cast<std::size_t>(-1);

/// A box to be placed: a boundary or an element.
struct Item {
    std::size_t parent = none;  // a boundary; none: the page
    Box box{0, 0, element_size, element_size};
    std::vector<std::size_t> contents;  // items
};

class Arranger {
public:
    explicit Arranger(const DraftModel& draft) : draft_(draft) {
        const std::size_t count = draft.boundaries.size();
        items_.resize(count + draft.elements.size());
        for (std::size_t i = 0; i < count; ++i) index_.try_emplace(draft.boundaries[i].id, i);
        for (std::size_t i = 0; i < count; ++i) items_[i].parent = parent(draft.boundaries[i].in);
        break_cycles();
        for (std::size_t i = 0; i < draft.elements.size(); ++i)
            items_[count + i].parent = parent(draft.elements[i].in);
        for (std::size_t i = 0; i < items_.size(); ++i)
            if (i >= count || !draft.boundaries[i].is_line)
                (items_[i].parent == none ? page_ : items_[items_[i].parent].contents).push_back(i);
    }

    Layout arrange() {
        const std::vector<std::size_t> outermost_first = boundary_order();
        for (auto at = outermost_first.rbegin(); at != outermost_first.rend(); ++at) {
            Item& item = items_[*at];
            const auto [width, height] = set_rows(item.contents);
            item.box.width = std::max(width, element_size) + 2 * margin;
            item.box.height = std::max(height, element_size) + 2 * margin;
        }
        set_rows(page_);
        shift(page_, margin, margin);
        for (std::size_t at : outermost_first)
            shift(items_[at].contents, items_[at].box.left + margin, items_[at].box.top + margin);
        Layout layout;
        for (std::size_t i = 0; i < items_.size(); ++i)
            (i < draft_.boundaries.size() ? layout.boundaries : layout.elements).push_back(items_[i].box);
        return layout;
    }

private:
    std::size_t parent(const std::string& id) const {
        const auto found = index_.find(id);
        const bool holds = found != index_.end() && !draft_.boundaries[found->second].is_line;
        return holds ? found->second : none;
    }

    /// A boundary that lies in itself is put on the page.
    void break_cycles() {
        std::vector<std::size_t> seen(draft_.boundaries.size(), none);
        for (std::size_t start = 0; start < seen.size(); ++start) {
            std::size_t at = start;
            while (at != none && seen[at] == none) {
                seen[at] = start;
                if (items_[at].parent != none && seen[items_[at].parent] == start) items_[at].parent = none;
                at = items_[at].parent;
            }
        }
    }

    std::vector<std::size_t> boundary_order() const {
        std::vector<std::size_t> order;
        const auto add = [&](const std::vector<std::size_t>& contents) {
            for (std::size_t item : contents)
                if (item < draft_.boundaries.size()) order.push_back(item);
        };
        add(page_);
        for (std::size_t i = 0; i < order.size(); ++i) add(items_[order[i]].contents);
        return order;
    }

    /// About as many columns as rows. Returns the width and height of all.
    std::pair<double, double> set_rows(const std::vector<std::size_t>& contents) {
        const auto columns =
            static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(contents.size()))));
        double left = 0, top = 0, row_height = 0, width = 0;
        for (std::size_t i = 0; i < contents.size(); ++i) {
            if (i > 0 && i % columns == 0) {
                top += row_height + gap;
                left = row_height = 0;
            }
            Box& box = items_[contents[i]].box;
            box.left = left;
            box.top = top;
            left += box.width + gap;
            width = std::max(width, left - gap);
            row_height = std::max(row_height, box.height);
        }
        return {width, top + row_height};
    }

    void shift(const std::vector<std::size_t>& contents, double x, double y) {
        for (std::size_t item : contents) {
            items_[item].box.left += x;
            items_[item].box.top += y;
        }
    }

    const DraftModel& draft_;
    boost::unordered_flat_map<std::string_view, std::size_t> index_;
    std::vector<Item> items_;  // boundaries, then elements
    std::vector<std::size_t> page_;
};

}  // namespace

Layout lay_out(const DraftModel& draft) { return Arranger(draft).arrange(); }

}  // namespace bartizan::tmt
