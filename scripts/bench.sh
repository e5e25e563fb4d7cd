#!/usr/bin/env bash
# Measures what docs/performance.md reports, and prints it as one table.
#
#   QAPI_CORPUS  QEMU's schemas by version; without it only the Go benchmarks run
#   QEMU_SRC     a QEMU source tree; with it its own generator runs beside ours
#   BASELINE     a revision of this repository; with it its qapi-gen and its
#                examples/vmm run beside ours
#   ROUNDS       how often each thing is measured, and the servers are started for
#                the round trips (default 7); medians are reported
#   BENCHTIME    how long each Go benchmark runs in a round (default 300ms)
#
# Things that are compared run in turn within each round, so that a machine
# that slows down meanwhile slows both.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-7}
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export TIMEFORMAT='%R %U %S'

# timed FILE COMMAND...: appends wall, user and system seconds to FILE.
timed() {
	local file=$1
	shift
	{ time "$@" >"$scratch/log" 2>&1; } 2>>"$file" || {
		cat "$scratch/log" >&2
		echo "bench.sh: failed: $*" >&2
		exit 1
	}
}

# median EXPRESSION FILE: the median over FILE's lines of an awk expression.
median() {
	awk "{ print $1 }" "$2" | sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

row() { printf '%-64s %s\n' "$1" "$2"; }

# benchmarks runs the Go benchmarks of each package that has any. Where a
# benchmark compares contenders (Benchmark.../CONTENDER), the last column is a
# contender's time as a multiple of the first one's in the same round.
benchmarks() {
	local package binary round
	echo "== Go benchmarks ($rounds rounds, medians)"
	for package in $(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}' ./...); do
		grep -qsE '^func Benchmark' "$package"/*_test.go || continue
		binary=$scratch/$(basename "$package").test
		go test -c -o "$binary" "$package"
		for round in $(seq "$rounds"); do
			(cd "$package" && "$binary" -test.run '^$' -test.bench . -test.benchmem -test.benchtime "${BENCHTIME:-300ms}") >>"$scratch/go"
		done
	done
	grep '^Benchmark' "$scratch/go" | tabulate
}

# tabulate turns the lines of several runs into a table of medians.
tabulate() {
	awk '
		function median(list,   v, n, i, j, x) {
			n = split(list, v, " ")
			for (i = 2; i <= n; i++) {
				x = v[i]
				for (j = i - 1; j > 0 && v[j] + 0 > x + 0; j--) v[j + 1] = v[j]
				v[j + 1] = x
			}
			return (n % 2) ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
		}
		# ratios is a list with one by another of two lists of as many rounds.
		function ratios(list, other,   v, w, n, i, r) {
			n = split(list, v, " ")
			split(other, w, " ")
			for (i = 1; i <= n; i++) r = r " " v[i] / w[i]
			return r
		}
		{
			name = $1
			sub(/^Benchmark/, "", name)
			sub(/-[0-9]+$/, "", name)
			if (!(name in ns)) {
				order[++count] = name
				group = name
				sub(/[^\/]*$/, "", group)
				if (!(group in first)) first[group] = name
				base[name] = first[group]
			}
			ns[name] = ns[name] " " $3
			for (i = 4; i <= NF; i++) {
				if ($i == "allocs/op") allocs[name] = $(i - 1)
				if ($i == "B/op") bytes[name] = $(i - 1)
			}
		}
		END {
			printf "%-44s %14s %12s %10s %8s\n", "", "ns", "bytes", "allocs", "x first"
			for (i = 1; i <= count; i++) {
				name = order[i]
				ratio = (name ~ /\// && base[name] != name) ? sprintf("%.2f", median(ratios(ns[name], ns[base[name]]))) : ""
				printf "%-44s %14.0f %12s %10s %8s\n", name, median(ns[name]), bytes[name], allocs[name], ratio
			}
		}'
}

# generated measures the package made of the newest QEMU schema at hand.
generated() {
	if [ -z "${QAPI_CORPUS:-}" ]; then
		echo "Generated package: skipped; set QAPI_CORPUS to a folder with QEMU's schemas."
		return
	fi
	local version schema
	version=$(find "$QAPI_CORPUS" -mindepth 1 -maxdepth 1 -type d -exec basename {} \; | sort -V | tail -n 1)
	schema=$QAPI_CORPUS/$version/qapi/qapi-schema.json
	echo "== The package made of QEMU $version's qapi ($rounds rounds, medians)"

	go build -o "$scratch/qapi-gen" ./cmd/qapi-gen
	if [ -n "${BASELINE:-}" ]; then
		baseline_source
		go build -C "$scratch/source" -o "$scratch/baseline" ./cmd/qapi-gen
	fi
	local module=$scratch/module
	mkdir "$module"
	cat >"$module/go.mod" <<-END
		module example.com/bench

		go $(go list -m -f '{{.GoVersion}}')

		require $(go list -m) v0.0.0

		replace $(go list -m) => $root
	END
	"$scratch/qapi-gen" generate -p qapi -o "$module/qapi" "$schema"
	row "lines" "$(cat "$module"/qapi/*.go | wc -l)"
	build_cost "$module"
	generate_cost "$schema"
}

# baseline_source extracts the sources of BASELINE.
baseline_source() {
	[ -d "$scratch/source" ] && return
	mkdir "$scratch/source"
	git archive "$BASELINE" | tar -x -C "$scratch/source"
}

# build_cost compiles the package anew in each round; what it imports is in
# the build cache by then.
build_cost() {
	local round
	export GOCACHE=$scratch/cache
	go build -C "$1" ./qapi
	for round in $(seq "$rounds"); do
		echo "// round $round" >>"$1/qapi/qapi_wire.go"
		timed "$scratch/build" go build -C "$1" ./qapi
	done
	unset GOCACHE
	row "go build, CPU seconds" "$(median '$2 + $3' "$scratch/build")"
}

# generate_cost runs the generators in turn, each into a new folder, and beside
# them what part of that is due to starting a process, to reading the schema and
# to writing files. Python keeps its compiled modules, as it would in a build
# folder.
generate_cost() {
	local round schema=$1
	export PYTHONPYCACHEPREFIX=$scratch/pycache
	unset PYTHONDONTWRITEBYTECODE
	"$scratch/qapi-gen" generate -p qapi -o "$scratch/same" "$schema"
	if [ -n "${QEMU_SRC:-}" ]; then
		python3 "$QEMU_SRC/scripts/qapi-gen.py" -o "$scratch/warm" "$schema"
	fi
	for round in $(seq "$rounds"); do
		timed "$scratch/ours" "$scratch/qapi-gen" generate -p qapi -o "$scratch/go-$round" "$schema"
		if [ -n "${BASELINE:-}" ]; then
			timed "$scratch/base" "$scratch/baseline" generate -p qapi -o "$scratch/base-$round" "$schema"
		fi
		timed "$scratch/again" "$scratch/qapi-gen" generate -p qapi -o "$scratch/same" "$schema"
		timed "$scratch/validate" "$scratch/qapi-gen" validate "$schema"
		timed "$scratch/nothing" "$scratch/qapi-gen" --version
		if [ -n "${QEMU_SRC:-}" ]; then
			timed "$scratch/theirs" python3 "$QEMU_SRC/scripts/qapi-gen.py" -o "$scratch/c-$round" "$schema"
		fi
	done
	process "generate" ours
	process "generate, nothing to write" again
	process "validate" validate
	process "qapi-gen --version" nothing
	if [ -n "${BASELINE:-}" ]; then
		process "generate of $BASELINE" base
		compare "generate / generate of $BASELINE" ours base
	fi
	if [ -z "${QEMU_SRC:-}" ]; then
		echo "QEMU's own generator: skipped; set QEMU_SRC to a QEMU source tree."
		return
	fi
	process "QEMU's own generator (C)" theirs
	compare "generate / QEMU's own generator" ours theirs
}

# process reports what timed wrote of a process.
process() { row "$1, wall and CPU seconds" "$(median '$1' "$scratch/$2") $(median '$2 + $3' "$scratch/$2")"; }

# compare reports the median of the ratios of two processes in each round.
compare() {
	paste "$scratch/$2" "$scratch/$3" >"$scratch/both"
	row "$1, ratios of wall and CPU seconds" "$(median '$1 / $4' "$scratch/both") $(median '($2 + $3) / ($5 + $6)' "$scratch/both")"
}

# round_trips measures examples/vmm beside a raw echo and the real QEMU, each
# in a process of its own.
round_trips() {
	echo "== Round trips of query-status over a unix socket (servers started $rounds times, medians)"
	local vmms=("$scratch/vmm")
	go build -o "$scratch/vmm" ./examples/vmm
	go build -o "$scratch/roundtrip" ./scripts/roundtrip
	if [ -n "${BASELINE:-}" ]; then
		baseline_source
		go build -C "$scratch/source" -o "$scratch/baseline-vmm" ./examples/vmm
		vmms+=("$scratch/baseline-vmm")
	fi
	local busy
	for busy in 0 2; do
		echo "with $busy busy processes beside it:"
		"$scratch/roundtrip" -starts "$rounds" -busy "$busy" "${vmms[@]}"
	done
}

echo "Go: $(go version | cut -d' ' -f3-)"
generated
round_trips
benchmarks
