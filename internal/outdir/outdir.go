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
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// A Dir is a folder for generated files. It need not exist.
type Dir struct {
	Path string
	// Folders are the names of the folders below Path that also have generated
	// files. Each is created when the first file needs it, and removed when it
	// is empty.
	Folders []string
	// Marks are the first lines of generated files, by file name extension.
	// Other files are not touched.
	Marks map[string]string
	// Keep keeps generated files that are not among those to write.
	Keep bool
	// Foreign returns an error if a file that was not generated must not be in
	// the same folder as generated ones. It may be nil.
	Foreign func(e fs.DirEntry) error
	// Waiting is called after Write has waited for another process for a
	// second. It may be nil.
	Waiting func()
}

// A File is a file to write. Its content starts with the mark. A file in one of
// the folders has the name FOLDER/NAME.
type File struct {
	Name    string
	Content []byte
}

// A Change is the change of one file.
type Change struct {
	Name     string
	Old, New []byte // nil if the file does not exist before or after
	// Leftover is true for a temporary file of a process that was killed. It is
	// removed, and Old is not set.
	Leftover bool
}

// maxFile is the maximum size of a file that is compared, in bytes.
const maxFile = 1 << 30

// Compare returns the changes that make files the only generated ones in the
// folder, sorted by name. It returns an error if a file that was not generated
// has the name of one of them.
func (d *Dir) Compare(files []File) ([]Change, error) {
	want := make(map[string][]byte, len(files))
	for _, f := range files {
		want[f.Name] = f.Content
	}
	c := comparison{d: d, want: want, buf: make([]byte, compareSize)}
	for _, folder := range append([]string{""}, d.Folders...) {
		if err := c.folder(folder); err != nil {
			return nil, err
		}
	}
	if len(c.foreign) > 0 {
		return nil, fmt.Errorf("%s holds files that qapi-gen did not write and would have to replace: %s\nMove them away, or choose another folder",
			d.Path, strings.Join(c.foreign, ", "))
	}
	for name, content := range want {
		c.changes = append(c.changes, Change{Name: name, New: content})
	}
	slices.SortFunc(c.changes, func(a, b Change) int { return cmp.Compare(a.Name, b.Name) })
	return c.changes, nil
}

// A comparison is the state of one Compare.
type comparison struct {
	d       *Dir
	want    map[string][]byte // files that were not found yet
	buf     []byte
	changes []Change
	foreign []string // files that prevent writing
}

// folder compares the files of a folder below the compared one, or of the
// latter itself if the name is empty.
func (c *comparison) folder(folder string) error {
	at := filepath.Join(c.d.Path, folder)
	info, err := os.Lstat(at)
	if folder != "" && err == nil && !info.IsDir() {
		return fmt.Errorf("%s is in the way: it is not a folder\nMove it away, or choose another folder", at)
	}
	entries, err := os.ReadDir(at)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if err := c.entry(folder, e); err != nil {
			return err
		}
	}
	return nil
}

// concerns reports whether a file is one of those to write, or the temporary
// file of one.
func (c *comparison) concerns(name string) bool {
	for wanted := range c.want {
		if name == wanted || name == tempName(wanted) {
			return true
		}
	}
	return false
}

func (c *comparison) entry(folder string, e fs.DirEntry) error {
	name := path.Join(folder, e.Name())
	if c.d.Keep && !c.concerns(name) {
		return nil
	}
	if c.d.isTemp(e.Name()) && !e.IsDir() {
		c.changes = append(c.changes, Change{Name: name, Leftover: true})
		return nil
	}
	content, wanted := c.want[name]
	ours, old, err := c.d.examine(name, e, content, wanted, c.buf)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // another process has removed it since the folder was listed
	case err != nil:
		return err
	case !ours && wanted:
		c.foreign = append(c.foreign, name)
	case old != nil:
		c.changes = append(c.changes, Change{Name: name, Old: old, New: content})
	}
	delete(c.want, name)
	return nil
}

// examine reports whether a file was generated, and returns its content if it
// must change. For a file that was neither generated nor wanted, it returns the
// error of Foreign.
func (d *Dir) examine(name string, e fs.DirEntry, content []byte, wanted bool, buf []byte) (ours bool, old []byte, err error) {
	ours, same, err := d.compare(name, e, content, buf)
	switch {
	case err != nil:
	case !ours && !wanted && d.Foreign != nil:
		err = d.Foreign(e)
	case ours && (!wanted || !same):
		old, err = readfile.File(filepath.Join(d.Path, name), maxFile)
	}
	return ours, old, err
}

// compareSize is the number of bytes that are read at a time.
const compareSize = 64 << 10

// compare reports whether a file was generated, and whether it has the content.
// A symbolic link was not generated; it may lead to any file.
func (d *Dir) compare(name string, e fs.DirEntry, content, buf []byte) (ours, same bool, err error) {
	mark := d.Marks[filepath.Ext(name)]
	if !e.Type().IsRegular() || mark == "" {
		return false, false, nil
	}
	f, _, err := readfile.Open(filepath.Join(d.Path, name))
	if err != nil {
		return false, false, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	for first := true; ; first = false {
		n, err := io.ReadFull(f, buf)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return ours, false, err
		}
		if first && !marked(buf[:n], mark) {
			return false, false, nil
		}
		rest, found := bytes.CutPrefix(content, buf[:n])
		if content = rest; !found || err != nil {
			return true, found && len(rest) == 0, nil
		}
	}
}

// marked reports whether a file that starts with head has the mark.
func marked(head []byte, mark string) bool {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	return string(bytes.TrimSuffix(first, []byte("\r"))) == mark
}

// tempName returns the temporary file for the new content of name. The go
// command and usual listings ignore it.
func tempName(name string) string {
	folder, file := path.Split(name)
	return folder + "." + file + tempSuffix
}

const tempSuffix = ".qapi-gen"

// isTemp reports whether a file's name, without its folder, is the tempName of
// a generated file.
func (d *Dir) isTemp(name string) bool {
	stem, ok := strings.CutSuffix(name, tempSuffix)
	ext := filepath.Ext(stem)
	return ok && strings.HasPrefix(stem, ".") && d.Marks[ext] != "" && len(stem) > len("."+ext)
}
