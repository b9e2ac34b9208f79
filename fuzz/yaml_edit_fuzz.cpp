// Any edit of any document reads back as what was meant, or is refused. The input starts with six bytes that
// choose the edit, then the value or key up to a zero byte, then the document.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "../tests/text/yaml_oracle.h"

namespace {

using namespace bartizan;
using oracle::Edit;

YamlPath choose_path(const oracle::Value& root, std::uint32_t choices, const std::string& new_key) {
    YamlPath path;
    const oracle::Value* at = &root;
    std::size_t steps = choices % 8;
    choices /= 8;
    while (path.size() < steps && at->kind != YamlKind::scalar && !at->children.empty()) {
        std::size_t width = at->kind == YamlKind::mapping ? 2 : 1;
        std::size_t child = choices % (at->children.size() / width) * width;
        choices = choices / 5 + child;
        if (width == 2)
            path.emplace_back(at->children[child].text);
        else
            path.emplace_back(child);
        at = &at->children[child + width - 1];
    }
    if (choices % 5 == 0 && path.size() < steps) path.emplace_back(new_key);
    return path;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 8) return 0;
    std::string text(reinterpret_cast<const char*>(data + 6), size - 6);
    std::size_t zero = text.find('\0');
    if (zero == std::string::npos) return 0;
    std::string value = text.substr(0, zero);
    std::string document = text.substr(zero + 1);

    Sources sources;
    Diagnostics diagnostics;
    YamlTree tree = read_yaml(sources, sources.add("document", document), diagnostics);
    if (diagnostics.has_errors()) return 0;
    oracle::Value root = oracle::from_tree(tree.root());
    Edit edit;
    edit.kind = static_cast<Edit::Kind>(data[0] % 5);
    edit.path = choose_path(
        root, data[1] | static_cast<std::uint32_t>(data[2]) << 8 | static_cast<std::uint32_t>(data[3]) << 16,
        value);
    edit.value = value;
    edit.new_key = value;
    if (edit.kind == Edit::Kind::move && !edit.path.empty() && data[4] % 4 != 0) {
        edit.before = edit.path;
        const oracle::Value* parent = oracle::find(root, edit.path, edit.path.size() - 1);
        if (parent && parent->children.empty()) {
            edit.before.back() = std::string("nothing");
        } else if (parent && parent->kind == YamlKind::sequence) {
            edit.before.back() = data[5] % parent->children.size();
        } else if (parent && parent->kind == YamlKind::mapping) {
            edit.before.back() = parent->children[data[5] % (parent->children.size() / 2) * 2].text;
        }
    }
    std::string edited;
    if (auto problem = oracle::check(tree, edit, edited)) {
        std::cerr << *problem << "\n"
                  << edit << "\n--- before\n"
                  << document << "\n--- after\n"
                  << edited << "\n";
        std::abort();
    }
    return 0;
}
