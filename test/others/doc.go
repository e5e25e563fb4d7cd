// Package others lets clients that others wrote use a server of ours, and clients of
// ours reach it through programs of others: socat, and libvirt.
package others
