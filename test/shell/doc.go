// Package shell has the tests of "qapi-gen shell" on a pseudo-terminal: the program
// itself, against examples/vmm and the real QEMU, looked at through a terminal emulator.
package shell
