# Run "make help" for what there is.

GO            ?= go
GOLANGCI_LINT ?= golangci-lint
FUZZTIME      ?= 30s
SOAK          ?= 10m

# QEMU's schemas and what its own generator makes of them, for tests.
# Empty: tests that need them are skipped, and say so.
QAPI_CORPUS   ?= $(wildcard ../shared/qemu)
export QAPI_CORPUS := $(if $(QAPI_CORPUS),$(abspath $(QAPI_CORPUS)))

# A QEMU source tree, for comparisons with its own generator.
export QEMU_SRC

# A pipeline fails with any of its commands.
SHELL := bash

.DEFAULT_GOAL := help

.PHONY: help
help: ## say what the targets do
	@echo "Targets:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14
	@echo
	@echo "Variables:"
	@echo "  QAPI_CORPUS   QEMU's schemas, by version, for tests (now: $(or $(QAPI_CORPUS),unset))"
	@echo "  QEMU_SRC      a QEMU source tree, to compare with (now: $(or $(QEMU_SRC),unset))"
	@echo "  SOAK          how long make soak runs (now: $(SOAK))"
	@echo "  FUZZTIME      what make fuzz spends on each target: 30s, 20000x (now: $(FUZZTIME))"

.PHONY: check
check: lint test ## lint, then test: what a change must pass

.PHONY: test
test: ## run all tests, and say which were skipped
	@set -o pipefail; $(GO) test -json ./... | $(GO) run ./scripts/testsummary
	$(GO) -C examples/consumer test ./...

.PHONY: race
race: ## run the tests of concurrent packages under the race detector
	$(GO) test -race ./parser/... ./qapi/... ./qmp/... ./internal/... ./site/preview ./generated/... ./examples/... \
		$$($(GO) list ./test/... | grep -v /test/browser$$)

.PHONY: corpus
corpus: ## run the tests that compare with QEMU; QAPI_CORPUS must be set
	@test -n "$(QAPI_CORPUS)" || { echo "set QAPI_CORPUS to a folder with QEMU's schemas; see CONTRIBUTING.md" >&2; exit 1; }
	$(GO) test ./parser/... ./model/... ./gen/... ./introspect/... ./cmd/... ./test/...

.PHONY: lint
lint: tools ## check formatting, vet, lint, and that go.mod is tidy
	@test -z "$$(gofmt -l .)" || { gofmt -d .; exit 1; }
	$(GO) vet ./...
	$(GO) mod tidy -diff
	PATH="$(CURDIR)/.bin:$$PATH" $(GOLANGCI_LINT) run
	$(GO) -C examples/consumer vet ./...

.PHONY: tools
tools: ## install golangci-lint into .bin, unless it is there
	@scripts/tools.sh

.PHONY: man
man: ## write the manual pages to man/
	$(GO) run ./cmd/qapi-gen man man

.PHONY: release
release: ## build the programs of a release into dist/; the commit must have a tag
	@scripts/release.sh

.PHONY: vuln
vuln: ## look for known vulnerabilities in what the code calls
	@scripts/vulncheck.sh . examples/consumer

# Packages whose tests can write their golden files.
GOLDEN = $(shell grep -rl --include='*_test.go' 'internal/testgolden"' . | xargs -n 1 dirname | sort -u)

.PHONY: generate
generate: ## write generated/ and the golden files anew
	$(GO) generate ./generated/... ./examples/hotplug
	$(GO) -C examples/consumer generate ./...
	$(GO) test $(GOLDEN) -update

.PHONY: fuzz
fuzz: ## run each fuzz target for FUZZTIME
	@scripts/fuzz.sh $(FUZZTIME)

.PHONY: soak
soak: ## run clients of mixed manners for SOAK, restarting server and QEMU
	$(GO) run ./test/soak -duration $(SOAK)

.PHONY: bench
bench: ## measure what docs/performance.md reports; QAPI_CORPUS and QEMU_SRC widen it
	@scripts/bench.sh
