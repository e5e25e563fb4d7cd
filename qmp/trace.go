package qmp

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"time"
)

// A Direction is the way that a message goes.
type Direction uint8

// A message is Sent by this side or Received from the other.
const (
	Sent Direction = iota + 1
	Received
)

// String is "sent" or "received".
func (d Direction) String() string {
	switch d {
	case Sent:
		return "sent"
	case Received:
		return "received"
	}
	return "none"
}

// A WireMessage is one message as it went over a connection.
type WireMessage struct {
	Direction Direction
	// Conn tells connections apart: the label of WithTrace on a client, the
	// number of the connection on a server.
	Conn string
	Time time.Time
	// Data is the message, JSON without the end of its line. A server's hook
	// gets the requests that it has read in strict JSON. The bytes are valid
	// until the hook returns.
	Data []byte
	// Files counts the descriptors that go with the message.
	Files int
}

// A TraceHook is called with every message of a connection, from the goroutine
// that reads or writes it, and must not call the connection. Calls for messages
// of different connections and directions may overlap.
type TraceHook func(WireMessage)

// WithTrace calls hook with every message of the connection. The label is
// WireMessage.Conn.
func WithTrace(label string, hook TraceHook) ConnOption {
	return func(cfg *connConfig) { cfg.traceLabel, cfg.trace = label, hook }
}

// SecretMembers are the members that SlogTrace leaves out by default: passwords,
// keys, tickets, and the data of QEMU's secret objects.
var SecretMembers = []string{
	"password", "secret", "ticket", "token", "key", "keys", "crypted", "input-data",
	"arguments/data", "arguments/props/data",
}

// SlogTrace is a TraceHook that writes each message to log at debug level, with
// secrets replaced by "***". A secret is a member whose path in the message, such
// as "arguments/password", is one of secrets or ends in "/" and one of them;
// without any, SecretMembers count. Elements of arrays add nothing to a path.
func SlogTrace(log *slog.Logger, secrets ...string) TraceHook {
	if len(secrets) == 0 {
		secrets = SecretMembers
	}
	return func(m WireMessage) {
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

// redact replaces the secrets in a message. What is no JSON object is left out
// as a whole.
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

func redactObject(v map[string]any, path string, secrets []string) {
	for name, member := range v {
		at := path + name
		if isSecret(at, secrets) {
			v[name] = "***"
			continue
		}
		redactValue(member, at+"/", secrets)
	}
}

func redactValue(v any, path string, secrets []string) {
	switch v := v.(type) {
	case map[string]any:
		redactObject(v, path, secrets)
	case []any:
		for _, elem := range v {
			redactValue(elem, path, secrets)
		}
	}
}

// isSecret reports whether the member at a path is one of the secrets.
func isSecret(at string, secrets []string) bool {
	return slices.ContainsFunc(secrets, func(s string) bool { return at == s || strings.HasSuffix(at, "/"+s) })
}
