// Package fdconn has functions for sockets that net.Conn lacks: sending and receiving
// file descriptors, writing without blocking, and detecting that the peer has hung up.
//
// It works on connections of package net on Unix. On other systems and connections,
// sending descriptors is an error, and the other functions have no effect.
package fdconn
