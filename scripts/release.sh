#!/usr/bin/env bash
# Builds the programs of a release into dist/, with their checksums.
#
#   scripts/release.sh
#
# The commit must have a tag vX.Y.Z: Go writes it into the programs as their
# version. Nothing else is set, so that the same Go makes the same bytes again.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! version=$(git describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null); then
	echo "scripts/release.sh: this commit has no tag; CONTRIBUTING.md says how to release" >&2
	exit 1
fi
if [ -n "$(git status --porcelain)" ]; then
	echo "scripts/release.sh: there are changes that are not committed" >&2
	exit 1
fi

rm -rf dist
mkdir dist
for target in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64; do
	os=${target%/*} arch=${target#*/} suffix=
	[ "$os" != windows ] || suffix=.exe
	echo "$target" >&2
	CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -buildvcs=true -trimpath -o "dist/qapi-gen-$version-$os-$arch$suffix" ./cmd/qapi-gen
done
cd dist
sha256sum qapi-gen-* >SHA256SUMS
cat SHA256SUMS
