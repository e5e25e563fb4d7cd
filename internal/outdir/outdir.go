// Package outdir writes the generated files of a folder. It does not touch other
// files there.
//
// Each file is replaced atomically, so a reader sees the old file or the new one.
// After an error or an interrupt, the files replaced so far are restored. A process
// that is killed may leave old files, new files and temporary files; the next write
// repairs that. Processes that write to the same folder take turns.
package outdir

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// A Dir is a folder for generated files. It need not exist.
type Dir struct {
	Path string
	// Mark is the first line of each generated file. Files that begin
	// otherwise are never touched.
	Mark string
	// Ext is what the names of generated files end in.
	Ext string
	// Foreign returns an error if a file that was not generated may not stand
	// beside those that are. It may be nil.
	Foreign func(e fs.DirEntry) error
	// Waiting is called once Write has waited for another process for a second.
	// It may be nil.
	Waiting func()
}

// A File is a file to write. Its content is not empty: it starts with the mark.
type File struct {
	Name    string
	Content []byte
}

// A Change is what is to be done to one file.
type Change struct {
	Name     string
	Old, New []byte // nil: there is no such file before, after
	// Leftover tells that the file is a temporary one of a process that was
	// killed. It is removed; Old is not read.
	Leftover bool
}

// maxFile is the largest size of a file that is compared, in bytes.
const maxFile = 1 << 30

// Compare returns the changes that make the folder hold files and no other
// generated ones, sorted by name. It is an error if a file that was not
// generated is in the way of one of them.
func (d *Dir) Compare(files []File) ([]Change, error) {
	entries, err := os.ReadDir(d.Path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	want := make(map[string][]byte, len(files))
	for _, f := range files {
		want[f.Name] = f.Content
	}
	var changes []Change
	var foreign []string
	buf := make([]byte, compareSize)
	for _, e := range entries {
		name := e.Name()
		if d.isTemp(name) && !e.IsDir() {
			changes = append(changes, Change{Name: name, Leftover: true})
			continue
		}
		content, wanted := want[name]
		ours, old, err := d.examine(e, content, wanted, buf)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue // another process has removed it since the folder was listed
		case err != nil:
			return nil, err
		case !ours && wanted:
			foreign = append(foreign, name)
		case old != nil:
			changes = append(changes, Change{Name: name, Old: old, New: content})
		}
		delete(want, name)
	}
	if len(foreign) > 0 {
		return nil, fmt.Errorf("%s holds files that qapi-gen did not write and would have to replace: %s\nMove them away, or choose another folder",
			d.Path, strings.Join(foreign, ", "))
	}
	for name, content := range want {
		changes = append(changes, Change{Name: name, New: content})
	}
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Compare(a.Name, b.Name) })
	return changes, nil
}

// examine reports whether a file was generated, and returns its content if that is to
// change. The error is that of Foreign for a file that was not generated and is not
// wanted.
func (d *Dir) examine(e fs.DirEntry, content []byte, wanted bool, buf []byte) (ours bool, old []byte, err error) {
	ours, same, err := d.compare(e, content, buf)
	switch {
	case err != nil:
	case !ours && !wanted && d.Foreign != nil:
		err = d.Foreign(e)
	case ours && (!wanted || !same):
		old, err = readfile.File(filepath.Join(d.Path, e.Name()), maxFile)
	}
	return ours, old, err
}

// compareSize is how much of a file is read at a time.
const compareSize = 64 << 10

// compare reports whether a file was generated, and whether it has the content.
// Symbolic links were not: what they lead to may be anything.
func (d *Dir) compare(e fs.DirEntry, content, buf []byte) (ours, same bool, err error) {
	if !e.Type().IsRegular() || filepath.Ext(e.Name()) != d.Ext {
		return false, false, nil
	}
	f, _, err := readfile.Open(filepath.Join(d.Path, e.Name()))
	if err != nil {
		return false, false, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	for first := true; ; first = false {
		n, err := io.ReadFull(f, buf)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return ours, false, err
		}
		if first && !d.marked(buf[:n]) {
			return false, false, nil
		}
		rest, found := bytes.CutPrefix(content, buf[:n])
		if content = rest; !found || err != nil {
			return true, found && len(rest) == 0, nil
		}
	}
}

// marked reports whether a file that starts with head was generated.
func (d *Dir) marked(head []byte) bool {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	return string(bytes.TrimSuffix(first, []byte("\r"))) == d.Mark
}

// tempName is the file in which name's new content is prepared. Neither the go
// command nor a usual listing sees it.
func tempName(name string) string { return "." + name + tempSuffix }

const tempSuffix = ".qapi-gen"

// isTemp reports whether name is the tempName of a generated file.
func (d *Dir) isTemp(name string) bool {
	stem, ok := strings.CutSuffix(name, tempSuffix)
	return ok && strings.HasPrefix(stem, ".") && filepath.Ext(stem) == d.Ext && len(stem) > len("."+d.Ext)
}
