#!/usr/bin/env bash
# Unpacks the parts of QEMU's sources that tests use, from Debian's source packages:
# QEMU's own front end, its schemas and its Python client.
#
#   scripts/qemu-source.sh SUITE DIR      SUITE: bookworm (QEMU 7.2), trixie (10.0)
#
# DIR is then a tree for QEMU_SRC. Nothing is installed.
set -euo pipefail
suite=$1
dir=$(mkdir -p "$2" && realpath "$2")
[ ! -f "$dir/VERSION" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/*$')
mkdir -p "$work"/lists/partial
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$work/sources.list"
options=(-qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=-
	-o Dir::State::lists="$work/lists" -o APT::Sandbox::User=root)
apt-get "${options[@]}" update
(cd "$work" && apt-get "${options[@]}" source --download-only qemu >/dev/null)
# VERSION last: it shows that the tree is complete. A * also matches slashes.
tar -xf "$work"/qemu_*.orig.tar.xz -C "$dir" --strip-components=1 --wildcards \
	'*/qapi/*' '*/scripts/qapi-gen.py' '*/qga/*.json' '*/tests/qapi-schema/*' '*/docs/interop/*.json' '*/python/qemu/*'
tar -xf "$work"/qemu_*.orig.tar.xz -C "$dir" --strip-components=1 --wildcards '*/VERSION'
