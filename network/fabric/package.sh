#!/usr/bin/env bash
# Packs the chaincode for the peers, the same bytes from the same build, and prints the package's id.
#
#   network/fabric/package.sh FILE
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=network/fabric/lib.sh
source network/fabric/lib.sh

file=$1
label=fedfabric_$CHAINCODE_VERSION
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# No owner, no time of day: the same files are the same package.
pack() { tar --sort=name --mtime=@0 --owner=0 --group=0 --mode=0644 --numeric-owner --format=gnu -C "$work" -cf - "$@" | gzip -n; }
printf '{"type":"ccaas","label":"%s"}\n' "$label" >"$work/metadata.json"
printf '{}\n' >"$work/connection.json"
pack connection.json >"$work/code.tar.gz"
pack metadata.json code.tar.gz >"$file.new"
mv "$file.new" "$file"
printf '%s:%s\n' "$label" "$(sha256sum "$file" | cut -d' ' -f1)"
