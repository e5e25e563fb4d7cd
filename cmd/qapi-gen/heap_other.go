//go:build !linux

package main

// adviseHeap has nothing to ask for.
func adviseHeap() bool { return false }
