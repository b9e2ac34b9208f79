// From libfyaml's events to the flat tree. The parser's memory is bounded by our limits: reading stops at the
// first event beyond them.
#include "text/nearest_name.h"
#include "text/yaml_block_scalar.h"
#include "text/yaml_duplicates.h"
#include "text/yaml_events.h"
#include "text/yaml_everyday.h"
#include "text/yaml_flow_scalar.h"
#include "text/yaml_json.h"
#include "text/yaml_positions.h"
#include "text/yaml_refusal.h"
#include "text/yaml_syntax_error.h"
#include "text/yaml_tree.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>

namespace bartizan {
namespace {

/// The name of an anchor or alias.
std::string_view name_of(fy_token* token) {
    std::size_t length = 0;
    const char* text = fy_token_get_text(token, &length);
    return text ? std::string_view(text, length) : std::string_view();
}

ScalarStyle style_of(fy_token* token) {
    switch (fy_token_scalar_style(token)) {
        case FYSS_SINGLE_QUOTED:
            return ScalarStyle::single_quoted;
        case FYSS_DOUBLE_QUOTED:
            return ScalarStyle::double_quoted;
        case FYSS_LITERAL:
            return ScalarStyle::literal;
        case FYSS_FOLDED:
            return ScalarStyle::folded;
        default:
            return ScalarStyle::plain;
    }
}

/// Whether the bytes between the quotes are the text: no escape, no line to be folded.
bool reads_as_written(ScalarStyle style, std::string_view bytes) {
    auto has = [&](char c) { return std::memchr(bytes.data(), c, bytes.size()) != nullptr; };
    if (style == ScalarStyle::literal || style == ScalarStyle::folded) return false;
    if (has('\n') || has('\r')) return false;
    if (style == ScalarStyle::single_quoted) return !has('\'');
    return style == ScalarStyle::plain || !has('\\');
}

class TreeReader {
public:
    TreeReader(const Sources& sources, SourceId source, Diagnostics& diagnostics, YamlLimits limits)
        : sources_(sources), diagnostics_(diagnostics), limits_(limits) {
        tree_.source = source;
        tree_.source_text = sources[source].text;
        // About one node in twelve bytes, as measured on models; a guess too low costs one copy.
        tree_.nodes.reserve(tree_.source_text.size() / 12 + 16);
    }

    YamlTree read() {
        if (!read_as_json() && !read_as_everyday_yaml()) read_as_yaml();
        if (!stopped_ && !failed_ && tree_.nodes.empty()) {
            fail(DiagnosticKind::empty_document, {tree_.source, 0, 0}, "the document is empty");
        }
        if (failed_) {
            tree_.nodes.clear();
            tree_.properties.clear();
            tree_.aliases.clear();
        }
        return std::move(tree_);
    }

private:
    struct Open {
        std::uint32_t node = 0;
        std::uint32_t children = 0;
    };

    /// False if it is no JSON; then nothing was reported.
    bool read_as_json() {
        JsonResult json = read_json(tree_, limits_);
        Location where = {tree_.source, json.offset, json.offset + 1};
        switch (json.outcome) {
            case JsonOutcome::too_deep:
                stop_too_deep(where);
                return true;
            case JsonOutcome::too_large:
                stop_too_many_nodes(where);
                return true;
            case JsonOutcome::read:
                report_all_duplicate_keys();
                return true;
            case JsonOutcome::not_json:
                break;
        }
        clear();
        return false;
    }

    /// False if it needs the parser of the whole language; then nothing was reported.
    bool read_as_everyday_yaml() {
        if (!read_everyday_yaml(tree_, limits_)) {
            clear();
            return false;
        }
        report_all_duplicate_keys();
        return true;
    }

    void clear() {
        tree_.nodes.clear();
        tree_.arena.clear();
    }

    void report_all_duplicate_keys() {
        for (std::uint32_t node = 0; node < next_index(); ++node)
            if (tree_.nodes[node].kind == YamlKind::mapping) report_duplicate_keys(tree_, node, diagnostics_);
    }

    void read_as_yaml() {
        YamlEvents events(tree_.source_text);
        events_ = &events;
        while (const fy_event* event = events.next()) {
            if (!take(*event)) return;
        }
        if (events.looked_too_far()) {
            stop(DiagnosticKind::too_large, {tree_.source, cursor_, cursor_},
                 "the list or mapping after this is too large to be read in one piece");
        } else if (auto error = events.error()) {
            report_syntax_error(*error);
        }
    }

    std::uint32_t start_of(fy_token* token) const { return events_->start_of(token); }
    std::uint32_t end_of(fy_token* token) const { return events_->end_of(token); }

