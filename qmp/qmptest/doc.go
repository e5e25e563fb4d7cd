// Package qmptest joins QMP clients and servers for tests, as net/http/httptest
// does for HTTP.
//
// [Connect] joins a client to a server of the test in memory, and
// [ConnectSocket] by a socket pair, over which files can be passed. Both end with
// the test, and fail it if goroutines of the connection are left.
//
// A [Recorder] writes what goes over connections, and [Play] plays it to a client
// in place of the server it was recorded from.
package qmptest
