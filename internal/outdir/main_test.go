package outdir

import (
	"os"
	"testing"
)

// Tests start this program anew as a process that writes files to the folder
// $OUTDIR_TEST and holds before the operation $OUTDIR_HOLD.
func TestMain(m *testing.M) {
	if dir := os.Getenv("OUTDIR_TEST"); dir != "" {
		os.Exit(writeAndHold(dir, os.Stdout))
	}
	os.Exit(m.Run())
}
