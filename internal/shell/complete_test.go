package shell

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/generated/vmm"
)

func emitBalloon(t *testing.T, m *machine) {
	t.Helper()
	if err := m.events.Emit(vmm.BalloonChangeEvent{Actual: 5}); err != nil {
		t.Fatal(err)
	}
}

// completeFresh completes at |, or at the end, after asking the server.
func completeFresh(t *testing.T, s *Session, text string) Completion {
	t.Helper()
	before, after, marked := strings.Cut(text, "|")
	if !marked {
		before, after = text, ""
	}
	c := s.Complete(before+after, len(before))
	if c.Outdated() {
		s.Refresh(t.Context(), c)
		c = s.Complete(before+after, len(before))
	}
	return c
}

func labels(c Completion) (list []string) {
	for _, candidate := range c.Candidates {
		list = append(list, candidate.Label)
	}
	return list
}

func TestCompletionOffersWhatCanStandAtTheCursor(t *testing.T) {
	s, _, _ := open(t, newMachine("disk 0", "disk1"), func(c *Config) { c.Schema = schema(t) })
	for _, c := range []struct {
		text string
		want []string
	}{
		{"query-st", []string{"query-status"}},
		{"stop\nquery-st", []string{"query-status"}},
		{"query-st|\nstop", []string{"query-status"}},
		{"# query-st", nil},
		{".e", []string{".events"}},
		{".events BALL", []string{"BALLOON_CHANGE"}},
		{".events a", []string{"all"}},
		{".events STOP a", nil},
		{".oob migrate", []string{"migrate-pause"}},
		{".oob blockdev-del node-name=d", []string{"disk 0", "disk1"}},
		{".help STO", []string{"STOP"}},
		{".types blockdev-d", []string{"blockdev-del"}},
		{"blockdev-del ", []string{"node-name="}},
		{"blockdev-del node-name=", []string{"disk 0", "disk1"}},
		{"blockdev-del node-name=disk1", []string{"disk1"}},
		{"blockdev-add node-name=", nil},
		{"blockdev-add driver=fi", []string{"file"}},
		{"blockdev-add driver=qcow2 file.dr", []string{"driver="}},
		{"blockdev-add driver=qcow2 file=disk", []string{"disk 0", "disk1"}},
		{"blockdev-add fil| driver=qcow2", []string{"file=", "file."}},
		{`{"execute": "sto`, nil},
		{"no-such a", nil},
		{"blockdev-del node-name:=", nil},
	} {
		if diff := cmp.Diff(c.want, labels(completeFresh(t, s, c.text))); diff != "" {
			t.Errorf("%q\n%s", c.text, diff)
		}
	}
}

func TestACandidateTakesThePlaceOfTheWord(t *testing.T) {
	s, _, _ := open(t, newMachine("disk 0"), func(c *Config) { c.Schema = schema(t) })
	text := "stop\nblockdev-del 'node-name=d x"
	cursor := len(text) - len(" x")
	c := s.Complete(text, cursor)
	if len(c.Candidates) > 0 {
		t.Error("there are candidates within an open quote")
	}
	text = "stop\nblockdev-del node-name=d x"
	cursor = len(text) - len(" x")
	s.Refresh(t.Context(), s.Complete(text, cursor))
	c = s.Complete(text, cursor)
	if len(c.Candidates) != 1 || text[c.Start:c.End] != "node-name=d" {
		t.Fatalf("candidates %v for %q", c.Candidates, text[c.Start:c.End])
	}
	want := Candidate{Insert: "'node-name=disk 0'", Label: "disk 0", Kind: "block node", Detail: "file"}
	got := c.Candidates[0]
	got.text = ""
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Candidate{})); diff != "" {
		t.Error(diff)
	}
	if want := "blockdev-del node-name=str"; c.Signature != want {
		t.Errorf("signature %q, want %q", c.Signature, want)
	}
}

func TestDescriptionsAreThoseOfTheSchema(t *testing.T) {
	s, _, _ := open(t, newMachine(), func(c *Config) { c.Schema = schema(t) })
	c := s.Complete("query-stat", len("query-stat"))
	if len(c.Candidates) != 1 || c.Candidates[0].Doc != "Tell what the virtual machine is doing." || c.Candidates[0].Detail != "StatusInfo" {
		t.Errorf("got %+v", c.Candidates)
	}
}

func TestNamesAreRenewedAfterCommandsAndEvents(t *testing.T) {
	m := newMachine("a", "b")
	s, notices, _ := open(t, m, nil)
	const text = "blockdev-del node-name="
	completeFresh(t, s, text)
	if c := s.Complete(text, len(text)); c.Outdated() {
		t.Error("what was asked just now is out of date")
	}
	run(t, s, text+"a")
	if got := labels(completeFresh(t, s, text)); !cmp.Equal(got, []string{"b"}) {
		t.Errorf("after a command: %v", got)
	}
	m.mu.Lock()
	m.nodes = append(m.nodes, "c")
	m.mu.Unlock()
	emitBalloon(t, m)
	notices.next(t, EventNotice)
	if got := labels(completeFresh(t, s, text)); !cmp.Equal(got, []string{"b", "c"}) {
		t.Errorf("after an event: %v", got)
	}
	if n := m.count("query-named-block-nodes"); n != 3 {
		t.Errorf("the server was asked %d times", n)
	}
}

func TestTheServerIsNotAskedWhileItIsBusy(t *testing.T) {
	m := newMachine("a")
	s, _, _ := open(t, m, nil)
	ended := make(chan error, 1)
	go func() {
		_, err := s.Run(t.Context(), "cont")
		ended <- err
	}()
	<-m.began
	const text = "blockdev-del node-name="
	if c := s.Complete(text, len(text)); c.Outdated() {
		t.Error("the server would be asked")
	}
	close(m.finish)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if c := s.Complete(text, len(text)); !c.Outdated() {
		t.Error("the server would not be asked afterwards")
	}
}

func TestSourcesOfNames(t *testing.T) {
	for _, c := range []struct {
		command, member, typed string
		words                  []string
		want                   []source
	}{
		{"device_del", "id", "", nil, []source{devices}},
		{"device_add", "id", "", nil, nil},
		{"device_add", "drive", "", nil, []source{blockNodes, blockDevices}},
		{"chardev-remove", "id", "", nil, []source{chardevs}},
		{"chardev-add", "id", "", nil, nil},
		{"block-job-cancel", "device", "", nil, []source{jobs}},
		{"blockdev-snapshot", "overlay", "", nil, []source{blockNodes}},
		{"qom-get", "path", "/mach", nil, []source{{"qom-list", "/"}}},
		{"qom-get", "path", "/machine/peri", nil, []source{{"qom-list", "/machine"}}},
		{"qom-get", "path", "", nil, nil},
		{"qom-set", "property", "", []string{"path=/machine"}, []source{{"qom-list", "/machine"}}},
		{"query-status", "x", "", nil, nil},
	} {
		if diff := cmp.Diff(c.want, sources(c.command, c.member, c.typed, c.words), cmp.AllowUnexported(source{})); diff != "" {
			t.Errorf("%s %s\n%s", c.command, c.member, diff)
		}
	}
}
