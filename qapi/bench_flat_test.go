package qapi_test

// The documents that have unions, as structs for encoding/json alone: a union
// is one struct with the members of all its branches. That is cheaper than the
// methods in bench_plain_test.go, and less: nothing tells which branch it is,
// and members of the wrong one are accepted.

type flatDrive struct {
	Driver       string           `json:"driver"`
	NodeName     *string          `json:"node-name,omitempty"`
	Cache        *plainDriveCache `json:"cache,omitempty"`
	ReadOnly     *bool            `json:"read-only,omitempty"`
	AutoReadOnly *bool            `json:"auto-read-only,omitempty"`
	ForceShare   *bool            `json:"force-share,omitempty"`
	DetectZeroes *string          `json:"detect-zeroes,omitempty"`

	Filename    *string `json:"filename,omitempty"`
	PRManager   *string `json:"pr-manager,omitempty"`
	Locking     *string `json:"locking,omitempty"`
	AIO         *string `json:"aio,omitempty"`
	AIOMaxBatch *int64  `json:"aio-max-batch,omitempty"`
	DropCache   *bool   `json:"drop-cache,omitempty"`

	File          *flatDrive `json:"file,omitempty"`
	Backing       *flatDrive `json:"backing,omitempty"`
	LazyRefcounts *bool      `json:"lazy-refcounts,omitempty"`
	PassDiscard   *bool      `json:"pass-discard,omitempty"`
	CacheSize     *int64     `json:"cache-size,omitempty"`
	L2CacheSize   *int64     `json:"l2-cache-size,omitempty"`
}

type flatEntity struct {
	Name        string               `json:"name"`
	MetaType    string               `json:"meta-type"`
	Features    []string             `json:"features,omitempty"`
	JSONType    *string              `json:"json-type,omitempty"`
	Values      []string             `json:"values,omitempty"`
	ElementType *string              `json:"element-type,omitempty"`
	Members     []plainEntityMember  `json:"members,omitempty"`
	Tag         *string              `json:"tag,omitempty"`
	Variants    []plainEntityVariant `json:"variants,omitempty"`
	ArgType     *string              `json:"arg-type,omitempty"`
	RetType     *string              `json:"ret-type,omitempty"`
	AllowOOB    *bool                `json:"allow-oob,omitempty"`
}
