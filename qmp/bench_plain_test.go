package qmp_test

import "encoding/json"

// The same documents as structs for encoding/json. A union is one struct with
// the members of all branches, the way it is usually written by hand.

type plainDrive struct {
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

	File          *plainDrive `json:"file,omitempty"`
	Backing       *plainDrive `json:"backing,omitempty"`
	LazyRefcounts *bool       `json:"lazy-refcounts,omitempty"`
	PassDiscard   *bool       `json:"pass-discard,omitempty"`
	CacheSize     *int64      `json:"cache-size,omitempty"`
	L2CacheSize   *int64      `json:"l2-cache-size,omitempty"`
}

type plainDriveCache struct {
	Direct  *bool `json:"direct,omitempty"`
	NoFlush *bool `json:"no-flush,omitempty"`
}

type plainNodeInfo struct {
	File           string            `json:"file"`
	NodeName       *string           `json:"node-name,omitempty"`
	RO             bool              `json:"ro"`
	Drv            string            `json:"drv"`
	BackingFile    *string           `json:"backing_file,omitempty"`
	BackingDepth   int64             `json:"backing_file_depth"`
	Encrypted      bool              `json:"encrypted"`
	DetectZeroes   string            `json:"detect_zeroes"`
	BPS            int64             `json:"bps"`
	BPSRd          int64             `json:"bps_rd"`
	BPSWr          int64             `json:"bps_wr"`
	IOPS           int64             `json:"iops"`
	IOPSRd         int64             `json:"iops_rd"`
	IOPSWr         int64             `json:"iops_wr"`
	Image          plainNodeImage    `json:"image"`
	BPSMax         *int64            `json:"bps_max,omitempty"`
	IOPSMax        *int64            `json:"iops_max,omitempty"`
	IOPSSize       *int64            `json:"iops_size,omitempty"`
	Group          *string           `json:"group,omitempty"`
	Cache          plainNodeCache    `json:"cache"`
	WriteThreshold int64             `json:"write_threshold"`
	DirtyBitmaps   []plainNodeBitmap `json:"dirty-bitmaps,omitempty"`
}

type plainNodeImage struct {
	Filename     string          `json:"filename"`
	Format       string          `json:"format"`
	DirtyFlag    *bool           `json:"dirty-flag,omitempty"`
	ActualSize   *int64          `json:"actual-size,omitempty"`
	VirtualSize  int64           `json:"virtual-size"`
	ClusterSize  *int64          `json:"cluster-size,omitempty"`
	BackingImage *plainNodeImage `json:"backing-image,omitempty"`
}

type plainNodeCache struct {
	Writeback bool `json:"writeback"`
	Direct    bool `json:"direct"`
	NoFlush   bool `json:"no-flush"`
}

type plainNodeBitmap struct {
	Name        *string `json:"name,omitempty"`
	Count       int64   `json:"count"`
	Granularity uint32  `json:"granularity"`
	Recording   bool    `json:"recording"`
	Busy        bool    `json:"busy"`
	Persistent  bool    `json:"persistent"`
}

type plainEntity struct {
	Name        string              `json:"name"`
	MetaType    string              `json:"meta-type"`
	Features    []string            `json:"features,omitempty"`
	JSONType    *string             `json:"json-type,omitempty"`
	Values      []string            `json:"values,omitempty"`
	ElementType *string             `json:"element-type,omitempty"`
	Members     []plainEntityMember `json:"members,omitempty"`
	Tag         *string             `json:"tag,omitempty"`
	Variants    []struct {
		Case string `json:"case"`
		Type string `json:"type"`
	} `json:"variants,omitempty"`
	ArgType  *string `json:"arg-type,omitempty"`
	RetType  *string `json:"ret-type,omitempty"`
	AllowOOB *bool   `json:"allow-oob,omitempty"`
}

type plainEntityMember struct {
	Name     string          `json:"name"`
	Default  json.RawMessage `json:"default,omitempty"`
	Type     string          `json:"type,omitempty"`
	Features []string        `json:"features,omitempty"`
}
