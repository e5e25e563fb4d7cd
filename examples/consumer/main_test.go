package main

import (
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	for name, c := range map[string]struct{ in, out, err string }{
		"branch": {
			in:  `{"percent": 40, "mode": "fixed"}`,
			out: "always 40 %\n" + `{"mode":"fixed","percent":40}` + "\n",
		},
		"optional member absent": {
			in: `{"mode": "curve", "points": [{"celsius": -5, "percent": 10}]}`,
			out: "a curve of 1 points, by the hottest sensor\n" +
				`{"mode":"curve","points":[{"celsius":-5,"percent":10}]}` + "\n",
		},
		"optional member present": {
			in: `{"mode": "curve", "points": [], "sensor": "cpu"}`,
			out: "a curve of 0 points, by sensor cpu\n" +
				`{"mode":"curve","points":[],"sensor":"cpu"}` + "\n",
		},
		"branch without members": {
			in:  `{"mode": "off"}`,
			out: "off\n" + `{"mode":"off"}` + "\n",
		},
		"branch of a newer schema": {
			in:  `{"mode": "learned", "model": "a"}`,
			out: `mode "learned", which this program does not know` + "\n" + `{"mode":"learned","model":"a"}` + "\n",
		},
		"out of range": {
			in:  `{"mode": "curve", "points": [{"celsius": 30, "percent": 256}]}`,
			err: "points[0].percent",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			err := run(strings.NewReader(c.in), &out)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Fatalf("error %v, want one that says %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if out.String() != c.out {
				t.Errorf("wrote %q, want %q", out.String(), c.out)
			}
		})
	}
}
