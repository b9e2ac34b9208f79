#include "rules/expression_key.h"

#include "rules/members.h"

namespace bartizan {
namespace {

void append(std::string& key, std::uint64_t number) {
    key += std::to_string(number);
    key += ' ';
}

/// Variables of macros are numbered from the outside in, as their slots differ from expression to expression.
class KeyWriter {
public:
    KeyWriter(const Expression& expression, std::uint32_t variable)
        : expression_(expression), variable_(variable) {}

    void write(NodeId id) {
        const ExpressionNode& node = expression_[id];
        append(key, static_cast<std::uint64_t>(node.operation));
        append(key, node.which);
        append(key, static_cast<std::uint64_t>(node.type.base));
        if (node.operation == Operation::constant) return write_constant(node);
        if (node.operation == Operation::variable) return write_variable(node.id);
        bool is_macro = node.operation == Operation::macro;
        // The number of a pattern says nothing; its text is the second operand.
        bool is_pattern =
            node.operation == Operation::call && node.which == static_cast<std::uint8_t>(Function::matches);
        if (!is_macro && !is_pattern) append(key, node.id);
        append(key, node.operands.count);
        auto operands = expression_.operands_of(node);
        for (std::size_t i = 0; i < operands.size(); ++i) {
            if (is_macro && i == 1) bound_.push_back(node.id);
            write(operands[i]);
        }
        if (is_macro) bound_.pop_back();
    }

    std::string key;

private:
    void write_constant(const ExpressionNode& node) {
        const Constant& constant = expression_.constants[node.id];
        if (node.type.enumeration.valid()) append(key, node.type.enumeration.index);
        if (const auto* truth = std::get_if<bool>(&constant)) return append(key, *truth ? 1 : 0);
        if (const auto* number = std::get_if<std::int64_t>(&constant))
            return append(key, static_cast<std::uint64_t>(*number));
        const auto* text = std::get_if<std::string>(&constant);
        std::string written;
        if (const auto* number = std::get_if<double>(&constant)) {
            written.assign(reinterpret_cast<const char*>(number), sizeof(*number));
            text = &written;
        }
        append(key, text != nullptr ? text->size() : 0);
        if (text != nullptr) key += *text;
    }

    void write_variable(std::uint32_t slot) {
        auto found = std::ranges::find(bound_, slot);
        if (found != bound_.end()) {
            key += 'm';
            return append(key, static_cast<std::uint64_t>(found - bound_.begin()));
        }
        key += slot == variable_ ? 'p' : 's';
        append(key, slot == variable_ ? 0 : slot);
    }

    const Expression& expression_;
    std::uint32_t variable_;
    std::vector<std::uint32_t> bound_;
};

bool uses_only(const Expression& expression, NodeId part, std::span<const std::uint32_t> allowed,
               std::vector<std::uint32_t>& bound) {
    const ExpressionNode& node = expression[part];
    if (node.operation == Operation::variable)
        return std::ranges::find(allowed, node.id) != allowed.end() ||
               std::ranges::find(bound, node.id) != bound.end();
    bool is_macro = node.operation == Operation::macro;
    if (is_macro) bound.push_back(node.id);
    bool result = true;
    for (NodeId operand : expression.operands_of(node))
        result = result && uses_only(expression, operand, allowed, bound);
    if (is_macro) bound.pop_back();
    return result;
}

}  // namespace

std::string expression_key(const Expression& expression, NodeId part, std::uint32_t variable) {
    KeyWriter writer(expression, variable);
    writer.write(part);
    return std::move(writer.key);
}

bool uses_only(const Expression& expression, NodeId part, std::span<const std::uint32_t> allowed) {
    std::vector<std::uint32_t> bound;
    return uses_only(expression, part, allowed, bound);
}

}  // namespace bartizan
