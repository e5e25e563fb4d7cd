package docs

import (
	"bufio"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/generated/vmm"
)

// TestShownOutputs compares what docs/command-line.md shows of check and breaking with their
// output, in a folder with the example schema.
func TestShownOutputs(t *testing.T) {
	dir := shortDir(t)
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	shell(t, dir, `
go -C `+top+` build -o "$GOBIN/" ./cmd/qapi-gen
mkdir -p main/qapi work
cp -r `+top+`/testdata/qapi-schema/vmm.json `+top+`/testdata/qapi-schema/vmm main/qapi
cp -r main/qapi work
`)
	serveWithoutOOB(t, filepath.Join(dir, "vmm.sock"))
	runExample(t, dir, "check")
	shell(t, filepath.Join(dir, "work", "qapi", "vmm"), `
sed -i "/^# @detach: of no effect/,+1d; /^# @deprecated: Argument @detach/,+1d; /'\*detach'/d" migration.json
sed -i "/^# @resume:/{n;d}; s/'uri': 'str',$/'uri': 'str', 'resume': 'bool' },/; /^ *'\*resume'/d" migration.json
sed -i "s/'\*exit-code'/'exit-code'/" run-state.json
`)
	runExample(t, dir, "breaking")
}

// runExample runs the block with a command of qapi-gen, and compares the output with
// the lines that the block shows of it.
func runExample(t *testing.T, dir, command string) {
	t.Helper()
	for _, b := range blocks(t, commandLinePage) {
		if strings.HasPrefix(b.text, "$ qapi-gen "+command+" ") {
			s := script{dir: t.TempDir(), starts: true}
			b.text = strings.ReplaceAll(b.text, "/tmp/", dir+"/")
			b.text = strings.Replace(b.text, "\n", " >/dev/null\n", 1) // the page shows the messages
			s.console(t, commandLinePage, b)
			s.run(t, filepath.Join(dir, "work"), commandLinePage)
			return
		}
	}
	t.Fatalf("%s has no block that begins with \"$ qapi-gen %s\"", commandLinePage, command)
}

// serveWithoutOOB answers one client as a server of the example schema whose
// migrate-recover has no allow-oob.
func serveWithoutOOB(t *testing.T, path string) {
	t.Helper()
	var schema strings.Builder
	for line := range strings.Lines(vmm.Introspection) {
		if strings.Contains(line, `"migrate-recover"`) {
			line = strings.Replace(line, `"allow-oob":true,`, "", 1)
		}
		schema.WriteString(strings.TrimSuffix(line, "\n"))
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		conn, err := l.Accept()
		if err != nil {
			return // the test has ended
		}
		defer conn.Close()
		answer(conn, schema.String())
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-ended
	})
}

// answer is a server with query-qmp-schema alone.
func answer(conn net.Conn, schema string) {
	_, _ = fmt.Fprintln(conn, `{"QMP": {"version": {"qemu": {"major": 1, "minor": 0, "micro": 0}, "package": ""}, "capabilities": []}}`)
	for in := bufio.NewScanner(conn); in.Scan(); {
		reply := "{}"
		if strings.Contains(in.Text(), "query-qmp-schema") {
			reply = schema
		}
		_, id, _ := strings.Cut(in.Text(), `"id":`)
		id, _, _ = strings.Cut(strings.TrimSuffix(id, "}"), ",")
		_, _ = fmt.Fprintf(conn, `{"return": %s, "id": %s}`+"\n", reply, id)
	}
}
