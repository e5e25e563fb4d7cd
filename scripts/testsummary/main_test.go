package main

import (
	"strings"
	"testing"
)

func TestSkippedTestsAreCountedByReason(t *testing.T) {
	const in = `{"Action":"output","Package":"p","Test":"A","Output":"=== RUN A\n"}
{"Action":"output","Package":"p","Test":"A","Output":"    a_test.go:7: QAPI_CORPUS is not set\n"}
{"Action":"skip","Package":"p","Test":"A"}
{"Action":"output","Package":"p","Test":"B","Output":"    b_test.go:9: QAPI_CORPUS is not set\n"}
{"Action":"skip","Package":"p","Test":"B"}
{"Action":"output","Package":"p","Test":"C","Output":"    c_test.go:1: wrong\n"}
{"Action":"fail","Package":"p","Test":"C"}
{"Action":"output","Package":"p","Test":"D","Output":"    d_test.go:1: quiet\n"}
{"Action":"pass","Package":"p","Test":"D"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
`
	const want = `    c_test.go:1: wrong
FAIL	p	0.1s

2 tests were skipped:
    2  QAPI_CORPUS is not set
To run them, see "Tests that need QEMU" in CONTRIBUTING.md.
`
	var out strings.Builder
	if err := summarise(strings.NewReader(in), &out); err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
}
