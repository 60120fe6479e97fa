"""Stroma: an evidence knowledge graph of mesenchymal stromal cell (MSC) therapy."""

__all__ = ["__version__"]

__version__ = "0.1.0"
