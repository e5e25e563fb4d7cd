#!/usr/bin/env bash
# Installs into .bin what the checks need and PATH lacks: golangci-lint, in the
# version that the checks are written for.
set -euo pipefail
cd "$(dirname "$0")/.."

golangci_lint_version=2.15.0

PATH=$PWD/.bin:$PATH
if ! golangci-lint version 2>/dev/null | grep -qF "version $golangci_lint_version "; then
	echo "installing golangci-lint $golangci_lint_version into .bin" >&2
	GOBIN=$PWD/.bin go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$golangci_lint_version"
fi