    bool take(const fy_event& event) {
        switch (event.type) {
            case FYET_DOCUMENT_START:
                return start_document(event.document_start.document_start);
            case FYET_SCALAR:
                return add_scalar(event.scalar);
            case FYET_ALIAS:
                return add_alias(event.alias.anchor);
            case FYET_MAPPING_START:
                return open(YamlKind::mapping, event.mapping_start.mapping_start, event.mapping_start.anchor,
                            event.mapping_start.tag);
            case FYET_SEQUENCE_START:
                return open(YamlKind::sequence, event.sequence_start.sequence_start,
                            event.sequence_start.anchor, event.sequence_start.tag);
            case FYET_MAPPING_END:
                return close(event.mapping_end.mapping_end);
            case FYET_SEQUENCE_END:
                return close(event.sequence_end.sequence_end);
            default:
                return true;
        }
    }

    bool start_document(fy_token* token) {
        if (token) cursor_ = end_of(token);
        if (++documents_ == 1) return true;
        Location where = {tree_.source, token ? start_of(token) : cursor_, cursor_};
        diagnostics_.add(DiagnosticKind::invalid_yaml, where, "a second document starts here",
                         "put each document in a file of its own");
        stopped_ = true;
        return false;
    }

    bool add_scalar(const fy_event_scalar_data& scalar) {
        std::uint32_t outer_begin = note_properties(scalar.anchor, scalar.tag);
        YamlNode node;
        if (scalar.value) {
            place_scalar(node, scalar.value);
        } else {
            place_empty(node, scalar.anchor || scalar.tag);
        }
        bool has_string_tag = scalar.tag && counts_as_quoted(scalar.tag);
        if (has_string_tag && node.style == ScalarStyle::plain) node.style = ScalarStyle::single_quoted;
        cursor_ = node.end;
        std::uint32_t index = next_index();
        if (!add_child(node, std::min(outer_begin, node.begin))) return false;
        tree_.nodes[index].subtree_end = index + 1;
        return true;
    }

    void place_scalar(YamlNode& node, fy_token* token) {
        node.style = style_of(token);
        std::uint32_t begin = start_of(token);
        std::uint32_t end = end_of(token);
        bool is_quoted = node.style == ScalarStyle::single_quoted || node.style == ScalarStyle::double_quoted;
        node.begin = is_quoted ? begin - 1 : begin;
        node.end = is_quoted ? end + 1 : end;
        if (reads_as_written(node.style, tree_.source_text.substr(begin, end - begin))) {
            node.text = begin;
            node.text_length = end - begin;
            return;
        }
        node.in_arena = true;
        node.text = static_cast<std::uint32_t>(tree_.arena.size());
        bool is_block = node.style == ScalarStyle::literal || node.style == ScalarStyle::folded;
        if (is_block) {
            place_block_scalar(node, begin, end);
        } else {
            append_flow_scalar(tree_.arena, node.style, tree_.source_text.substr(begin, end - begin));
        }
        node.text_length = static_cast<std::uint32_t>(tree_.arena.size()) - node.text;
    }

    void place_block_scalar(YamlNode& node, std::uint32_t content_begin, std::uint32_t content_end) {
        std::string_view text = tree_.source_text;
        node.begin = find_block_header(text, cursor_);
        std::int64_t parent_column = open_.empty() ? -1 : column_of(tree_.nodes[open_.back().node].begin);
        auto [end, is_too_shallow] = append_block_scalar(
            tree_.arena, text, {node.style, node.begin, content_begin, content_end, parent_column});
        node.end = end;
        if (!is_too_shallow) return;
        fail(DiagnosticKind::invalid_yaml, {tree_.source, node.begin, node.begin + 1},
             "the lines below are not indented, so they are no text of this block",
             "indent the text deeper than its key, or write `\"\"` for an empty text");
    }

    std::int64_t column_of(std::uint32_t at) const {
        std::uint32_t begin = at;
        while (begin > 0 && tree_.source_text[begin - 1] != '\n' && tree_.source_text[begin - 1] != '\r')
            --begin;
        bool follows_mark = begin == 0 && tree_.source_text.starts_with("\xEF\xBB\xBF");
        return at - begin - (follows_mark ? 3 : 0);
    }

    /// An empty value has no token: it stands behind the `:`, `-` or `?` that calls for it, or behind its
    /// properties.
    void place_empty(YamlNode& node, bool has_properties) {
        std::string_view text = tree_.source_text;
        std::uint32_t at = cursor_;
        if (!has_properties && !open_.empty()) {
            const Open& parent = open_.back();
            bool is_sequence = tree_.nodes[parent.node].kind == YamlKind::sequence;
            bool is_key = !is_sequence && parent.children % 2 == 0;
            if (is_sequence) {
                at = skip_indicator(text, at, '-');
            } else if (is_key) {
                at = skip_indicator(text, at, ',');
                std::uint32_t key = skip_indicator(text, at, '?');
                std::uint32_t colon = skip_indicator(text, at, ':');
                at = key > at ? key : colon > at ? colon - 1 : at;
            } else {
                at = skip_indicator(text, at, ':');
            }
        }
        node.begin = node.end = at;
    }

