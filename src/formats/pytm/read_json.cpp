#include <algorithm>
#include <array>

#include "formats/pytm/read.h"
#include "text/nearest_name.h"
#include "text/yaml_record.h"

namespace bartizan::pytm {
namespace {

/// Names (or ids) of one kind of object.
using Names = boost::unordered_flat_map<std::string_view, ObjectId>;

class Reader {
public:
    Reader(Document& document, Diagnostics& diagnostics) : document_(document), diagnostics_(diagnostics) {}

    void read(YamlRef root) {
        std::array<YamlRef, 4> lists;  // boundaries, data, elements, flows
        for (auto [key, value] : root.entries()) {
            const std::string_view name = key.text();
            if (name == "boundaries") lists[0] = value;
            if (name == "data") lists[1] = value;
            if (name == "elements") lists[2] = value;
            if (name == "flows") lists[3] = value;
            read_header(name, value);
        }
        if (document_.name.empty())
            diagnostics_.add(DiagnosticKind::missing_key, root.location(), "the model has no `name`",
                             "add `\"name\": \"…\"`");
        make_all(lists[0], "boundaries", Class::boundary, boundaries_);
        make_all(lists[1], "data", Class::data, data_);
        make_all(lists[2], "elements", Class::asset, elements_);
        make_all(lists[3], "flows", Class::dataflow, flows_);
        for (const auto& [id, node] : made_) read_object(id, node);
        break_circles();
    }

private:
    void read_header(std::string_view key, YamlRef value) {
        if (key == "assumptions") read_assumptions(value, document_.assumptions);
        if (key == "threatsExcluded") read_sids(value, document_.excluded);
        if (!value.is_scalar()) return;
        if (key == "name") document_.name = value.text();
        if (key == "description") document_.description = value.text();
        if (key == "isOrdered") document_.is_ordered = value.as_boolean().value_or(false);
        if (key == "ignoreUnused") document_.ignore_unused = value.as_boolean().value_or(false);
    }

    /// A boundary within itself would have no outside.
    void break_circles() {
        enum : std::uint8_t { fresh, on_the_way, done };
        std::vector<std::uint8_t> seen(document_.objects.size(), fresh);
        std::vector<ObjectId> way;
        for (std::size_t i = 0; i < seen.size(); ++i) {
            ObjectId at(i);
            for (; at.valid() && seen[at.index] == fresh; at = document_.object(at, Attribute::inBoundary)) {
                seen[at.index] = on_the_way;
                way.push_back(at);
            }
            if (at.valid() && seen[at.index] == on_the_way) {
                diagnostics_.add(DiagnosticKind::invalid_value, document_[at].where,
                                 "the boundary " + quote_name(document_.name_of(at)) + " is within itself");
                document_.set(at, Attribute::inBoundary, make_none());
            }
            for (ObjectId passed : way) seen[passed.index] = done;
            way.clear();
        }
    }

    static YamlRef find_class_key(YamlRef node) {
        const YamlRef named = node.find("__class__");
        return named.valid() ? named : node.find("cls");
    }

    Class class_of(YamlRef node, Class otherwise) {
        if (otherwise != Class::asset) return otherwise;
        const YamlRef written = find_class_key(node);
        if (!written.valid()) return otherwise;
        const auto kind = find_class(written.text());
        if (kind && (mask_of(*kind) & family_of(Class::element)) != 0 && *kind != Class::dataflow)
            return *kind;
        std::array<std::string_view, class_count> names;
        for (std::size_t i = 0; i < class_count; ++i) names[i] = name_of(static_cast<Class>(i));
        diagnostics_.add(
            DiagnosticKind::unknown_value, written.location(),
            quote_name(written.text()) + " is no class of pytm's elements; it is taken for an `Asset`",
            suggest(written.text(), names));
        return otherwise;
    }

    void make_all(YamlRef list, std::string_view key, Class kind, Names& names) {
        if (!list.valid() || !expect_list(list, {"", key}, diagnostics_)) return;
        const std::size_t count = list.size();
        document_.reserve(count);
        names.reserve(count);
        made_.reserve(made_.size() + count);
        for (YamlRef node : list.items()) {
            if (!expect_mapping(node, {"an entry of", key}, diagnostics_)) continue;
            const YamlRef name = node.find("name");
            if (!name.valid() || !name.is_scalar()) {
                diagnostics_.add(DiagnosticKind::missing_key, node.location(),
                                 "an entry of " + quote_name(key) + " has no `name`");
                continue;
            }
            const ObjectId id = document_.make(class_of(node, kind), name.text(), name.location());
            made_.emplace_back(id, node);
            document_[id].whole = node.location();
            const YamlRef own = node.find("id");
            if (own.valid() && own.is_scalar()) document_[id].id = own.text();
            const std::string_view key_text = own.valid() && own.is_scalar() ? own.text() : name.text();
            // The last of a name is meant, as in a dictionary of Python.
            names.insert_or_assign(key_text, id);
            if (own.valid()) names.try_emplace(name.text(), id);
        }
    }

