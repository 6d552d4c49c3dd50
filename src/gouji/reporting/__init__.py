"""Findings and readings → terminal, HTML, Excel, JSON, SARIF, annotated PDF."""
