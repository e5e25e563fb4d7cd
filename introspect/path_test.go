package introspect_test

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testcost"
)

const pathAnswer = `[
	{"name": "blockdev-add", "meta-type": "command", "arg-type": "1", "ret-type": "0", "features": ["fast"]},
	{"name": "query-block", "meta-type": "command", "arg-type": "0", "ret-type": "[2]"},
	{"name": "SHUTDOWN", "meta-type": "event", "arg-type": "2"},
	{"name": "0", "meta-type": "object", "members": []},
	{"name": "1", "meta-type": "object", "members": [
		{"name": "driver", "type": "3"},
		{"name": "node-name", "type": "str", "default": null, "features": ["deprecated"]},
		{"name": "ref", "type": "4"},
		{"name": "+odd", "type": "int"}],
	 "tag": "driver", "variants": [{"case": "file", "type": "5"}, {"case": "none", "type": "0"}]},
	{"name": "2", "meta-type": "object", "features": ["on-type"], "members": [
		{"name": "inserted", "type": "6", "default": null},
		{"name": "all", "type": "[str]", "features": ["on-member"]}]},
	{"name": "[2]", "meta-type": "array", "element-type": "2"},
	{"name": "[str]", "meta-type": "array", "element-type": "str"},
	{"name": "3", "meta-type": "enum", "members": [{"name": "file", "features": ["unstable"]}, {"name": "none"}], "values": ["file", "none"]},
	{"name": "4", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "5"}, {"type": "[4]"}, {"type": "null"}]},
	{"name": "null", "meta-type": "builtin", "json-type": "null"},
	{"name": "[4]", "meta-type": "array", "element-type": "4"},
	{"name": "5", "meta-type": "object", "features": ["dynamic"], "members": [{"name": "aio", "type": "7", "default": null}]},
	{"name": "6", "meta-type": "object", "members": [{"name": "again", "type": "2"}]},
	{"name": "7", "meta-type": "enum", "values": ["threads", "io_uring"]},
	{"name": "str", "meta-type": "builtin", "json-type": "string"},
	{"name": "int", "meta-type": "builtin", "json-type": "int"}
]`

func TestSupports(t *testing.T) {
	x := mustIndex(t, pathAnswer)
	for path, want := range map[string]bool{
		"blockdev-add": true,
		"blockdev-del": false,
		"SHUTDOWN":     true,
		"str":          false, // a type is no capability
		"1":            false,

		"blockdev-add/arg-type":                                   true,
		"blockdev-add/ret-type":                                   true,
		"SHUTDOWN/arg-type/inserted":                              true,
		"SHUTDOWN/ret-type":                                       false,
		"blockdev-add/arg-type/node-name":                         true,
		"blockdev-add/arg-type/*node-name":                        true,
		"blockdev-add/arg-type/*driver":                           false,
		"blockdev-add/arg-type/*none":                             false,
		"blockdev-add/arg-type/node":                              false,
		"blockdev-add/arg-type/file":                              false,
		"blockdev-add/arg-type/+file":                             true,
		"blockdev-add/arg-type/+driver":                           false,
		"blockdev-add/arg-type/+file/aio":                         true,
		"blockdev-add/arg-type/+none/aio":                         false,
		"blockdev-add/arg-type/+file/aio/^io_uring":               true,
		"blockdev-add/arg-type/+file/aio/^native":                 false,
		"blockdev-add/arg-type/+file/^aio":                        false,
		"blockdev-add/arg-type/+file/*aio":                        true,
		"blockdev-add/arg-type/ +odd":                             true,
		"blockdev-add/arg-type/+odd":                              false,
		"blockdev-add/arg-type/ driver":                           true,
		"blockdev-add/arg-type/ref/aio":                           true, // of the alternative that is an object
		"blockdev-add/arg-type/ref/!string":                       true,
		"blockdev-add/arg-type/ref/!int":                          false,
		"blockdev-add/arg-type/ref/aio/^threads":                  true,
		"blockdev-add/arg-type/ref/none":                          false,
		"blockdev-add/arg-type/node-name/!string":                 true,
		"blockdev-add/arg-type/node-name/!int":                    false,
		"blockdev-add/arg-type/driver/!string":                    false, // an enum is no built-in type
		"blockdev-add/arg-type/node-name/aio":                     false,
		"query-block/ret-type/inserted":                           true, // an array is seen through
		"query-block/ret-type/all/!string":                        true,
		"query-block/ret-type/inserted/again/*inserted/again/all": true,

		"blockdev-add/$fast":                           true,
		"blockdev-add/$slow":                           false,
		"blockdev-add/arg-type/+file/$dynamic":         true,
		"blockdev-add/arg-type/+file/$fast":            false,
		"blockdev-add/arg-type/node-name/$deprecated":  true,
		"blockdev-add/arg-type/driver/^file/$unstable": true,
		"blockdev-add/arg-type/driver/^none/$unstable": false,
		"blockdev-add/arg-type/driver/^gone/$unstable": false,
		"query-block/ret-type/$on-type":                true,
		"query-block/ret-type/all/$on-member":          true,
		"query-block/ret-type/inserted/again/$on-type": true,
		"blockdev-add/arg-type/ref/$dynamic":           true,
		"SHUTDOWN/$deprecated":                         false,
	} {
		if got, err := x.Supports(path); got != want || err != nil {
			t.Errorf("%s: %v, %v", path, got, err)
		}
	}
}

