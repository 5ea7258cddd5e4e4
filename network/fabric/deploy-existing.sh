#!/usr/bin/env bash
# Deploys FedFabric on a Fabric network that already runs, as a service beside each peer.
#
#   network/fabric/deploy-existing.sh FOLDER             all steps below, for every enterprise described in FOLDER
#   network/fabric/deploy-existing.sh FOLDER STEP...     some: package, start, install, approve, commit, check
#
# In a consortium everybody runs package, start, install and approve with a FOLDER that describes only the own enterprise,
# compares the printed package id with the others', and one of them then runs commit with all peers named.
#
# FOLDER/channel.env:
#   CHANNEL=federation
#   ORDERER=orderer.example:7050         an orderer, and the authority of its TLS certificate
#   ORDERER_CA=/path/tlsca.pem
#   CONNECTION=/path/connection.json     what the package carries for a builder that takes the address from it; leave it
#                                        out where each enterprise's builder writes its own
# FOLDER/NAME.env, one for each enterprise whose administrator's certificate is at hand (Fabric's own variables):
#   CORE_PEER_LOCALMSPID=… CORE_PEER_ADDRESS=… CORE_PEER_MSPCONFIGPATH=… CORE_PEER_TLS_ENABLED=true
#   CORE_PEER_TLS_ROOTCERT_FILE=…        and, where peers and orderers want client certificates,
#   CORE_PEER_TLS_CLIENTAUTHREQUIRED=true CORE_PEER_TLS_CLIENTCERT_FILE=… CORE_PEER_TLS_CLIENTKEY_FILE=…
#   CHAINCODE_SERVER_ADDRESS=…           where its chaincode listens; leave it out if it is started elsewhere
#   KUBO_API=http://127.0.0.1:5001       and as docs/operations.md says: KUBO_API_TOKEN_FILE, CHAINCODE_TLS_KEY, …
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh
# What this repository's own peers are set to is not what others' are.
export FABRIC_CFG_PATH=$ROOT/network/peer-cli

[ $# -gt 0 ] || { usage "$0" >&2; die 2 "deploy-existing takes the folder that describes the network."; }
case $1 in -h | --help) usage "$0"; exit 0 ;; esac
folder=$(cd "$1" 2>/dev/null && pwd) || die 2 "The folder that describes the network must exist. Provided value: $1"
shift
[ -f "$folder/channel.env" ] || die 2 "$folder/channel.env is missing. It says CHANNEL, ORDERER and ORDERER_CA."
mapfile -t members < <(find "$folder" -maxdepth 1 -name '*.env' ! -name channel.env -exec basename {} .env \; | sort)
[ ${#members[@]} -gt 0 ] || die 2 "$folder must describe an enterprise in a file NAME.env."

# setting FILE NAME: one value of a file of settings, which is read and never run.
setting() { sed -n "s/^$2=//p" "$folder/$1.env" | tail -n 1; }
# as MEMBER COMMAND...
as() (
  local line
  while IFS= read -r line; do
    case $line in '' | '#'*) ;; [A-Z]*=*) export "${line?}" ;; *) die 2 "$folder/$1.env must have lines NAME=VALUE. Provided value: $line" ;; esac
  done <"$folder/$1.env"
  shift
  show "$@"
  "$@"
)
channel=$(setting channel CHANNEL)
connection=$(setting channel CONNECTION)
package=$folder/fedfabric.tgz
id_file=$folder/fedfabric.id
[ -n "$channel" ] || die 2 "$folder/channel.env must say CHANNEL."

# orderer_of MEMBER: how its peer command reaches the orderer, one argument a line.
orderer_of() {
  printf '%s\n' -o "$(setting channel ORDERER)" --tls --cafile "$(setting channel ORDERER_CA)"
  [ "$(setting "$1" CORE_PEER_TLS_CLIENTAUTHREQUIRED)" != true ] || printf '%s\n' --clientauth \
    --certfile "$(setting "$1" CORE_PEER_TLS_CLIENTCERT_FILE)" --keyfile "$(setting "$1" CORE_PEER_TLS_CLIENTKEY_FILE)"
}

# next_sequence: one more than what is in force, or the sequence that this version is in force with.
next_sequence() {
  local committed
  committed=$(as "${members[0]}" peer lifecycle chaincode querycommitted -C "$channel" -n "$CHAINCODE" -O json 2>/dev/null | jq .sequence) || committed=0
  printf '%s' $((${committed:-0} + 1))
}

package() {
  CONNECTION=$connection network/fabric/package.sh "$package" | tail -n 1 >"$id_file"
  say "Package $(cat "$id_file") in $package. Every enterprise must get the same id."
}

start() {
  local member flags
  need_java
  mapfile -t flags < <(java_flags chaincode)
  for member in "${members[@]}"; do
    [ -n "$(setting "$member" CHAINCODE_SERVER_ADDRESS)" ] || continue
    as "$member" start_process "chaincode-$(basename "$folder")-$member" CHAINCODE_ID="$(cat "$id_file")" CHAINCODE_PACKAGE="$package" \
      "$JAVA" "${flags[@]}" -Xmx"$CHAINCODE_HEAP" -XX:+ExitOnOutOfMemoryError -jar chaincode/target/chaincode.jar
    say "Chaincode of $member on $(setting "$member" CHAINCODE_SERVER_ADDRESS)."
  done
}

install() {
  local member
  for member in "${members[@]}"; do
    if as "$member" peer lifecycle chaincode queryinstalled -O json | grep -qF "\"$(cat "$id_file")\""; then continue; fi
    as "$member" peer lifecycle chaincode install "$package"
  done
}

approve() {
  local member next orderer
  next=$(next_sequence)
  for member in "${members[@]}"; do
    mapfile -t orderer < <(orderer_of "$member")
    as "$member" peer lifecycle chaincode approveformyorg "${orderer[@]}" -C "$channel" -n "$CHAINCODE" \
      -v "$CHAINCODE_VERSION" --sequence "$next" --package-id "$(cat "$id_file")"
  done
}

commit() {
  local member orderer
  local -a peers=()
  for member in "${members[@]}"; do
    peers+=(--peerAddresses "$(setting "$member" CORE_PEER_ADDRESS)" --tlsRootCertFiles "$(setting "$member" CORE_PEER_TLS_ROOTCERT_FILE)")
  done
  mapfile -t orderer < <(orderer_of "${members[0]}")
  as "${members[0]}" peer lifecycle chaincode commit "${orderer[@]}" -C "$channel" -n "$CHAINCODE" \
    -v "$CHAINCODE_VERSION" --sequence "$(next_sequence)" "${peers[@]}"
}

answered() { as "$1" peer chaincode query -C "$channel" -n "$CHAINCODE" -c '{"Args":["task:List","1",""]}' >/dev/null 2>&1; }
check() {
  local member
  for member in "${members[@]}"; do
    wait_for "$START_TIMEOUT_SECONDS" "An answer of the chaincode of $member" "$STATE/logs/chaincode-$(basename "$folder")-$member.log" answered "$member"
    say "The chaincode of $member answers on $channel."
  done
}

[ $# -gt 0 ] || set -- package start install approve commit check
for step in "$@"; do
  case $step in
    package | start | install | approve | commit | check) "$step" ;;
    *) die 2 "'$step' is not one of: package start install approve commit check." ;;
  esac
done
