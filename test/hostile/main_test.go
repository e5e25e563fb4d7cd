package hostile

import (
	"net"
	"os"
	"testing"
)

// TestMain uses the network once, because its first use opens descriptors that stay
// open.
func TestMain(m *testing.M) {
	if l, err := net.Listen("tcp", "localhost:0"); err == nil {
		_ = l.Close()
	}
	os.Exit(m.Run())
}