func TestSupportsRefusesPathsThatLeadNowhereAnywhere(t *testing.T) {
	x := mustIndex(t, pathAnswer)
	for path, want := range map[string]string{
		"":                         `path "": step 1, "", has no name`,
		"blockdev-add/":            `step 2, "", has no name`,
		"blockdev-add/arg-type/+":  `step 3, "+", has no name`,
		"$blockdev-add":            `it must start with the name of a command or event, not with "$blockdev-add"`,
		"blockdev-add/file":        `behind a command or event stands arg-type, ret-type or $FEATURE, not "file"`,
		"none/*arg-type":           `behind a command or event stands arg-type, ret-type or $FEATURE, not "*arg-type"`,
		"blockdev-add/$fast/x":     `nothing can follow "$fast"`,
		"a/arg-type/x/!string/y":   `nothing can follow "!string"`,
		"a/arg-type/x/^value/y":    `only $FEATURE can follow "^value"`,
		"a/arg-type/x/^value/$f/y": `nothing can follow "$f"`,
	} {
		if got, err := x.Supports(path); got || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v", path, got, err)
		}
	}
}

// Every path ends, although types contain one another. A malformed one is
// supported by no server.
func FuzzSupports(f *testing.F) {
	f.Add("blockdev-add/arg-type/ref/+file/aio/^io_uring/$f")
	f.Add("query-block/ret-type/*inserted/again/ all/!string")
	x := indexOf([]byte(pathAnswer))
	f.Fuzz(func(t *testing.T, path string) {
		testcost.Bound(t, len(path))
		ok, err := x.Supports(path)
		if ok && err != nil {
			t.Errorf("%v and %v", ok, err)
		}
		gap, err2 := x.Gap(path)
		if (err == nil) != (err2 == nil) || err == nil && ok != (gap == nil) {
			t.Fatalf("%v, %v, but the gap is %v, %v", ok, err, gap, err2)
		}
		if gap == nil || gap.Found == "" {
			return
		}
		if ok, err := x.Supports(gap.Found); !ok {
			t.Errorf("%s: %v", gap.Found, err)
		}
		for _, s := range gap.Has {
			if ok, err := x.Supports(gap.Found + "/" + s); !ok {
				t.Errorf("%s/%s: %v", gap.Found, s, err)
			}
		}
	})
}
