"""Findings and readings → terminal, JSON, CSV."""
