package history_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/history"
)

func TestLabelOfAFile(t *testing.T) {
	for path, want := range map[string]string{
		"/src/qemu/7.2.0/qapi/qapi-schema.json": "7.2.0",
		"qemu-9.1.0-rc2/qapi/qapi-schema.json":  "9.1.0-rc2",
		"v10.0.2/qga/qapi-schema.json":          "v10.0.2",
		"1.0/qemu/8.2/qapi.json":                "8.2",
		"recorded/7.2":                          "7.2",
		"recorded/7.2.json":                     "7.2",
		"2024/main/vmm.json":                    "vmm",
		"vmm.json":                              "vmm",
		"../reply":                              "reply",
	} {
		if got := history.LabelOf(path); got != want {
			t.Errorf("LabelOf(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestReleasesAreSortedByVersionIfAllHaveOne(t *testing.T) {
	for _, tt := range []struct{ given, want string }{
		{"10.1.0 10.2.2 2.12.0 4.2.0", "2.12.0 4.2.0 10.1.0 10.2.2"},
		{"v9.0 v8.2.1 v8.2", "v8.2 v8.2.1 v9.0"},
		{"9.0.0 9.0.0-rc1 9.0.0-rc0", "9.0.0-rc0 9.0.0-rc1 9.0.0"},
		{"9.0 main 8.2", "9.0 main 8.2"},
		{"1.99999999999999999999 1.2", "1.2 1.99999999999999999999"},
	} {
		var releases []history.Release
		for label := range strings.FieldsSeq(tt.given) {
			releases = append(releases, history.Release{Label: label})
		}
		history.Sort(releases)
		var got []string
		for _, r := range releases {
			got = append(got, r.Label)
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("Sort(%s) (-want +got):\n%s", tt.given, diff)
		}
	}
}

func TestTwoReleasesOfOneLabelAreRefused(t *testing.T) {
	s := release(t, "1.0", schema(t, "vmm.json", []byte("{ 'command': 'stop' }")))
	_, err := history.New(t.Context(), s, []history.Release{s})
	if err == nil || !strings.Contains(err.Error(), "two releases are called 1.0") {
		t.Errorf("the error is %v", err)
	}
}
