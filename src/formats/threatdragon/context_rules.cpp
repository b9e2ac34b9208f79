#include "formats/threatdragon/context_rules.h"

#include <array>

namespace bartizan::threatdragon {
namespace {

bool always(const Flags&) { return true; }
bool provides_authentication(const Flags& flags) { return flags.provides_authentication; }
bool is_readable_in_public(const Flags& flags) { return flags.is_public_network && !flags.is_encrypted; }
bool is_public(const Flags& flags) { return flags.is_public_network; }
bool is_encrypted(const Flags& flags) { return flags.is_encrypted; }
bool has_privileges(const Flags& flags) { return flags.privilege_level.has_value(); }
bool takes_cards(const Flags& flags) { return flags.handles_card_payment; }
bool is_web_application(const Flags& flags) { return flags.is_web_application; }
bool sells(const Flags& flags) { return flags.handles_goods_or_services; }
bool stores_credentials(const Flags& flags) { return flags.stores_credentials; }
bool stores_inventory(const Flags& flags) { return flags.stores_inventory; }
bool is_signed(const Flags& flags) { return flags.is_signed; }
bool is_log(const Flags& flags) { return flags.is_log; }

constexpr std::string_view disclosure = "informationDisclosure";
constexpr std::string_view disclosure_of_information = "disclosureOfInformation";
constexpr std::string_view detectability = "detectability";
constexpr std::string_view confidentiality = "confidentiality";

constexpr auto rules = std::to_array<ContextRule>({
    {Kind::actor, provides_authentication, "captcha-defeat", "CAPTCHA defeat", "", "repudiation",
     "unawareness", "integrity", "OAT-009: a program solves the puzzles that are meant to keep programs out.",
     "Use puzzles that cannot be guessed, watch for automation and enforce the order of steps."},
    {Kind::actor, provides_authentication, "credential-stuffing", "Credential stuffing", "", "spoofing",
     "identifiability", confidentiality,
     "OAT-008: names and passwords stolen elsewhere are tried here, because people reuse them.",
     "Ask for a second factor, refuse passwords known to be stolen and slow down repeated attempts."},
    {Kind::flow, is_readable_in_public, "use-encryption", "Use encryption", "", disclosure,
     disclosure_of_information, confidentiality,
     "Whoever is on the way of this traffic over a public network can read it.",
     "Encrypt the connection or the messages themselves."},
    {Kind::flow, is_encrypted, "vulnerable-transport-protocol", "Vulnerable transport protocol", "",
     disclosure, disclosure_of_information, confidentiality,
     "An old version of the transport protocol may have weaknesses that are known.",
     "Allow only current versions and cipher suites."},
    {Kind::flow, is_public, "fingerprinting", "Fingerprinting", "", disclosure, "linkability",
     confidentiality,
     "OAT-004: requests are chosen so that the answers tell which software and versions are in use.",
     "Leave versions and product names out of answers and errors."},
    {Kind::process, has_privileges, "least-privilege", "Least privilege", "", "spoofing", "identifiability",
     confidentiality,
     "Whoever takes over this process has its rights, and with them may reach other processes.",
     "Let it run with no more rights than it needs."},
    {Kind::process, always, "expedition", "Expedition", "", "tampering", "nonCompliance", "integrity",
     "OAT-006: a program goes through the steps faster than a person could, to gain an unfair advantage.",
     "Enforce the order and pace of steps and watch for automation."},
    {Kind::process, always, "vulnerability-scanning", "Vulnerability scanning", "", disclosure,
     disclosure_of_information, confidentiality,
     "OAT-014: the application is searched systematically for weaknesses.",
     "Notice and slow down automated search."},
    {Kind::process, always, "denial-of-service", "Denial of Service", "", disclosure, detectability,
     confidentiality, "OAT-015: requests that look normal use up what the application needs to run.",
     "Limit what each caller can use, back off under load and avoid locks that others can hold."},
    {Kind::process, takes_cards, "carding", "Carding", "", disclosure, disclosure_of_information,
     confidentiality, "OAT-001: payments are used to find out which of many stolen cards are valid.",
     "Limit the number of attempts and make each action possible only once."},
    {Kind::process, takes_cards, "card-cracking", "Card cracking", "", disclosure, disclosure_of_information,
     confidentiality, "OAT-010: the missing dates and codes of a card are found by trying them all.",
     "Limit the number of attempts for a card and watch for automation."},
    {Kind::process, takes_cards, "cashing-out", "Cashing out", "", "repudiation", "nonRepudiation",
     "integrity", "OAT-012: stolen cards or accounts are turned into money or goods here.",
     "Limit the number of actions, make each possible only once and watch for automation."},
    {Kind::process, is_web_application, "footprinting", "Footprinting", "", disclosure,
     disclosure_of_information, confidentiality,
     "OAT-018: the application is examined to learn what it is made of and how it is protected.",
     "Close services and ports that nobody needs and give away nothing about the inside."},
    {Kind::process, sells, "scalping-of-goods", "Footprinting", "Scalping", disclosure, detectability,
     confidentiality, "OAT-005: goods or services are bought up in a way that no person could by hand.",
     "Limit the number of purchases, make each possible only once and enforce the order of steps."},
    {Kind::process, sells, "sniping", "Sniping", "", disclosure, detectability, confidentiality,
     "OAT-013: a program acts at the last moment, when others have no time left to react.",
     "Watch for automation and leave nothing to be gained by being last."},
    {Kind::process, sells, "denial-of-inventory", "Denial of inventory", "", disclosure, detectability,
     confidentiality, "OAT-021: goods are reserved and never bought, so that others cannot buy them.",
     "Let reservations end soon and limit how many one can hold."},
    {Kind::store, always, "scraping", "Scraping", "", disclosure, "linkability", confidentiality,
     "OAT-011: a program collects everything that it can reach.",
     "Show data only to callers who are known and entitled, and notice false accounts."},
    {Kind::store, always, "skewing", "Skewing", "", disclosure, detectability, confidentiality,
     "OAT-016: repeated requests falsify counts and statistics.",
     "Limit the number of requests and count each action only once."},
    {Kind::store, always, "spamming", "Spamming", "", disclosure, detectability, confidentiality,
     "OAT-017: unwanted or malicious content is stored here and reaches others.",
     "Examine content before it is stored and limit how much one can add."},
    {Kind::store, stores_credentials, "credential-cracking", "Credential cracking", "", disclosure,
     disclosure_of_information, confidentiality, "OAT-007: names and passwords are found by guessing.",
     "Limit failed attempts for an account and for a source."},
    {Kind::store, stores_credentials, "account-creation", "Account creation", "", disclosure, detectability,
     confidentiality, "OAT-019: accounts are made in large numbers for later misuse.",
     "Limit the number of accounts one can make and enforce the order of steps."},
    {Kind::store, stores_credentials, "account-aggregation", "Account aggregation", "", "spoofing",
     "identifiability", confidentiality,
     "OAT-020: accounts and their credentials are brought together in a system of somebody else.",
     "Limit the number of requests and watch for one system acting for many people."},
    {Kind::store, stores_inventory, "coupon-cracking", "Coupon cracking", "", disclosure, detectability,
     confidentiality, "OAT-002: numbers of coupons and vouchers are tried until some are valid.",
     "Make the numbers long and random and limit failed attempts."},
    {Kind::store, stores_inventory, "scalping", "Scalping", "", disclosure, detectability, confidentiality,
     "OAT-005: goods or services are bought up in a way that no person could by hand.",
     "Limit the number of purchases, make each possible only once and enforce the order of steps."},
    {Kind::store, is_encrypted, "vulnerable-encryption-algorithms", "Vulnerable encryption algorithms", "",
     disclosure, disclosure_of_information, confidentiality,
     "Old algorithms of encryption may have weaknesses that are known.",
     "Use current algorithms and key lengths."},
    {Kind::store, is_signed, "vulnerable-cryptography", "Vulnerable cryptography", "", disclosure,
     disclosure_of_information, confidentiality,
     "Old algorithms for signatures and checksums may have weaknesses that are known.",
     "Use current algorithms for checksums, signatures and certificates."},
    {Kind::store, is_log, "log-contains-sensitive-data", "Log contains sensitive data", "", disclosure,
     disclosure_of_information, confidentiality,
     "Whoever gets to see the log, entitled or not, learns what should be kept from them.",
     "Write as little as possible of that kind into logs and consider encrypting it."},
});

}  // namespace

std::span<const ContextRule> context_rules() { return rules; }

}  // namespace bartizan::threatdragon
