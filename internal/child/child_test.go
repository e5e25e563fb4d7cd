package child_test

import (
	"os/exec"
	"testing"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/internal/child"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestCommandThatIsNotThereIsNotStarted(t *testing.T) {
	if _, err := child.Start(exec.CommandContext(t.Context(), "./none")); err == nil {
		t.Error("it was started")
	}
}
