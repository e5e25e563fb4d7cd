package hostile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A server that reads and says nothing, or does not even read, keeps a client's calls
// until they are cancelled, and no longer.
func TestServersAreSilent(t *testing.T) {
	for name, reads := range map[string]bool{"reading": true, "not reading": false} {
		t.Run(name, func(t *testing.T) {
			before := testconn.NewBaseline(t)
			t.Cleanup(func() { before.Check(keptHeap) })
			hangUp := make(chan struct{})
			address := lie(t, before, func(c *liar) {
				in := greet(c)
				for reads && readRequest(in) {
				}
				<-hangUp
			})
			c, err := qmp.Dial(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			const calls = 200
			ends := make(chan error, 2*calls)
			large := json.RawMessage(fmt.Sprintf(`{"a": "%01000d"}`, 0))
			for range calls {
				go func() { ends <- c.ExecuteOOB(ctx, "x", large, nil) }()
				go func() { ends <- c.Execute(ctx, "x", large, nil) }()
			}
			cancel()
			for range 2 * calls {
				if err := <-ends; !errors.Is(err, context.Canceled) {
					t.Errorf("a call ended with %v", err)
				}
			}
			close(hangUp)
			_ = c.Close()
		})
	}
}

// Calls are cancelled at any time, many at once. No reply goes to another call, and
// when all is over the connection takes as many calls as ever.
func TestCallsAreCancelledAtRandom(t *testing.T) {
	echo := func(_ context.Context, args server.Args) (any, error) { return args.Raw(), nil }
	h := newHost(t, []server.Command{{Name: "echo", Handler: echo}, {Name: "echo-oob", Flags: server.AllowOOB, Handler: echo}})
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			before := testconn.NewBaseline(t)
			c, err := qmp.Dial(t.Context(), "unix:"+h.unix)
			if err != nil {
				t.Fatal(err)
			}
			var answered, cancelled atomic.Int64
			var callers sync.WaitGroup
			for caller := range 20 {
				random := rand.New(rand.NewPCG(seed, uint64(caller)))
				callers.Go(func() {
					for i := range 200 {
						switch err := cancelledCall(t.Context(), c, random, fmt.Sprintf(`{"n": "%d.%d"}`, caller, i)); {
						case err == nil:
							answered.Add(1)
						case errors.Is(err, context.Canceled):
							cancelled.Add(1)
						default:
							t.Error(err)
						}
					}
				})
			}
			callers.Wait()
			t.Logf("%d calls were answered, %d cancelled", answered.Load(), cancelled.Load())
			for range 100 { // more than there are places for
				callers.Go(func() {
					if err := c.Execute(t.Context(), "ping", nil, nil); err != nil {
						t.Error(err)
					}
				})
			}
			callers.Wait()
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			h.awaitEnds(1)
			before.Check(keptHeap)
		})
	}
}

// cancelledCall calls echo, and cancels the call before, while or after it runs. A
// reply that is not its own is an error.
func cancelledCall(ctx context.Context, c *qmp.Conn, random *rand.Rand, want string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	switch random.IntN(4) {
	case 0:
		cancel()
	case 1, 2: // at some point of the call
		yields := random.IntN(50)
		other := make(chan struct{})
		defer func() { <-other }()
		go func() {
			defer close(other)
			for range yields {
				if ctx.Err() != nil {
					return
				}
				_ = c.Err() // takes the lock of the connection
			}
			cancel()
		}()
	}
	return testconn.Echo(ctx, c, random.IntN(3) == 0, want)
}
