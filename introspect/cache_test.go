package introspect_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"github.com/qapi-go/qapi-gen/introspect"
)

// A server answers query-qmp-schema by calling its function.
type server func(ctx context.Context) (string, error)

func (s server) Execute(ctx context.Context, _ string, _, ret any) error {
	text, err := s(ctx)
	*ret.(*json.RawMessage) = json.RawMessage(text)
	return err
}

func TestCacheAsksOnce(t *testing.T) {
	asked := make(chan struct{}, 100)
	s := server(func(context.Context) (string, error) {
		asked <- struct{}{}
		return pathAnswer, nil
	})
	var c introspect.Cache
	var callers sync.WaitGroup
	for range 20 {
		callers.Go(func() {
			if ok, err := c.Supports(t.Context(), s, "blockdev-add"); !ok || err != nil {
				t.Error(ok, err)
			}
		})
	}
	callers.Wait()
	if n := len(asked); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// A caller that waits for another's request asks itself if that fails, and
// stops waiting when its own context ends.
func TestCacheKeepsNoFailure(t *testing.T) {
	failed := errors.New("failed")
	began, fail := make(chan struct{}), make(chan struct{})
	first := server(func(context.Context) (string, error) {
		close(began)
		<-fail
		return "", failed
	})
	var c introspect.Cache
	var callers sync.WaitGroup
	callers.Go(func() {
		if _, err := c.Index(t.Context(), first); !errors.Is(err, failed) {
			t.Error(err)
		}
	})
	<-began
	second := server(func(context.Context) (string, error) { return pathAnswer, nil })
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := c.Index(ended, second); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	callers.Go(func() {
		if _, err := c.Index(t.Context(), second); err != nil {
			t.Error(err)
		}
	})
	close(fail)
	callers.Wait()

	for _, text := range []string{`{`, `[{"name": "c", "meta-type": "command", "arg-type": "0", "ret-type": "0"}]`} {
		c = introspect.Cache{}
		if _, err := c.Supports(t.Context(), server(func(context.Context) (string, error) { return text, nil }), "c"); err == nil {
			t.Errorf("accepted %s", text)
		}
	}
}
