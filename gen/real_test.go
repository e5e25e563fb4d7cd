package gen_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
)

// What a real server answered to query-qmp-schema.
func TestRealIntrospectionRoundTrips(t *testing.T) {
	answer, err := os.ReadFile(testqemu.Corpus(t, "7.2.0/expected/query-qmp-schema.debian-amd64.json"))
	if err != nil {
		t.Fatal(err)
	}
	schema := buildSchema(t, testqemu.Corpus(t, corpusSchemas(t)["qapi720"]))
	if got := roundTrip(t, schema, []document{{"[SchemaInfo]", answer}}); got[0] != "" {
		t.Error(got[0])
	}
}

// The descriptors that Debian's package ovmf installs.
func TestRealFirmwareDescriptorsRoundTrip(t *testing.T) {
	schema := buildSchema(t, testqemu.Corpus(t, corpusSchemas(t)["firmware"]))
	paths, err := filepath.Glob("/usr/share/qemu/firmware/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		if os.Getenv("QAPI_REQUIRE_REAL") == "" {
			t.Skip("install QEMU's firmware (Debian: ovmf) to run this test")
		}
		t.Fatal("QAPI_REQUIRE_REAL is set, but there is no firmware in /usr/share/qemu/firmware")
	}
	var documents []document
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, document{"Firmware", text})
	}
	for i, result := range roundTrip(t, schema, documents) {
		if result != "" {
			t.Errorf("%s: %s", paths[i], result)
		}
	}
}
