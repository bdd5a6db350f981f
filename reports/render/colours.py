"""The colours of charts, on paper, on the screen and in workbooks."""

NAVY, BLUE, TRACK, INK, GREY, WHITE = "#052561", "#256ef4", "#e6e8ea", "#1e2124", "#58616a", "#ffffff"

SLICES = (
    (NAVY, WHITE),
    (BLUE, WHITE),
    ("#9cbdfb", INK),
    (GREY, WHITE),
    ("#c6cbd1", INK),
    ("#0b6b5d", WHITE),
    ("#8fd0c2", INK),
    ("#7b4a12", WHITE),
    ("#e0b27a", INK),
    ("#5b3f8c", WHITE),
    ("#c5b3e6", INK),
    ("#e6e8ea", INK),
)
"""The colours of slices and of the numbers on them: those side by side differ in lightness."""
