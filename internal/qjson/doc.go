// Package qjson reads QEMU's dialect of JSON from a stream of bytes, and writes
// the form of JSON that QEMU's monitor writes.
//
// The dialect differs from RFC 8259: strings may be in single quotes, there is
// no "0e1", keys must be unique, and after an error the reader resynchronizes
// and goes on (docs/protocol.md, "Reading"). A [Parser] converts each message to
// strict JSON and enforces limits. The lexer splits bytes into tokens, the parser
// checks their grammar and assembles messages, limits.go bounds them, and text.go
// converts strings and numbers.
package qjson
