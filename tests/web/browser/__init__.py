"""The pages in a browser, wide and at phone width."""
