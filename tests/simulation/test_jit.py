"""Starting the compiled loops: what is left out of numba's start is there for whoever needs it afterwards."""

from __future__ import annotations

import subprocess
import sys

STARTED = """
import gc, sys
import numpy as np
from phancap.simulation import jit

jit.start()
assert "numba" in sys.modules
assert "scipy.linalg" not in sys.modules, "the start took SciPy's linear algebra along"
assert gc.isenabled()
jit.start()  # again, and nothing happens

import numba

@numba.njit
def product(a, b):
    return np.dot(a, b)

a, b = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)
assert (product(a, b) == a @ b).all()
assert "scipy.linalg" in sys.modules
"""

BESIDE_ANOTHER_THREAD = """
import gc, sys, threading
from phancap.simulation import jit

gc.disable()
held = threading.Event()
other = threading.Thread(target=held.wait)
other.start()
jit.start()
held.set()
other.join()
# Another thread may want SciPy at any moment: nothing is kept from it. Nor is a collector that rests woken.
assert sys.modules["scipy.linalg"] is not None
assert not gc.isenabled()
"""


def test_the_start_leaves_out_linear_algebra_and_numba_has_it_when_asked() -> None:
    subprocess.run([sys.executable, "-c", STARTED], check=True)


def test_beside_another_thread_nothing_is_left_out() -> None:
    subprocess.run([sys.executable, "-c", BESIDE_ANOTHER_THREAD], check=True)
