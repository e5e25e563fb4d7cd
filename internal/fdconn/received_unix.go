//go:build unix

package fdconn

import "syscall"

// receivedFilesMax is the number of files that one piece of input may have, as
// in QEMU. The kernel discards others.
const receivedFilesMax = 16

// newControlBuffer returns room for the control messages of one piece of input.
func newControlBuffer() []byte { return make([]byte, syscall.CmsgSpace(4*receivedFilesMax)) }

// parseDescriptors returns the descriptors in control messages. They have
// close-on-exec set.
func parseDescriptors(control []byte) (fds Descriptors) {
	if len(control) == 0 {
		return nil
	}
	messages, err := syscall.ParseSocketControlMessage(control)
	if err != nil {
		return nil
	}
	for i := range messages {
		if list, err := syscall.ParseUnixRights(&messages[i]); err == nil {
			fds = append(fds, list...)
		}
	}
	return fds
}
