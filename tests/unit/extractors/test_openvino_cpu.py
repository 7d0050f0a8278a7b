"""OpenVINO on the processor leaves the process as it was."""

import subprocess
import sys

SIGNALLED = """
import os, signal, threading, time
from extractors.openvino_cpu import openvino_core

core = openvino_core()
del core
told = []
signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))
for _ in range(3):
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    time.sleep(0.5)
assert len(told) == 3
"""

STACK = """
import ctypes

class Stack(ctypes.Structure):
    _fields_ = (("start", ctypes.c_void_p), ("flags", ctypes.c_int), ("size", ctypes.c_size_t))

def stack_of_signals():
    now = Stack()
    ctypes.CDLL(None).sigaltstack(None, ctypes.byref(now))
    return now.start, now.size

before = stack_of_signals()
"""


def test_signals_are_handled_on_the_stack_that_python_chose():
    program = STACK + SIGNALLED + "assert stack_of_signals() == before\n"
    for options in ([], ["-X", "faulthandler"]):
        done = subprocess.run([sys.executable, *options, "-c", program], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
