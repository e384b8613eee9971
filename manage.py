#!/usr/bin/env python
"""argmap's commands: `uv run manage.py start` sets up and serves; `uv run manage.py help` lists all."""

import sys

from argmap.command_line import run

if __name__ == "__main__":
    run(sys.argv)
