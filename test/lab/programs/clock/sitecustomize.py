"""Lets a program's clock run ahead, by the seconds that a file holds: for what SDKs keep for minutes. Python loads it by itself."""

import os
import time

_now = time.time


def _ahead():
    with open(os.environ["CLOCK_AHEAD"], encoding="utf-8") as file:
        return float(file.read())


time.time = lambda: _now() + _ahead()
