#!/usr/bin/env bash
# Issues a certificate of an enterprise's authority for a further participant: network/identity.sh enterprise-a p3
# With --days N how long it is valid; with --renew a new one for the key of a participant that has one already.
set -euo pipefail
# shellcheck source=network/lib.sh
source network/lib.sh
need_java

[ $# -ge 2 ] || { usage "$0" >&2; die 2 "identity takes an enterprise and a name."; }
if [ -f "$NETWORK_STATE/generated" ]; then
  verb=issue options=()
  for option in "${@:3}"; do
    case $option in --renew) verb=renew ;; *) options+=("$option") ;; esac
  done
  exec network/fabric/certificate.sh "$verb" "$1" "$2" ${options[@]+"${options[@]}"}
fi
[ -d "$NETWORK_STATE/crypto/$1" ] || die 2 "There is no enterprise '$1' in $NETWORK_STATE. Start with: ./test-network.sh up"
exec "$JAVA" -jar embedded-network/target/embedded-network.jar identity --state "$NETWORK_STATE" "$@"
