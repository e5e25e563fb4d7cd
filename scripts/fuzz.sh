#!/usr/bin/env bash
# Runs every fuzz target of the module for the time given (default 30s), or
# for a number of executions (20000x).
#
# Coverage differs from run to run where goroutines take turns, and then no
# input gets smaller: 10 attempts at it, instead of a minute for each input.
set -euo pipefail
cd "$(dirname "$0")/.."

fuzztime=${1:-30s}
module=$(go list -m)

found=0
for dir in $(go list -f '{{.Dir}}' ./...); do
	package=${dir#"$PWD"/}
	for target in $(cd "$dir" && grep -hoE '^func Fuzz[A-Za-z0-9_]+' ./*_test.go 2>/dev/null | cut -c6-); do
		found=$((found + 1))
		echo "== $package $target, $fuzztime"
		go test "$module/$package" -run '^$' -fuzz "^$target\$" -fuzztime "$fuzztime" -fuzzminimizetime 10x
	done
done

if [ "$found" = 0 ]; then
	echo "fuzz.sh: no fuzz target found in $module" >&2
	exit 1
fi
