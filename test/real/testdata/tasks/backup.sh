# Back a disk up while it is in use, and wait until the job has ended.
qemu-img create -q -f qcow2 backup.qcow2 8M
qapi-gen call $A blockdev-add node-name=to driver=qcow2 file.driver=file file.filename=backup.qcow2
qapi-gen call $A blockdev-backup job-id=b device=disk target=to sync=full --await 'BLOCK_JOB_COMPLETED[device=b]'
qapi-gen call $A blockdev-del node-name=to