    bool add_alias(fy_token* token) {
        std::uint32_t begin = start_of(token) - 1;
        std::uint32_t end = end_of(token);
        Location where = {tree_.source, begin, end};
        cursor_ = end;
        std::uint32_t copy = next_index();
        auto anchor = anchors_.find(std::string(name_of(token)));
        bool is_known = anchor != anchors_.end();
        if (!is_known || tree_.nodes[anchor->second].subtree_end == 0) {
            report_bad_alias(where, is_known);
            YamlNode placeholder = {.begin = begin, .end = end, .subtree_end = copy + 1};
            return add_child(placeholder, begin);
        }
        std::uint32_t target = anchor->second;
        tree_.aliases.push_back({copy, begin, end, target});
        return copy_subtree(target, where);
    }

    void report_bad_alias(Location where, bool is_inside_itself) {
        std::string name(sources_.text(where));
        if (is_inside_itself) {
            fail(DiagnosticKind::invalid_yaml, where, "the alias `" + name + "` refers to what it stands in");
            return;
        }
        std::vector<std::string_view> names;
        for (const auto& [known, node] : anchors_) names.push_back(known);
        std::sort(names.begin(), names.end());
        fail(DiagnosticKind::invalid_yaml, where,
             "there is no anchor `&" + name.substr(1) + "` above this alias",
             did_you_mean(std::string_view(name).substr(1), names));
    }

    bool copy_subtree(std::uint32_t target, Location where) {
        std::uint32_t count = tree_.nodes[target].subtree_end - target;
        if (count > limits_.max_alias_nodes - alias_nodes_) {
            return stop(DiagnosticKind::too_large, where,
                        "aliases repeat more than " + std::to_string(limits_.max_alias_nodes) + " nodes");
        }
        alias_nodes_ += count;
        if (open_.size() + depth_of(YamlRef(tree_, target)) > limits_.max_depth) return stop_too_deep(where);
        std::uint32_t shift = next_index() - target;
        YamlNode top = tree_.nodes[target];
        top.subtree_end += shift;
        if (!add_child(top, where.begin)) return false;
        for (std::uint32_t from = target + 1; from < target + count; ++from) {
            YamlNode node = tree_.nodes[from];
            node.subtree_end += shift;
            if (!push(node)) return false;
        }
        return true;
    }

    bool open(YamlKind kind, fy_token* token, fy_token* anchor, fy_token* tag) {
        std::uint32_t outer_begin = note_properties(anchor, tag);
        YamlNode node;
        node.kind = kind;
        node.begin = token ? start_of(token) : next_token();
        node.end = token ? std::max(end_of(token), node.begin) : node.begin;
        bool has_width = node.end > node.begin;
        char first = has_width ? tree_.source_text[node.begin] : '\0';
        node.flow_style = first == '{' || first == '[';
        // The mark of a pair in a list, `[a: b]`, is behind its key.
        bool is_pair_in_list = !has_width && in_flow();
        if (is_pair_in_list) node.begin = next_token();
        cursor_ = std::max(cursor_, is_pair_in_list ? cursor_ : node.end);
        if (open_.size() >= limits_.max_depth)
            return stop_too_deep({tree_.source, node.begin, node.begin + 1});
        std::uint32_t index = next_index();
        if (!add_child(node, std::min(outer_begin, node.begin))) return false;
        open_.push_back({index, 0});
        return true;
    }

    bool close(fy_token* token) {
        YamlNode& node = tree_.nodes[open_.back().node];
        if (node.flow_style && token) cursor_ = std::max(cursor_, end_of(token));
        node.end = std::max(node.begin, cursor_);
        node.subtree_end = next_index();
        if (node.kind == YamlKind::mapping) report_duplicate_keys(tree_, open_.back().node, diagnostics_);
        open_.pop_back();
        if (open_.size() == complex_key_level_) complex_key_level_ = 0;
        return true;
    }

    bool add_child(const YamlNode& node, std::uint32_t outer_begin) {
        if (!open_.empty()) {
            Open& parent = open_.back();
            YamlNode& parent_node = tree_.nodes[parent.node];
            bool is_key = parent_node.kind == YamlKind::mapping && parent.children % 2 == 0;
            if (is_key && node.kind != YamlKind::scalar) report_complex_key(outer_begin, node);
            if (parent.children == 0) parent_node.begin = std::min(parent_node.begin, outer_begin);
            ++parent.children;
        }
        return push(node);
    }

