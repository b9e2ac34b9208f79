// A model between formats: what a frontend has read and what a writer is given. Everything is named by ids
// and values are texts as the native language writes them, so that a draft depends on no schema; only
// formats/native turns it into a Model, and makes one of a Model.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "model/schema.h"
#include "text/source.h"

namespace bartizan {

struct DraftAttribute {
    std::string name;
    std::string value;  // "true", "https", "15m"; a list has one entry for each item
};

struct DraftPlace {
    std::string id;     // `[A-Za-z_][A-Za-z0-9_-]*`, unique among its kind
    std::string title;  // empty: the id
    std::string text;
    std::vector<std::string> tags;
    std::vector<DraftAttribute> attributes;
    Location where;  // in the file it was read from
};

struct DraftBoundary : DraftPlace {
    std::string in;  // id of the boundary around it; empty: none
    std::optional<int> trust;
    /// Drawn as a line, which holds nothing: ids of the flows that it cuts.
    bool is_line = false;
    std::vector<std::string> crossed_by;
};

struct DraftData : DraftPlace {};

struct DraftElement : DraftPlace {
    std::string type;
    std::string in;
    std::vector<std::string> stores;  // ids of data
    std::vector<std::string> processes;
};

/// One direction. The id is `source->target` where it is the only flow between them, else a name.
struct DraftFlow : DraftPlace {
    std::string source;
    std::string target;
    bool two_way = false;
    std::vector<std::string> data;
    std::vector<std::string> returns;
};

struct DraftControl {
    std::string control;
    std::string place;  // as Model::place_id writes it
    std::string note;
    Location where;
};

struct DraftDecision {
    std::string threat;  // "rule@place"
    ThreatStatus status = ThreatStatus::accepted;
    std::string by;
    std::string because;
    std::string until;    // YYYY-MM-DD or empty
    std::string decided;  // the same
    Location where;
};

struct DraftRemark {
    Remark::Kind kind = Remark::Kind::note;
    std::string text;
    std::string address;
};

/// What is drawn, in the units of the file (pixels), y growing downward.
struct DraftShape {
    std::string place;  // as Model::place_id writes it
    std::size_t diagram = 0;
    double left = 0, top = 0, width = 0, height = 0;
};
struct DraftPoint {
    double x = 0, y = 0;
};
struct DraftLine {
    std::string place;
    std::size_t diagram = 0;
    std::vector<DraftPoint> points;  // from source to target, ends included
};
struct DraftDiagram {
    std::string title;
    std::string method;  // "STRIDE", "LINDDUN" …; empty if the format does not say
};

/// What a format can say and the model can't, kept as it is for the way back.
struct Extension {
    std::string format;  // name of the frontend
    std::string json;    // one JSON value
};

struct DraftModel {
    std::string name;
    std::string text;
    std::vector<std::string> owners;
    std::vector<std::string> tags;
    std::vector<DraftData> data;
    std::vector<DraftBoundary> boundaries;
    std::vector<DraftElement> elements;
    std::vector<DraftFlow> flows;
    std::vector<DraftControl> controls;
    std::vector<DraftDecision> decisions;
    std::vector<DraftRemark> remarks;
    std::vector<DraftDiagram> diagrams;
    std::vector<DraftShape> shapes;
    std::vector<DraftLine> lines;
    std::vector<Extension> extensions;
};

/// Makes ids that the native language accepts, each once.
class DraftIds {
public:
    /// Of the letters and digits of a title, in lower case and joined by `-`: `orders-api`. `otherwise` where
    /// none is left. A number is appended where the id is taken.
    std::string make(std::string_view title, std::string_view otherwise);
    /// `source->target`, or, where there is such a flow already, an id made of the title.
    std::string make_flow(std::string_view source, std::string_view target, std::string_view title);

private:
    std::string unique(std::string id);

    boost::unordered_flat_set<std::string> taken_;
    boost::unordered_flat_map<std::string, std::size_t> next_number_;
};

/// Puts titles on one line, and leaves out what the schema does not know: elements of unknown types become
/// processes; attributes that are unknown, mean nothing for the type or have an impossible value go, and so
/// do controls that are unknown or can't stand where they are placed. Returns a sentence for each kind of
/// thing that was left out.
std::vector<std::string> keep_what_is_known(DraftModel& draft, const Schema& schema);

}  // namespace bartizan