    void read_object(ObjectId id, YamlRef node) {
        for (auto [key, value] : node.entries()) {
            const std::string_view name = key.text();
            if (name == "name" || name == "id" || name == "__class__" || name == "cls" || name == "uuid")
                continue;
            if (name == "attrs" && value.is_mapping()) {
                for (auto [inner, stated] : value.entries()) read_attribute(id, inner, stated);
            } else if (name == "controls" && document_.kind_of(id) != Class::data) {
                read_controls(id, value);
            } else {
                read_attribute(id, key, value);
            }
        }
        if (document_.kind_of(id) != Class::dataflow) return;
        require_end(id, node, "source", Attribute::source);
        require_end(id, node, "sink", Attribute::sink);
    }

    void require_end(ObjectId flow, YamlRef node, std::string_view key, Attribute end) {
        if (document_.object(flow, end).valid() || node.find(key).valid()) return;
        diagnostics_.add(DiagnosticKind::dangling_flow, node.location(),
                         "the flow " + quote_name(document_.name_of(flow)) + " has no " + quote_name(key) +
                             "; it is left out");
    }

    void read_controls(ObjectId id, YamlRef controls) {
        if (!expect_mapping(controls, "controls", diagnostics_)) return;
        for (auto [key, value] : controls.entries()) {
            if (!value.is_scalar()) continue;
            state_scalar(id, key, value, true);
        }
    }

    void state_scalar(ObjectId id, YamlRef key, YamlRef value, bool of_controls) {
        Literal written;
        written.where = value.location();
        written.text = value.text();
        if (value.is_null())
            written.value = make_none();
        else if (const auto boolean = value.as_boolean())
            written.value = make_boolean(*boolean);
        else if (const auto integer = value.as_integer())
            written.value = make_number(*integer);
        else
            written.value = {ValueKind::text};
        state(document_, id, key.text(), of_controls, written, key.location(), diagnostics_);
    }

    void read_attribute(ObjectId id, YamlRef key, YamlRef value) {
        const auto known = find_attribute(key.text());
        if (!known || !document_.is_a(id, table_of(*known).classes)) {
            if (value.is_scalar()) state_scalar(id, key, value, false);
            return;
        }
        Object& object = document_[id];
        switch (table_of(*known).form) {
            case Form::boundary:
                return refer(id, *known, value, boundaries_, "boundary");
            case Form::element:
                return refer(id, *known, value, elements_, "element");
            case Form::flow:
                return refer(id, *known, value, flows_, "data flow");
            case Form::data_list:
                return read_references(value, data_, "data", object.data);
            case Form::flow_list:
                // pytm works out inputs and outputs anew; only data say by what they are carried.
                if (*known == Attribute::carriedBy)
                    read_references(value, flows_, "data flow", object.inputs);
                return;
            case Form::overrides:
                return read_overrides(id, value);
            case Form::assumptions:
                if (value.is_sequence() && value.size() > 0)
                    read_assumptions(value, document_.add_details(id).assumptions);
                return;
            case Form::texts:
                if (value.is_sequence() && value.size() > 0)
                    read_sids(value, document_.add_details(id).source_files);
                return;
            case Form::integers:
                return read_levels(id, value);
            case Form::ignored:
            case Form::element_list:
                return;
            default:
                if (value.is_scalar())
                    state_scalar(id, key, value, false);
                else
                    diagnostics_.add(DiagnosticKind::wrong_type, value.location(),
                                     quote_name(key.text()) + " is " + std::string(form_of(value)) +
                                         " where a single value belongs");
        }
    }

    ObjectId find(YamlRef value, const Names& names, std::string_view what) {
        const auto found = value.is_scalar() ? names.find(value.text()) : names.end();
        if (found != names.end()) return found->second;
        std::string help;
        // Comparing with all names would take too long for many of both.
        if (names.size() <= 200 && diagnostics_.warning_count() < 100) {
            std::vector<std::string_view> all;
            for (const auto& [name, id] : names) all.push_back(name);
            std::ranges::sort(all);
            help = did_you_mean(value.text(), all);
        }
        diagnostics_.add(DiagnosticKind::unknown_value, value.location(),
                         "there is no " + std::string(what) + " " + quote_name(value.text()),
                         std::move(help));
        return {};
    }

