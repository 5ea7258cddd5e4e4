#!/usr/bin/env bash
# Makes the files of one enterprise that cryptogen does not: the users' names, the TLS identities between its peer and its
# chaincode, the token of its IPFS node, and its administrator's environment.
#
#   network/fabric/enterprise.sh NUMBER NAME MSP-ID PARTICIPANTS
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

number=$1 name=$2 msp=$3 participants=$4
organisation=$CRYPTO/peerOrganizations/$name
users=$NETWORK_STATE/users/$name
mkdir -p "$users" "$NETWORK_STATE/secrets/$name"
ln -sfn "$organisation/users/Admin@$name" "$users/admin"
for i in $(seq "$participants"); do ln -sfn "$organisation/users/User$i@$name" "$users/p$i"; done
# Not a participant: only what the enterprise's trainers show when they connect.
ln -sfn "$organisation/users/User$((participants + 1))@$name/tls" "$NETWORK_STATE/secrets/$name/tls"
[ ! -d "$(orderer_org "$name")" ] || printf '%s\n' "${msp%MSP}OrdererMSP" >"$(orderer_org "$name")/msp-id"

# An authority of its own for the line between peer and chaincode: the chaincode takes its own peer and nobody else.
chaincode=$NETWORK_STATE/secrets/$name/chaincode
if [ ! -f "$chaincode/client.crt" ]; then
  mkdir -p "$chaincode"
  key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
  openssl req -x509 "${key[@]}" -keyout "$chaincode/ca.key" -out "$chaincode/ca.crt" -days 3650 \
    -subj "/O=$name/CN=chaincode authority" -addext basicConstraints=critical,CA:TRUE 2>/dev/null
  for role in server client; do
    openssl req "${key[@]}" -keyout "$chaincode/$role.key" -out "$chaincode/$role.csr" \
      -subj "/O=$name/CN=chaincode $role" 2>/dev/null
    openssl x509 -req -in "$chaincode/$role.csr" -CA "$chaincode/ca.crt" -CAkey "$chaincode/ca.key" -CAcreateserial -days 3650 \
      -out "$chaincode/$role.crt" \
      -extfile <(printf 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=%sAuth\n' "$role") 2>/dev/null
    rm "$chaincode/$role.csr"
  done
fi
# Whoever calls the IPFS node's interface must show it.
[ -f "$NETWORK_STATE/secrets/$name/kubo.token" ] || openssl rand -hex 32 >"$NETWORK_STATE/secrets/$name/kubo.token"

cat >"$NETWORK_STATE/admin/$name.env" <<ENV
CORE_PEER_LOCALMSPID=$msp
CORE_PEER_MSPCONFIGPATH=$users/admin/msp
CORE_PEER_ADDRESS=$(address "$number"):$(port "$number" "$PEER_PORT")
CORE_PEER_TLS_ENABLED=true
CORE_PEER_TLS_CLIENTAUTHREQUIRED=true
CORE_PEER_TLS_ROOTCERT_FILE=$(peer_folder "$name")/tls/ca.crt
CORE_PEER_TLS_CLIENTCERT_FILE=$users/admin/tls/client.crt
CORE_PEER_TLS_CLIENTKEY_FILE=$users/admin/tls/client.key
ENV
