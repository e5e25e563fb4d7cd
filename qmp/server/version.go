package server

import (
	"fmt"

	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qmp"
)

// appendVersion appends v as QMP's VersionInfo.
func appendVersion(dst []byte, v qmp.Version) []byte {
	dst = fmt.Appendf(dst, `{"qemu": {"micro": %d, "minor": %d, "major": %d}, "package": `, v.Micro, v.Minor, v.Major)
	return append(qjson.AppendString(dst, v.Package), '}')
}
