package server

import (
	"sync"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// replyBuffers are the buffers that replies are encoded into.
var replyBuffers bufferPool

type bufferPool struct{ pool sync.Pool }

func (p *bufferPool) get() *[]byte {
	if b, ok := p.pool.Get().(*[]byte); ok {
		return b
	}
	b := make([]byte, 0, 512)
	return &b
}

// put gives a buffer back; one that a large reply needed is left to the
// garbage collector.
func (p *bufferPool) put(b *[]byte) {
	if cap(*b) <= qjson.MaxKeptBuffer {
		p.pool.Put(b)
	}
}
