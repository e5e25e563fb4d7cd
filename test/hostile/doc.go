// Package hostile attacks the runtime: clients that a server must survive, and
// servers that a client must survive.
//
// Each attack asserts what is left when it is over: goroutines, open descriptors
// and heap. A bystander, a client that behaves, is served meanwhile within a bound
// that counts the commands of others, not time.
//
// Attacks on a single function are tests of its package: what the server's parser
// is fed in qmp/server and internal/qjson, what a server says to the client in qmp.
package hostile
