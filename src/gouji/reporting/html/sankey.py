"""The way of the money, drawn as the published page draws it: see `gouji.publishing.sankey`."""

from gouji.publishing.sankey import Drawing, Money, money, sankey

__all__ = ["Drawing", "Money", "money", "sankey"]
