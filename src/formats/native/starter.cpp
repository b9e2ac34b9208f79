#include "formats/native/starter.h"

namespace bartizan {
namespace {

constexpr std::string_view text =
    R"yaml(# A threat model: what a system is made of, what flows through it, and what protects it.
# Change it to describe yours, then run `bartizan check`. The reference is docs/language.md.
bartizan: 1
name: My system
owners: [my-team]

# What is worth protecting. The classification says how much harm disclosure does:
# public, internal, confidential or restricted.
data:
  orders:  { title: Orders of customers, classification: confidential, kind: personal }
  session: { title: Session token, classification: confidential, kind: credential }

# Trust boundaries: regions with a level of trust, from 0 (anybody) to 100. What enters a region of higher
# trust is where most threats are.
boundaries:
  internet: { trust: 0, kind: internet }
  cluster:  { trust: 50, kind: cluster }
  storage:  { in: cluster, trust: 80, title: Data zone }

# The parts of the system. Each has a type; your editor completes them with the schema that
# `bartizan schema` prints.
elements:
  customer: { type: browser, in: internet }
  gateway:
    type: api-gateway
    in: cluster
    controls: [rate-limiting]            # claimed: somebody wrote it here
  shop:
    type: rest-api
    in: cluster
    technology: go
    description: Takes orders and shows them.
  database:
    type: relational-database
    in: storage
    stores: [orders]
    encrypted-at-rest: true

# What flows between them: `data` is sent, `returns` comes back. Leave out what you don't know: Bartizan then
# assumes that it is not there.
flows:
  customer -> gateway: { protocol: https, authentication: oidc, data: [session, orders], returns: [orders] }
  gateway -> shop:     { protocol: grpc-tls, authentication: jwt, data: [session, orders], returns: [orders] }
  shop -> database:    { protocol: postgresql, authentication: password, data: [orders], returns: [orders] }

# Controls with a note and evidence. A file of the repository that sets the control up raises its assurance to
# `configured`, a dated check that saw it work to `verified`:
#
#   evidence: { configuration: deploy/gateway.yaml }
#   evidence: { check: "a forged token was refused", date: 2026-01-31 }
controls:
  - { control: jwt-signature-verification, on: gateway -> shop, note: The gateway's library checks each token. }

# What was decided of a threat. `bartizan check` names each as rule@place.
decisions: []
#  - threat: some-rule@shop->database
#    status: accepted                    # or mitigated, transferred, not-applicable
#    by: ana
#    until: 2027-01-31
#    because: The network between the two is private, and we move to TLS this year.

assumptions:
  - The people who run the cluster are trusted.
)yaml";

}  // namespace

std::string_view starter_model() { return text; }

}  // namespace bartizan
