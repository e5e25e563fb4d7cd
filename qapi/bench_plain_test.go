package qapi_test

import (
	"encoding/json"
	"fmt"
)

// The same documents as structs with tags for encoding/json. It knows no
// unions and no alternates: these have the methods that one writes for them.

type plainDrive struct {
	Driver       string           `json:"driver"`
	NodeName     *string          `json:"node-name,omitempty"`
	Cache        *plainDriveCache `json:"cache,omitempty"`
	ReadOnly     *bool            `json:"read-only,omitempty"`
	AutoReadOnly *bool            `json:"auto-read-only,omitempty"`
	ForceShare   *bool            `json:"force-share,omitempty"`
	DetectZeroes *string          `json:"detect-zeroes,omitempty"`

	File  *plainDriveFile  `json:"-"`
	Image *plainDriveImage `json:"-"`
}

// plainDriveBase is plainDrive without its methods.
type plainDriveBase plainDrive

func (v *plainDrive) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, (*plainDriveBase)(v)); err != nil {
		return err
	}
	switch v.Driver {
	case "file":
		v.File = new(plainDriveFile)
		return json.Unmarshal(data, v.File)
	case "image":
		v.Image = new(plainDriveImage)
		return json.Unmarshal(data, v.Image)
	}
	return fmt.Errorf("unknown driver %q", v.Driver)
}

func (v *plainDrive) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		*plainDriveBase
		*plainDriveFile
		*plainDriveImage
	}{(*plainDriveBase)(v), v.File, v.Image})
}

type plainDriveCache struct {
	Direct  *bool `json:"direct,omitempty"`
	NoFlush *bool `json:"no-flush,omitempty"`
}

type plainDriveFile struct {
	Filename    string  `json:"filename"`
	PRManager   *string `json:"pr-manager,omitempty"`
	Locking     *string `json:"locking,omitempty"`
	AIO         *string `json:"aio,omitempty"`
	AIOMaxBatch *int64  `json:"aio-max-batch,omitempty"`
	DropCache   *bool   `json:"drop-cache,omitempty"`
}

type plainDriveImage struct {
	File          plainDriveRef  `json:"file"`
	Backing       *plainDriveRef `json:"backing,omitempty"`
	LazyRefcounts *bool          `json:"lazy-refcounts,omitempty"`
	PassDiscard   *bool          `json:"pass-discard,omitempty"`
	CacheSize     *int64         `json:"cache-size,omitempty"`
	L2CacheSize   *int64         `json:"l2-cache-size,omitempty"`
}

// plainDriveRef is null when neither is set.
type plainDriveRef struct {
	Definition *plainDrive
	Reference  *string
}

func (v *plainDriveRef) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '{':
		return json.Unmarshal(data, &v.Definition)
	case '"':
		return json.Unmarshal(data, &v.Reference)
	}
	return nil
}

func (v *plainDriveRef) MarshalJSON() ([]byte, error) {
	if v.Definition != nil {
		return json.Marshal(v.Definition)
	}
	return json.Marshal(v.Reference)
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
