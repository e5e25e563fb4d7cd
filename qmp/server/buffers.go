package server

import (
	"sync"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// replyBuffers are the buffers that replies are encoded into.
var replyBuffers = sync.Pool{New: func() any {
	b := make([]byte, 0, 512)
	return &b
}}

// putReplyBuffer gives a buffer back; one that a large reply needed is left to the
// garbage collector.
func putReplyBuffer(b *[]byte) {
	if cap(*b) <= qjson.MaxKeptBuffer {
		replyBuffers.Put(b)
	}
}
