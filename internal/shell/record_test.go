package shell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp/qmptest"
)

func TestARecordingCanBePlayed(t *testing.T) {
	m := newMachine("disk0")
	s, _, _ := open(t, m, nil)
	run(t, s, "query-status") // before the recording
	path := filepath.Join(t.TempDir(), "conversation")
	run(t, s, ".record "+path)
	if _, err := s.Run(t.Context(), ".record "+path+"2"); err == nil || !strings.Contains(err.Error(), ".record off ends that") {
		t.Errorf("a second recording: %v", err)
	}
	run(t, s, "stop")
	if completeFresh(t, s, "blockdev-del node-name="); m.count("query-named-block-nodes") > 0 {
		t.Error("completion asks the server while the conversation is recorded")
	}
	run(t, s, "query-status")
	run(t, s, ".record off")
	run(t, s, "query-status") // after it
	if _, err := s.Run(t.Context(), ".record off"); err == nil {
		t.Error("a recording is ended twice")
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	client := vmm.NewClient(qmptest.Play(t, f, "1"))
	if err := client.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if status, err := client.QueryStatus(t.Context()); err != nil || status.Status != vmm.RunStateRunning {
		t.Errorf("%v, %v", status, err)
	}
}
