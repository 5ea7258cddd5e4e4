#!/usr/bin/env bash
# Certificates of an enterprise's authority, on the real network.
#
#   network/fabric/certificate.sh issue  ENTERPRISE USER [--days N] [--admin]    a further user, with a key of its own
#   network/fabric/certificate.sh renew  ENTERPRISE USER [--days N]              a new certificate for the user's key, in its place
#   network/fabric/certificate.sh revoke ENTERPRISE USER                         onto the list that the channel's configuration has
#
# N: 365 by default. A running trainer takes up a renewed certificate by itself. A new key for a participant that exists is
# bound to it first: bin/fedfabric participant bind. The list of revoked certificates is its enterprise's own to change.
# shellcheck disable=SC2016 # the variables of jq's programs are jq's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

[ $# -ge 3 ] || { usage "$0" >&2; die 2 "certificate takes issue, renew or revoke, an enterprise and a user."; }
verb=$1 enterprise=$2 user=$3
shift 3
days=365 unit="client"
while [ $# -gt 0 ]; do
  case $1 in
    --days) days=${2:?--days needs a number}; shift 2 ;;
    --admin) unit="admin"; shift ;;
    *) die 2 "certificate does not know the option '$1'." ;;
  esac
done
[[ $user =~ ^[a-z0-9][a-z0-9-]{0,63}$ ]] || die 2 "A user's name must be 1 to 64 lower-case letters, digits and hyphens. Provided value: $user"
[[ $days =~ ^[1-9][0-9]{0,3}$ ]] || die 2 "A certificate must be valid for 1 to 9999 days. Provided value: $days"
organisation=$CRYPTO/peerOrganizations/$enterprise
[ -d "$organisation" ] || die 2 "There is no enterprise '$enterprise' in $NETWORK_STATE."
authority=$organisation/ca/ca.$enterprise-cert.pem
authority_key=$(find "$organisation/ca" -name '*_sk')
msp_id=$(msp_of "$enterprise")
msp=$NETWORK_STATE/users/$enterprise/$user/msp

# only FOLDER: the one file in it.
only() { find -L "$1" -maxdepth 1 -type f; }

# sign KEY UNIT OUT: a certificate for that key. The unit is the role that Fabric and the ledger go by.
sign() {
  openssl req -new -key "$1" -subj "/O=$enterprise/OU=$2/CN=$user@$enterprise" |
    openssl x509 -req -CA "$authority" -CAkey "$authority_key" -set_serial "0x$(openssl rand -hex 15)" -days "$days" -sha256 \
      -extfile <(printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nauthorityKeyIdentifier=keyid\n') \
      -out "$3" 2>/dev/null
}
until_when() { openssl x509 -noout -enddate -in "$1" | cut -d= -f2; }

case $verb in
  issue)
    if [ ! -d "$msp" ]; then
      staging=$NETWORK_STATE/users/$enterprise/.$user.new
      rm -rf "$staging"
      mkdir -p "$staging/msp"/{signcerts,keystore}
      cp -r "$organisation/msp/cacerts" "$organisation/msp/tlscacerts" "$organisation/msp/config.yaml" "$staging/msp/"
      openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$staging/msp/keystore/priv_sk"
      sign "$staging/msp/keystore/priv_sk" "$unit" "$staging/msp/signcerts/cert.pem"
      mv "$staging" "$NETWORK_STATE/users/$enterprise/$user"
    fi
    say "$msp"
    ;;
  renew)
    [ -d "$msp" ] || die 2 "$enterprise has no user '$user'. It has: $(ls "$NETWORK_STATE/users/$enterprise")"
    certificate=$(only "$msp/signcerts")
    # Who it is stays as it was; beside the folder, since an MSP has one file in each.
    unit=$(openssl x509 -noout -subject -nameopt multiline -in "$certificate" | sed -n 's/^ *organizationalUnitName *= //p' | head -n 1)
    sign "$(only "$msp/keystore")" "${unit:-client}" "$msp/renewed.pem"
    mv "$msp/renewed.pem" "$certificate"
    say "$certificate is valid until $(until_when "$certificate")."
    ;;
  revoke)
    [ -d "$msp" ] || die 2 "$enterprise has no user '$user'. It has: $(ls "$NETWORK_STATE/users/$enterprise")"
    list=$organisation/ca/revoked
    mkdir -p "$list"
    [ -f "$list/index.txt" ] || : >"$list/index.txt"
    cat >"$list/openssl.cnf" <<CNF
[ca]
default_ca = authority
[authority]
database = $list/index.txt
certificate = $authority
private_key = $authority_key
default_md = sha256
default_crl_days = 3650
crl_extensions = extensions
[extensions]
authorityKeyIdentifier = keyid:always
CNF
    # A certificate that is on the list already is left there.
    openssl ca -config "$list/openssl.cnf" -revoke "$(only "$msp/signcerts")" 2>"$list/log" || grep -q 'Already revoked' "$list/log" ||
      die 1 "The certificate of $user cannot be revoked: $(tail -n 1 "$list/log")"
    openssl ca -config "$list/openssl.cnf" -gencrl -out "$list/crl.pem" 2>"$list/log"
    # A list that names the same certificates is the same list, whenever it was signed.
    if [ -f "$list/in-force" ] && cmp -s "$list/index.txt" "$list/in-force"; then
      say "The revocation list of $msp_id has it: unchanged."
      exit 0
    fi
    result=$(network/fabric/config-update.sh "$CHANNEL" \
      '.channel_group.groups.Application.groups[$msp].values.MSP.value.config.revocation_list = [$crl]' \
      "$enterprise" --arg msp "$msp_id" --arg crl "$(base64 -w0 "$list/crl.pem")")
    cp "$list/index.txt" "$list/in-force"
    say "The revocation list of $msp_id in the configuration of $CHANNEL: $result, signed by $enterprise."
    ;;
  *) usage "$0" >&2; die 2 "certificate takes issue, renew or revoke. Provided value: $verb" ;;
esac
