//go:build !linux

package main

// adviseHeap does nothing on this system.
func adviseHeap() bool { return false }
