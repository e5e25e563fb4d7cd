package shell

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAScriptEndsWithTheFirstError(t *testing.T) {
	for _, c := range []struct{ name, lines, out, err string }{
		{"all", "query-status\n{'execute':\n'stop'}\n", "{\"running\":true,\"status\":\"running\"}\n{}\n", ""},
		{"without a last line end", "stop", "{}\n", ""},
		{"an error", "stop\n\nnope\nstop\n", "{}\n", "line 3: the server has no command nope"},
		{"an error in lines that belong together", "stop\nnope \\\n a=b\n", "{}\n", "line 2: the server has no command nope"},
		{"quit", "stop\n.quit\nnope\n", "{}\n", ""},
		{"an open bracket", "stop\n{\n", "{}\n", "line 2: the statement is not complete: a quote or bracket is not closed, or there is nothing behind a backslash"},
		{"text of the shell", ".events\n", "no events are shown\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _, _ := open(t, newMachine(), func(cfg *Config) { cfg.NoEvents = true })
			var out bytes.Buffer
			err := (&Script{Lines: strings.NewReader(c.lines), Stdout: &out}).Run(t.Context(), s)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != c.err || out.String() != c.out {
				t.Errorf("error %q, want %q; output %q, want %q", got, c.err, out.String(), c.out)
			}
		})
	}
}

func TestAScriptEndsWhenItsConnectionOrContextDoes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qmp")
	stop := serve(t, newMachine(), path)
	s, _ := openAt(t, path, nil)
	stop()
	<-s.Done()
	err := (&Script{Lines: strings.NewReader("query-status\n"), Stdout: io.Discard}).Run(t.Context(), s)
	if !errors.Is(err, ErrLost) {
		t.Errorf("without a connection: %v", err)
	}
	read, write := io.Pipe()
	defer write.Close()
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("interrupted")
	cancel(why)
	if err := (&Script{Lines: read, Stdout: io.Discard}).Run(ctx, s); !errors.Is(err, why) {
		t.Errorf("after the end of its context: %v", err)
	}
}

func TestAPromptGoesOnAfterErrors(t *testing.T) {
	s, _, _ := open(t, newMachine(), func(cfg *Config) { cfg.NoEvents = true })
	var out bytes.Buffer
	var complaints []string
	script := &Script{Lines: strings.NewReader("nope\n{\n}\nstop\n"), Stdout: &out, Prompt: "qmp> "}
	script.Complain = func(text string) { complaints = append(complaints, text) }
	if err := script.Run(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Split(out.String(), " "), []string{"qmp>", "qmp>", "....", "qmp>", "{}\nqmp>", ""}; !cmp.Equal(got, want) {
		t.Errorf("output %q, want %q", got, want)
	}
	if len(complaints) != 2 || complaints[0] != "error: the server has no command nope" {
		t.Errorf("complaints: %q", complaints)
	}
}
