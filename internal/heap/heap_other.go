//go:build !linux

package heap

// adviseHeap does nothing on this system.
func adviseHeap() bool { return false }
