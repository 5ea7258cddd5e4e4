#!/usr/bin/env bash
# Writes every enterprise's connection profile: its own peer first, then the others'.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

gateway() {
  printf '  - {address: "%s:%s", mspId: %s, tlsCaCert: ../crypto/peerOrganizations/%s/tlsca/tlsca.%s-cert.pem}\n' \
    "$(address "$1")" "$(port "$1" "$PEER_PORT")" "$3" "$2" "$2"
}

while read -r own name msp; do
  {
    printf 'schema: 1\nenterprise: %s\nmspId: %s\ngateways:\n' "$name" "$msp"
    gateway "$own" "$name" "$msp"
    while read -r n other other_msp; do
      [ "$n" = "$own" ] || gateway "$n" "$other" "$other_msp"
    done < <(enterprises)
    printf 'tls: {certificate: ../secrets/%s/tls/client.crt, key: ../secrets/%s/tls/client.key}\n' "$name" "$name"
    printf 'contentStore: "http://127.0.0.1:%s"\n' "$(port "$own" "$KUBO_API_PORT")"
    printf 'contentStoreToken: ../secrets/%s/kubo.token\n' "$name"
    channels=$CHANNEL
    [ ! -d "$(orderer_org "$name")" ] || channels+=", $name"
    printf 'channels: [%s]\nchaincode: %s\nusers: ../users/%s\n' "$channels" "$CHAINCODE" "$name"
  } >"$NETWORK_STATE/connection/$name.yaml.new"
  # Whoever reads it meanwhile finds the old one or the new one.
  mv "$NETWORK_STATE/connection/$name.yaml.new" "$NETWORK_STATE/connection/$name.yaml"
done < <(enterprises)