    bool push(const YamlNode& node) {
        if (tree_.nodes.size() >= limits_.max_nodes) {
            return stop_too_many_nodes({tree_.source, node.begin, node.begin + 1});
        }
        tree_.nodes.push_back(node);
        return true;
    }

    /// Where the node starts with its anchor and tag, or the largest number where it has none.
    std::uint32_t note_properties(fy_token* anchor, fy_token* tag) {
        std::uint32_t begin = ~std::uint32_t{0};
        if (!anchor && !tag) return begin;
        if (anchor) {
            begin = start_of(anchor) - 1;
            cursor_ = std::max(cursor_, end_of(anchor));
            anchors_[std::string(name_of(anchor))] = next_index();
        }
        if (tag) {
            begin = std::min(begin, start_of(tag));
            cursor_ = std::max(cursor_, end_of(tag));
        }
        tree_.properties.push_back({next_index(), begin, anchor != nullptr});
        return begin;
    }

    bool counts_as_quoted(fy_token* tag) const {
        std::string_view written = tree_.source_text.substr(start_of(tag), end_of(tag) - start_of(tag));
        return written == "!!str" || written == "!" || written == "!<tag:yaml.org,2002:str>";
    }

    bool in_flow() const {
        return std::any_of(open_.begin(), open_.end(),
                           [&](Open open) { return tree_.nodes[open.node].flow_style; });
    }

    std::uint32_t next_index() const { return static_cast<std::uint32_t>(tree_.nodes.size()); }

    std::uint32_t next_token() const {
        return skip_blanks_and_comments(tree_.source_text, skip_indicator(tree_.source_text, cursor_, ','));
    }

    /// Only the outermost of those inside each other.
    void report_complex_key(std::uint32_t begin, const YamlNode& node) {
        if (complex_key_level_ > 0) return;
        complex_key_level_ = open_.size();
        const char* what = node.kind == YamlKind::mapping ? "a mapping" : "a list";
        fail(DiagnosticKind::wrong_type, {tree_.source, begin, begin + 1},
             std::string(what) + " can't be a key",
             node.flow_style ? "put the key in quotes if the brackets belong to it" : "");
    }

    void fail(DiagnosticKind kind, Location where, std::string message, std::string help = {}) {
        diagnostics_.add(kind, where, std::move(message), std::move(help));
        failed_ = true;
    }

    bool stop(DiagnosticKind kind, Location where, std::string message) {
        fail(kind, where, std::move(message));
        stopped_ = true;
        return false;
    }

    bool stop_too_many_nodes(Location where) {
        return stop(DiagnosticKind::too_large, where,
                    "the document has more than " + std::to_string(limits_.max_nodes) + " nodes");
    }

    bool stop_too_deep(Location where) {
        return stop(DiagnosticKind::too_deep, where,
                    "this is nested deeper than " + std::to_string(limits_.max_depth) + " levels");
    }

    void report_syntax_error(const YamlParserError& error) {
        YamlErrorContext context;
        context.text = tree_.source_text;
        context.offset = error.offset;
        if (!open_.empty()) {
            const YamlNode& innermost = tree_.nodes[open_.back().node];
            context.in_block_list = innermost.kind == YamlKind::sequence && !innermost.flow_style;
        }
        for (const Open& open : open_) {
            if (!tree_.nodes[open.node].flow_style) continue;
            context.in_brackets = true;
            context.bracket = tree_.nodes[open.node].begin;
        }
        auto explained = explain_yaml_error(error.message, context);
        fail(DiagnosticKind::invalid_yaml, {tree_.source, explained.begin, explained.end},
             std::move(explained.message), std::move(explained.help));
    }

    const Sources& sources_;
    Diagnostics& diagnostics_;
    YamlLimits limits_;
    YamlTree tree_;
    /// While YAML is being read.
    YamlEvents* events_ = nullptr;
    std::vector<Open> open_;
    std::unordered_map<std::string, std::uint32_t> anchors_;
    /// End of the last token in the source.
    std::uint32_t cursor_ = 0;
    std::uint32_t alias_nodes_ = 0;
    /// Levels around the key that is being read and is a collection; 0 outside of such a key.
    std::size_t complex_key_level_ = 0;
    std::uint32_t documents_ = 0;
    /// The tree is not to be used.
    bool failed_ = false;
    /// The rest is not to be read.
    bool stopped_ = false;
};

}  // namespace

YamlTree read_yaml(const Sources& sources, SourceId source, Diagnostics& diagnostics, YamlLimits limits) {
    std::string_view text = sources[source].text;
    if (auto refusal = refuse_text(source, text)) {
        diagnostics.add(refusal->kind, refusal->where, std::move(refusal->message), std::move(refusal->help));
        YamlTree nothing;
        nothing.source = source;
        nothing.source_text = text;
        return nothing;
    }
    return TreeReader(sources, source, diagnostics, limits).read();
}

}  // namespace bartizan
