// Package model holds a server of ours, and QEMU, against a model of the protocol.
//
// A program is a list of steps of several clients: connect, negotiate, send requests
// one by one or several in a write, ill-formed ones too, end the sending, leave. The
// model says of each request whether it succeeds or by which class it fails, and in
// which order replies may come. It follows QEMU's docs/interop/qmp-spec and
// docs/protocol.md and knows nothing of how a server works.
//
// Programs are random. One that fails is shrunk to the fewest steps that fail.
package model
