// Package generated is where packages made by qapi-gen are kept: vmm, made of
// testdata/qapi-schema/vmm.json, is what the README shows, what examples/vmm
// serves, and what tests of the runtime use. A test holds it to its schema.
package generated

//go:generate go run ../cmd/qapi-gen generate -o vmm ../testdata/qapi-schema/vmm.json
