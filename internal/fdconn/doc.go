// Package fdconn has what the runtime needs of sockets beyond net.Conn: file
// descriptors that come and go with data, a write that takes only what the
// socket accepts at once, and a watch for the peer's hanging up.
//
// It works on connections of package net on Unix. On other systems, and on
// other connections, descriptors are an error and the rest has no effect.
package fdconn
