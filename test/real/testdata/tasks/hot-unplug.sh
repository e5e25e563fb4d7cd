# Hot-unplug a disk, wait until it is gone, and close its image.
qapi-gen call $A device_del id=d0 --await 'DEVICE_DELETED[device=d0]'
qapi-gen call $A blockdev-del node-name=disk
