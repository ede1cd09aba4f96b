"""Staff search over the people of a centre who gave consent."""
