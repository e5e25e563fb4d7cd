"""Ask QEMU's own front end about schemas.

Usage: judge.py QEMU-SOURCE-TREE

Reads the path of a schema from each line of standard input. Answers each with
a line of three fields parted by tabs: the verdict (accept, reject, or crash
where the front end itself failed), and for a rejected schema the file and line
of the error.
"""

import sys

sys.path.insert(0, sys.argv[1] + '/scripts')

from qapi.error import QAPIError
from qapi.schema import QAPISchema


def judge(path):
    try:
        QAPISchema(path)
    except QAPIError as error:
        info = getattr(error, 'info', None)
        if info is None:
            return 'reject', path, 0
        return 'reject', info.fname, info.line
    except Exception as error:
        return 'crash', type(error).__name__, 0
    return 'accept', '', 0


for line in sys.stdin:
    print(*judge(line.rstrip('\n')), sep='\t', flush=True)
