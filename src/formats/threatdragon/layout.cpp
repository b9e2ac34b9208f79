#include "formats/threatdragon/layout.h"

#include <algorithm>
#include <cmath>

namespace bartizan::threatdragon {
namespace {

constexpr double gap = 80;      // between elements, so that names of flows have room
constexpr double padding = 40;  // inside a box; its name stands at the top

/// Children side by side in rows, about as wide as high. Gives each a place relative to the container.
class Shelf {
public:
    explicit Shelf(double wanted_width) : wanted_width_(wanted_width) {}

    void add(LayoutItem& item) {
        if (x_ > 0 && x_ + item.width > wanted_width_) {
            y_ += row_height_ + gap;
            x_ = row_height_ = 0;
        }
        item.box = {x_, y_, x_ + item.width, y_ + item.height};
        x_ += item.width + gap;
        row_height_ = std::max(row_height_, item.height);
        width_ = std::max(width_, x_ - gap);
    }
    double width() const { return width_; }
    double height() const { return y_ + row_height_; }

private:
    double wanted_width_;
    double x_ = 0, y_ = 0, row_height_ = 0, width_ = 0;
};

/// Every item before its parent.
std::vector<std::size_t> inside_out(std::span<const LayoutItem> items,
                                    const std::vector<std::size_t>& child_count) {
    std::vector<std::size_t> open_children = child_count;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (child_count[i] == 0) order.push_back(i);
    for (std::size_t at = 0; at < order.size(); ++at) {
        const std::size_t parent = items[order[at]].parent;
        if (parent != LayoutItem::none && --open_children[parent] == 0) order.push_back(parent);
    }
    return order;
}

/// Elements first, then boxes. The size of what holds them.
Point arrange(std::span<LayoutItem> items, std::vector<std::size_t>& children) {
    std::ranges::stable_sort(children, {}, [&](std::size_t child) { return items[child].is_box; });
    double area = 0;
    double widest = 0;
    for (std::size_t child : children) {
        area += (items[child].width + gap) * (items[child].height + gap);
        widest = std::max(widest, items[child].width);
    }
    constexpr double as_wide_as_high = 1.5;
    Shelf shelf(std::max(widest, std::sqrt(area * as_wide_as_high)));
    for (std::size_t child : children) shelf.add(items[child]);
    return {shelf.width(), shelf.height()};
}

}  // namespace

void lay_out(std::span<LayoutItem> items, Point origin) {
    std::vector<std::vector<std::size_t>> children(items.size());
    std::vector<std::size_t> child_count(items.size(), 0);
    std::vector<std::size_t> outermost;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t parent = items[i].parent;
        (parent == LayoutItem::none ? outermost : children[parent]).push_back(i);
        if (parent != LayoutItem::none) ++child_count[parent];
    }
    const std::vector<std::size_t> order = inside_out(items, child_count);
    for (std::size_t i : order) {
        if (!items[i].is_box) continue;
        const Point inside = arrange(items, children[i]);
        constexpr double smallest = 120;
        items[i].width = std::max(inside.x, smallest) + 2 * padding;
        items[i].height = std::max(inside.y, smallest) + 2 * padding;
    }
    arrange(items, outermost);
    for (auto i = order.rbegin(); i != order.rend(); ++i) {
        LayoutItem& item = items[*i];
        const bool is_outermost = item.parent == LayoutItem::none;
        const Point corner =
            is_outermost ? origin
                         : Point{items[item.parent].box.left + padding, items[item.parent].box.top + padding};
        item.box = {item.box.left + corner.x, item.box.top + corner.y, item.box.right + corner.x,
                    item.box.bottom + corner.y};
    }
}

}  // namespace bartizan::threatdragon