    void refer(ObjectId id, Attribute attribute, YamlRef value, const Names& names, std::string_view what) {
        if (value.is_null()) return;
        const ObjectId other = find(value, names, what);
        if (!other.valid()) {
            if (attribute == Attribute::source || attribute == Attribute::sink)
                diagnostics_.add(DiagnosticKind::dangling_flow, value.location(),
                                 "the flow " + quote_name(document_.name_of(id)) + " is left out");
            return;
        }
        Value referred = make_object(other);
        referred.stated = true;
        document_.set(id, attribute, referred);
        // pytm links both when an answer is declared.
        if (attribute == Attribute::responseTo) {
            document_.set(id, Attribute::isResponse, make_boolean(true));
            if (!document_.object(other, Attribute::response).valid())
                document_.set(other, Attribute::response, make_object(id));
        }
    }

    void read_references(YamlRef value, const Names& names, std::string_view what,
                         std::vector<ObjectId>& out) {
        if (value.is_null()) return;
        if (value.is_scalar()) {
            if (const ObjectId id = find(value, names, what); id.valid()) out.push_back(id);
            return;
        }
        if (!value.is_sequence()) return;
        for (YamlRef item : value.items())
            if (const ObjectId id = find(item, names, what); id.valid()) out.push_back(id);
    }

    void read_sids(YamlRef value, std::vector<std::string>& out) {
        if (value.is_scalar() && !value.is_null()) out.emplace_back(value.text());
        if (!value.is_sequence()) return;
        for (YamlRef item : value.items())
            if (item.is_scalar()) out.emplace_back(item.text());
    }

    void read_assumptions(YamlRef value, std::vector<Assumption>& out) {
        if (!value.is_sequence()) return;
        for (YamlRef item : value.items()) {
            Assumption& made = out.emplace_back();
            made.where = item.location();
            if (item.is_scalar()) made.name = item.text();
            if (!item.is_mapping()) continue;
            for (auto [key, field] : item.entries()) {
                if (key.text() == "exclude") read_sids(field, made.exclude);
                if (!field.is_scalar()) continue;
                if (key.text() == "name") made.name = field.text();
                if (key.text() == "description") made.description = field.text();
            }
        }
    }

    void read_overrides(ObjectId id, YamlRef value) {
        if (!value.is_sequence() || value.size() == 0) return;
        Details& details = document_.add_details(id);
        details.has_own_overrides = true;
        for (YamlRef item : value.items()) {
            // A dump holds only the numbers of findings.
            if (!item.is_mapping()) continue;
            Override& made = details.overrides.emplace_back();
            made.where = item.location();
            for (auto [key, field] : item.entries()) {
                if (!field.is_scalar() || field.is_null()) continue;
                if (key.text() == "threat_id")
                    made.threat_id = field.text();
                else
                    made.fields.emplace_back(key.text(), field.text());
            }
        }
    }

    void read_levels(ObjectId id, YamlRef value) {
        if (!value.is_sequence()) return;
        std::vector<std::int64_t> levels;
        for (YamlRef item : value.items())
            if (const auto level = item.as_integer()) levels.push_back(*level);
        if (levels.size() == 1 && levels[0] == 0) return;
        document_.add_details(id).levels = std::move(levels);
    }

    Document& document_;
    Diagnostics& diagnostics_;
    std::vector<std::pair<ObjectId, YamlRef>> made_;
    Names boundaries_;
    Names data_;
    Names elements_;
    Names flows_;
};

}  // namespace

std::optional<Document> read_json_model(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
    const YamlTree tree = read_yaml(sources, source, diagnostics);
    if (tree.empty() || !expect_mapping(tree.root(), "a model of pytm", diagnostics)) return std::nullopt;
    Document document;
    document.where = tree.root().location();
    Reader(document, diagnostics).read(tree.root());
    return document;
}

bool is_json_model(std::string_view text) {
    constexpr std::size_t beginning = 1u << 20;
    text = text.substr(0, beginning);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || text[first] != '{') return false;
    const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
    if (has("\"__class__\"")) return has("\"elements\"") || has("\"actors\"") || has("\"boundaries\"");
    return has("\"cls\"") && has("\"elements\"") && (has("\"attrs\"") || has("\"sink\""));
}

}  // namespace bartizan::pytm
