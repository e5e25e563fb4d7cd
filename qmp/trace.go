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

// A Direction tells whether a message was sent or received.
type Direction uint8

// The directions, seen from the side that calls the TraceHook.
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
	// Conn identifies the connection: on a client by the label of WithTrace, on
	// a server by its number.
	Conn string
	Time time.Time
	// Data is the message in JSON, without a line end. A server converts requests
	// to strict JSON. The bytes are valid until the hook returns.
	Data []byte
	// Files is the number of file descriptors sent with the message.
	Files int
}

// A TraceHook is called with every message of a connection, in the goroutine that
// reads or writes it. It must not use the connection. Calls may overlap if they are
// for different connections or directions.
type TraceHook func(WireMessage)

// WithTrace calls hook with every message of the connection, with WireMessage.Conn
// set to label.
func WithTrace(label string, hook TraceHook) ConnOption {
	return func(cfg *connConfig) { cfg.traceLabel, cfg.trace = label, hook }
}

// SecretMembers are the members that SlogTrace redacts by default: passwords, keys,
// tickets, and the data of QEMU's secret objects.
var SecretMembers = []string{
	"password", "secret", "ticket", "token", "key", "keys", "crypted", "input-data",
	"arguments/data", "arguments/props/data",
}

// SlogTrace returns a TraceHook that writes each message to log at debug level and
// replaces the values of secret members by "***". Each of secrets is a path or the
// end of one: "password" stands for every member of that name, "arguments/password"
// for one directly in arguments. Elements of arrays add nothing to a path. Without
// secrets, SecretMembers are used.
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
