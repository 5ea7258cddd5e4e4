#!/usr/bin/env bash
# Does the self-check find what it is there to find? In a running real network this puts listeners that accept anybody into the
# place of some of its own, adds others, lets others read a key, and expects a FAIL for each; and none when all is as it was.
# Takes a minute or two and starts again what it stopped. Needs a network: ./test-network.sh up deploy
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh
[ -f "$NETWORK_STATE/deployed" ] || die 5 "The real network must be up with its chaincode: ./test-network.sh up deploy"
command -v python3 >/dev/null || die 3 "python3 is missing: the listeners of this test are its one-liners."

work=$(mktemp -d)
pids=() names=()
last=$(enterprises | awk 'END {print $1, $2}')
read -r n enterprise <<<"$last"
restore() {
  local pid name
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  for name in ${names[@]+"${names[@]}"}; do rm -f "$NETWORK_STATE/pids/$name.pid"; done
  [ ! -f "$work/key" ] || chmod 600 "$(cat "$work/key")"
  rm -rf "$work"
  network/fabric/kubo.sh
  network/fabric/chaincode.sh
}
trap restore EXIT

wrong=0
# finds PATTERN WHAT: the check's last output has a line that fails and matches.
finds() {
  if grep -qE "^FAIL .*$1" "$work/output"; then
    printf 'ok      found: %s\n' "$2"
  else
    wrong=$((wrong + 1))
    printf 'NOT OK  not found: %s\n' "$2"
  fi
}

# check CODE: run it, and compare its exit code.
check() {
  local code=0
  network/self-check.sh >"$work/output" 2>&1 || code=$?
  [ "$code" -eq "$1" ] || { wrong=$((wrong + 1)); printf 'NOT OK  exit code must be %s and was %s\n' "$1" "$code"; cat "$work/output"; }
}

# visit NAME PORT HOW: a process in the place of one of the network's, or beside them, that listens and accepts anybody.
visit() {
  stop "$(process_pid "$1")" "$1"
  names+=("$1")
  FEDFABRIC_PROCESS="$NETWORK_STATE/$1" setsid python3 - "$work/$1.listens" "$2" "$3" "$NETWORK_STATE/secrets/$enterprise/chaincode/server" \
    <"$work/visitor.py" >"$work/$1.log" 2>&1 &
  pids+=($!)
  printf '%s\n' $! >"$NETWORK_STATE/pids/$1.pid"
  wait_for 20 "The listener of $1" "$work/$1.log" test -e "$work/$1.listens"
}
cat >"$work/visitor.py" <<'PYTHON'
import http.server, socketserver, ssl, sys
listens, port, how, pair = sys.argv[1:]
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    do_POST = do_GET
class Greet(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(64))
host = "0.0.0.0" if how == "everywhere" else "127.0.0.1"
server = socketserver.ThreadingTCPServer((host, int(port)), Greet if how == "greets" else Answer, bind_and_activate=False)
server.allow_reuse_address = True
server.server_bind()
server.server_activate()
if how == "tls":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair + ".crt", pair + ".key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
open(listens, "w").close()
server.serve_forever()
PYTHON

say "As it is"
check 0
printf 'ok      everything refuses strangers\n'

say "With what must not be"
visit "visitor-$enterprise" 0 plain
visit visitor-everywhere 0 everywhere
visit "chaincode-$enterprise" "$(port "$n" "$CHAINCODE_PORT")" tls
visit "kubo-$enterprise" "$(port "$n" "$KUBO_API_PORT")" plain
key=$(find "$CRYPTO" -name priv_sk | sort | head -n 1)
printf '%s' "$key" >"$work/key"
chmod 644 "$key"
check 1
finds "visitor-$enterprise .*nothing of this network is meant to listen" "a listener that nobody knows"
finds "visitor-everywhere .*must listen on 127.0.0.1 only" "a listener on all addresses"
finds "chaincode-$enterprise .*ACCEPTS TLS without certificate" "a chaincode that asks for no certificate"
finds "kubo-$enterprise .*ACCEPTS no token" "an IPFS interface that asks for no token"
finds "private keys .*0600" "a key that others can read"
visit "kubo-$enterprise" "$(port "$n" "$KUBO_SWARM_PORT")" greets
visit "chaincode-$enterprise" "$(port "$n" "$CHAINCODE_PORT")" plain
check 1
finds "kubo-$enterprise .*ACCEPTS a handshake without the swarm key" "an IPFS node outside the private swarm"
finds "chaincode-$enterprise .*ACCEPTS plain HTTP" "a chaincode without TLS"
[ "$wrong" -eq 0 ] || die 1 "$wrong expectations failed."
