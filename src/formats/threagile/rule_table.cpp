// What is said about each rule, and which function looks for it.
#include "formats/threagile/rules.h"

#include <array>

namespace bartizan::threagile {
namespace {

using F = RiskFunction;
using S = RiskStride;

constexpr std::array<Rule, 42> all = {{
    {"accidental-secret-leak", "Secrets may leak by accident",
     "Repositories and registries collect keys, passwords and tokens that were committed or packed by "
     "mistake. Whoever can read them can then use the secrets elsewhere.",
     "Scan commits and packages for secrets before they are accepted, keep secrets in a vault, and replace "
     "those that got out.",
     F::operations, S::information_disclosure, 200, find_accidental_secret_leak},
    {"code-backdooring", "Code may get a back door",
     "A part of the development chain can be reached from the Internet or by clients that nobody controls. "
     "Through it attackers can add code that ends up in production.",
     "Take the development chain off the Internet, let only managed clients in, and sign and check what is "
     "built.",
     F::operations, S::tampering, 912, find_code_backdooring},
    {"container-baseimage-backdooring", "Container images may have a back door",
     "A container runs everything its base image holds, including what an attacker put there or what is "
     "known to be vulnerable.",
     "Use few, small and trusted base images, pin them by digest, check signatures, and scan and rebuild "
     "them regularly.",
     F::operations, S::tampering, 912, find_container_baseimage_backdooring},
    {"container-platform-escape", "Containers may be escaped from",
     "Who breaks out of one container into the platform controls all the others.",
     "Harden the platform: no privileged containers, no host mounts, namespaces and policies between "
     "workloads, and prompt patches.",
     F::operations, S::elevation_of_privilege, 1008, find_container_platform_escape},
    {"cross-site-request-forgery", "Cross-site request forgery",
     "Another page can make the browser of a signed-in person send requests that the application takes for "
     "their own.",
     "Demand a token that other sites cannot know, use SameSite cookies, and check the origin of requests "
     "that change something.",
     F::development, S::spoofing, 352, find_cross_site_request_forgery},
    {"cross-site-scripting", "Cross-site scripting",
     "What one person enters may run as script in the browsers of others, with their sessions and their "
     "data.",
     "Escape everything at output for the place it goes to, use templates that do so by themselves, and set "
     "a content security policy.",
     F::development, S::tampering, 79, find_cross_site_scripting},
    {"dos-risky-access-across-trust-boundary", "Overload from another network",
     "Something whose outage is grave can be called from another network. Callers there can use up its "
     "resources.",
     "Limit rates and sizes for each caller, filter by address or put a VPN in front, and run more than one "
     "instance.",
     F::operations, S::denial_of_service, 400, find_dos_risky_access},
    {"incomplete-model", "The model is incomplete",
     "A technology or a protocol is not known, so that risks that depend on it are not found.",
     "Say what it is.", F::architecture, S::information_disclosure, 1008, find_incomplete_model},
    {"ldap-injection", "LDAP injection",
     "Input that becomes part of a directory query can change its meaning, get around a sign-in or read "
     "other entries.",
     "Escape input for filters and for names, or use a library that takes values apart from the filter; "
     "check formats first.",
     F::development, S::tampering, 90, find_ldap_injection},
    {"missing-authentication", "Callers are not authenticated",
     "Something sensitive, or shared by several customers, answers requests of callers it cannot know.",
     "Authenticate each caller; where people are behind it and much is at stake, with two factors.",
     F::architecture, S::elevation_of_privilege, 306, find_missing_authentication},
    {"missing-authentication-second-factor", "No second factor",
     "People reach something sensitive with one factor, so that one stolen password is enough.",
     "Demand a second factor, best one that cannot be phished.", F::business_side, S::elevation_of_privilege,
     308, find_missing_second_factor},
    {"missing-build-infrastructure", "No build chain in the model",
     "Software of our own runs here, but what builds and delivers it is not in the model, and neither are "
     "its risks.",
     "Add the developers' machines, the source repository and the pipeline.", F::architecture, S::tampering,
     1127, find_missing_build_infrastructure},
    {"missing-cloud-hardening", "The cloud is not hardened",
     "Accounts and services of a cloud are open in many ways until somebody closes them.",
     "Apply the benchmark of the provider, check it automatically, and keep to least privilege.",
     F::operations, S::tampering, 1008, find_missing_cloud_hardening},
    {"missing-file-validation", "Files are not checked",
     "Files from outside may be too large, of another kind than they claim, or malicious.",
     "Check kind, size and content, scan them, rename them, and keep them where nothing runs.",
     F::development, S::spoofing, 434, find_missing_file_validation},
    {"missing-hardening", "An attractive target is not hardened",
     "Compared with the rest of the system this is what attackers want most.",
     "Apply a hardening guide, remove what is not needed, patch promptly and watch it.", F::operations,
     S::tampering, 16, find_missing_hardening},
    {"missing-identity-propagation", "The person behind a request is lost",
     "A service acts for people but is called with the caller's own rights. Who takes over the caller can "
     "then act for everybody.",
     "Pass the person's identity on with each request and decide by it.", F::architecture,
     S::elevation_of_privilege, 284, find_missing_identity_propagation},
    {"missing-identity-provider-isolation", "The identity provider is not isolated",
     "Parts that have nothing to do with identities stand next to those that vouch for everybody. A foothold "
     "there leads to all accounts.",
     "Give identity providers and their stores a network of their own.", F::operations,
     S::elevation_of_privilege, 1008, find_missing_identity_provider_isolation},
    {"missing-identity-store", "No identity store in the model",
     "People sign in, but where their identities are kept is not in the model, and neither are its risks.",
     "Add the identity store.", F::architecture, S::spoofing, 287, find_missing_identity_store},
    {"missing-network-segmentation", "Networks are not separated",
     "Something sensitive shares a network with parts that are easier to take over and need no connection "
     "with it.",
     "Put it into a network of its own and let in only who needs it.", F::operations,
     S::elevation_of_privilege, 1008, find_missing_network_segmentation},
    {"missing-vault", "No vault for secrets",
     "Without a vault secrets end up in configuration, images and environment variables, where a single read "
     "gives them away.",
     "Keep secrets in a vault, fetch them at run time, log their use and rotate them.", F::architecture,
     S::information_disclosure, 522, find_missing_vault},
    {"missing-vault-isolation", "The vault is not isolated",
     "Other parts stand next to the vault. A foothold there is one step from all secrets.",
     "Give the vault and its store a network of their own.", F::operations, S::elevation_of_privilege, 1008,
     find_missing_vault_isolation},
    {"missing-waf", "No web application firewall",
     "Web requests come from another network without anything that looks for attacks in them.",
     "Put a web application firewall in front; it delays attacks and raises alarms, but replaces nothing "
     "else.",
     F::operations, S::tampering, 1008, find_missing_waf},
    {"mixed-targets-on-shared-runtime", "Unlike targets share a runtime",
     "Parts of different networks, or of the front and the back, run on the same base. Who takes over the "
     "weakest is next to the most valuable.",
     "Run them on separate bases.", F::operations, S::elevation_of_privilege, 1008, find_mixed_targets},
    {"path-traversal", "Path traversal",
     "Input that becomes part of a path can lead out of the intended folder, to any file.",
     "Use ids instead of paths, resolve paths and check that they stay inside, and give the process few "
     "rights.",
     F::development, S::information_disclosure, 22, find_path_traversal},
    {"push-instead-of-pull-deployment", "Deployments are pushed",
     "The pipeline reaches into what it deploys to. Each target must then keep a door open, and the pipeline "
     "holds keys to all of them.",
     "Let targets pull what they should run.", F::architecture, S::tampering, 1127, find_push_deployment},
    {"search-query-injection", "Search query injection",
     "Input that becomes part of a search query can change its meaning and show what it should not.",
     "Use a client that takes values apart from the query, and check formats first.", F::development,
     S::tampering, 74, find_search_query_injection},
    {"server-side-request-forgery", "Server-side request forgery",
     "A server that fetches addresses can be made to fetch others, from inside the network and with its "
     "rights.",
     "Never build addresses from input; choose from a list, block internal and metadata addresses, and limit "
     "egress.",
     F::development, S::information_disclosure, 918, find_server_side_request_forgery},
    {"service-registry-poisoning", "Service registry poisoning",
     "Who can write to the registry decides where others connect to.",
     "Restrict and log writing, and let callers check the identity of what they are sent to.",
     F::architecture, S::spoofing, 693, find_service_registry_poisoning},
    {"sql-nosql-injection", "SQL or NoSQL injection",
     "Input that becomes part of a database query can change its meaning, read everything or change it.",
     "Bind parameters, allow only what is expected, and give the database account few rights.",
     F::development, S::tampering, 89, find_sql_injection},
    {"unchecked-deployment", "Deployments are not checked",
     "What the development chain delivers is not scanned, so that known weaknesses reach production.",
     "Scan code, dependencies and images in the pipeline, and stop what fails.", F::architecture,
     S::tampering, 1127, find_unchecked_deployment},
    {"unencrypted-asset", "Data is not encrypted at rest",
     "Something sensitive is kept in the clear, or with one key for all people although their data calls for "
     "one each.",
     "Encrypt it; where the data of people is most sensitive, with a key for each of them.", F::operations,
     S::information_disclosure, 311, find_unencrypted_asset},
    {"unencrypted-communication", "Communication is not encrypted",
     "Sensitive data or credentials travel in the clear. Who is on the way can read and change them.",
     "Use the encrypted form of the protocol, inside networks and VPNs, too.", F::operations,
     S::information_disclosure, 319, find_unencrypted_communication},
    {"unguarded-access-from-internet", "The Internet reaches it directly",
     "Something sensitive is called from the Internet without anything in between that is made for that.",
     "Put a gateway, a reverse proxy or a bastion in front.", F::architecture, S::elevation_of_privilege, 501,
     find_unguarded_access_from_internet},
    {"unguarded-direct-datastore-access", "A store is reached from another network",
     "Callers from another network get at sensitive data without a service in between that decides what they "
     "may do.",
     "Put a service in front that owns the data.", F::architecture, S::elevation_of_privilege, 501,
     find_unguarded_datastore_access},
    {"unnecessary-communication-link", "A connection carries nothing",
     "No data is sent or received. Either the connection is not needed, or the model is incomplete.",
     "Remove the connection, or say what it carries.", F::architecture, S::elevation_of_privilege, 1008,
     find_unnecessary_link},
    {"unnecessary-data-asset", "Data is used nowhere",
     "Nothing keeps, handles or carries it. Either it is not needed, or the model is incomplete.",
     "Remove it, or say where it is used.", F::architecture, S::elevation_of_privilege, 1008,
     find_unnecessary_data},
    {"unnecessary-data-transfer", "Data goes where it is not used",
     "Sensitive data is exchanged with something that neither handles nor keeps it. Either it should not go "
     "there, or the model is incomplete.",
     "Send only what is needed, or say that it is handled there.", F::architecture, S::elevation_of_privilege,
     1008, find_unnecessary_transfer},
    {"unnecessary-technical-asset", "A part seems not to be needed",
     "It handles no data, or nothing is connected with it. Either it is not needed, or the model is "
     "incomplete.",
     "Remove it, or say what it does and who calls it.", F::architecture, S::elevation_of_privilege, 1008,
     find_unnecessary_asset},
    {"untrusted-deserialization", "Untrusted deserialization",
     "Objects that are rebuilt from what a caller sends can run code of the caller's choice.",
     "Use plain data formats; where that is impossible, allow only listed types and check a signature first.",
     F::architecture, S::tampering, 502, find_untrusted_deserialization},
    {"wrong-communication-link-content", "A connection contradicts itself",
     "What it carries, its protocol or its direction do not fit together, so that risks may be missed.",
     "Correct the connection.", F::architecture, S::information_disclosure, 1008, find_wrong_link_content},
    {"wrong-trust-boundary-content", "A boundary holds what it cannot hold",
     "Network policies and namespaces separate containers and functions, but here is something else inside.",
     "Correct the boundary or the kind of machine.", F::architecture, S::elevation_of_privilege, 1008,
     find_wrong_boundary_content},
    {"xml-external-entity", "XML external entities",
     "XML from outside can make the parser read files, call addresses or use up memory.",
     "Switch off document types and external entities in the parser.", F::development,
     S::information_disclosure, 611, find_xml_external_entity},
}};

}  // namespace

std::span<const Rule> rules() { return all; }

}  // namespace bartizan::threagile
