#include "formats/tmt/stencils.h"

#include <algorithm>
#include <span>

namespace bartizan::tmt {
namespace {

struct Meaning {
    std::string_view id;
    std::string_view means;
};

constexpr Meaning element_types[] = {
    // Kinds
    {"GE.P", "process"},
    {"GE.EI", "external-entity"},
    {"GE.DS", "store"},
    // The template of the tool
    {"SE.P.TMCore.WinApp", "service"},
    {"SE.P.TMCore.NetApp", "service"},
    {"SE.P.TMCore.Win32Service", "service"},
    {"SE.P.TMCore.WebServer", "web-server"},
    {"SE.P.TMCore.WebApp", "web-application"},
    {"SE.P.TMCore.WebSvc", "api"},
    {"SE.EI.TMCore.Browser", "browser"},
    {"SE.EI.TMCore.User", "user"},
    {"SE.EI.TMCore.AuthProvider", "external-system"},
    {"SE.EI.TMCore.WebApp", "external-system"},
    {"SE.EI.TMCore.WebSvc", "third-party-api"},
    {"SE.EI.TMCore.Megasevrice", "external-system"},
    {"SE.DS.TMCore.CloudStorage", "object-store"},
    {"SE.DS.TMCore.SQL", "relational-database"},
    {"SE.DS.TMCore.NoSQL", "document-database"},
    {"SE.DS.TMCore.FS", "file-system"},
    {"SE.DS.TMCore.Registry", "configuration-store"},
    {"SE.DS.TMCore.ConfigFile", "configuration-store"},
    {"SE.DS.TMCore.Cache", "cache"},
    // The template for Azure
    {"SE.P.TMCore.AzureDocumentDB", "document-database"},
    {"SE.DS.TMCore.AzureKeyVault", "secret-store"},
    {"SE.P.TMCore.AzureRedis", "cache"},
    {"SE.DS.TMCore.AzureStorage", "object-store"},
    {"SE.DS.TMCore.AzureSQLDB", "relational-database"},
    {"SE.DS.TMCore.AzureSQLDWDB", "data-warehouse"},
    {"SE.DS.TMCore.AzureMySQLDB", "relational-database"},
    {"SE.DS.TMCore.AzurePostgresDB", "relational-database"},
    {"SE.EI.TMCore.DynamicsCRMMobileClient", "mobile-app"},
    {"SE.EI.TMCore.DynamicsCRMOutlookClient", "desktop-app"},
    {"SE.EI.TMCore.IoTdevice", "device"},
    {"SE.EI.TMCore.Mobile", "mobile-app"},
    {"SE.P.TMCore.ADFS", "identity-provider"},
    {"SE.P.TMCore.AzureAD", "identity-provider"},
    {"SE.P.TMCore.ADE", "search-service"},
    {"SE.P.TMCore.AzureDataFactory", "data-pipeline"},
    {"SE.P.TMCore.AzureEventHub", "service"},
    {"SE.P.TMCore.ALA", "workflow-engine"},
    {"SE.P.TMCore.AzureML", "ai-model"},
    {"SE.P.TMCore.AzureStreamAnalytics", "stream-processor"},
    {"SE.P.TMCore.AzureTrafficManager", "load-balancer"},
    {"SE.P.TMCore.AzureWebJob", "worker"},
    {"SE.P.TMCore.DynamicsCRM", "web-application"},
    {"SE.P.TMCore.DynamicsCRMPortal", "web-application"},
    {"SE.P.TMCore.IdSrv", "authorization-server"},
    {"SE.GP.TMCore.IoTCloudGateway", "gateway"},
    {"SE.GP.TMCore.IoTFieldGateway", "gateway"},
    {"SE.P.TMCore.WCF", "soap-api"},
    {"SE.P.TMCore.WebAPI", "rest-api"},
    {"SE.P.TMCore.AzureAppServiceWebApp", "web-application"},
    {"SE.P.TMCore.AzureAppServiceApiApp", "rest-api"},
    {"SE.P.TMCore.AzureAppServiceMobileApp", "api"},
};

constexpr Meaning protocols[] = {
    {"SE.DF.TMCore.HTTP", "http"},
    {"SE.DF.TMCore.HTTPS", "https"},
    {"SE.DF.TMCore.IPsec", "ipsec"},
    {"SE.DF.TMCore.NamedPipe", "local-socket"},
    {"SE.DF.TMCore.SMB", "smb"},
    {"SE.DF.TMCore.ALPC", "local-socket"},
    {"SE.DF.TMCore.UDP", "udp"},
    {"SE.DF.TMCore.IOCTL", "in-process"},
    // The template for medical devices
    {"e2887414-60e3-4f0a-ad65-cabbcbb470a4", "ssh"},
    {"7094f785-9375-415f-8f3f-f4238cc7989d", "tls"},
    {"a4d343c4-b3c9-46b7-aed9-d1210643208c", "tcp"},
    {"b897df7b-c8dd-4791-9d5d-de6198ca0ba8", "can"},
    {"1af7b721-cb40-4bec-b890-ec9965b598da", "tcp"},
    {"5a9da026-7a42-4d53-b0dc-94aec4c787c0", "ldap"},
    {"71d2c8cc-7c1b-4858-9279-17fbb2476628", "ldaps"},
};

constexpr Meaning boundary_kinds[] = {
    {"SE.TB.L.TMCore.Internet", "internet"},
    {"SE.TB.L.TMCore.Machine", "host"},
    {"SE.TB.L.TMCore.Kernel", "process"},
    {"SE.TB.L.TMCore.AppContainer", "process"},
    {"SE.TB.B.TMCore.CorpNet", "network"},
    {"SE.TB.B.TMCore.Sandbox", "process"},
    {"SE.TB.TMCore.AzureIaaSVMTrustBoundary", "host"},
    {"SE.TB.TMCore.AzureTrustBoundary", "cloud-account"},
    {"SE.TB.TMCore.IoTDeviceZone", "device"},
    {"SE.TB.TMCore.IoTFieldGatewayZone", "site"},
    {"SE.TB.TMCore.MachineTrustBoundary", "host"},
    {"SE.TB.TMCore.ServiceFabric", "cluster"},
};

/// A chosen value that states an attribute.
struct Statement {
    std::string_view property;
    std::string_view value;
    std::string_view attribute;
    std::string_view states;
};

constexpr Statement flow_statements[] = {
    {"providesConfidentiality", "Yes", "encrypted", "true"},
    {"providesConfidentiality", "No", "encrypted", "false"},
    {"authenticatesSource", "No", "authentication", "none"},
    {"JSON", "Yes", "payload", "json"},
    {"SOAP", "Yes", "payload", "xml"},
    {"XMLenc", "Yes", "payload", "xml"},
    {"RSS", "Yes", "payload", "xml"},
};

constexpr Statement element_statements[] = {
    {"runningAs", "Kernel", "runs-as", "administrator"},
    {"runningAs", "System", "runs-as", "administrator"},
    {"runningAs", "Administrator", "runs-as", "administrator"},
    {"runningAs", "Network Service", "runs-as", "least"},
    {"runningAs", "Local Service", "runs-as", "least"},
    {"runningAs", "Standard User With Elevation", "runs-as", "broad"},
    {"runningAs", "Standard User Without Elevation", "runs-as", "user"},
    {"storesLogData", "Yes", "holds-logs", "true"},
    {"Encrypted", "Yes", "encrypted-at-rest", "true"},
    {"Encrypted", "No", "encrypted-at-rest", "false"},
    // Encryption of databases at rest
    {"3a2a095f-94bc-467f-987c-8dac8307cdc6", "True", "encrypted-at-rest", "true"},
    {"3a2a095f-94bc-467f-987c-8dac8307cdc6", "False", "encrypted-at-rest", "false"},
    {"d2ce181d-abae-448d-8ef4-9acdbeb839fe", "True", "encrypted-at-rest", "true"},
    {"d2ce181d-abae-448d-8ef4-9acdbeb839fe", "False", "encrypted-at-rest", "false"},
    // Calls of pages of other origins
    {"f6b0309d-2020-4c3f-838f-5ab8ea0d2194", "True", "cross-origin", "true"},
    {"3f4a2250-9087-44c1-9fb7-61e9eb1e4df7", "True", "cross-origin", "true"},
    {"6ddbac5e-2e11-4b88-b917-587749ea4721", "True", "cross-origin", "true"},
};

/// Properties that say what an element is more exactly than its stencil.
constexpr Statement refinements[] = {
    {"b3ece90f-c578-4a48-b4d4-89d97614e0d2", "File", "", "file-share"},
    {"b3ece90f-c578-4a48-b4d4-89d97614e0d2", "Table", "", "key-value-store"},
    {"b3ece90f-c578-4a48-b4d4-89d97614e0d2", "Queue", "", "queue"},
    {"d456e645-5642-41ad-857f-951af1a3d968", "Cassandra", "", "wide-column-database"},
    {"d456e645-5642-41ad-857f-951af1a3d968", "Azure Table", "", "key-value-store"},
};

std::string_view meaning_of(std::span<const Meaning> table, std::string_view id) {
    const auto found = std::ranges::find(table, id, &Meaning::id);
    return found == table.end() ? std::string_view() : found->means;
}

/// The meaning of a stencil, or of the nearest that it descends from.
std::string_view meaning_of(std::span<const Meaning> table, const RuleBook& book, const Drawn& drawn) {
    if (const auto means = meaning_of(table, drawn.type_id.view()); !means.empty()) return means;
    for (Number type : lineage(book, type_number(book, drawn)))
        if (const auto means = meaning_of(table, book.elements[type]->id.view()); !means.empty())
            return means;
    return meaning_of(table, drawn.generic_type_id.view());
}

void state(std::vector<DraftAttribute>& attributes, std::string_view name, std::string_view value) {
    if (std::ranges::find(attributes, name, &DraftAttribute::name) == attributes.end())
        attributes.push_back({std::string(name), std::string(value)});
}

void state_all(std::vector<DraftAttribute>& attributes, const Drawn& drawn,
               std::span<const Statement> statements) {
    for (const Property& property : drawn.properties.items) {
        const std::optional<std::string_view> chosen = property.chosen();
        if (!chosen || property.name.value.empty()) continue;
        for (const Statement& each : statements)
            if (each.property == property.name.value && each.value == *chosen)
                state(attributes, each.attribute, each.states);
    }
}

}  // namespace

std::string_view element_type(const RuleBook& book, const Shape& shape) {
    for (const Property& property : shape.properties.items)
        for (const Statement& each : refinements)
            if (each.property == property.name.value && property.chosen() == each.value) return each.states;
    if (const auto means = meaning_of(element_types, book, shape); !means.empty()) return means;
    if (shape.kind == "StencilRectangle") return "external-entity";
    return shape.kind == "StencilParallelLines" ? "store" : "process";
}

std::vector<DraftAttribute> flow_attributes(const RuleBook& book, const Line& flow) {
    std::vector<DraftAttribute> attributes;
    if (const auto protocol = meaning_of(protocols, book, flow); !protocol.empty())
        state(attributes, "protocol", protocol);
    state_all(attributes, flow, flow_statements);
    return attributes;
}

std::vector<DraftAttribute> element_attributes(const Shape& shape) {
    std::vector<DraftAttribute> attributes;
    state_all(attributes, shape, element_statements);
    return attributes;
}

std::vector<DraftAttribute> boundary_attributes(const RuleBook& book, const Drawn& boundary) {
    std::vector<DraftAttribute> attributes;
    if (const auto kind = meaning_of(boundary_kinds, book, boundary); !kind.empty())
        state(attributes, "kind", kind);
    return attributes;
}

}  // namespace bartizan::tmt
