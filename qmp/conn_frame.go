package qmp

import (
	"errors"
	"fmt"
	"io"
)

const (
	readBufferSize = 16 << 10
	// sentinel is the byte that a guest agent sends before its answer to
	// guest-sync-delimited. It is in no JSON text; whatever came before it
	// is void.
	sentinel = 0xFF
)

// A framer splits the stream from a server into JSON objects. It counts brackets
// instead of looking for ends of lines, because QEMU can be told to indent.
type framer struct {
	r     io.Reader
	limit int  // bytes in one message
	agent bool // sentinels may come

	buf        []byte
	start      int // of the message that is being read
	pos        int // of the first byte not yet scanned
	depth      int
	inString   bool
	escaped    bool
	discarding bool // until the next sentinel
}

// next returns the next message, which is valid until the following call. Only
// its brackets have been looked at.
func (f *framer) next() ([]byte, error) {
	for {
		if msg, err := f.scan(); msg != nil || err != nil {
			return msg, err
		}
		if err := f.fill(); err != nil {
			if errors.Is(err, io.EOF) && f.depth > 0 {
				err = fmt.Errorf("in the middle of a message: %w", io.ErrUnexpectedEOF)
			}
			return nil, err
		}
	}
}

// scan looks for the end of a message in the buffer. It returns nil if the message is
// not complete.
func (f *framer) scan() ([]byte, error) {
	for ; f.pos < len(f.buf); f.pos++ {
		b := f.buf[f.pos]
		if f.depth > 0 && f.pos-f.start >= f.limit {
			return nil, fmt.Errorf("a message is longer than the limit of %d bytes (see WithMessageLimit)", f.limit)
		}
		switch {
		case b == sentinel && f.agent:
			f.depth, f.inString, f.escaped, f.discarding = 0, false, false, false
		case f.discarding:
		case f.escaped:
			f.escaped = false
		case f.inString:
			f.escaped = b == '\\'
			f.inString = b != '"'
		case b == '"' && f.depth > 0:
			f.inString = true
		case b == '{', b == '[' && f.depth > 0:
			if f.depth == 0 {
				f.start = f.pos
			}
			f.depth++
		case (b == '}' || b == ']') && f.depth > 0:
			f.depth--
			if f.depth == 0 {
				f.pos++
				return f.buf[f.start:f.pos], nil
			}
		case f.depth > 0, b == ' ', b == '\t', b == '\r', b == '\n':
		default:
			return nil, fmt.Errorf("the server sent %q where a JSON object should begin: this is not QMP", b)
		}
	}
	return nil, nil
}

// fill reads more. It discards messages that have been returned, and replaces a
// buffer that a long message has grown.
func (f *framer) fill() error {
	if f.depth == 0 {
		f.start = f.pos
	}
	rest := f.buf[f.start:]
	switch {
	case cap(f.buf) == 0, len(rest) < readBufferSize/2 && cap(f.buf) > 16*readBufferSize:
		f.buf = append(make([]byte, 0, readBufferSize), rest...)
	case len(rest) > cap(f.buf)/2:
		f.buf = append(make([]byte, 0, 2*cap(f.buf)), rest...)
	default:
		f.buf = append(f.buf[:0], rest...)
	}
	f.pos -= f.start
	f.start = 0

	n, err := f.r.Read(f.buf[len(f.buf):cap(f.buf)])
	f.buf = f.buf[:len(f.buf)+n]
	if n > 0 {
		return nil // the next read returns an error again
	}
	if err == nil {
		err = errors.New("read returned nothing")
	}
	return err
}
