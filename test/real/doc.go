// Package real holds tests of generated clients against the real QEMU, its
// guest agent and its storage daemon.
//
// Its tests generate packages from QEMU's own schemas, which are not in this
// repository, and then run the files with the build tag qapireal against
// them. The schemas are looked for in the folder that the environment variable
// QAPI_CORPUS names; the programs (qemu-system-x86_64, qemu-ga,
// qemu-storage-daemon, qemu-img) in PATH. Without them the tests skip, or fail
// if QAPI_REQUIRE_REAL is 1.
package real
