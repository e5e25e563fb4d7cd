package shell

import (
	"strings"
	"testing"
)

func TestHelpHasTheTextsOfTheSchema(t *testing.T) {
	for _, c := range []struct {
		name   string
		schema bool
		want   []string
		err    string
	}{
		{"query-status", true, []string{"query-status -> StatusInfo\n\nTell what the virtual machine is doing.\n", "\n\nReturns: its state.\n\nSince: 1.0"}, ""},
		{"migrate-pause", true, []string{"migrate-pause\nIt can be executed out-of-band, by .oob."}, ""},
		{"blockdev-add", true, []string{"\n\n  driver: BlockdevDriver\n", "\n\n  node-name: str, optional\n"}, ""},
		{"BALLOON_CHANGE", true, []string{"BALLOON_CHANGE (event)\n\n", "\n\n  actual: size\n"}, ""},
		{"RunState", true, []string{"\n\n  prelaunch\n"}, ""},
		{"query-named-block-nodes", true, []string{"Features: deprecated\n", "\n\n  deprecated\n"}, ""},
		{"query-status", false, []string{"query-status -> object\n\nThe server does not say what it is for. With --schema FILE,"}, ""},
		{".events", false, []string{".events [NAME...|all|off]\n    which events to show"}, ""},
		{"query-stats", true, nil, "there is no command, event or type query-stats; did you mean 'query-status'?"},
		{"RunStat", true, nil, "there is no command, event or type RunStat; did you mean 'RunState'?"},
	} {
		s, _, _ := open(t, newMachine(), func(cfg *Config) {
			if c.schema {
				cfg.Schema = schema(t)
			}
		})
		reply, err := s.Run(t.Context(), ".help "+c.name)
		if c.err != "" {
			if err == nil || err.Error() != c.err {
				t.Errorf("%s: %v, want %s", c.name, err, c.err)
			}
			continue
		}
		for _, want := range c.want {
			if err != nil || !strings.Contains(reply.Text, want) {
				t.Errorf("%s has no %q: %v\n%s", c.name, want, err, reply.Text)
			}
		}
	}
}

func TestTypesAreShownDownToTheLastMember(t *testing.T) {
	s, _, _ := open(t, newMachine(), func(cfg *Config) { cfg.Schema = schema(t) })
	text := run(t, s, ".types blockdev-add").Text
	for _, want := range []string{
		"command blockdev-add\n  driver: BlockdevDriver\n  node-name: optional str\n", "\n  with driver=qcow2\n    file: BlockdevRef\n",
		"\n  returns nothing\n", "\n\nalternate BlockdevRef\n  BlockdevOptions\n  str\n", "\n\nenum BlockdevDriver\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if n := strings.Count(text, "\nobject BlockdevOptions\n"); n != 1 {
		t.Errorf("BlockdevOptions is shown %d times", n)
	}
	bare, _, _ := open(t, newMachine(), nil)
	if text := run(t, bare, ".types query-status").Text; !strings.HasPrefix(text, "command query-status\n  returns ") ||
		!strings.Contains(text, "\n  running: bool\n") {
		t.Errorf("by introspection alone:\n%s", text)
	}
	if _, err := bare.Run(t.Context(), ".types nope"); err == nil {
		t.Error("an unknown name has types")
	}
}
