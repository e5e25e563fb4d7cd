// Package others lets programs that others wrote use a server of ours: socat, and
// QEMU's Python client with its qmp-shell. What libvirt does with one is in test/real,
// since QEMU is behind it.
package others
