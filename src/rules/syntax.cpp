#include "rules/syntax.h"

#include <algorithm>
#include <utility>

namespace bartizan {

NodeId SyntaxTree::add(SyntaxNode node, std::span<const NodeId> operands_of_node) {
    node.operands = {static_cast<std::uint32_t>(operands.size()),
                     static_cast<std::uint32_t>(operands_of_node.size())};
    node.depth = 1;
    for (NodeId operand : operands_of_node)
        node.depth = std::max<std::uint16_t>(node.depth, nodes[operand.index].depth + 1);
    operands.insert(operands.end(), operands_of_node.begin(), operands_of_node.end());
    nodes.push_back(std::move(node));
    return NodeId(nodes.size() - 1);
}

NodeId SyntaxTree::add_literal(Constant value, std::uint32_t begin, std::uint32_t end) {
    constants.push_back(std::move(value));
    SyntaxNode node;
    node.value = static_cast<std::uint32_t>(constants.size() - 1);
    node.begin = begin;
    node.end = end;
    return add(std::move(node));
}

}  // namespace bartizan
