"""python3 -m moves [NAME ...]: records the games, or those named, alone."""

import sys

from . import record

record(sys.argv[1:])
