// Package wirelog writes the messages of a QMP connection to a log/slog logger,
// with passwords, keys and other secrets left out. It is a package of its own so
// that programs that do not use it do not link log/slog.
package wirelog

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/qmp"
)

// SecretMembers are the members that NewHook redacts by default: passwords, keys,
// tickets, and the data of QEMU's secret objects.
var SecretMembers = []string{
	"password", "secret", "ticket", "token", "key", "keys", "crypted", "input-data",
	"arguments/data", "arguments/props/data",
}

// NewHook returns a hook that writes each message to log at debug level and
// replaces the values of secret members by "***". Each of secrets is a path or the
// end of one: "password" stands for every member of that name, "arguments/password"
// for one directly in arguments. Elements of arrays add nothing to a path. Without
// secrets, SecretMembers are used.
func NewHook(log *slog.Logger, secrets ...string) qmp.TraceHook {
	if len(secrets) == 0 {
		secrets = SecretMembers
	}
	return func(m qmp.WireMessage) {
		ctx := context.Background()
		if !log.Enabled(ctx, slog.LevelDebug) {
			return
		}
		attrs := []slog.Attr{slog.String("direction", m.Direction.String()), slog.String("message", redact(m.Data, secrets))}
		if m.Conn != "" {
			attrs = append(attrs, slog.String("conn", m.Conn))
		}
		if m.Files > 0 {
			attrs = append(attrs, slog.Int("files", m.Files))
		}
		log.LogAttrs(ctx, slog.LevelDebug, "qmp", attrs...)
	}
}

// redact replaces the secrets in a message. Data that is not a JSON object is
// replaced as a whole, because it cannot be searched for secrets.
func redact(data []byte, secrets []string) string {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		return "(no JSON object)"
	}
	redactObject(v, "", secrets)
	out, err := json.Marshal(v)
	if err != nil {
		return "(no JSON object)"
	}
	return string(out)
}

func redactObject(v map[string]any, prefix string, secrets []string) {
	for name, member := range v {
		path := prefix + name
		if isSecret(path, secrets) {
			v[name] = "***"
			continue
		}
		redactValue(member, path+"/", secrets)
	}
}

func redactValue(v any, prefix string, secrets []string) {
	switch v := v.(type) {
	case map[string]any:
		redactObject(v, prefix, secrets)
	case []any:
		for _, elem := range v {
			redactValue(elem, prefix, secrets)
		}
	}
}

// isSecret reports whether path is one of the secrets, or ends in one.
func isSecret(path string, secrets []string) bool {
	return slices.ContainsFunc(secrets, func(s string) bool { return path == s || strings.HasSuffix(path, "/"+s) })
}
