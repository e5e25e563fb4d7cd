package qmp_test

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// responderSocket tells a process of this test that it is the responder.
const responderSocket = "QMP_TEST_RESPONDER"

// TestMain lets the test binary be the responder: a server in a process of
// its own, as servers are, does not share the scheduler with its client.
func TestMain(m *testing.M) {
	if path := os.Getenv(responderSocket); path != "" {
		if err := runResponder(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}
