# shellcheck shell=bash
# Shared by the steps of the real network: where its files are, and how its processes are started. The steps run alone, in
# this order: check generate kubo orderers peers channels deploy.
# shellcheck source=network/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

NETWORK_STATE=$STATE/fabric
CRYPTO=$NETWORK_STATE/crypto
export NETWORK_STATE

# Keys, tokens and everything beside them are their owner's alone.
umask 077

# Fabric's and Kubo's programs from FABRIC_BIN, else from PATH.
if [ -n "${FABRIC_BIN:-}" ]; then PATH=$FABRIC_BIN:$PATH; fi
export PATH FABRIC_CFG_PATH=$ROOT/network/fabric
# At its default level a peer writes 100 MB of log in an hour of work.
export FABRIC_LOGGING_SPEC=${FABRIC_LOGGING_SPEC:-warn}

# Rows "number name MSP-id" of the enterprises, "number name enterprise-number" of the orderers; generate.sh writes both.
enterprises() { cat "$NETWORK_STATE/enterprises"; }
orderers() { cat "$NETWORK_STATE/orderers"; }
number_of() { enterprises | awk -v name="$1" '$2 == name {print $1}'; }
name_of() { enterprises | awk -v number="$1" '$1 == number {print $2}'; }
msp_of() { enterprises | awk -v name="$1" '$2 == name {print $3}'; }

# The base port a network was made with stays its own.
if [ -f "$NETWORK_STATE/base-port" ]; then
  FABRIC_BASE_PORT=$(cat "$NETWORK_STATE/base-port")
elif [ "$BASE_PORT" != 0 ]; then
  FABRIC_BASE_PORT=$BASE_PORT
fi

# port NUMBER OFFSET: a port of the enterprise (or orderer) of that number; the offsets are in network.env.
port() { printf '%s' $((FABRIC_BASE_PORT + 100 * $1 + $2)); }

# address WHO: where an enterprise (its number) or an orderer (its name) is reached; from ADDRESSES when the network was made.
address() {
  local found
  found=$(sed -n "s/^$1=//p" "$NETWORK_STATE/addresses" 2>/dev/null) || found=
  printf '%s' "${found:-127.0.0.1}"
}

# Folders that cryptogen makes.
peer_folder() { printf '%s' "$CRYPTO/peerOrganizations/$1/peers/peer.$1"; }
orderer_org() { printf '%s' "$CRYPTO/ordererOrganizations/orderers.$1"; }
# orderer_folder ENTERPRISE ORDERER
orderer_folder() { printf '%s' "$(orderer_org "$1")/orderers/$2.orderers.$1"; }

# as_admin ENTERPRISE COMMAND...: run Fabric's peer command as that enterprise's administrator; nothing stays set.
as_admin() (
  local file=$NETWORK_STATE/admin/$1.env line
  [ -f "$file" ] || die 2 "There is no enterprise '$1': $file is missing."
  shift
  while IFS= read -r line; do export "${line?}"; done <"$file"
  show "$@"
  "$@"
)

# as_orderer_admin ENTERPRISE COMMAND...: the same for the administrator of an enterprise's orderers.
as_orderer_admin() (
  local org
  org=$(orderer_org "$1")
  shift
  show "$@"
  CORE_PEER_LOCALMSPID=$(cat "$org/msp-id") CORE_PEER_MSPCONFIGPATH="$org/users/Admin@$(basename "$org")/msp" "$@"
)

show() { if [ -n "${VERBOSE:-}" ]; then printf '+ %s\n' "$*" >&2; fi; }

