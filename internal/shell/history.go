package shell

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/qapi-go/qapi-gen/internal/readfile"
)

const (
	maxHistory     = 1000    // statements
	maxHistoryFile = 4 << 20 // bytes
	maxHistoryText = 64 << 10
)

// A History is what was typed, oldest first. It is kept in a file, which other shells
// may write to at the same time. Statements with secrets are not in the file.
type History struct {
	path    string // empty: it is kept nowhere
	entries []string
}

// HistoryFile is where the history is: in the folder for the state of programs, by the
// XDG Base Directory Specification on Unix.
func HistoryFile() (string, error) {
	dir := os.Getenv("XDG_STATE_HOME")
	if runtime.GOOS == "windows" {
		dir = os.Getenv("LocalAppData")
	}
	if !filepath.IsAbs(dir) { // the specification has other paths ignored
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("there is no place for the history: %w", err)
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "qapi-gen", "history"), nil
}

// OpenHistory reads the history in the file at path, which need not exist. With an
// empty path, or an error, the history lasts as long as the shell.
func OpenHistory(path string) (*History, error) {
	h := new(History)
	if path == "" {
		return h, nil
	}
	text, err := readfile.File(path, maxHistoryFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return h, fmt.Errorf("the history: %w", err)
	}
	h.path = path
	lines := strings.Split(string(text), "\n")
	for _, line := range lines {
		var entry string
		if json.Unmarshal([]byte(line), &entry) == nil && entry != "" {
			h.remember(entry)
		}
	}
	if len(lines) > 2*maxHistory {
		err = h.rewrite()
	} else {
		err = nil
	}
	return h, err
}

// remember adds an entry, unless it is the last one already.
func (h *History) remember(entry string) {
	if n := len(h.entries); n > 0 && h.entries[n-1] == entry {
		return
	}
	h.entries = append(h.entries, entry)
	if excess := len(h.entries) - maxHistory; excess > 0 {
		h.entries = h.entries[excess:]
	}
}

// Add appends a statement, and writes it to the file.
func (h *History) Add(statement string) error {
	if statement == "" || len(statement) > maxHistoryText {
		return nil
	}
	again := len(h.entries) > 0 && h.entries[len(h.entries)-1] == statement
	h.remember(statement)
	if h.path == "" || again || HasSecret(statement) {
		return nil
	}
	line, err := encodeEntry(statement)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return fmt.Errorf("the history: %w", err)
	}
	// One write is a whole line, also where another shell appends too.
	f, err := os.OpenFile(h.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("the history: %w", err)
	}
	_, err = f.Write(line)
	return errors.Join(err, f.Close())
}

// encodeEntry is an entry's line: a JSON string, since an entry may have several lines.
func encodeEntry(statement string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(statement)
	return b.Bytes(), err
}

// rewrite shortens the file to the entries. A reader sees the old one or the new one.
func (h *History) rewrite() error {
	var text bytes.Buffer
	for _, entry := range h.entries {
		if HasSecret(entry) {
			continue
		}
		line, err := encodeEntry(entry)
		if err != nil {
			return err
		}
		text.Write(line)
	}
	f, err := os.CreateTemp(filepath.Dir(h.path), "history-") // readable by its owner alone
	if err != nil {
		return fmt.Errorf("the history: %w", err)
	}
	_, err = f.Write(text.Bytes())
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), h.path)
	}
	if err != nil {
		return fmt.Errorf("the history: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// Len is the number of entries.
func (h *History) Len() int { return len(h.entries) }

// Entry returns an entry by its number, 0 for the oldest.
func (h *History) Entry(i int) string { return h.entries[i] }

// Search returns the number of the newest entry below before that contains text, -1 if
// there is none.
func (h *History) Search(text string, before int) int {
	for i := min(before, len(h.entries)) - 1; i >= 0; i-- {
		if strings.Contains(h.entries[i], text) {
			return i
		}
	}
	return -1
}
