package introspect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/introspect"
)

func TestGap(t *testing.T) {
	x := mustIndex(t, pathAnswer)
	for path, want := range map[string]*introspect.Gap{
		"blockdev-add/arg-type/+file/aio": nil,
		"blockdev-del": {
			Step: "blockdev-del", Has: []string{"blockdev-add", "query-block", "SHUTDOWN"},
		},
		"str": {Step: "str", Has: []string{"blockdev-add", "query-block", "SHUTDOWN"}},
		"blockdev-add/$slow": {
			Found: "blockdev-add", Step: "$slow", Has: []string{"arg-type", "ret-type", "$fast"},
		},
		"SHUTDOWN/ret-type": {Found: "SHUTDOWN", Step: "ret-type", Has: []string{"arg-type"}},
		"blockdev-add/arg-type/*driver/^file": {
			Found: "blockdev-add/arg-type", Step: "*driver",
			Has: []string{"driver", "node-name", "ref", " +odd", "+file", "+none"},
		},
		"blockdev-add/arg-type/driver/^file/$deprecated": {
			Found: "blockdev-add/arg-type/driver/^file", Step: "$deprecated", Has: []string{"$unstable"},
		},
		"blockdev-add/arg-type/driver/^none/$deprecated": {
			Found: "blockdev-add/arg-type/driver/^none", Step: "$deprecated",
		},
		"blockdev-add/arg-type/+file/aio/^native": {
			Found: "blockdev-add/arg-type/+file/aio", Step: "^native", Has: []string{"^threads", "^io_uring"},
		},
		"blockdev-add/arg-type/ref/aio/^native": {
			Found: "blockdev-add/arg-type/ref/aio", Step: "^native", Has: []string{"^threads", "^io_uring"},
		},
		"blockdev-add/arg-type/ref/speed": {
			Found: "blockdev-add/arg-type/ref", Step: "speed", Has: []string{"!string", "aio", "$dynamic", "!null"},
		},
		"query-block/ret-type/all/$on-type": {
			Found: "query-block/ret-type/all", Step: "$on-type", Has: []string{"!string", "$on-member"},
		},
	} {
		got, err := x.Gap(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", path, diff)
		}
	}
	if gap, err := x.Gap("blockdev-add/file"); gap != nil || err == nil {
		t.Errorf("a malformed path gives %v, %v", gap, err)
	}
}
