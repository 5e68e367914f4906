"""The line model: which lines of a text are its article, told from the lines and their neighbours alone."""
