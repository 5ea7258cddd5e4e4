#!/usr/bin/env bash
# Lists everything that the processes of the real network listen on and proves that nobody is answered there who does not
# show what must be shown: each listener is called as a stranger would call it, and with the right credentials, without which
# a refusal would prove nothing. Then old and unsigned proposals, the modes of all keys, and secrets in sight of others.
#
# One line for each: ok, FAIL, or note (what is open by design and why that does no harm). Exit code 1 if anything fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh
# shellcheck source=network/probes.sh
source network/probes.sh
# shellcheck source=network/proposals.sh
source network/proposals.sh

# peer_tls ENTERPRISE, user_tls ENTERPRISE, orderer_tls NAME ENTERPRISE: certificate and key without .crt and .key.
peer_tls() { printf '%s/tls/server' "$(peer_folder "$1")"; }
user_tls() { printf '%s/secrets/%s/tls/client' "$NETWORK_STATE" "$1"; }
orderer_tls() { printf '%s/orderers/%s.orderers.%s/tls/server' "$(orderer_org "$2")" "$1" "$2"; }
chaincode_tls() { printf '%s/secrets/%s/chaincode/client' "$NETWORK_STATE" "$1"; }
# another ENTERPRISE: one that is not this one (or this one where it is alone).
another() { enterprises | awk -v e="$1" '$2 != e {print $2; found = 1; exit} END {if (!found) print e}'; }

kubo_api() {
  local name=$1 address=$2 enterprise=$3 call path open=() token=$NETWORK_STATE/secrets/$3/kubo.token
  call=http://$address/api/v0/id
  begin
  probe "no token" "$(status "$call")" 403
  printf 'Authorization: Bearer %064d\n' 0 >"$WORK/wrong-token"
  probe "a wrong token" "$(status -H "@$WORK/wrong-token" "$call")" 403
  [ "$(another "$enterprise")" = "$enterprise" ] ||
    probe "another enterprise's token" "$(status -H "@$(authorization "$(another "$enterprise")")" "$call")" 403
  probe "reading content without a token" "$(curl -s --max-time 10 -o /dev/null -w '%{http_code}' "http://$address/ipfs/bafkqaaik")" 404
  must_answer "its token" "$(status -H "@$(authorization "$enterprise")" "$call")" 403
  verdict "$name" "$address" "Kubo API: HTTP, bearer token"
  [ -s "$token" ] || fail "$name" "$address" "its token must be in $token"
  for path in debug/vars debug/pprof/cmdline debug/metrics/prometheus version webui; do
    [[ $(curl -s --max-time 10 -o /dev/null -w '%{http_code}' "http://$address/$path") == 4* ]] || open+=("/$path")
  done
  [ ${#open[@]} -eq 0 ] ||
    printf 'note  %-24s %-16s Kubo asks for its token below /api/v0 only and has no setting for the rest; whoever is on this machine may read its diagnostics: %s\n' \
      "$name" "$address" "$(join "${open[@]}")"
}

kubo_swarm() {
  local name=$1 address=$2 enterprise=$3 answer peers
  begin
  # The first message of libp2p. A node without a swarm key answers it in the same words.
  answer=$(exec 3<>"/dev/tcp/${address%:*}/${address#*:}" && printf '\x13/multistream/1.0.0\n' >&3 && timeout 3 head -c 64 <&3 | tr -dc '[:print:]') || true
  if [[ $answer == *multistream* ]]; then accepted+=("a handshake without the swarm key"); else refused+=("a handshake without the swarm key"); fi
  if [ "$(enterprises | wc -l)" -gt 1 ]; then
    peers=$(swarm_peers "$enterprise")
    must_answer "another node, which has the key," "$([ "${peers:-0}" -gt 0 ] && echo "$peers" || echo 000)"
  fi
  verdict "$name" "$address" "Kubo swarm: libp2p, private by swarm key"
}
swarm_peers() {
  local n
  n=$(number_of "$1")
  curl -s --max-time 10 -X POST -H "@$(authorization "$1")" "http://127.0.0.1:$(port "$n" "$KUBO_API_PORT")/api/v0/swarm/peers" | jq '.Peers | length' 2>/dev/null || echo 0
}

# tls_listener PROCESS ADDRESS WHAT WRONG-PAIR [RIGHT-PAIR]
tls_listener() {
  begin
  mutual_tls "$2" "$4" "${5:-}"
  verdict "$1" "$2" "$3"
}

# listener PROCESS ADDRESS NUMBER ENTERPRISE OFFSET: what is known to be there is called, anything else is a finding.
listener() {
  local name=$1 address=$2 enterprise=$4
  case ${name%%-*}:$5 in
    peer:"$PEER_PORT") tls_listener "$name" "$address" "peer: gRPC, mutual TLS" "$(chaincode_tls "$enterprise")" "$(user_tls "$enterprise")" ;;
    peer:"$PEER_CHAINCODE_PORT") tls_listener "$name" "$address" "peer for chaincode: gRPC, mutual TLS" "$(user_tls "$enterprise")" ;;
    peer:"$PEER_OPERATIONS_PORT") tls_listener "$name" "$address" "peer operations: HTTP, mutual TLS" "$(chaincode_tls "$enterprise")" "$(peer_tls "$enterprise")" ;;
    chaincode:"$CHAINCODE_PORT") tls_listener "$name" "$address" "chaincode: gRPC, mutual TLS" "$(user_tls "$enterprise")" "$(chaincode_tls "$enterprise")" ;;
    chaincode:"$CHAINCODE_METRICS_PORT") tls_listener "$name" "$address" "chaincode metrics: HTTP, mutual TLS" "$(user_tls "$enterprise")" "$(chaincode_tls "$enterprise")" ;;
    orderer:"$ORDERER_PORT") tls_listener "$name" "$address" "orderer: gRPC, mutual TLS" "$(chaincode_tls "$enterprise")" "$(orderer_tls "$name" "$enterprise")" ;;
    orderer:"$ORDERER_ADMIN_PORT") tls_listener "$name" "$address" "orderer admin: HTTP, mutual TLS" "$(user_tls "$enterprise")" "$(orderer_tls "$name" "$enterprise")" ;;
    orderer:"$ORDERER_OPERATIONS_PORT") tls_listener "$name" "$address" "orderer operations: HTTP, mutual TLS" "$(user_tls "$enterprise")" "$(orderer_tls "$name" "$enterprise")" ;;
    kubo:"$KUBO_API_PORT") kubo_api "$name" "$address" "$enterprise" ;;
    kubo:"$KUBO_SWARM_PORT") kubo_swarm "$name" "$address" "$enterprise" ;;
    *) fail "$name" "$address" "nothing of this network is meant to listen there: find out what it is, and stop it" ;;
  esac
}

