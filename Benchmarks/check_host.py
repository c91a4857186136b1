"""Has kerf parse and check a tree, as its commands do before they write one."""

import sys

from kerf.dtc.parser import DeviceTreeParser
from kerf.dtc.validator import MultikernelValidator

result = MultikernelValidator().validate(DeviceTreeParser().parse_dtb(sys.argv[1]))
print(len(result.errors), "errors")
