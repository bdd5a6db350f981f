"""Tables: `cells` builds them by hand, `description` says in data what one holds."""

from .cells import achievement_cell, figure_cell, head, head_cell, label, percent_cell, quantity, scope

__all__ = ["achievement_cell", "figure_cell", "head", "head_cell", "label", "percent_cell", "quantity", "scope"]
