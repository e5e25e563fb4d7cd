package qmp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"time"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A guest is a small VMM for the examples. Its stop takes until yank.
type guest struct {
	vmm.UnimplementedCommands
	events *server.Emitter
	yanked chan struct{}
}

func (g guest) QueryName(context.Context) (vmm.NameInfo, error) {
	name := "web"
	return vmm.NameInfo{Name: &name}, nil
}

func (g guest) Cont(context.Context) error { return g.events.Emit(vmm.ResumeEvent{}) }

func (g guest) Stop(ctx context.Context) error {
	select {
	case <-g.yanked:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g guest) Yank(context.Context, vmm.YankArgs) error {
	close(g.yanked)
	return nil
}

func (g guest) BlockdevDel(_ context.Context, args vmm.BlockdevDelArgs) error {
	return &qmp.Error{Class: qmp.DeviceNotFound, Desc: "there is no node '" + args.NodeName + "'"}
}

func (g guest) GetFD(ctx context.Context, args vmm.GetFDArgs) error {
	for _, f := range server.ReceivedFiles(ctx) {
		text, err := io.ReadAll(f)
		fmt.Println(args.FDName, string(text), err) //nolint:forbidigo // the output of an example
		_ = f.Close()
	}
	return nil
}

// dialGuest starts the VMM at a socket, and connects to it.
func dialGuest() (conn *qmp.Conn, end func()) {
	dir, err := os.MkdirTemp("", "qmp")
	if err != nil {
		log.Fatal(err)
	}
	l, err := server.Listen("unix:" + dir + "/vm.sock")
	if err != nil {
		log.Fatal(err)
	}
	events := server.NewEmitter()
	srv := server.New(vmm.DispatchTable(guest{events: events, yanked: make(chan struct{})}), server.WithEmitter(events))
	go func() { _ = srv.Serve(context.Background(), l) }()
	conn, err = qmp.Dial(context.Background(), "unix:"+dir+"/vm.sock")
	if err != nil {
		log.Fatal(err)
	}
	return conn, func() {
		_ = conn.Close()
		_ = srv.Close()
		_ = os.RemoveAll(dir)
	}
}

// A command, by the generated client.
func Example() {
	conn, end := dialGuest()
	defer end()
	name, err := vmm.NewClient(conn).QueryName(context.Background())
	if err != nil {
		panic(err)
	}
	fmt.Println(*name.Name)
	// Output: web
}

// While stop runs, an out-of-band yank gets through, and makes it end.
func Example_outOfBand() {
	conn, end := dialGuest()
	defer end()
	client := vmm.NewClient(conn)
	stopped := make(chan error, 1)
	go func() { stopped <- client.Stop(context.Background()) }()
	if err := client.OOB().Yank(context.Background(), vmm.YankArgs{}); err != nil {
		panic(err)
	}
	fmt.Println("yanked; stop:", <-stopped)
	// Output: yanked; stop: <nil>
}

// Errors of the server have a class.
func ExampleError() {
	conn, end := dialGuest()
	defer end()
	err := vmm.NewClient(conn).BlockdevDel(context.Background(), vmm.BlockdevDelArgs{NodeName: "disk"})
	var e *qmp.Error
	if errors.As(err, &e) && e.Class == qmp.DeviceNotFound {
		fmt.Println("not there:", e.Desc)
	}
	// Output: not there: there is no node 'disk'
}

// The event that a command causes is not missed, however soon it comes.
func ExampleAwaitEvent() {
	conn, end := dialGuest()
	defer end()
	client := vmm.NewClient(conn)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	event, err := qmp.AwaitEvent(ctx, conn, client.Cont, func(vmm.ResumeEvent) bool { return true })
	fmt.Println(event.EventName(), err)
	// Output: RESUME <nil>
}

// A file is passed with a command over a unix socket.
func ExampleContextWithFiles() {
	conn, end := dialGuest()
	defer end()
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	_, _ = w.WriteString("from the client")
	_ = w.Close()
	ctx := qmp.ContextWithFiles(context.Background(), r)
	if err := vmm.NewClient(conn).GetFD(ctx, vmm.GetFDArgs{FDName: "pipe"}); err != nil {
		panic(err)
	}
	_ = r.Close()
	// Output: pipe from the client <nil>
}

// An interceptor bounds every command.
func ExampleIntercept() {
	conn, end := dialGuest()
	defer end()
	bounded := qmp.Intercept(conn, func(ctx context.Context, _ qmp.Call, next func(context.Context) error) error {
		ctx, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		return next(ctx)
	})
	err := vmm.NewClient(bounded).Stop(context.Background())
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	// Output: true
}

// A fake is a VMM without a connection.
type fake struct{ qmp.Caller }

func (fake) Execute(_ context.Context, name string, _, ret any) error {
	if name != "query-name" {
		return &qmp.Error{Class: qmp.CommandNotFound, Desc: name}
	}
	n := "fake"
	*ret.(*vmm.NameInfo) = vmm.NameInfo{Name: &n}
	return nil
}

// A test puts a fake in place of the connection.
func ExampleCaller() {
	client := vmm.NewClient(fake{})
	name, err := client.QueryName(context.Background())
	fmt.Println(*name.Name, err, client.Stop(context.Background()))
	// Output: fake <nil> CommandNotFound: stop
}

// Events of several machines come through one channel.
func ExampleEventFan() {
	a, endA := dialGuest()
	defer endA()
	b, endB := dialGuest()
	defer endB()
	fan := qmp.NewEventFan()
	defer fan.Close()
	fan.Add("a", a, vmm.EventDecoders)
	fan.Add("b", b, vmm.EventDecoders)
	for _, conn := range []*qmp.Conn{a, b} {
		if err := vmm.NewClient(conn).Cont(context.Background()); err != nil {
			panic(err)
		}
		e := <-fan.Events()
		fmt.Println(e.Label, e.Event.Name)
	}
	// Output:
	// a RESUME
	// b RESUME
}

// childPipe is the standard input and output of a child process.
type childPipe struct {
	io.Reader
	io.WriteCloser
}

// A connection runs over the standard input and output of a child, such as ssh
// with a socket at the far end.
func ExampleNewConn_childProcess() { //nolint:testableexamples // it needs a host
	cmd := exec.Command("ssh", "host", "socat", "STDIO", "UNIX-CONNECT:/run/vm.sock")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		panic(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	conn, err := qmp.NewConn(context.Background(), childPipe{stdout, stdin})
	if err != nil {
		panic(err)
	}
	fmt.Println(conn.Version())
	_ = conn.Close() // ends the child's input, and with it the child
	_ = cmd.Wait()
}

// A guest agent says nothing first, and is synchronised with.
func ExampleWithGuestAgent() {
	ours, agent := net.Pipe()
	go answerAsAgent(agent)
	conn, err := qmp.NewConn(context.Background(), ours, qmp.WithGuestAgent())
	if err != nil {
		panic(err)
	}
	fmt.Println(conn.Execute(context.Background(), "guest-ping", nil, nil))
	_ = conn.Close()
	// Output: <nil>
}
