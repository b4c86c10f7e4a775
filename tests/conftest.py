"""What every test may rely on."""

from __future__ import annotations

import signal
import threading

# A shell starts background jobs with Ctrl-C ignored, and programs started by tests would inherit that.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)
