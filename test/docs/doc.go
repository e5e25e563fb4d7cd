// Package docs holds the tests of the documentation: they run the commands of
// its pages and compile and run their Go code.
//
// A page is read as a program. Its blocks of sh are one script, which runs in an
// empty folder with a Go module proxy that has this checkout as the module's
// latest release. A block of console is a command with the output that it must
// have. A block of Go with a file name behind its language becomes that file.
// Every other block of Go is a fragment: a frame in testdata has the code around
// it, with a line
//
//	//docs:SECTION N
//
// in place of the fragment, the Nth of those in the section. A fragment without a
// frame, and a frame without a fragment, fail the test.
//
// Pages about QEMU need its programs and its schemas, as package test/real does.
package docs
