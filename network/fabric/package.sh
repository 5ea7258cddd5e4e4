#!/usr/bin/env bash
# Packs the chaincode for the peers, the same bytes from the same build, and prints the package's id.
#
#   network/fabric/package.sh [FILE]   chaincode-as-a-service (default: package/fedfabric.tgz of the network's state)
#
# It lists the SHA-256 of every jar; a chaincode process that is told CHAINCODE_PACKAGE=FILE starts only if its jars are
# those. CONNECTION=FILE packs that connection file instead of an empty one, for builders that take the address from it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh
need_java

file=${1:-$NETWORK_STATE/package/fedfabric.tgz}
label=fedfabric_$CHAINCODE_VERSION
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$(dirname "$file")" "$work/code" "$work/package"

# pack FOLDER NAME...: a tar.gz whose bytes depend on names and contents alone: no owner, no time of day, no umask.
pack() {
  local folder=$1
  shift
  tar --sort=name --mtime=@0 --owner=0 --group=0 --mode=0644 --numeric-owner --format=gnu -C "$folder" -cf - "$@" | gzip -n -6
}

# What stands for the jars that each enterprise starts beside its peer. The external builder of the peer writes the
# connection file anew, with the real address and certificates.
code() {
  local jars
  network/build.sh >&2
  jars=$(cd chaincode/target && sha256sum chaincode.jar lib/*.jar | sed 's:  .*/:  :' | LC_ALL=C sort -k2 |
    awk '{printf "%s{\"name\":\"%s\",\"sha256\":\"%s\"}", (NR > 1 ? "," : ""), $2, $1}')
  if [ -n "${CONNECTION:-}" ]; then cp "$CONNECTION" "$work/code/connection.json"; else printf '{}\n' >"$work/code/connection.json"; fi
  printf '{"schema":1,"version":"%s","jdk":"%s","jars":[%s]}' "$CHAINCODE_VERSION" "$JAVA_RELEASE" "$jars" \
    >"$work/code/fedfabric.json"
  names=(connection.json fedfabric.json)
  printf '{"type":"ccaas","label":"%s"}\n' "$label" >"$work/package/metadata.json"
}

code
pack "$work/code" "${names[@]}" >"$work/package/code.tar.gz"
pack "$work/package" metadata.json code.tar.gz >"$file.new"
mv "$file.new" "$file"
# What `peer lifecycle chaincode calculatepackageid` prints.
printf '%s:%s\n' "$label" "$(sha256sum "$file" | cut -d' ' -f1)"
