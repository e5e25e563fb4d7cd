#!/usr/bin/env bash
# Looks for known vulnerabilities in what the module's packages call, with
# govulncheck and the Go vulnerability database:
#
#   scripts/vulncheck.sh [DIR...]
#
# for the module in each DIR. The tests are left out: they read what this
# repository holds, and nobody builds them into a program.
#
# Where https://vuln.go.dev cannot be reached, the reports come from the module
# golang.org/x/vulndb, in which the Go security team writes them. VULNDB names
# another database (file:///PATH or https://HOST). Where neither can be reached the
# check is skipped, and says so; with VULNDB_REQUIRED=1 that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

version=v1.9.0
database=${VULNDB:-https://vuln.go.dev}

# The Go that builds a program decides which vulnerabilities of the standard
# library the program has. This one has none that is known, so that what is found
# is ours to mend.
toolchain=go1.26.11

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# skip says why nothing was checked.
skip() {
	echo "vulncheck.sh: SKIPPED: $*, so nothing was checked" >&2
	[ "${VULNDB_REQUIRED:-}" != 1 ] || exit 1
	exit 0
}

GOTOOLCHAIN=$toolchain go version >/dev/null 2>"$dir/stderr" ||
	skip "$toolchain cannot be downloaded: $(tail -n 1 "$dir/stderr")"
GOBIN=$dir go install "golang.org/x/vuln/cmd/govulncheck@$version"

if [ -z "${VULNDB:-}" ] && ! curl -fsS --max-time 20 -o /dev/null "$database/index/db.json" 2>"$dir/stderr"; then
	module=golang.org/x/vulndb@latest
	(cd "$dir" && go mod download -json "$module") >"$dir/json" 2>&1 ||
		skip "neither $database nor the module $module can be reached: $(tail -n 1 "$dir/stderr")"
	database=file://$(sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' "$dir/json")/data/osv
fi

echo "vulncheck.sh: the reports of $database"
for module in "${@:-.}"; do
	GOTOOLCHAIN=$toolchain "$dir/govulncheck" -db "$database" -C "$module" ./...
done
