// Command testsummary reads the output of "go test -json" on standard input. It
// prints what "go test" would, and at the end which tests were skipped and why.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := summarise(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "testsummary:", err)
		os.Exit(1)
	}
}

// An event is a line of "go test -json"; see "go doc test2json".
type event struct {
	Action, Package, Test, Output string
}

// reason is a line that t.Skip writes: FILE.go:LINE: TEXT.
var reason = regexp.MustCompile(`^\s+\S+\.go:\d+: (.*)`)

func summarise(in io.Reader, w io.Writer) error {
	out := bufio.NewWriter(w) // which keeps errors
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	said := map[string][]string{} // of each test
	skipped := map[string]int{}   // by reason
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			_, _ = fmt.Fprintln(out, lines.Text()) // a complaint of the go command
			continue
		}
		test := e.Package + " " + e.Test
		switch {
		case e.Action == "output" && e.Test == "" && e.Output != "PASS\n", e.Action == "build-output":
			_, _ = fmt.Fprint(out, e.Output)
			_ = out.Flush() // progress; the last Flush returns its error
		case e.Action == "output":
			said[test] = append(said[test], e.Output)
		case e.Action == "skip" && e.Test != "":
			skipped[why(said[test])]++
		case e.Action == "fail" && e.Test != "":
			_, _ = fmt.Fprint(out, strings.Join(said[test], ""))
		}
		if e.Action == "pass" || e.Action == "skip" || e.Action == "fail" {
			delete(said, test)
		}
	}
	report(out, skipped)
	return errors.Join(lines.Err(), out.Flush())
}

// why is the reason that a skipped test gave.
func why(output []string) string {
	for _, line := range output {
		if m := reason.FindStringSubmatch(line); m != nil {
			return m[1]
		}
	}
	return "without a reason"
}

func report(out *bufio.Writer, skipped map[string]int) {
	total := 0
	for _, n := range skipped {
		total += n
	}
	_, _ = fmt.Fprintf(out, "\n%d tests were skipped", total)
	if total == 0 {
		_, _ = fmt.Fprintln(out, ".")
		return
	}
	_, _ = fmt.Fprintln(out, ":")
	for _, text := range slices.Sorted(maps.Keys(skipped)) {
		_, _ = fmt.Fprintf(out, "%5d  %s\n", skipped[text], text)
	}
	_, _ = fmt.Fprintln(out, `To run them, see "Tests that need QEMU" in CONTRIBUTING.md.`)
}
