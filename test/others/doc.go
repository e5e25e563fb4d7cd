// Package others lets a program that others wrote use a server of ours: socat. What
// libvirt does with one is in test/real, since QEMU is behind it.
package others
