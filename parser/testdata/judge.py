"""Says what the front end of a QEMU source tree makes of schema files.

usage: judge.py QEMU_SRC < paths > verdicts

For each path on a line of standard input, writes a line of JSON: null if the
file and all it includes parse, else the place of the error. Where the front
end fails in another way than by a diagnostic of its own, there is no place.
Only parsing is judged, not what the model stage checks.
"""

import json
import os
import sys

sys.path.insert(0, os.path.join(sys.argv[1], 'scripts'))

from qapi.error import QAPISourceError  # noqa: E402
from qapi.parser import QAPISchemaParser  # noqa: E402


def judge(path):
    try:
        QAPISchemaParser(path)
        return None
    except QAPISourceError as err:
        return {'file': err.info.fname, 'line': err.info.line,
                'exact': err.col is not None, 'message': err.msg}
    except Exception as err:
        return {'message': f'{type(err).__name__}: {err}'}


for line in sys.stdin:
    print(json.dumps(judge(line.rstrip('\n'))), flush=True)
