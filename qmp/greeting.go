package qmp

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Greeting is the first message of a QMP server.
type Greeting struct {
	Version Version
	// Capabilities are those that the server offers.
	Capabilities []string
}

// maxGreeting bounds a greeting, in bytes. QEMU's have about 150. A list of
// strings takes many times its text in memory.
const maxGreeting = 64 << 10

// decodeGreeting reads the greeting ("Server Greeting"). All releases of QEMU
// that negotiate capabilities give the version as three numbers and the
// capabilities as strings. Members and capabilities that are unknown may be those
// of a newer server, and package and capabilities may be left out.
func (m *message) decodeGreeting() (Greeting, error) {
	var g Greeting
	var r greetingReader
	if len(m.greeting) > maxGreeting {
		r.failf("it is longer than the limit of %d bytes", maxGreeting)
	}
	greeting := r.object("it", m.greeting)
	version := r.object("version", r.member(greeting, "version"))
	qemu := r.object("version.qemu", r.member(version, "version.qemu"))
	g.Version.Major = r.number("version.qemu.major", qemu)
	g.Version.Minor = r.number("version.qemu.minor", qemu)
	g.Version.Micro = r.number("version.qemu.micro", qemu)
	if pkg, ok := version["package"]; ok {
		g.Version.Package = r.str("version.package", pkg)
	}
	if list, ok := greeting["capabilities"]; ok {
		for i, name := range r.array("capabilities", list) {
			g.Capabilities = append(g.Capabilities, r.str("capabilities["+strconv.Itoa(i)+"]", name))
		}
	}
	if r.err != nil {
		return Greeting{}, fmt.Errorf("%w: the server's greeting is not that of QMP: %w", ErrNegotiation, r.err)
	}
	return g, nil
}

// A greetingReader takes values apart. After the first error it reads no more.
type greetingReader struct{ err error }

func (r *greetingReader) failf(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

// decode reads a value into v, which has the Go type of what is wanted. JSON's
// null fits every Go type and is nothing that is wanted.
func (r *greetingReader) decode(what, wanted string, raw json.RawMessage, v any) {
	if r.err != nil {
		return
	}
	if err := json.Unmarshal(raw, v); err != nil || string(raw) == "null" {
		r.failf("%s is %.100s, and not %s", what, raw, wanted)
	}
}

func (r *greetingReader) object(what string, raw json.RawMessage) (members map[string]json.RawMessage) {
	r.decode(what, "an object", raw, &members)
	return members
}

func (r *greetingReader) array(what string, raw json.RawMessage) (values []json.RawMessage) {
	r.decode(what, "an array", raw, &values)
	return values
}

func (r *greetingReader) str(what string, raw json.RawMessage) (text string) {
	r.decode(what, "a string", raw, &text)
	return text
}

// number reads a part of a version, a member that must be there.
func (r *greetingReader) number(path string, members map[string]json.RawMessage) int {
	const wanted = "a number from 0 to 2147483647"
	raw := r.member(members, path)
	var n int64
	r.decode(path, wanted, raw, &n)
	if n < 0 || n > math.MaxInt32 {
		r.failf("%s is %d, and not %s", path, n, wanted)
	}
	return int(n)
}

// member returns a member that must be there. Its name is the last of the path.
func (r *greetingReader) member(members map[string]json.RawMessage, path string) json.RawMessage {
	raw, ok := members[path[strings.LastIndexByte(path, '.')+1:]]
	if !ok {
		r.failf("it has no %s", path)
	}
	return raw
}
