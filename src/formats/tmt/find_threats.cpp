#include "formats/tmt/crossing.h"
#include "formats/tmt/generate.h"

namespace bartizan::tmt {
namespace {

/// Steps that may be spent, so that a hostile file costs seconds and not hours; the largest models that
/// people have drawn take a hundred-thousandth.
constexpr std::size_t max_steps = 1'000'000'000;
constexpr std::size_t max_hits = 100'000;

class Finder {
public:
    Finder(const Document& document, const RuleBook& book, Diagnostics& diagnostics)
        : document_(document), book_(book), diagnostics_(diagnostics), runner_(book) {}

    std::vector<Hit> find() {
        for (std::uint32_t i = 0; i < document_.diagrams.items.size() && !is_exceeded_; ++i) search(i);
        return std::move(hits_);
    }

private:
    void search(std::uint32_t index) {
        const Diagram& diagram = document_.diagrams.items[index];
        const auto& shapes = diagram.borders.items;
        const Boundaries boundaries(diagram);
        boost::unordered_flat_map<std::string_view, std::uint32_t> shape_of;
        std::vector<Facts> facts;
        for (std::uint32_t i = 0; i < shapes.size(); ++i) {
            shape_of.try_emplace(shapes[i].guid.view(), i);
            facts.push_back(facts_of(book_, shapes[i]));
        }
        for (std::uint32_t i = 0; i < diagram.lines.items.size() && !is_exceeded_; ++i) {
            const Line& line = diagram.lines.items[i];
            if (line.kind != "Connector" || line.is_out_of_scope()) continue;
            const auto source = shape_of.find(line.source_guid.view());
            const auto target = shape_of.find(line.target_guid.view());
            if (source == shape_of.end() || target == shape_of.end()) continue;
            if (!afford(boundaries.steps() + book_.code.size() + book_.rules.size(), line)) return;
            runner_.set_flow(facts[source->second], facts[target->second], facts_of(book_, line),
                             crossed(boundaries, line));
            ask({index, i, source->second, target->second, 0}, line);
        }
    }

    void ask(Hit hit, const Line& line) {
        for (; hit.type < book_.rules.size(); ++hit.type) {
            if (!runner_.fires(book_.rules[hit.type])) continue;
            if (hits_.size() == max_hits) return exceed(line);
            hits_.push_back(hit);
        }
    }

    std::vector<Number> crossed(const Boundaries& boundaries, const Line& line) const {
        std::vector<Number> types;
        boundaries.for_each_crossed(line, [&](const Drawn& boundary) {
            for (Number type : lineage(book_, type_number(book_, boundary))) types.push_back(type);
        });
        return types;
    }

    bool afford(std::size_t steps, const Line& line) {
        if (steps > max_steps - steps_) {
            exceed(line);
            return false;
        }
        steps_ += steps;
        return true;
    }

    void exceed(const Line& line) {
        is_exceeded_ = true;
        diagnostics_.add(DiagnosticKind::skipped_part, line.where,
                         "the threats of this flow and those after it are left out: there are too many");
    }

    const Document& document_;
    const RuleBook& book_;
    Diagnostics& diagnostics_;
    FilterRunner runner_;
    std::vector<Hit> hits_;
    std::size_t steps_ = 0;
    bool is_exceeded_ = false;
};

}  // namespace

std::vector<Hit> find_threats(const Document& document, const RuleBook& book, Diagnostics& diagnostics) {
    return Finder(document, book, diagnostics).find();
}

}  // namespace bartizan::tmt
