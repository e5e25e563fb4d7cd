// Package qmp is the client of QMP, QEMU's monitor protocol, and the
// vocabulary that clients and servers share: events, errors, versions.
//
// [Dial] and [NewConn] make a [Conn] and negotiate out-of-band execution where
// the server offers it. Generated clients are a thin layer over
// [Conn.Execute], [Conn.ExecuteOOB], [Conn.ExecuteNoReply] and [Conn.Events].
// All of them may be called from any number of goroutines, and requests are
// pipelined. Everything that waits ends with its context, and at once when the
// connection ends. A call that is cancelled leaves the connection usable.
//
//	conn, err := qmp.Dial(ctx, "unix:/run/vm.sock")
//	...
//	status, err := vmm.NewClient(conn).QueryStatus(ctx)
//
// The [Error] of a server is found with errors.As. [Conn.Subscribe] and
// [AwaitEvent] receive events, [ContextWithFiles] passes file descriptors
// along, and [WithGuestAgent] speaks to a guest agent.
//
// The memory that a server can make a client use is bounded: [WithMessageLimit] bounds
// a message, [EventBuffer] the unread events. At most 1024 in-band and 1024 out-of-band
// requests are in flight; with out-of-band execution on, [WithInFlight] bounds the
// in-band ones.
//
// # Reading the code
//
// A call goes through the files in this order:
//
//	dial.go, conn.go, conn_options.go, conn_handshake.go   a connection is made
//	conn_call.go, conn_noreply.go, conn_files.go           a call becomes a request;
//	                                                       conn_codec.go encodes and decodes
//	conn_pending.go                                        requests without a reply
//	conn_write.go                                          the write loop
//	conn_read.go, conn_frame.go, conn_message.go           the read loop cuts the stream
//	                                                       into messages, and delivers them
//	subscription.go, subscription_typed.go, event_fan.go   events
//	guestagent.go                                          a guest agent's handshake
//	caller.go, trace.go                                    wrappers and hooks
//	greeting.go                                            the greeting
//	event.go, errors.go, version.go                        what clients and servers share
//	print.go                                               the types as text
//
// [EventDecoder], [DecodeEvent] and [Conn.Events] are exported for generated code.
// Programs call the Events method of a generated client.
package qmp
