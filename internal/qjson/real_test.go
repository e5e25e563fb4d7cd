package qjson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The noncharacters, raw and escaped, and characters near them and near
// surrogates, are accepted and rejected with the same words as by QEMU.
func TestStringsAreReadAsByQEMU(t *testing.T) {
	bodies := append(noncharacters(),
		`\ud800`, `\ud800\ud800`, `\ud800\u0041`, `\ud800\u12`, `\ud800\u`, `\ud800\uxyzw`, `\udc00\ud800`, `\ud800\n`, `\ud800x`,
		`ab\udbff\udffFcd`, `\ud83d\ude0`, `\ud800\U0041`, "\xed\xa0\x80\xed\xb0\x80", `\u`, `\u00`, `\u1\n`, `\u123\"4`, `\u12é`,
		`\uD7FF`, `\uE000`, `\uFDCF`, `\uFDF0`, `\uFFFD`, `\ud83f\uDFFD`, "\ufdcf\ufdf0\ufffd\U0001fffd", `\u0001`, "\xc0\x80",
	)
	var ours []string
	for _, body := range bodies {
		got := strings.Join(assemble([]byte(`"`+body+`"`), 1<<20, MessageLimits{}), " ")
		if refused, ok := strings.CutPrefix(got, "error: "); ok {
			got = refused
		} else {
			got = "accepted"
		}
		ours = append(ours, got)
	}
	for name, program := range map[string]string{"PATH": "qemu-system-x86_64", "QAPI_QEMU10": os.Getenv("QAPI_QEMU10")} {
		t.Run(name, func(t *testing.T) {
			for i, got := range readByQEMU(t, program, bodies) {
				if diff := cmp.Diff(got, ours[i]); diff != "" {
					t.Errorf("%q, -QEMU +ours:\n%s", bodies[i], diff)
				}
			}
		})
	}
}

// noncharacters returns all noncharacters of Unicode, raw and escaped.
func noncharacters() (bodies []string) {
	var all []rune
	for r := rune(0xfdd0); r <= 0xfdef; r++ {
		all = append(all, r)
	}
	for plane := rune(0); plane <= 0x10; plane++ {
		all = append(all, plane<<16|0xfffe, plane<<16|0xffff)
	}
	for _, r := range all {
		escape := string(AppendEscaped(nil, r))
		bodies = append(bodies, string(r), escape, strings.ToLower(escape))
	}
	return bodies
}

// readByQEMU returns QEMU's result for strings: the description of the syntax
// error, or "accepted".
func readByQEMU(t *testing.T, program string, bodies []string) (said []string) {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if os.Getenv("QAPI_REQUIRE_REAL") == "1" {
			t.Fatal(err)
		}
		t.Skipf("a QEMU to compare with is missing (PATH, QAPI_QEMU10): %v", err)
	}
	var input bytes.Buffer
	input.WriteString(`{"execute": "qmp_capabilities"}` + "\n")
	for _, body := range bodies {
		fmt.Fprintf(&input, "\"%s\"\n", body)
	}
	input.WriteString(`{"execute": "quit"}` + "\n")
	cmd := exec.CommandContext(t.Context(), path, "-M", "none", "-nodefaults", "-display", "none", "-qmp", "stdio")
	cmd.Stdin = &input
	output, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(output))
	for lines.Scan() {
		var reply struct {
			Error struct{ Desc string }
		}
		if err := json.Unmarshal(lines.Bytes(), &reply); err != nil {
			t.Fatalf("%v: %s", err, lines.Bytes())
		}
		switch desc := reply.Error.Desc; {
		case strings.HasPrefix(desc, "JSON parse error, "):
			said = append(said, desc)
		case desc != "":
			said = append(said, "accepted") // and no command
		}
	}
	if len(said) != len(bodies) {
		t.Fatalf("%d answers to %d strings:\n%s", len(said), len(bodies), output)
	}
	return said
}
