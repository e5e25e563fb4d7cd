// Package qmp is what generated code runs on: the wire codec, the client and
// the server of QMP, QEMU's monitor protocol.
//
// # The codec
//
// Generated types carry a table, a [Type], of what Go can't say about them:
// the names on the wire, discriminators, the values of enums. Marshal and
// Unmarshal run that table; the types' MarshalJSON and UnmarshalJSON call
// them, so that encoding/json works on the types as well, alone and inside
// other types. The table is checked against the Go type once, on first use.
// All functions may be called from any number of goroutines.
//
// [Unmarshal] is tolerant: a client must go on with a server that is older or
// newer than its schema. [UnmarshalStrict] accepts exactly what the schema
// allows, as servers do with arguments. Neither accepts anything but strict
// JSON. What is wrong is told by a [DecodeError], with the whole path of the
// member.
//
// Absent, null and zero are three different things: an optional member is a
// pointer or slice that is nil when absent, [Null] is the type of null, and a
// json.RawMessage holds a value of any type, null among them.
//
// The strings that one document decodes into share blocks of memory, of at
// most a kilobyte: a string that is kept for long keeps its block. Where that
// matters, strings.Clone the few that are kept.
//
// # The server
//
// A [Server] serves the commands of a [DispatchTable], which generated code
// makes of an implementation of its Commands interface:
//
//	srv := qmp.NewServer(vmm.DispatchTable(impl{}), qmp.WithExecutor(mainLoop))
//	go srv.Serve(ctx, listener)
//	srv.Emit(vmm.ResumeEvent{})
//
// In-band commands of all clients run one at a time, on the [Executor] if
// there is one. Commands with AllowOOB run meanwhile when a client asks for it
// with exec-oob; see [Handler] for what that demands of them. The server never
// waits for a client, and [Limits] bound what clients can make it hold.
//
// # The client
//
// [Dial] and [NewConn] make a [Conn] and negotiate out-of-band execution where
// the server offers it. Generated clients are a thin layer over
// [Conn.Execute], [Conn.ExecuteOOB], [Conn.ExecuteNoReply] and [Conn.Events];
// all of them may be called from any number of goroutines, and requests are
// pipelined. Everything that waits ends with its context, and at once when the
// connection ends; a call that is cancelled leaves the connection in order.
//
//	conn, err := qmp.Dial(ctx, "unix:/run/vm.sock")
//	...
//	status, err := vmm.NewClient(conn).QueryStatus(ctx)
//
// The [Error] of a server is found with errors.As. [Conn.Subscribe] and
// [AwaitEvent] receive events, [ContextWithFiles] passes file descriptors
// along, and [WithGuestAgent] speaks to a guest agent.
//
// What a server can make a client keep is bounded: a message by
// [WithMessageLimit], unread events by [EventBuffer], unanswered requests by
// 1024 of either kind, in-band ones by [WithInFlight] with out-of-band
// execution on.
package qmp
