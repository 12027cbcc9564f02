"""Decision rules as data: evaluate, prove over every possible answer, explain. Knows neither files nor pages."""
