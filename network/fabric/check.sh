#!/usr/bin/env bash
# Are Fabric's and Kubo's programs here, in versions that are supported? Says everything that is missing, at once.
#
#   network/fabric/check.sh           complain and leave with exit code 3
#   network/fabric/check.sh --quiet   just the exit code
#
# The programs are looked for in FABRIC_BIN, then in PATH. Nothing is downloaded.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

problems=()
for tool in peer orderer configtxgen cryptogen osnadmin configtxlator; do
  command -v "$tool" >/dev/null || problems+=("$tool is missing. It is part of Hyperledger Fabric's binaries, version $FABRIC_VERSION: set FABRIC_BIN to their folder.")
done
command -v ipfs >/dev/null || problems+=("ipfs is missing. It is Kubo, version $KUBO_VERSION: put it into FABRIC_BIN's folder or PATH.")
for tool in openssl curl jq; do
  command -v "$tool" >/dev/null || problems+=("$tool is missing. Install it with the system's package manager.")
done
# older VERSION THAN: the first is an earlier version than the second.
older() { [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
if command -v peer >/dev/null; then
  version=$(peer version 2>/dev/null | sed -n 's/^ *Version: v\{0,1\}//p' | head -n 1)
  case $version in
    2.5.* | 3.*) ! older "$version" "$FABRIC_OLDEST" || problems+=("Fabric must be $FABRIC_OLDEST or newer. Found: $version") ;;
    # Built from sources without a tag.
    '' | latest | development*) ;;
    *) problems+=("Fabric must be 2.5 (from $FABRIC_OLDEST on) or 3. Found: $version") ;;
  esac
fi
if command -v ipfs >/dev/null; then
  version=$(ipfs version --number 2>/dev/null)
  ! older "$version" "$KUBO_OLDEST" || problems+=("Kubo must be $KUBO_OLDEST or newer. Found: $version")
fi
[ ${#problems[@]} -gt 0 ] || exit 0
[ "${1:-}" = --quiet ] || {
  printf 'error: %s\n' "${problems[@]}" >&2
  printf 'Or use the embedded network, which needs nothing: add --embedded.\n' >&2
}
exit 3
