"""Gouji (勾稽): reads, reconciles, drafts and publishes the budget disclosures of China's public bodies."""

__version__ = "0.1.0"
