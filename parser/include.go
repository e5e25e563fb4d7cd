package parser

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// includeName returns the file name of a well-formed include directive
// ("Include directives").
func includeName(v *Value) (string, bool) {
	m := v.Get("include")
	if m == nil || len(v.Members) != 1 || m.Value.Kind != String {
		return "", false
	}
	return m.Value.Str, true
}

// joinInclude returns the path of a file that the file at path includes,
// relative to the latter's folder. It does not clean the path, so that the
// operating system resolves ".." after a symbolic link as it does for QEMU.
func joinInclude(path, name string) string {
	if filepath.IsAbs(filepath.FromSlash(name)) {
		return name
	}
	dir, _ := filepath.Split(path)
	return dir + name
}

// include checks an include directive. If no earlier directive names the same
// file, include walks that file.
func (w *fileWalk) include(e *entry) {
	m := e.value.Get("include")
	switch {
	case len(e.value.Members) != 1:
		other := &e.value.Members[0]
		if other == m {
			other = &e.value.Members[1]
		}
		w.diags.Errorf(other.Pos, other.End, "'%s' has no place in an include directive: it has 'include' alone", other.Key)
		return
	case m.Value.Kind != String:
		w.diags.Errorf(m.Value.Pos, m.Value.End, "'include' takes a file name as a string, not %s", m.Value.Kind)
		return
	}
	path := joinInclude(w.unit.src.Path, m.Value.Str)
	u := w.loader.units[absolute(path)]
	if i := slices.Index(w.chain, u); i >= 0 {
		w.diags.Errorf(m.Value.Pos, m.Value.End, "include cycle: %s", cycle(w.chain[i:]))
		return
	}
	node := &Node{File: w.file, Object: e.value, Include: w.files[u.abs]}
	if node.Include == nil {
		// The path of the first directive in schema order counts. The file may
		// have been read by the path of another. Only one of the two paths may
		// work: "x/../y" needs a folder x.
		if u.path != path {
			u = w.loader.reread(path)
		}
		if u.readErr != nil {
			w.diags.Errorf(m.Value.Pos, m.Value.End, "cannot read '%s': %v", path, readfile.Reason(u.readErr))
			w.addBroken(nil)
			return
		}
		u.src.IncludedFrom = e.value.Pos
	}
	w.tree.Nodes = append(w.tree.Nodes, node)
	if node.Include == nil {
		node.Include = w.walk(u)
	}
}

// cycle formats a chain of includes that leads back to its start.
func cycle(chain []*unit) string {
	var b strings.Builder
	for _, u := range chain {
		b.WriteString(u.src.Path + " includes ")
	}
	return b.String() + chain[0].src.Path
}

// moduleName returns the module name that QEMU gives to the file abs: its path
// relative to the folder of the root file.
func moduleName(root, abs string) string {
	rel, err := filepath.Rel(filepath.Dir(root), abs)
	if err != nil { // on another drive
		return filepath.ToSlash(abs)
	}
	return filepath.ToSlash(rel)
}

// CheckName returns an error if name, the path of a schema file, cannot be the
// name of a module. Module names are single lines of text, in headers of
// generated files and in diagnostics.
func CheckName(name string) error {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == '\ufeff' }) {
		return fmt.Errorf("the name %q has a control character or is not UTF-8; rename the file", name)
	}
	return nil
}
