package devices_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/devices"
)

func TestRecordingIsWrittenAsItWasRead(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := devices.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(r.Encode(), text) {
			t.Errorf("%s is written in another way", file)
		}
	}
}

func TestEqualListsAreWrittenOnce(t *testing.T) {
	list := []devices.Property{{Name: "a", Type: "bool", Default: []byte("true")}, {Name: "b", Type: "link<x>"}}
	other := []devices.Property{{Name: "a", Type: "bool", Default: []byte("false")}}
	r := &devices.Recording{Version: "1.2.3", Target: "t", Devices: []*devices.Device{
		{Name: "one", Properties: list}, {Name: "three", Properties: other, Internal: true, Alias: "3"}, {Name: "two", Properties: list},
	}, Failures: []devices.Failure{{Device: "four", Reason: "it ended"}}}
	const want = `{"qapi-gen-devices": 1,
"qemu": "1.2.3",
"target": "t",
"properties": [
{"name":"a","type":"bool","default":true},
{"name":"b","type":"link<x>"}],
"devices": [
{"name":"one", "properties": [
"a",
"b"]},
{"name":"three","alias":"3","internal":true, "properties": [
{"name":"a","type":"bool","default":false}]},
{"name":"two","same-properties-as":"one"}],
"failures": [
{"device":"four","reason":"it ended"}]}
`
	if got := string(r.Encode()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	valid := string(recording("7.2.0", devices.Property{Name: "p", Type: "bool"}).Encode())
	tests := []struct{ name, old, new, want string }{
		{"no recording", valid, "[]", "this is not a recording of devices: qapi-gen devices record makes one"},
		{"schema", valid, "{ 'struct': 'A' }", "this is not a recording of devices: qapi-gen devices record makes one"},
		{"later format", `"qapi-gen-devices": 1`, `"qapi-gen-devices": 2`, "the recording has format 2, and this qapi-gen reads format 1: record the devices again"},
		{"syntax", `"qemu"`, `qemu`, "line 2: invalid character 'q' looking for beginning of object key string"},
		{"cut off", "]}]}", "", "line 9: unexpected end of JSON input"},
		{"more after it", "]}]}", "]}]} {}", "line 8: invalid character '{' after top-level value"},
		{"unknown member", `"qemu"`, `"extra": 1, "qemu"`, `unknown field "extra"`},
		{"version", "7.2.0", "7.2", `"7.2" is not a version of QEMU such as 10.0.2`},
		{"no target", `"x86_64"`, `""`, "the recording has no target"},
		{"sign in the version", "7.2.0", "+7.2.-0", `"+7.2.-0" is not a version of QEMU such as 10.0.2`},
		{"target on two lines", `"x86_64"`, `"x\ny"`, `the name "x\ny" has a control character`},
		{"bus on two lines", `"bus":"b"`, `"bus":"b\nc"`, `the name "b\nc" has a control character`},
		{"enum defined twice", `"properties": [`, `"enums": [{"name":"A","values":[]},{"name":"A","values":[]}], "properties": [`, `the enum "A" is there twice`},
		{"two failures of a device", `"properties": [`, `"failures": [{"device":"x","reason":"a"},{"device":"x","reason":"b"}], "properties": [`, `the failure of "x" is there twice`},
		{"property without a type", `"type":"bool"`, `"type":""`, "properties: the property p has no type"},
		{"property defined twice", `{"name":"p","type":"bool"}`, `{"name":"p","type":"bool"},{"name":"p","type":"str"}`, `properties defines "p" twice`},
		{"property defined nowhere", `"p"]`, `"q"]`, `the device d: the property "q" is defined nowhere`},
		{"property listed twice", `"p"]`, `"p","p"]`, "the device d has the property p twice"},
		{"number for a property", `"p"]`, `1]`, "the device d: an element is of type number, but must be struct"},
		{"device without a name", `"name":"d"`, `"name":""`, `a device has the name "", which has no letter or digit`},
		{"name of signs", `"name":"p"`, `"name":"--"`, `properties: a property has the name "--", which has no letter or digit`},
		{"device of later properties", `,"bus":"b", "properties": [` + "\n" + `"p"]`, `,"same-properties-as":"e"`, "the device d has the properties of e, which is not above it"},
		{"mistyped member", `"bus":"b"`, `"bus":1`, "line 7: devices.bus is of type number, but must be string"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(valid, test.old, test.new, 1)
			if text == valid {
				t.Fatalf("nothing was replaced in\n%s", valid)
			}
			if _, err := devices.Parse([]byte(text)); err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"x86_64-7.2", "s390x-10.0"} {
		f.Add(readRecording(f, name).Encode())
	}
	f.Add(recording("1.0.0").Encode())
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := devices.Parse(text)
		if err != nil {
			return
		}
		written := r.Encode()
		again, err := devices.Parse(written)
		if err != nil {
			t.Fatalf("%v\n%s", err, written)
		}
		if !bytes.Equal(again.Encode(), written) {
			t.Errorf("a recording that was read again is written in another way")
		}
		set, _ := devices.Merge(r, again)
		if changes := devices.Compare(r, again); len(changes) > 0 {
			t.Errorf("a recording differs from itself: %v", changes[0].Message)
		}
		for _, d := range set.Devices {
			_ = set.Check([]byte(`{"driver": "` + d.Name + `"}`))
		}
	})
}
