# Take a screenshot into a file that QEMU itself could not open.
qapi-gen call $A --fd 3 add-fd fdset-id=1 then screendump filename=/dev/fdset/1 3>screen.ppm