# process NAME PID NUMBER ENTERPRISE: all its listeners.
process() {
  local name=$1 pid=$2 found=0 protocol address at
  while read -r protocol address at; do
    found=$((found + 1))
    if [ "$protocol" != tcp ]; then
      fail "$name" "$address:$at" "takes $protocol datagrams; nothing of this network does"
    elif [ "$address" != 127.0.0.1 ]; then
      fail "$name" "*:$at" "must listen on 127.0.0.1 only; it listens on address $address"
    else
      listener "$name" "$address:$at" "$3" "$4" $((at - FABRIC_BASE_PORT - 100 * $3))
    fi
  done < <(listeners_of "$pid")
  [ "$found" -gt 0 ] || fail "$name" "-" "must listen on something. Its log is $STATE/logs/$name.log"
}

# proposals NUMBER ENTERPRISE MSP-ID
proposals() {
  local user=$NETWORK_STATE/users/$2/p1/msp
  [ -d "$user" ] || user=$NETWORK_STATE/users/$2/admin/msp
  try_proposals "peer-$2" "127.0.0.1:$(port "$1" "$PEER_PORT")" "$3" "$user" \
    --cert "$(user_tls "$2").crt" --key "$(user_tls "$2").key"
}

prepare
command -v jq >/dev/null || die 3 "jq is missing. Install it with the system's package manager."
[ -f "$NETWORK_STATE/ready.json" ] || die 5 "The real network is not up. Start it with: ./test-network.sh up --fabric"
cat "$NETWORK_STATE"/secrets/*/kubo.token <(sed -n 4p "$NETWORK_STATE/secrets/swarm.key") >"$WORK/secrets"
printf 'PRIVATE KEY-----\n' >>"$WORK/secrets"

# Every process that these scripts started, whatever its name.
while IFS= read -r name; do
  pid=$(process_pid "$name")
  [ -n "$pid" ] || { printf 'note  %-24s %-16s does not run\n' "$name" "-"; continue; }
  case $name in
    orderer-*) read -r n _ owner < <(orderers | awk -v o="$name" '$2 == o') && enterprise=$(name_of "$owner") ;;
    *) enterprise=${name#*-} && n=$(number_of "$enterprise") ;;
  esac
  process "$name" "$pid" "${n:-0}" "$enterprise"
  not_in_sight "$name" "$pid" "$WORK/secrets"
done < <(find "$NETWORK_STATE/pids" -name '*.pid' -exec basename {} .pid \; | sort)

if [ -f "$NETWORK_STATE/deployed" ]; then
  while read -r n name msp; do [ -z "$(process_pid "peer-$name")" ] || proposals "$n" "$name" "$msp"; done < <(enterprises)
else
  printf 'note  %-24s %-16s no proposals were tried: deploy the chaincode first\n' proposals -
fi

mapfile -t keys < <(private_files "$CRYPTO" "$NETWORK_STATE/secrets" "$NETWORK_STATE/data"/kubo-*/config "$NETWORK_STATE/data"/peer-*/externalbuilder | sort)
mapfile -t tokens < <(find "$NETWORK_STATE/secrets" "$NETWORK_STATE/data" -maxdepth 2 \( -name 'kubo.token' -o -name 'kubo.header' -o -name swarm.key \) | sort)
owner_only "private keys" "${keys[@]}"
owner_only "tokens and swarm key" "${tokens[@]}"

[ "$failures" -eq 0 ] || die 1 "$failures of the lines above say FAIL: somebody is answered who must not be."
say "Nothing answers a stranger."
