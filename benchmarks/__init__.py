"""Measures the product: `python benchmarks/run.py`."""
