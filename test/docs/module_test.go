package docs

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	module  = "github.com/qapi-go/qapi-gen"
	release = "v1.0.0" // which the proxy says this checkout is
)

var tmp string // of the process

func TestMain(m *testing.M) {
	var err error
	if tmp, err = os.MkdirTemp("", "docs"); err != nil {
		panic(err)
	}
	m.Run()
	_ = os.RemoveAll(tmp) // a folder that stays is no failure
}

// environment is that of the commands of pages: go finds this checkout in a
// module proxy of files, and all else in the module cache of the tests.
var environment = sync.OnceValues(func() ([]string, error) {
	proxy, bin := filepath.Join(tmp, "proxy"), filepath.Join(tmp, "bin")
	if err := writeProxy(filepath.Join(proxy, filepath.FromSlash(module), "@v")); err != nil {
		return nil, err
	}
	known, err := exec.Command("go", "env", "GOMODCACHE", "GOFLAGS").Output()
	if err != nil {
		return nil, err
	}
	vars := strings.Split(string(known), "\n")
	return append(os.Environ(),
		"PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"),
		"GOBIN="+bin,
		"GOMODCACHE="+filepath.Join(tmp, "mod"),
		"GOPROXY=file://"+proxy+",file://"+vars[0]+"/cache/download", // and no network
		"GOFLAGS="+vars[1]+" -modcacherw -trimpath",                  // so that the build cache serves the next run
		"GOSUMDB=off", "GONOSUMDB=*", "GOTOOLCHAIN=local", "GOWORK=off",
	), nil
})

// writeProxy writes the files of a module proxy (go.dev/ref/mod, Module proxies).
func writeProxy(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	for name, text := range map[string]string{
		"list":            release + "\n",
		release + ".info": `{"Version": "` + release + `", "Time": "2026-01-01T00:00:00Z"}`,
		release + ".mod":  string(mod),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return zipModule(filepath.Join(dir, release+".zip"))
}

// zipModule writes the module's files that are neither tests nor in a module of
// their own, as a module proxy has them.
func zipModule(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z := zip.NewWriter(f)
	err = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path) // path is in root
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == "test" || name != "." && (strings.HasPrefix(name, ".") || isModule(path))):
			return filepath.SkipDir
		case d.IsDir() || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		w, err := z.Create(module + "@" + release + "/" + filepath.ToSlash(name))
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	})
	if err != nil {
		return err
	}
	return z.Close()
}

func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}
