package starter

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// ModulePath matches module paths that Go accepts, and that need no quotes in
// Go code, YAML and a shell.
var ModulePath = regexp.MustCompile(`^[a-z0-9][a-z0-9._~-]*(/[A-Za-z0-9_][A-Za-z0-9._~-]*)*$`)

// ReleaseVersion matches the version of a release. Go cannot download the version of a
// checkout.
var ReleaseVersion = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[a-z]+(\.\d+)?)?$`)

// SchemaFrom returns the path of a schema for a go:generate line in the folder
// dir. An absolute path stays absolute.
func SchemaFrom(dir, schema string) (string, error) {
	if !filepath.IsAbs(schema) {
		abs, err := filepath.Abs(schema)
		if err != nil {
			return "", err
		}
		if schema, err = filepath.Rel(dir, abs); err != nil {
			return "", err
		}
	}
	schema = filepath.ToSlash(schema)
	if strings.ContainsAny(schema, " \t\"'\\$") {
		schema = strconv.Quote(schema)
	}
	return schema, nil
}

// Write writes all files of a project to dir, or none. It returns an error if one of
// them exists.
func Write(dir string, files []File) (err error) {
	var taken []string
	for _, file := range files {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(file.Path))); !errors.Is(err, fs.ErrNotExist) {
			taken = append(taken, file.Path)
		}
	}
	if len(taken) > 0 {
		return fmt.Errorf("%s has %s already, and init overwrites nothing; name a folder without", dir, strings.Join(taken, ", "))
	}
	var written []string
	defer func() {
		if err != nil {
			for _, name := range written {
				_ = os.Remove(name) // the first error is returned
			}
		}
	}()
	for _, file := range files {
		name := filepath.Join(dir, filepath.FromSlash(file.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := writeNew(name, file.Text); err != nil {
			return err
		}
		written = append(written, name)
	}
	return nil
}

// writeNew writes a file that does not exist yet.
func writeNew(name string, text []byte) error {
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = out.Write(text)
	return errors.Join(err, out.Close())
}

// NextSteps returns the commands to type next, a line each.
func NextSteps(kind Kind, dir string, v Values) string {
	var b strings.Builder
	if dir != "." {
		fmt.Fprintf(&b, "  cd %s\n", dir)
	}
	if v.Version == "" {
		b.WriteString("  go mod tidy\n")
	} else {
		b.WriteString("  go get github.com/qapi-go/qapi-gen@" + v.Version + "\n  go mod tidy\n")
	}
	b.WriteString("  go test ./...\n")
	if kind == Client {
		b.WriteString("  go run . unix:/tmp/qemu.sock    # a QEMU with -qmp unix:/tmp/qemu.sock,server=on,wait=off\n")
	} else {
		b.WriteString("  go build -o machine . && go tool qapi-gen check " + Schema + " -- ./machine unix:{socket}\n")
	}
	return b.String()
}
