package shell

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// strictJSON reads one value in QEMU's dialect of JSON, which permits single quotes,
// as QEMU's documentation has it.
func strictJSON(text string) (json.RawMessage, error) {
	text = strings.TrimSpace(text)
	const plenty = 64 << 20
	p := qjson.NewParser(qjson.MessageLimits{Bytes: plenty, Tokens: 2 << 20, Nesting: 1024}, nil)
	defer p.Release()
	// The line end completes a value that has no end of its own, such as a number.
	m, n, complete := p.Feed([]byte(text + "\n"))
	switch {
	case m.Err != nil:
		return nil, m.Err
	case !complete:
		return nil, errors.New("the JSON ends too early")
	case strings.TrimSpace((text + "\n")[n:]) != "":
		return nil, errors.New("there is more behind the JSON: " + shorten(strings.TrimSpace(text[n:])))
	}
	return m.Text, nil
}

// shorten cuts text for a message.
func shorten(text string) string {
	const enough = 40
	if runes := []rune(text); len(runes) > enough {
		return string(runes[:enough]) + "..."
	}
	return text
}
