"""The page model: which lines of a page are its article, told from the text and from the elements around it."""
