"""How fast the portal is beside something known, measured side by side in one run: `python -m benchmarks`."""
