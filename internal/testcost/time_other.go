//go:build !unix

package testcost

import "time"

// processorTime returns 0. Only memory is limited on this system.
func processorTime() time.Duration { return 0 }
