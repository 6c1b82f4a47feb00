"""Times: the TIMEX3 expressions of an article, and the dated intervals they stand for."""
