#!/usr/bin/env bash
# Prints the configuration that the channels begin with: channel federation for all enterprises, ordered by all, and one
# channel for each enterprise, ordered by its own orderer alone, since an orderer reads everything it orders.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

consensus=$(cat "$NETWORK_STATE/consensus")
# anchor MSP-ID: a name for it inside the file.
anchor() { printf '%s' "${1//[^A-Za-z0-9]/}"; }
orderer_msp() { local msp; msp=$(msp_of "$(name_of "$1")"); printf '%s' "${msp%MSP}OrdererMSP"; }

network/fabric/organisation.sh --all
cat <<YAML

Channel: &Channel
  Capabilities: {V3_0: true}
  Policies: &Policies
    Readers: {Type: ImplicitMeta, Rule: "ANY Readers"}
    Writers: {Type: ImplicitMeta, Rule: "ANY Writers"}
    Admins: {Type: ImplicitMeta, Rule: "MAJORITY Admins"}

Orderer: &Orderer
  # A lone transaction waits this long for company: 80 ms a transaction; with 250 ms it would be 300 ms.
  BatchTimeout: $BATCH_TIMEOUT
  BatchSize:
    # A block is cut early when so many transactions are waiting: more would only make the first of them wait.
    MaxMessageCount: $BATCH_MESSAGES
    # Nothing on this ledger needs more; peers refuse larger messages well before they hurt.
    AbsoluteMaxBytes: 10 MB
    PreferredMaxBytes: 2 MB
  Policies:
    <<: *Policies
    BlockValidation: {Type: ImplicitMeta, Rule: "ANY Writers"}
  Capabilities: {V2_0: true}

Application: &Application
  Policies:
    <<: *Policies
    LifecycleEndorsement: {Type: ImplicitMeta, Rule: "MAJORITY Endorsement"}
    Endorsement: {Type: ImplicitMeta, Rule: "MAJORITY Endorsement"}
  Capabilities: {V2_5: true}

YAML

raft_consenter() {
  local tls
  tls=$(orderer_folder "$(name_of "$3")" "$2")/tls/server.crt
  printf '          - {Host: %s, Port: %s, ClientTLSCert: %s, ServerTLSCert: %s}\n' "$(address "$2")" "$(port "$1" "$ORDERER_PORT")" "$tls" "$tls"
}
raft() {
  # A leader that is silent for a second is replaced.
  printf '      OrdererType: etcdraft\n      EtcdRaft:\n        Options: {TickInterval: 100ms, ElectionTick: 10, HeartbeatTick: 1, MaxInflightBlocks: 5, SnapshotIntervalSize: 16 MB}\n        Consenters:\n'
}
bft_consenter() {
  local node
  node=$(orderer_folder "$(name_of "$3")" "$2")
  printf '        - {ID: %s, Host: %s, Port: %s, MSPID: %s, Identity: %s, ClientTLSCert: %s, ServerTLSCert: %s}\n' \
    "$1" "$(address "$2")" "$(port "$1" "$ORDERER_PORT")" "$(orderer_msp "$3")" "$node/msp/signcerts/$2.orderers.$(name_of "$3")-cert.pem" \
    "$node/tls/server.crt" "$node/tls/server.crt"
}
# references PREFIX: the enterprises as a list of the anchors above.
references() { enterprises | while read -r n _ msp; do printf '*%s%s, ' "$1" "$(anchor "$msp")"; done | sed 's/, $//'; }

printf 'Profiles:\n  %s:\n    <<: *Channel\n    Orderer:\n      <<: *Orderer\n' "$CHANNEL"
if [ "$consensus" = bft ]; then
  # Timeouts for one machine or one region: a leader that does not order a request is complained about after 6 s in all.
  printf '      OrdererType: BFT\n      SmartBFT:\n        {RequestBatchMaxInterval: %s, RequestForwardTimeout: 2s, RequestComplainTimeout: 4s, RequestAutoRemoveTimeout: 3m, ViewChangeResendInterval: 2s, ViewChangeTimeout: 10s, LeaderHeartbeatTimeout: 10s, CollectTimeout: 1s, IncomingMessageBufferSize: 200, RequestPoolSize: 100000, LeaderHeartbeatCount: 10}\n      ConsenterMapping:\n' "$BATCH_TIMEOUT"
  while read -r n name owner; do bft_consenter "$n" "$name" "$owner"; done < <(orderers)
else
  raft
  while read -r n name owner; do raft_consenter "$n" "$name" "$owner"; done < <(orderers)
fi
printf '      Organizations: [%s]\n    Application:\n      <<: *Application\n      Organizations: [%s]\n' "$(references orderers)" "$(references peers)"
while read -r n name msp; do
  printf '  %s:\n    <<: *Channel\n    Orderer:\n      <<: *Orderer\n' "$name"
  raft
  read -r i orderer owner < <(orderers | awk -v n="$n" '$3 == n' | head -n 1)
  raft_consenter "$i" "$orderer" "$owner"
  printf '      Organizations: [*orderers%s]\n    Application:\n      <<: *Application\n      Organizations: [*peers%s]\n' "$(anchor "$msp")" "$(anchor "$msp")"
done < <(enterprises)
