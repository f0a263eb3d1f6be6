"""`python -m benchmarks.superset`, the same as `python -m benchmarks superset`."""

import sys

from benchmarks.superset.meten import main

sys.exit(main(sys.argv[1:]))
