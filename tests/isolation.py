"""Loaded before the settings are read: a run of tests writes nowhere but into a folder of its own."""

import atexit
import os
import shutil
import tempfile

if "PORTAL_DATA" not in os.environ:
    folder = tempfile.mkdtemp(prefix="portal-tests-")
    os.environ["PORTAL_DATA"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
