// Package starter has the files that a new project with a generated package starts
// from.
package starter

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"
)

// A Kind is a kind of project.
type Kind string

// The kinds of projects.
const (
	// Server is a program that offers QMP, with a schema of its own, a client
	// and a test.
	Server Kind = "server"
	// Client is a program that controls QEMU.
	Client Kind = "client"
)

// Schema is the root module of the schema in a project of kind Server.
const Schema = "schema/vmm.json"

// Package is the folder of the generated package, whose name is the package's.
func (k Kind) Package() string {
	if k == Client {
		return "qemu"
	}
	return "api"
}

// Values fill in the templates.
type Values struct {
	Module string // the path of the project's module
	Name   string // of its program
	// Version is that of qapi-gen which the project requires; "" leaves it to
	// "go mod tidy".
	Version string
	// Schema is the path of QEMU's schema from the generated package, in a
	// project of kind Client.
	Schema string
}

// A File is a file of a project. Its path is relative to the project's folder and
// has slashes.
type File struct {
	Path string
	Text []byte
}

//go:embed server client
var templates embed.FS

// Files returns the files of a project by path. Those of the generated package are
// not among them.
func Files(kind Kind, v Values) ([]File, error) {
	root := string(kind)
	var files []File
	err := fs.WalkDir(templates, root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates, name)
		if err != nil {
			return err
		}
		to := strings.TrimPrefix(name, root+"/")
		// Embedding leaves out folders that begin with a dot.
		if rest, ok := strings.CutPrefix(to, "workflow/"); ok {
			to = path.Join(".github/workflows", rest)
		}
		if template, ok := strings.CutSuffix(to, ".tmpl"); ok {
			to = template
			if text, err = fill(name, text, v); err != nil {
				return err
			}
		}
		files = append(files, File{to, text})
		return nil
	})
	return files, err
}

func fill(name string, text []byte, v Values) ([]byte, error) {
	t, err := template.New(name).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out.Bytes(), nil
}
