"""Says what the front end of a QEMU source tree makes of schema files.

usage: judge.py QEMU_SRC < paths > verdicts

For each path on a line of standard input, writes a line of JSON: the parsed
expressions and documentation comments, or the place of the error. Where the
front end fails in another way than by a diagnostic of its own, there is no
place. Only parsing is judged, not what the model stage checks.
"""

import json
import os
import sys

sys.path.insert(0, os.path.join(sys.argv[1], 'scripts'))

from qapi.error import QAPISourceError  # noqa: E402
from qapi.parser import QAPISchemaParser  # noqa: E402


def place(info):
    return f'{info.fname}:{info.line}'


def dump_section(section):
    kind = getattr(section, 'kind', None)
    return {'kind': str(kind), 'name': getattr(section, 'name', ''),
            'place': place(section.info) if kind else '', 'text': section.text}


def dump_doc(doc):
    return {'place': place(doc.info), 'symbol': doc.symbol or '',
            'sections': [dump_section(s)
                         for s in getattr(doc, 'all_sections', [])]}


def dump_expr(expr):
    info = expr['info'] if 'info' in expr and 'expr' in expr else expr.info
    return place(info)


def judge(path):
    try:
        parser = QAPISchemaParser(path)
    except QAPISourceError as err:
        return {'error': {'place': place(err.info), 'message': err.msg,
                          'exact': err.col is not None}}
    except Exception as err:
        return {'error': {'place': '', 'message': f'{type(err).__name__}: {err}'}}
    return {'exprs': [dump_expr(expr) for expr in parser.exprs],
            'docs': [dump_doc(doc) for doc in parser.docs],
            'pragmas': vars(parser.info.pragma)}


for line in sys.stdin:
    print(json.dumps(judge(line.rstrip('\n'))), flush=True)
