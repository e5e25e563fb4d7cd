package introspect

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
)

// An Executor executes QMP commands, as a *qmp.Conn does.
type Executor interface {
	Execute(ctx context.Context, name string, args, ret any) error
}

// A Cache keeps a server's reply to query-qmp-schema, which does not change
// during a connection. The zero Cache is empty. Several goroutines may use it
// at the same time. It must not be copied.
type Cache struct {
	mu    sync.Mutex
	index *Index
	asked chan struct{} // closed when the pending request ends; nil without one
}

// Index returns the index of the server's document. It asks the server unless
// it has the reply. If several callers need it, one asks and the others wait;
// if the request fails, another caller asks.
func (c *Cache) Index(ctx context.Context, server Executor) (*Index, error) {
	for {
		c.mu.Lock()
		index, asked := c.index, c.asked
		if index == nil && asked == nil {
			c.asked = make(chan struct{})
		}
		c.mu.Unlock()
		switch {
		case index != nil:
			return index, nil
		case asked == nil:
			return c.ask(ctx, server)
		}
		select {
		case <-asked:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// ask asks the server and closes c.asked.
func (c *Cache) ask(ctx context.Context, server Executor) (*Index, error) {
	var index *Index
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.index = index
		close(c.asked)
		c.asked = nil
	}()
	var answer json.RawMessage
	if err := server.Execute(ctx, "query-qmp-schema", nil, &answer); err != nil {
		return nil, err
	}
	doc, err := Parse(answer)
	if err == nil {
		index, err = NewIndex(doc)
	}
	if err != nil {
		return nil, fmt.Errorf("the server's answer to query-qmp-schema: %w", err)
	}
	return index, nil
}

// Supports reports whether the server supports a capability path; see
// [Index.Supports].
func (c *Cache) Supports(ctx context.Context, server Executor, path string) (bool, error) {
	index, err := c.Index(ctx, server)
	if err != nil {
		return false, err
	}
	return index.Supports(path)
}
