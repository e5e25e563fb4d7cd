package qmp

import "fmt"

// appendVersion appends v as QMP's VersionInfo.
func appendVersion(dst []byte, v Version) []byte {
	dst = fmt.Appendf(dst, `{"qemu": {"micro": %d, "minor": %d, "major": %d}, "package": `, v.Micro, v.Minor, v.Major)
	return append(appendWireString(dst, v.Package), '}')
}
