package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
)

// PrepareHeap is called before a schema is read, which takes most of the memory of a
// process. Only main sets it, because it affects the whole process.
var PrepareHeap = func() {}

// SplitCommand splits the arguments at --. Without --, command is nil.
func SplitCommand(cmd *cobra.Command, args []string) (before, command []string) {
	dash := cmd.ArgsLenAtDash()
	if dash < 0 {
		return args, nil
	}
	return args[:dash], args[dash:]
}

// CompletionTimeout is how long a shell waits for a monitor that has another client.
const CompletionTimeout = 2 * time.Second

// Silence discards what cmd writes to standard error, which would be shown within the
// command line that is completed, until the function that it returns is called.
func Silence(cmd *cobra.Command) (end func()) {
	stderr := cmd.ErrOrStderr()
	cmd.SetErr(io.Discard)
	return func() { cmd.SetErr(stderr) }
}

// Plural formats a count: "1 file", "2 files".
func Plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
