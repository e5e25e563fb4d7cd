package model

// A Command is a command ("Commands").
type Command struct {
	Header
	Arg             Object // nil: it takes none
	Ret             Type   // nil: it returns {}
	Boxed           bool
	Gen             bool // true unless the schema says gen: false
	SuccessResponse bool // true unless the schema says success-response: false
	AllowOOB        bool
	AllowPreconfig  bool
	Coroutine       bool
}