# orderer_options CHANNEL ENTERPRISE: how that enterprise's peer command reaches an orderer of the channel, one argument a
# line: the first orderer that is alive; of an enterprise's own channel, its own.
orderer_options() {
  local n name owner own
  own=$(number_of "$1")
  while read -r n name owner; do
    if [ "${own:-$owner}" != "$owner" ] || ! process_alive "$name"; then continue; fi
    printf '%s\n' -o "$(address "$name"):$(port "$n" "$ORDERER_PORT")" --tls --clientauth \
      --cafile "$NETWORK_STATE/orderer-cas.pem" \
      --certfile "$NETWORK_STATE/users/$2/admin/tls/client.crt" --keyfile "$NETWORK_STATE/users/$2/admin/tls/client.key"
    return 0
  done < <(orderers)
  die 5 "No orderer of channel $1 runs. Start the network with: ./test-network.sh up --fabric"
}

# process_pid NAME: the id of a process of this network if it still runs and still is ours, or nothing.
process_pid() {
  local pid
  pid=$(cat "$NETWORK_STATE/pids/$1.pid" 2>/dev/null) || return 0
  alive "$pid" || return 0
  # After a reboot the number may be another process's.
  [ ! -r "/proc/$pid/environ" ] || grep -szqxF "FEDFABRIC_PROCESS=$NETWORK_STATE/$1" "/proc/$pid/environ" || return 0
  printf '%s\n' "$pid"
}

process_alive() { [ -n "$(process_pid "$1")" ]; }

# start_process NAME [VARIABLE=VALUE...] COMMAND...: in the background, unless it runs; its log is logs/NAME.log.
start_process() {
  local name=$1
  shift
  if process_alive "$name"; then return 0; fi
  mkdir -p "$NETWORK_STATE/pids" "$STATE/logs"
  show "$name: $*"
  nohup setsid env FEDFABRIC_PROCESS="$NETWORK_STATE/$name" "$@" >>"$STATE/logs/$name.log" 2>&1 </dev/null &
  printf '%s\n' $! >"$NETWORK_STATE/pids/$name.pid"
}

# answers NAME URL CA CERTIFICATE KEY: the process answers that it is well, or has ended (which is an error).
answers() {
  process_alive "$1" || die 5 "$1 ended while starting: $(tail -n 3 "$STATE/logs/$1.log" | cut -c1-400)"
  curl -fsS --max-time 2 -o /dev/null --cacert "$3" --cert "$4" --key "$5" "$2" 2>/dev/null
}

# authorization ENTERPRISE: a file with the header that its IPFS node asks for; a token is no argument of a command.
authorization() {
  local file=$NETWORK_STATE/secrets/$1/kubo.header
  [ -f "$file" ] || printf 'Authorization: Bearer %s\n' "$(cat "$NETWORK_STATE/secrets/$1/kubo.token")" >"$file"
  printf '%s' "$file"
}

# wait_all: for the background jobs, any of which may fail.
wait_all() { local job; for job in $(jobs -p); do wait "$job"; done; }

# install_package ENTERPRISE FILE ID: at its peer, unless it is there.
install_package() {
  if as_admin "$1" peer lifecycle chaincode queryinstalled -O json 2>/dev/null | grep -qF "\"$3\""; then return 0; fi
  as_admin "$1" peer lifecycle chaincode install "$2" >"$STATE/logs/install-$1.log" 2>&1 ||
    die 1 "The peer of $1 must be able to install the package. It answered: $(tail -n 1 "$STATE/logs/install-$1.log")"
}

# await_chaincode ENTERPRISE: until its chaincode answers a query of its own peer.
await_chaincode() {
  wait_for "$START_TIMEOUT_SECONDS" "An answer of chaincode-$1" "$STATE/logs/chaincode-$1.log" chaincode_answers "$1"
}
chaincode_answers() {
  process_alive "chaincode-$1" || die 12 "chaincode-$1 ended while starting: $(tail -n 3 "$STATE/logs/chaincode-$1.log" | cut -c1-400)"
  as_admin "$1" peer chaincode query -C "$CHANNEL" -n "$CHAINCODE" -c '{"Args":["task:List","1",""]}' >/dev/null 2>&1
}
