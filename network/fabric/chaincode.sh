#!/usr/bin/env bash
# Starts the chaincode processes that do not run (or the one of the enterprise that is named). Each serves its own
# enterprise's peer and reads its own enterprise's IPFS node. It compares its jars with those named in the package that the
# enterprises approved, and ends if they differ: with chaincode as a service a package's id attests no code by itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh
need_java

package=$NETWORK_STATE/package/fedfabric.tgz
[ -f "$NETWORK_STATE/package/id" ] || die 5 "No chaincode is deployed yet. Do it with: ./test-network.sh deploy"
id=$(cat "$NETWORK_STATE/package/id")
mapfile -t flags < <(java_flags chaincode)

start_chaincode() {
  local n=$1 name=$2 secrets=$NETWORK_STATE/secrets/$2 pid
  pid=$(process_pid "chaincode-$name")
  # After an upgrade the peer asks for the new package, which the old process is not.
  if [ -n "$pid" ] && ! grep -szqxF "CHAINCODE_ID=$id" "/proc/$pid/environ"; then stop "$pid" "chaincode-$name"; fi
  start_process "chaincode-$name" \
    CHAINCODE_ID="$id" \
    CHAINCODE_PACKAGE="$package" \
    CHAINCODE_SERVER_ADDRESS="127.0.0.1:$(port "$n" "$CHAINCODE_PORT")" \
    CHAINCODE_TLS_KEY="$secrets/chaincode/server.key" \
    CHAINCODE_TLS_CERT="$secrets/chaincode/server.crt" \
    CHAINCODE_CLIENT_CA_CERT="$secrets/chaincode/ca.crt" \
    CHAINCODE_METRICS_ADDRESS="127.0.0.1:$(port "$n" "$CHAINCODE_METRICS_PORT")" \
    KUBO_API="http://127.0.0.1:$(port "$n" "$KUBO_API_PORT")" \
    KUBO_API_TOKEN_FILE="$secrets/kubo.token" \
    "$JAVA" "${flags[@]}" -Xmx"$CHAINCODE_HEAP" -XX:+ExitOnOutOfMemoryError \
    -jar chaincode/target/chaincode.jar
}

only=${1:-}
while read -r n name _; do
  if [ "${only:-$name}" = "$name" ]; then start_chaincode "$n" "$name"; fi
done < <(enterprises)
