package server

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestArgsPrintTheirLengthOnly(t *testing.T) {
	args := Args{raw: json.RawMessage(`{"password": "abc"}`)}
	if text := args.String(); strings.Contains(text, "abc") || !strings.Contains(text, "19 bytes") {
		t.Errorf("arguments print as %q", text)
	}
}
