// Package server is the server's side of QMP, QEMU's monitor protocol.
//
// A [Server] serves the commands of a [DispatchTable], which generated code
// makes of an implementation of its Commands interface:
//
//	srv := server.New(vmm.DispatchTable(impl{}), server.WithExecutor(mainLoop))
//	go srv.Serve(ctx, listener)
//	srv.Emit(vmm.ResumeEvent{})
//
// In-band commands of all clients run one at a time, on the [Executor] if
// there is one. Commands with [AllowOOB] run meanwhile when a client asks for
// it with exec-oob; see [Handler] for what that demands of them. The server
// never waits for a client, and [Limits] bound what clients can make it hold.
//
// # Reading the code
//
// A request goes through the files in this order:
//
//	dispatch.go, options.go, limits.go   what a server is made of; implemented.go leaves out
//	                                     commands without a method, middleware.go wraps handlers,
//	                                     logger.go is what it logs to
//	listen.go, server.go                 listeners and sessions
//	session.go, input_buffer.go          one connection
//	reader.go, relief.go                 its read loop, and the goroutine that runs it
//	request.go, rfc.go                   a message becomes a request
//	dispatcher.go, executor.go, task.go  in-band requests take turns
//	commands.go, builtin.go, policy.go   a command runs; received_files.go has the
//	                                     files that came with it
//	introspect.go                        the reply to query-qmp-schema
//	wire.go, errors.go                   arguments, results and errors meet the codec
//	outbox.go                            replies and events are written
//	emit.go, event.go, throttle.go       events; emitter.go sends them before there is a server
//	budget.go, buffers.go                memory that sessions share
//	print.go, print_option.go            the types as text
//
// Generated code fills in a [DispatchTable]: the types in dispatch.go and
// event.go, with their flags, and the methods of [Args] are exported for it. A
// program needs them only for commands that are in no schema.
package server
