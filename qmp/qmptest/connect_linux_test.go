package qmptest

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"syscall"
	"testing"
)

// openFlags matches the line of /proc/self/fdinfo with the flags of open(2).
var openFlags = regexp.MustCompile(`(?m)^flags:\s+([0-7]+)$`)

func TestSocketPairIsClosedOnExec(t *testing.T) {
	fds, err := socketDescriptors()
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		info, err := os.ReadFile(fmt.Sprintf("/proc/self/fdinfo/%d", fd))
		if err != nil {
			t.Skip(err)
		}
		match := openFlags.FindSubmatch(info)
		if match == nil {
			t.Fatalf("no flags in %q", info)
		}
		flags, err := strconv.ParseUint(string(match[1]), 8, 64)
		if err != nil {
			t.Fatal(err)
		}
		if flags&syscall.O_CLOEXEC == 0 {
			t.Errorf("descriptor %d has the flags %#o, want O_CLOEXEC among them", fd, flags)
		}
		if err := syscall.Close(fd); err != nil {
			t.Error(err)
		}
	}
}
