#!/usr/bin/env python
"""Django's command-line utility."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")
    from seoulwork.environment import told
    from seoulwork.operations.readiness import Commands

    with told():
        Commands(sys.argv).execute()
