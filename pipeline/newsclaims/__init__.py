"""newsclaims: every numeric claim of a news article, with what it counts, who says it, and when."""
