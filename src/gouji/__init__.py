"""Gouji (勾稽): reads, reconciles, drafts and publishes the budget disclosures of China's public bodies."""

__version__ = "0.1.0"

CONFIG_VARIABLE = "GOUJI_CONFIG"  # names the settings file to the processes that examine files
