// Package qapi is the codec that generated types run on: it encodes and
// decodes their JSON form.
//
// A generated type carries a table, a [Type], of what Go cannot say about it:
// the names on the wire, the discriminator of a union, the values of an enum.
// [Marshal] and [Unmarshal] run that table. The MarshalJSON and UnmarshalJSON
// methods of the types call them, so that encoding/json works on the types as
// well, alone and inside other types. A table is compiled and checked against
// its Go type once, at first use. All functions may be called from any number
// of goroutines.
//
// [Unmarshal] is tolerant: a client must go on with a server that is older or
// newer than its schema. [UnmarshalStrict] accepts exactly what the schema
// allows, as servers do with arguments. Neither accepts anything but strict
// JSON. A [DecodeError] tells what is wrong, with the whole path of the member.
//
// Absent, null and zero are three different things: an optional member is a
// pointer or slice that is nil when absent, [Null] is the type of null, and a
// json.RawMessage holds a value of any type, null among them.
//
// The strings that one document decodes into share blocks of memory of at most
// a kilobyte, and a string that is kept keeps its block. Where that matters,
// strings.Clone the few that are kept.
//
// # Reading the code
//
// Data goes through the files in this order:
//
//	type.go, policy.go   the tables, and what a server does about features;
//	                     names.go finds a name in a table, null.go is a type
//	plan*.go             a table and its Go type become a plan: what to do for each field
//	scan*.go             JSON text is checked, json_kind.go tells its values apart;
//	                     decode_tape.go lays a document out
//	decode*.go           a plan reads JSON into a value; decode_explain*.go finds the
//	                     error that QEMU would report
//	encode*.go           a plan writes a value as JSON
//	memory.go            the one file that reaches fields by their offset
//	print.go             the types as text
//
// [Type], [Member], [Branch], [EnumValue], their flags and kinds, and
// [TableVersion1] are exported for generated code alone.
package qapi
