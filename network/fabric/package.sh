#!/usr/bin/env bash
# Packs the chaincode for the peers, the same bytes from the same build, and prints the package's id.
#
#   network/fabric/package.sh [FILE]              chaincode-as-a-service (default: package/fedfabric.tgz of the network's state)
#   network/fabric/package.sh --lang java [FILE]  sources that a peer builds and runs itself, in a container
#
# The first lists the SHA-256 of every jar; a chaincode process that is told CHAINCODE_PACKAGE=FILE starts only if its jars are
# those. The second has the address of the IPFS node in it (KUBO_API, default http://kubo:5001): each enterprise packs its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh
need_java

lang=ccaas
if [ "${1:-}" = --lang ]; then
  lang=${2:-}
  shift $(($# > 1 ? 2 : 1))
fi
case $lang:${1:-} in
  *:-*) die 2 "'$1' is not an option of package.sh." ;;
  ccaas:* | java:*) ;;
  *) die 2 "--lang must be ccaas or java. Provided value: $lang" ;;
esac
suffix=${lang#ccaas}
file=${1:-$NETWORK_STATE/package/fedfabric${suffix:+-$suffix}.tgz}
label=fedfabric_$CHAINCODE_VERSION
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$(dirname "$file")" "$work/code" "$work/package"

# Every file's time. Maven takes one of 1970 for missing and leaves resources out; a zip begins in 1980.
mtime=@0
[ "$lang" = ccaas ] || mtime=@315619200

# pack FOLDER NAME...: a tar.gz whose bytes depend on names and contents alone: no owner, no time of day, no umask.
pack() {
  local folder=$1
  shift
  tar --sort=name --mtime="$mtime" --owner=0 --group=0 --mode=0644 --numeric-owner --format=gnu -C "$folder" -cf - "$@" | gzip -n -6
}

# What stands for the jars that each enterprise starts beside its peer. The external builder of the peer writes the
# connection file anew, with the real address and certificates.
code_ccaas() {
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

# One Maven project below src/, in the layout that Fabric's Java platform takes.
code_java() {
  local project=$work/code/src resources module line
  while IFS= read -r line; do
    grep -qxF -- "$line" pom.xml ||
      die 4 "network/fabric/java/pom.xml must have the versions of pom.xml. Provided value: ${line#"${line%%[! ]*}"}"
  done < <(grep -E '^    <[a-z0-9.-]+\.version>' network/fabric/java/pom.xml)
  resources=$project/src/main/resources/org/fedfabric/chaincode/service
  mkdir -p "$resources"
  cp network/fabric/java/pom.xml "$project/pom.xml"
  for module in protocol telemetry content-store chaincode; do
    cp -r "$module/src/main/." "$project/src/main/"
  done
  printf '%s\n' "${KUBO_API:-http://kubo:5001}" >"$resources/kubo-api"
  mapfile -t names < <(cd "$work/code" && find src -type f | LC_ALL=C sort)
  printf '{"path":"","type":"java","label":"%s"}\n' "$label" >"$work/package/metadata.json"
}

"code_$lang"
pack "$work/code" "${names[@]}" >"$work/package/code.tar.gz"
pack "$work/package" metadata.json code.tar.gz >"$file.new"
mv "$file.new" "$file"
# What `peer lifecycle chaincode calculatepackageid` prints.
printf '%s:%s\n' "$label" "$(sha256sum "$file" | cut -d' ' -f1)"
