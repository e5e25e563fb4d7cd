//go:build !unix

package testcost

import "time"

// processorTime is not measured: only memory is limited.
func processorTime() time.Duration { return 0 }
