// Package real holds tests of generated clients against the real QEMU, its
// guest agent and its storage daemon, and of a generated server with libvirt as its
// client.
//
// Its test generates packages from QEMU's own schemas, which are not in this
// repository, and runs the tests in testdata/client with them. The schemas are
// looked for in the folder that the environment variable QAPI_CORPUS names; the
// programs (qemu-system-x86_64, qemu-ga, qemu-storage-daemon, qemu-img) in
// PATH. Without them the test skips, or fails if QAPI_REQUIRE_REAL is 1.
// QAPI_QEMU10 names the program of a second QEMU, of release 10.0, that the
// clients of several releases are tried with.
//
// Postcopy migration needs userfaultfd in the kernel: tests of it are for root, or
// need the sysctl vm.unprivileged_userfaultfd.
//
// libvirt starts the program in testdata/standin as QEMU. That serves the monitor, and
// forwards each command by a client of the same schema to a QEMU behind it: the
// generated client implements the generated server's interface.
package real
